"""A line to the person that takes nothing for as long as it likes: what is sent arrives, and is seen when it heals."""

from __future__ import annotations

import pytest

from tests.clips import make_clip, padded
from tests.pty.gate import gated
from tests.pty.program import Home, leave, press_escape, send_clip
from tests.pty.term import Term
from tui.local.store import Store

pytestmark = pytest.mark.pty


@pytest.mark.row("U3", "T2")
def test_bytes_go_on_flowing_behind_a_line_that_is_silent(home: Home) -> None:
    """The upload is begun, the line stalls, and all the rest of it happens while nobody can see or say anything."""
    padded(make_clip(home.folder / "beach.mp4"), 32 << 20)
    with Store() as store, gated(store) as (service, gate):
        gate.reading.clear()
        with home.start(service) as term:
            term.wait_text("u Upload", "the program")
            send_clip(term, "beach.mp4")
            term.wait(lambda: gate.begun == 1, "the service reading")
            term.wait_text("↑ sending", "the bytes on their way")
            stall(term)
            gate.reading.set()
            term.wait(lambda: gate.stored == 1, "all of it there")
            term.wait(lambda: service.videos()[0]["status"] == "PARSE", "and indexed")
            term.resume_reading()
            term.wait_text("● ready", "what became of it, without a key")
            press_escape(term, "? Help", "the library")
            leave(term)
        assert (gate.begun, gate.stored) == (1, 1)


def stall(term: Term) -> None:
    """Takes no more output, and has more drawn than the line and its buffers hold."""
    cpu = term.cpu_seconds()
    term.pause_reading()
    for _ in range(4):
        for size in ((150, 40), (80, 24)):
            term.resize(*size)
    term.wait(lambda: term.cpu_seconds() > cpu + 0.1, "something being drawn")
