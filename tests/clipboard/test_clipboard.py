"""The way to a person's clipboard: which one is taken where, what leaves, and what is said about it."""

from __future__ import annotations

import base64
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conditions import PATIENCE
from tui import multiplexer
from tui.clipboard import MOST_BYTES, Copied, Plan, copy, harmless, one_line, osc52, plan, wrapped

KEY = "sk-mavi-clipboard-0123456789"
XTERM = {"TERM": "xterm-256color"}


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a tool that works may take longer than a person is kept waiting."""
    monkeypatch.setattr(multiplexer, "SECONDS", PATIENCE)


def tools(*there: str) -> Callable[[str], str | None]:
    return lambda name: f"/usr/bin/{name}" if name in there else None


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        (XTERM, Plan(wraps=("raw",))),
        ({}, Plan(wraps=("raw",))),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/t,1,0"}, Plan(tmux=True, wraps=("tmux",))),
        ({"TERM": "screen", "TMUX": "/tmp/t,1,0"}, Plan(tmux=True, wraps=("tmux",))),
        ({"TERM": "screen.xterm-256color", "STY": "1.pts"}, Plan(wraps=("screen",))),
        ({"TERM": "tmux-256color"}, Plan(wraps=("raw", "tmux"))),
        ({"TERM": "screen-256color"}, Plan(wraps=("raw", "screen"))),
        ({"TERM": "linux"}, Plan()),
        ({"TERM": "vt220"}, Plan()),
    ],
)
def test_the_terminal_is_reached_by_its_own_way(environ: dict[str, str], expected: Plan) -> None:
    assert plan(environ, elsewhere=True, platform="linux", which=tools("xclip", "pbcopy")) == expected


@pytest.mark.parametrize(
    ("environ", "platform", "there", "expected"),
    [
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", ["wl-copy"], ("wl-copy",)),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "linux", ["xclip"], ("xclip", "-selection", "clipboard")),
        ({"DISPLAY": ":0"}, "linux", ["xsel", "wl-copy"], ("xsel", "--clipboard", "--input")),
        ({"DISPLAY": ":0"}, "linux", [], ()),
        ({}, "linux", ["wl-copy", "xclip", "xsel"], ()),
        ({}, "darwin", ["pbcopy"], ("pbcopy",)),
    ],
)
def test_a_tool_of_this_machine_only_where_the_person_sits_at_it(
    environ: dict[str, str], platform: str, there: list[str], expected: tuple[str, ...]
) -> None:
    assert plan(environ, elsewhere=False, platform=platform, which=tools(*there)).tool == expected
    assert plan(environ, elsewhere=True, platform=platform, which=tools(*there)).tool == ()


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


def tool(folder: Path, name: str, script: str) -> None:
    """A program of that name; real ones are not on every machine."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    return {"PATH": f"{folder}:{os.defpath}", "MEMORIES_API_KEY": KEY} | XTERM | more


@pytest.mark.row("T17")
def test_a_plain_terminal(bin_folder: Path) -> None:
    copied = copy("VI123\n", surroundings(bin_folder))
    encoded = base64.b64encode(b"VI123").decode()
    assert copied == Copied(("osc52-raw",), "Sent to the terminal's clipboard (OSC 52)", (f"\x1b]52;c;{encoded}\x07",))


def test_a_tmux_that_takes_it(bin_folder: Path, tmp_path: Path) -> None:
    keeps = f'cat > {tmp_path}/taken; echo "$@" > {tmp_path}/asked; env > {tmp_path}/environ'
    tool(bin_folder, "tmux", f'[ "$1" = load-buffer ] || exit 1\n{keeps}\necho "256,clipboard passthrough=0"')
    copied = copy("Åre", surroundings(bin_folder, TMUX="/tmp/t,1,0"))
    assert copied.words == "Sent to tmux and the terminal's clipboard (OSC 52)"
    assert copied.routes == ("tmux", "osc52-tmux")
    assert copied.sequences == (wrapped(osc52("Åre".encode()), "tmux"),)
    assert (tmp_path / "taken").read_bytes() == "Åre".encode()
    assert (tmp_path / "asked").read_text(encoding="utf-8").startswith("load-buffer -w - ;")
    assert KEY not in (tmp_path / "environ").read_text(encoding="utf-8")


def test_a_tmux_that_may_keep_it_to_itself(bin_folder: Path) -> None:
    tool(bin_folder, "tmux", '[ "$1" = load-buffer ] || exit 1\ncat >/dev/null; echo "256,RGB passthrough=0"')
    words = copy("x", surroundings(bin_folder, TMUX="/tmp/t,1,0")).words
    assert "may not pass it on" in words
    assert "memories-tui doctor" in words
    assert "Y shows it" in words


