"""Commands in the order in which they were given, although one of them takes its time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from textual.screen import Screen


class Turns:
    """What is given while something slow is under way waits for it; else it is done at once."""

    def __init__(self, screen: Screen[Any], group: str) -> None:  # Any: what a screen returns does not matter
        """`group`: of the workers that wait."""
        self._screen = screen
        self._group = group
        self._waiting = 0
        self._lock = asyncio.Lock()

    @property
    def all_taken(self) -> bool:
        """Whether nothing waits or is under way."""
        return not self._waiting

    def take(self, act: Callable[[], None]) -> None:
        """Does what is quick."""
        if self.all_taken:
            act()
            return

        async def later() -> None:
            act()

        self.queue(later)

    def queue(self, act: Callable[[], Awaitable[None]]) -> None:
        """Begins what may take its time."""
        self._waiting += 1
        self._screen.run_worker(self._wait_for_turn(act), group=self._group)

    async def taken(self) -> None:
        """Returns when all that was given until now is done."""
        if not self.all_taken:
            done = asyncio.Event()
            self.take(done.set)
            await done.wait()

    async def _wait_for_turn(self, act: Callable[[], Awaitable[None]]) -> None:
        try:
            async with self._lock:
                await act()
        finally:
            self._waiting -= 1
