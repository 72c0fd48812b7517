"""What the library was left with is there before anything can draw it, and whatever ends the start leaves no trace."""

from __future__ import annotations

import re
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.pty.program import CTRL_C, Home, Service
from tests.pty.term import Term

pytestmark = pytest.mark.pty

_HELD: Final = (sys.executable, "-P", str(Path(__file__).with_name("held.py")))
_EARLY, _LATE = "tui.services", "textual.drivers.linux_driver"
"""Right behind the picture, and when most of Textual is there."""
_NEWEST, _SECOND = "Pont Neuf from", "Sainte-Chapelle"
"""Two rows; of the first one the details tell, too."""
_LAST: Final = b" Help"
"""What the last line ends with."""
CTRL_L: Final = "\x0c"
_TRIES: Final = 12


def picture_of(home: Home) -> list[Path]:
    return list(home.folder.rglob("picture-*.txt"))


def leave(term: Term) -> None:
    """However long that takes: a busy machine proves nothing."""
    term.send("q")
    assert term.wait_exit(30) == 0
    assert term.left_on() == []


def head_of(picture: Path) -> str:
    return picture.read_text(encoding="utf-8").partition("\n")[0]


@pytest.fixture
def left(home: Home, demo: Service) -> Home:
    """A home in which the library was looked at and left with nothing under way."""
    return leave_behind(home, demo)


def leave_behind(
    home: Home, service: Service, *, synchronized: bool = False, ground: str = "", knowing: str = ""
) -> Home:
    """`knowing`: what its picture has to know of the terminal, which may have answered too late to be heard."""
    for _ in range(_TRIES):
        with home.start(service, synchronized=synchronized, ground=ground) as term:
            term.wait_text("in the library · synced", "the whole library", timeout=20)
            leave(term)
        if any(head_of(picture).endswith(knowing) for picture in picture_of(home)):
            return home
    raise AssertionError("no picture was kept")


@contextmanager
def held(home: Home, service: Service, module: str, columns: int = 100, rows: int = 30) -> Iterator[Term]:
    """The program, held where it imports that module."""
    with home.start(service, argv=(*_HELD, module), columns=columns, rows=rows) as term:
        term.wait((home.folder / "held").exists, "the start being held", timeout=20)
        yield term


def go_on(home: Home) -> None:
    (home.folder / "go").touch()


def shows_rows(term: Term) -> None:
    term.wait_text(_NEWEST, "the rows of last time")


def test_the_rows_are_there_at_once_and_keys_wait_unseen(left: Home, demo: Service) -> None:
    with held(left, demo, _EARLY) as term:
        shows_rows(term)
        term.wait_text("? Help", "the keys, which are drawn last")
        before = term.text()
        assert "synced" not in before
        assert "alternate screen" in term.left_on()
        term.send("G")
        go_on(left)
        term.wait_text("Super 8, roll 3", "the oldest video, which the key went to")
        term.wait_text("synced", "the status")
        assert term.raw().count(b"\x1b[?1049h") == 1
        first_paint = (left.folder / "first-paint").read_text(encoding="utf-8")
        assert "synced" in first_paint
        assert _SECOND not in first_paint, "what is there already is not sent again"
        leave(term)


@pytest.mark.parametrize("module", [_EARLY, _LATE])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT])
def test_whoever_ends_it_finds_the_terminal_as_it_was(
    left: Home, demo: Service, module: str, number: signal.Signals
) -> None:
    with held(left, demo, module) as term:
        shows_rows(term)
        if number is signal.SIGINT:
            term.send(CTRL_C)
        else:
            term.kill(number)
        assert term.wait_exit() == 128 + number
        assert term.left_on() == []
        assert term.text().strip() == ""


@pytest.mark.parametrize("module", [_EARLY, _LATE])
def test_a_bug_on_the_way_is_told_on_the_screen_that_was_there_before(left: Home, demo: Service, module: str) -> None:
    with held(left, demo, module) as term:
        shows_rows(term)
        (left.folder / "break").touch()
        assert term.wait_exit() == 70
        assert term.left_on() == []
        assert "met a bug and closed" in term.text()
        assert _NEWEST not in term.text()


