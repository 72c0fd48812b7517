"""A notice on a real line: the bytes that a terminal gets when an upload is done."""

from __future__ import annotations

import pytest

from tests.clips import make_clip
from tests.pty.program import Home, Service, leave, press_escape, send_clip

pytestmark = pytest.mark.pty

NAME = "notice.mp4"
NOTICE = f"\x1bPtmux;\x1b\x1b]777;notify;memories-tui;{NAME} is ready\x07\x1b\\".encode()


def test_an_upload_that_is_done_is_told_once_through_tmux(home: Home, demo: Service) -> None:
    make_clip(home.folder / NAME, 1)
    config = home.folder / "settings.toml"
    config.write_text("notify = 'osc777'\nnotify_after_seconds = 0\n")
    inside = {"TMUX": "/nowhere/tmux,1,0", "TERM": "tmux-256color"}
    with home.start(demo, "--config", str(config), env=inside) as term:
        term.wait_text("in the library", "the library")
        send_clip(term, NAME)
        term.wait(lambda: NOTICE in term.raw(), "the notice")
        assert term.raw().count(NOTICE) == 1
        assert term.raw().replace(NOTICE, b"").count(b"]777;") == 0
        press_escape(term, "? Help", "the library")
        leave(term)
