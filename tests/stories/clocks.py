"""A clock that a story can stop: for what is only to be seen until a time has passed."""

from __future__ import annotations

import asyncio
import time


class Stopwatch:
    """The true time, until it is stopped: then it is later only by what is told. What waits may be hurried through."""

    def __init__(self, haste: float = 1.0) -> None:
        self._haste = haste
        self._ahead = 0.0
        self._stopped: float | None = None

    def stop(self) -> None:
        self._stopped = time.time()

    def go_on(self) -> None:
        self._stopped = None

    def jump(self, seconds: float) -> None:
        """Makes it later."""
        self._ahead += seconds

    def now(self) -> float:
        return self._true() + self._ahead

    def monotonic(self) -> float:
        return self._true() * self._haste + self._ahead

    def _true(self) -> float:
        return time.time() if self._stopped is None else self._stopped

    async def sleep(self, seconds: float) -> None:
        end = self.monotonic() + seconds
        while self.monotonic() < end:
            await asyncio.sleep(0.005)  # a clock that others may stop or set says when it is over
