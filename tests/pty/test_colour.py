"""Colours as they arrive: none at all where that is asked for, and those that fit the terminal's own ground."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.pty.program import ENTER, ESCAPE, PATIENT, Home, Service, leave, press_escape
from tests.pty.term import Term

pytestmark = pytest.mark.pty

SGR: Final = re.compile(rb"\x1b\[([0-9;:]*)m")
FRAME: Final = re.compile(rb"\x1b\[\?2026h.*?\x1b\[\?2026l", re.DOTALL)
WITHOUT_COLOUR: Final = frozenset(b"0 1 2 4 7".split()) | {b""}
"""All off, bold, dim, underlined, reverse."""
ENDS: Final = frozenset(b"22 24 27".split())
"""Of bold and dim, underlined, reverse: not in VT100s."""
LIGHT_GROUND, DARK_GROUND = b"48;2;251;251;253", b"48;2;20;22;29"
TRUECOLOR: Final = {"COLORTERM": "truecolor"}


def codes(raw: bytes) -> set[bytes]:
    return {code for found in SGR.findall(raw) for code in found.split(b";")}


def whole_story(term: Term) -> None:
    """Every kind of screen that there is, with a cursor that is seen on each."""
    term.wait_text("383 in the library", "the whole library")
    term.send("jj ")
    term.wait_text("✓", "the mark")
    term.wait(lambda: bool(term.reversed_lines()), "the cursor in the list")
    term.send("/akihabara")
    term.wait_text("1 shown", "one match")
    term.send(ENTER)
    term.wait_text("‹akihabara›", "the query as a chip")
    term.send("F")
    term.wait_text("/ to search", "no filter")
    term.send("T")
    term.wait_text("no colours here to choose from", "why there are no themes")
    term.send("?")
    term.wait_text("Help", "the help")
    press_escape(term, "/ to search", "the library")
    term.send(":")
    term.wait_text("Commands", "the palette")
    press_escape(term, "/ to search", "the library")
    term.send("u")
    term.wait_text("Start", "the upload modal")
    term.send("/nowhere.mp4" + ENTER)
    press_escape(term, "/ to search", "the library")
    term.send("w")
    term.wait_text("nothing uploaded yet", "the uploads")
    term.send("q")
    term.wait_text("383 in the library", "the library")


@pytest.mark.row("T5", "X29")
def test_no_color_is_not_one_code_of_a_colour(home: Home, demo: Service) -> None:
    with home.start(demo, env=TRUECOLOR | {"NO_COLOR": "1"}) as term:
        whole_story(term)
        leave(term)
        assert codes(term.raw()) <= WITHOUT_COLOUR


@pytest.mark.parametrize("asked", ["vt100", "settings"])
@pytest.mark.row("T5")
def test_other_ways_to_have_none(home: Home, demo: Service, asked: str) -> None:
    settings = home.folder / "settings.toml"
    settings.write_text('color = "none"\n' if asked == "settings" else "", encoding="utf-8")
    env = TRUECOLOR | ({"TERM": "vt100"} if asked == "vt100" else {})
    with home.start(demo, "--config", str(settings), env=env) as term:
        term.wait_text("383 in the library", "the whole library")
        term.wait(lambda: bool(term.reversed_lines()), "the cursor")
        leave(term)
        assert codes(term.raw()) <= WITHOUT_COLOUR


def test_an_empty_no_color_asks_for_nothing(home: Home) -> None:
    with home.start(env=TRUECOLOR | {"NO_COLOR": ""}) as term:
        term.wait_text("Two ways in", "the welcome screen")
        assert DARK_GROUND in term.raw()
        leave(term)


@pytest.mark.parametrize(
    ("env", "allowed"),
    [
        ({"TERM": "xterm-16color", "TERMINFO": "/nonexistent"}, {*WITHOUT_COLOUR, *ENDS, b"36", b"39", b"49"}),
        ({"TERM": "xterm-256color"}, None),
    ],
)
@pytest.mark.row("T5", "X32")
def test_no_more_colours_than_there_are(home: Home, env: dict[str, str], allowed: set[bytes] | None) -> None:
    with home.start(env=env) as term:
        term.wait_text("Two ways in", "the welcome screen")
        leave(term)
        raw = term.raw()
    assert b"8;2;" not in raw, "24 bit colours"
    if allowed is None:
        assert b"8;5;" in raw
    else:
        assert codes(raw) <= allowed


def test_the_ground_is_asked_for_and_fitted(home: Home) -> None:
    with home.start(argv=PATIENT, env=TRUECOLOR, ground="rgb:fdfd/f6f6/e3e3") as term:
        term.wait_text("Two ways in", "the welcome screen")
        term.wait(lambda: LIGHT_GROUND in term.raw(), "our light theme")
        assert "rgb" not in term.text()
        leave(term)


def test_the_first_guess(home: Home) -> None:
    """Painted at once; a terminal that says nothing is not waited for."""
    with home.start(env=TRUECOLOR | {"COLORFGBG": "0;15"}) as term:
        term.wait_text("Two ways in", "the welcome screen")
        assert LIGHT_GROUND in term.raw()
        assert DARK_GROUND not in term.raw()
        leave(term)


def test_an_answer_after_the_first_key_changes_nothing(home: Home, demo: Service) -> None:
    with home.start(demo, env=TRUECOLOR) as term:
        term.wait_text("383 in the library", "the whole library")
        term.send("j")
        for piece in (b"\x1b]11;rgb:ff", b"ff/ffff/ffff", b"\x1b\\", b"\x1b]11;rgb:ffff/ffff/ffff\x07"):
            term.send(piece)
        term.send("/")
        term.wait_text("tag: has the tag", "the next key")
        assert "rgb" not in term.text()
        assert LIGHT_GROUND not in term.raw()
        term.send(ESCAPE)
        term.wait_text("/ to search", "the list again")
        leave(term)


def test_the_settings_are_not_asked_about(home: Home) -> None:
    settings = home.folder / "settings.toml"
    settings.write_text('background = "light"\n', encoding="utf-8")
    with home.start(None, "--config", str(settings), env=TRUECOLOR, ground="rgb:0000/0000/0000") as term:
        term.wait_text("Two ways in", "the welcome screen")
        leave(term)
        assert LIGHT_GROUND in term.raw()
        assert DARK_GROUND not in term.raw()
        assert b"\x1b]11;?" not in term.raw()


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "latin-1", "TERM": "linux"}])
@pytest.mark.row("T6", "X28")
def test_letters_that_are_not_there(home: Home, demo: Service, env: dict[str, str]) -> None:
    with home.start(demo, columns=120, rows=36, env=env) as term:
        term.wait_text("383 in the library", "the whole library")
        term.wait(lambda: re.search(r"\* \w", term.text()) is not None, "a video that is ready")
        screen = term.text()
        assert "+- 2 Filters -" in screen
        assert not re.search("[─│╭●◐✗▐·…]", screen)
        leave(term)


def test_frames_are_whole_where_the_terminal_can_have_that(home: Home, demo: Service) -> None:
    """Between the marks of a frame is everything that is drawn, and nothing is drawn outside of them."""
    with home.start(demo, synchronized=True, env={"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}) as term:
        term.wait_text("383 in the library", "the whole library")
        before = term.raw().rfind(b"\x1b[?2026l")  # not in the midst of one that is still being written
        term.send("jjjG")
        term.wait_text("Super 8, roll 3", "the oldest videos in the list")
        term.send("gg")
        term.wait_text("Pont Neuf", "the newest videos in the list")
        term.wait(lambda: len(FRAME.findall(term.raw()[before:])) >= 2, "frames from their beginning to their end")
        drawn = term.raw()[before:]
        leave(term)
    outside = FRAME.sub(b"", drawn)
    assert not SGR.search(outside.partition(b"\x1b[?2026h")[0])
