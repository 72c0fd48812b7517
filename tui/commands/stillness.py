"""For how long nothing has moved, on a machine that may itself stand still for a while."""

from __future__ import annotations

import time
from collections.abc import Callable


class Stillness:
    """Counts from its making, or from what moved last. To be looked at again and again."""

    def __init__(self, between: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        """`between`: seconds from one look to the next, usually. Of a longer while nobody knows what moved in it."""
        self._between = between
        self._monotonic = monotonic
        self._looked_at = monotonic()
        self._seconds = 0.0

    def moved(self) -> None:
        """Something did, just now."""
        self._seconds = 0.0
        self._looked_at = self._monotonic()

    def seconds(self) -> float:
        """So many, as far as somebody looked: what stood still together with us has not failed to move."""
        now = self._monotonic()
        self._seconds += min(now - self._looked_at, 2 * self._between)
        self._looked_at = now
        return self._seconds
