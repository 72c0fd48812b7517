"""Within GNU screen, which has one screen, few colours, and takes what it does not know for attributes."""

from __future__ import annotations

import re

import pytest

from tests.pty.program import Home, leave
from tui.terminal.modes import has_one_screen

_CLEARED = b"\x1b[2J\x1b[H"


@pytest.mark.pty
@pytest.mark.parametrize("within", [True, False])
def test_nothing_is_left_of_the_picture_and_no_colour_is_misread(home: Home, *, within: bool) -> None:
    screen = {"TERM": "screen-256color", "STY": "1.screen", "COLORTERM": "truecolor"}
    with home.start(None, "--demo", env=screen if within else {"COLORTERM": "truecolor"}) as term:
        term.wait_text("383 in the library", "the library")
        leave(term)
        raw = term.raw()
    _, left, _ = raw.rpartition(b"\x1b[?1049l")
    assert left
    assert (raw.rfind(_CLEARED) > raw.rfind(b"in the library")) is within
    assert bool(re.search(rb"[34]8;2;", raw)) is not within


@pytest.mark.parametrize(
    ("environ", "has_one"),
    [
        ({"TERM": "screen"}, True),
        ({"TERM": "screen.xterm-256color", "STY": "1.a"}, True),
        ({"TERM": "xterm-256color", "STY": "1.a"}, True),
        ({"TERM": "linux"}, True),
        ({"TERM": "screen-256color", "TMUX": "/tmp/tmux,1,0"}, False),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/tmux,1,0"}, False),
        ({"TERM": "xterm-256color"}, False),
        ({}, False),
    ],
)
def test_where_there_is_no_other_screen(environ: dict[str, str], *, has_one: bool) -> None:
    assert has_one_screen(environ) is has_one
