"""How fast bytes leave, and how long the rest will take: by a clock that never jumps."""

from __future__ import annotations

from collections import deque
from typing import Final

_WINDOW: Final = 8.0
"""Seconds that the rate looks back on."""
_STEP: Final = 0.2
"""Seconds between two samples."""
_SOON: Final = 5.0
"""Seconds before which nobody can tell how long it takes."""
_STALLED: Final = 6.0
"""Seconds without a byte after which the rest may take for ever."""


class Progress:
    """Of one attempt. All times are monotonic seconds."""

    def __init__(self, size: int | None, now: float) -> None:
        """`size` in bytes, None where it is not known."""
        self.sent = 0
        self._size = size
        self._began = now
        self._moved = now
        self._samples: deque[tuple[float, int]] = deque([(now, 0)])

    def gone(self, sent: int, now: float) -> None:
        """So many bytes have left since the attempt began."""
        if sent > self.sent:
            self.sent, self._moved = sent, now
        self._sample(now)

    def rate(self, now: float) -> float | None:
        """Bytes per second over the last seconds; None before there are two samples."""
        self._sample(now)
        first, sent = self._samples[0]
        elapsed = now - first
        return (self.sent - sent) / elapsed if elapsed >= _STEP else None

    def seconds_left(self, now: float) -> float | None:
        """None while nobody can tell: in the first seconds, and when nothing moves."""
        rate = self.rate(now)
        if self._size is None or not rate or now - self._began < _SOON or now - self._moved > _STALLED:
            return None
        return max(0.0, (self._size - self.sent) / rate)

    def _sample(self, now: float) -> None:
        if now - self._samples[-1][0] >= _STEP:
            self._samples.append((now, self.sent))
        while len(self._samples) > 2 and now - self._samples[1][0] >= _WINDOW:
            self._samples.popleft()