@pytest.mark.parametrize("script", ["exit 1", "sleep 30"])
def test_a_tmux_that_does_not_answer(bin_folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if script.startswith("sleep"):
        monkeypatch.setattr(multiplexer, "SECONDS", 0.1)
    tool(bin_folder, "tmux", script.replace("sleep", "exec sleep"))
    copied = copy("x", surroundings(bin_folder, TMUX="/tmp/t,1,0"))
    assert copied.routes == ("osc52-raw", "osc52-tmux")
    assert copied.words == "Sent to the terminal's clipboard (OSC 52)"


def test_no_tmux_program_at_all(tmp_path: Path) -> None:
    copied = copy("x", {"PATH": str(tmp_path), "TMUX": "/tmp/t,1,0"} | XTERM)
    assert copied.routes == ("osc52-raw", "osc52-tmux")


def test_a_desktop(bin_folder: Path, tmp_path: Path) -> None:
    # xclip stays behind as the keeper of the text, with whatever it inherited.
    tool(bin_folder, "xclip", f"cat > {tmp_path}/taken; env > {tmp_path}/environ; sleep 5 &")
    copied = copy("$(reboot); `id`", surroundings(bin_folder, DISPLAY=":0"))
    assert copied.words == "Sent to xclip and the terminal's clipboard (OSC 52)"
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "$(reboot); `id`"
    assert KEY not in (tmp_path / "environ").read_text(encoding="utf-8")


def test_a_desktop_tool_that_fails_is_not_claimed(bin_folder: Path) -> None:
    tool(bin_folder, "xclip", "exit 1")
    assert copy("x", surroundings(bin_folder, DISPLAY=":0")).words == "Sent to the terminal's clipboard (OSC 52)"


def test_screen(bin_folder: Path) -> None:
    copied = copy("x", surroundings(bin_folder, STY="1.pts", TERM="screen"))
    assert copied.words == "Sent to the terminal's clipboard through screen (OSC 52)"
    assert copied.sequences == ("\x1bP\x1b]52;c;eA==\x07\x1b\\",)


def test_a_console_without_a_clipboard(bin_folder: Path) -> None:
    copied = copy("x", surroundings(bin_folder, TERM="linux"))
    assert copied.routes == copied.sequences == ()
    assert copied.words == "Not copied: this terminal has no clipboard. Y shows it, to select by hand."


def test_nothing_to_copy(bin_folder: Path) -> None:
    assert copy("\x1b\n", surroundings(bin_folder)) == Copied((), "There is nothing to copy.")


@pytest.mark.row("T17", "X35")
def test_what_is_too_long_is_not_sent_and_not_cut(bin_folder: Path, tmp_path: Path) -> None:
    assert copy("x" * MOST_BYTES, surroundings(bin_folder)).routes == ("osc52-raw",)
    long = "x" * (MOST_BYTES + 1)
    copied = copy(long, surroundings(bin_folder))
    assert copied.routes == copied.sequences == ()
    assert "8,193 bytes are too long" in copied.words
    tool(bin_folder, "tmux", f'[ "$*" = "load-buffer -" ] || exit 1\ncat > {tmp_path}/taken')
    inside = copy(long, surroundings(bin_folder, TMUX="/tmp/t,1,0"))
    assert inside.routes == ("tmux",)
    assert inside.words.startswith("Sent to tmux only: ")
    assert (tmp_path / "taken").read_text(encoding="utf-8") == long


@given(st.text())
def test_nothing_that_acts_is_pasted(text: str) -> None:
    clean = harmless(text)
    clean.encode()
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", clean)
    assert not clean.endswith("\n")
    assert not re.search(r"[\n\t]", one_line(text))


def test_a_paste_can_not_be_ended_from_within() -> None:
    assert harmless("a\x1b[201~\rrm -rf ~\n") == "a[201~\nrm -rf ~"
    assert one_line("a\r\nrm -rf ~\n") == "a rm -rf ~"
    assert harmless("half \udcff") == "half ?"


@given(st.binary(max_size=3_000))
@pytest.mark.row("T17", "X35")
def test_what_a_multiplexer_unwraps_is_what_was_wrapped(data: bytes) -> None:
    sequence = osc52(data)
    inside = wrapped(sequence, "tmux").removeprefix("\x1bPtmux;").removesuffix("\x1b\\")
    assert inside.replace("\x1b\x1b", "\x1b") == sequence
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", wrapped(sequence, "screen"), re.DOTALL)
    assert "".join(pieces) == sequence
    assert max(map(len, pieces)) <= 200