def rows_of(term: Term) -> list[str]:
    """The list within its frame, whatever has become of the videos meanwhile."""
    return [re.split("[│╮╯][│╭╰]", line)[1].replace("◐", "●") for line in term.text().splitlines()[:-2]]


def test_another_size_meanwhile_leaves_a_correct_screen(left: Home, demo: Service) -> None:
    with held(left, demo, _LATE) as term:
        shows_rows(term)
        term.resize(110, 27)
        go_on(left)
        term.wait_text("synced", "the status, which comes after the rows")
        before, drawn = rows_of(term), term.raw().count(_LAST)
        term.send(CTRL_L)
        term.wait(lambda: term.raw().count(_LAST) > drawn, "all of it drawn anew, down to the last line")
        assert rows_of(term) == before
        leave(term)


def test_stopped_and_woken_it_starts_as_if_there_had_been_none(left: Home, demo: Service) -> None:
    with held(left, demo, _EARLY) as term:
        shows_rows(term)
        term.kill(signal.SIGTSTP)
        term.wait(lambda: term.left_on() == [], "the terminal as it was")
        term.kill(signal.SIGCONT)
        go_on(left)
        term.wait_text("synced", "the program")
        assert term.raw().count(b"\x1b[?1049h") == 2
        leave(term)


def test_what_was_known_of_the_terminal_is_begun_with(home: Home, demo: Service) -> None:
    """Frames in one piece, and the theme for its ground, which it is asked for all the same."""
    ground = "rgb:ffff/ffff/ffff"
    leave_behind(home, demo, synchronized=True, ground=ground, knowing=" light synchronized")
    with home.start(demo, argv=(*_HELD, _EARLY), synchronized=True, ground=ground) as term:
        term.wait_text("? Help", "the whole picture", timeout=20)
        assert term.raw().startswith(b"\x1b[?1049h\x1b[?25l\x1b[?2026h")
        assert term.raw().endswith(b"\x1b[?2026l")
        go_on(home)
        term.wait_text("synced", "the program")
        assert _SECOND not in (home.folder / "first-paint").read_text(encoding="utf-8")
        leave(term)


def test_a_line_that_stalls_holds_up_no_start_and_gets_all_of_it_later(left: Home, demo: Service) -> None:
    with left.start(demo, argv=(*_HELD, _LATE)) as term:
        term.pause_reading()
        term.wait((left.folder / "held").exists, "the start, which went on", timeout=20)
        term.resume_reading()
        go_on(left)
        term.wait_text("synced", "the program")
        shows_rows(term)
        leave(term)


def test_who_leaves_with_the_cursor_elsewhere_has_it_too(left: Home, demo: Service) -> None:
    (picture,) = picture_of(left)
    for _ in range(_TRIES):
        picture.unlink(missing_ok=True)
        with left.start(demo) as term:
            term.wait_text("in the library · synced", "the whole library", timeout=20)
            term.send("jjj")
            leave(term)
        if picture.exists():
            break
    with held(left, demo, _EARLY) as term:
        shows_rows(term)
        term.wait_text("? Help", "the whole picture")


def nothing_is_shown(home: Home, service: Service, columns: int = 100) -> None:
    with held(home, service, _LATE, columns) as term:
        assert term.left_on() == []
        assert term.raw() == b""
        go_on(home)
        term.wait_text("synced", "the program", timeout=20)
        leave(term)


def test_what_somebody_has_written_to_since_is_not_shown(left: Home, demo: Service) -> None:
    (index,) = left.folder.rglob("index-*.db")
    with sqlite3.connect(index) as other:
        other.execute("INSERT OR REPLACE INTO notes VALUES ('other', '1')")
    other.close()
    nothing_is_shown(left, demo)


def test_a_damaged_picture_is_not_shown(left: Home, demo: Service) -> None:
    (picture,) = picture_of(left)
    picture.write_bytes(picture.read_bytes().replace(b"Pont", b"\x1b[2J", 1))
    nothing_is_shown(left, demo)


def test_a_picture_of_another_size_is_not_shown(left: Home, demo: Service) -> None:
    nothing_is_shown(left, demo, columns=101)
