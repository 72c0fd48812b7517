"""How many bytes may leave now, where a person gave uploads a part of the line only."""

from __future__ import annotations

import asyncio
from typing import Final

from tui.api.clock import Clock
from tui.uploads.waiting import until

_SHARES: Final = 8
"""Portions of a second that are handed out: small enough to look steady, large enough to be worth a write."""
_ROUNDING: Final = 1e-3
"""Bytes that nobody waits for: the time that they take is too short to be told from none."""


class Throttle:
    """One bucket for all uploads together; whoever waits longest gets the next portion."""

    def __init__(self, clock: Clock, limit: int | None = None) -> None:
        """`limit` in bytes per second; None for none."""
        self._clock = clock
        self._limit = limit
        self._saved = 0.0
        self._filled = clock.monotonic()
        self._turn = asyncio.Lock()
        self._changed = asyncio.Event()

    @property
    def limit(self) -> int | None:
        return self._limit

    def change(self, limit: int | None) -> None:
        """Holds for those who wait now, too."""
        self._limit = None if limit is None else max(1, limit)
        self._saved = 0.0
        self._filled = self._clock.monotonic()
        self._changed.set()

    async def grant(self, wanted: int) -> int:
        """How many of so many bytes may leave, at least one; returns when they may."""
        if self._limit is None:
            return wanted
        async with self._turn:
            while (limit := self._limit) is not None:
                portion = min(wanted, max(1, limit // _SHARES))
                self._fill(limit)
                if self._saved >= portion - _ROUNDING:
                    self._saved -= portion
                    return portion
                await until(self._changed, (portion - self._saved) / limit, self._clock)
        return wanted

    def _fill(self, limit: int) -> None:
        """What nobody took is kept for a quarter of a second."""
        now = self._clock.monotonic()
        most = max(1.0, 2.0 * limit / _SHARES)
        self._saved = min(most, self._saved + (now - self._filled) * limit)
        self._filled = now
