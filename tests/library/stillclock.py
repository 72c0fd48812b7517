"""Time for tests of what waits: short waits take none, long ones last until the test lets time pass."""

from __future__ import annotations

import asyncio
import time


class StillClock:
    """Waits of less than `patience` seconds jump ahead; longer ones are listed in `waiting` and held."""

    def __init__(self, patience: float = 1.1) -> None:
        self._time = time.time()
        self._patience = patience
        self._held: dict[asyncio.Future[None], float] = {}

    @property
    def waiting(self) -> list[float]:
        """How many seconds each of those who wait has left."""
        return sorted(end - self._time for waiter, end in self._held.items() if not waiter.done())

    def now(self) -> float:
        return self._time

    def monotonic(self) -> float:
        return self._time

    async def sleep(self, seconds: float) -> None:
        if seconds < self._patience:
            self._time += max(0.0, seconds)
            await asyncio.sleep(0)
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._held[waiter] = self._time + seconds
        try:
            await waiter
        finally:
            del self._held[waiter]

    def let_pass(self, seconds: float) -> None:
        """Ends every wait that ends within so many seconds."""
        self._time += seconds
        for waiter, end in self._held.items():
            if end <= self._time and not waiter.done():
                waiter.set_result(None)
