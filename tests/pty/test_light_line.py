"""How little a line carries: at rest nothing, for a move of the cursor some hundred bytes, for a page some thousand."""

from __future__ import annotations

import time

import pytest

from tests.pty.program import Home, Service
from tests.pty.term import Term

pytestmark = [pytest.mark.pty, pytest.mark.slow]

_REST = 3.0
"""Seconds for which it is watched at rest."""
_AGE = 100
"""Bytes for saying anew how long ago the library was looked at: once now and then, and rarer with every time."""
_PAGE_DOWN = "\x1b[6~"


def _is_quiet(term: Term) -> None:
    """Waits until nothing came for a second: the details are there, and whatever was asked is answered."""
    told = -1
    while len(term.raw()) != told:
        told = len(term.raw())
        time.sleep(1.0)


def _each(term: Term, key: str, times: int) -> float:
    """Bytes for one of so many keys, everything included that comes of it."""
    before = len(term.raw())
    for _ in range(times):
        sent = len(term.raw())
        term.send(key)
        term.wait(lambda sent=sent: len(term.raw()) > sent, "an answer to the key")  # type: ignore[misc] # bound now
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
        assert _each(term, _PAGE_DOWN, 4) < 5_000
        term.send("p")
        _is_quiet(term)
        assert _each(term, "j", 8) < 400, "the list alone"
        assert _each(term, _PAGE_DOWN, 4) < 5_000
