"""How much the line to the terminal carries, by when questions are answered that were asked before and behind a frame.

The kernel takes what is written long before it has left, so how long a write takes says nothing. What is answered has
arrived: the answer to a question behind some kilobytes comes by as much later than one round trip as those took. Both
questions are the same, whether mode 2026 is known (DECRQM), which Textual asks anyway.
"""

from __future__ import annotations

import re
from typing import Final

QUESTION: Final = "\x1b[?2026$p"
_ANSWER: Final = re.compile(rb"\x1b\[\?2026;\d\$y")
_LEAST: Final = 4096
"""Bytes of a frame that tells something: fewer are lost in what else takes time."""
_LEAST_SECONDS: Final = 0.001


class LineSpeed:
    """Listens to one measurement. Times are seconds of any clock that does not go back."""

    def __init__(self, now: float) -> None:
        """The first question leaves now; nothing else is on the line."""
        self._begun = now
        self._trip: float | None = None
        self._first_answer = 0.0
        self._frame_at: float | None = None
        self._bytes = 0
        self._is_over = False

    def sent(self, count: int, now: float) -> bool:
        """A frame of so many bytes leaves; whether the second question has to follow it, with nothing between."""
        if count < _LEAST or self._frame_at is not None:
            return False
        self._frame_at, self._bytes = now, count
        return True

    def heard(self, data: bytes, now: float) -> float | None:
        """Of what was read: kilobits a second, once, if both answers are there by now."""
        told = None
        for _ in _ANSWER.findall(data):
            if self._trip is None:
                self._trip, self._first_answer = now - self._begun, now
            elif self._frame_at is not None and not self._is_over:
                told = self._measured(self._trip, self._frame_at, now)
                self._is_over = True
        return told

    def _measured(self, trip: float, frame_at: float, now: float) -> float:
        took = now - max(self._first_answer, frame_at + trip)
        return self._bytes * 8 / 1000 / max(took, _LEAST_SECONDS)
