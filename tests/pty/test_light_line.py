"""How little a line carries: at rest nothing, for a move of the cursor some hundred bytes, for a page some thousand."""

from __future__ import annotations

import re
import time
from statistics import median

import pytest

from tests.clips import make_clip, padded
from tests.pty.allowance import Allowance
from tests.pty.gate import Gate, gated
from tests.pty.program import Home, Service, press_escape, send_clip
from tests.pty.term import Term
from tui.local.store import Store

pytestmark = [pytest.mark.pty, pytest.mark.slow]

_REST = 3.0
"""Seconds for which it is watched at rest."""
_AGE = 100
"""Bytes for saying anew how long ago the library was looked at: once now and then, and rarer with every time."""
_PAGE_DOWN = "\x1b[6~"


def _is_quiet(term: Term) -> None:
    """Waits until nothing came for a second: the details are there, and whatever was asked is answered."""
    told, quiet = -1, Allowance(term.pid, 1.0)
    while not quiet.is_spent():
        if len(term.raw()) != told:
            told, quiet = len(term.raw()), Allowance(term.pid, 1.0)
        time.sleep(0.05)


def _each(term: Term, key: str, times: int, *, resting: bool = False) -> float:
    """Bytes for one of so many keys, everything included that comes of it, as each is followed by the next or by rest.

    `resting`: the median.
    """
    before = len(term.raw())
    sizes = []
    for _ in range(times):
        sent = len(term.raw())
        term.send(key)
        term.wait(lambda sent=sent: len(term.raw()) > sent, "an answer to the key")  # type: ignore[misc] # bound now
        if resting:
            _is_quiet(term)
            sizes.append(len(term.raw()) - sent)
    if resting:
        return median(sizes)
    _is_quiet(term)
    return (len(term.raw()) - before) / times


def test_at_rest_and_moving(home: Home, demo: Service) -> None:
    with home.start(demo, columns=120, rows=36) as term:
        term.wait_text("383 in the library", "the whole library")
        _is_quiet(term)
        before, busy = len(term.raw()), term.cpu_seconds()
        time.sleep(_REST)
        assert len(term.raw()) - before <= _AGE, "at rest nothing is written"
        assert term.cpu_seconds() - busy < _REST / 10, "nor computed"
        assert _each(term, "j", 8) < 1_000, "with the details open"
        term.send("i")  # pictures are not shown to a slow line unless somebody asks for them
        _is_quiet(term)
        assert _each(term, "j", 7, resting=True) < 1_000, "and read, one after the other"
        assert _each(term, _PAGE_DOWN, 4) < 5_000
        term.send("p")
        _is_quiet(term)
        assert _each(term, "j", 8) < 400, "the list alone"
        assert _each(term, _PAGE_DOWN, 4) < 5_000


def _flowing(term: Term, gate: Gate) -> float:
    """Bytes a second while the service reads on all the time: the least of three spans, for on a busy machine what
    painted the screen before may still be on its way in the first.
    """
    spans = []
    for _ in range(3):
        told, before, began = _progress(term), len(term.raw()), time.monotonic()
        while time.monotonic() < began + _REST or _progress(term) == told:
            gate.free += 256 << 10
            time.sleep(0.05)
        spans.append((len(term.raw()) - before) / (time.monotonic() - began))
    return min(spans)


def _resting(term: Term) -> tuple[int, float]:
    """Bytes written and seconds computed while nobody does anything."""
    before, busy = len(term.raw()), term.cpu_seconds()
    time.sleep(_REST)
    return len(term.raw()) - before, term.cpu_seconds() - busy


def _progress(term: Term) -> list[str]:
    return re.findall(r"[0-9.]+ .?B of|sending [0-9]+ ?%", term.text())


def test_an_upload_on_its_way_and_while_it_is_indexed(home: Home) -> None:
    padded(make_clip(home.folder / "long.mp4"), 400 << 20)
    with Store() as store, gated(store, index_seconds=86_400) as (service, gate):
        gate.reading.clear()
        with home.start(service, columns=120, rows=36) as term:
            term.wait_text("u Upload", "the program")
            send_clip(term, "long.mp4")
            term.wait_text("↑ sending", "the bytes on their way")
            assert 0 < _flowing(term, gate) < 500, "in the upload dialogue"
            press_escape(term, "enter Details", "the library")
            assert 0 < _flowing(term, gate) < 500, "in the library"
            term.send("w")
            term.wait_text("began to send", "the list of uploads")
            assert 0 < _flowing(term, gate) < 500, "in the list of uploads"
            gate.reading.set()
            term.wait_text("◐ indexing", "the service having it")
            press_escape(term, "enter Details", "the library")
            resting = [_resting(term) for _ in range(3)]
            assert min(written for written, _ in resting) <= _REST * _AGE, "a line a second"
            assert min(busy for _, busy in resting) < _REST / 10
