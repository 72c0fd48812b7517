"""Time that can be hurried, so that waits of minutes are told in moments."""

from __future__ import annotations

import asyncio
import time


class HurriedClock:
    """Waits are so many times shorter, and remembered; the time of day is true."""

    def __init__(self, speed: float = 100.0) -> None:
        self.speed = speed
        self.waits: list[float] = []

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic() * self.speed

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(max(0.0, seconds) / self.speed)
