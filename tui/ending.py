"""Takes down what runs on a loop: everybody is told until they have ended, and only then connections are closed."""

from __future__ import annotations

import asyncio
from typing import Any, Final

_AGAIN_AFTER: Final = 0.3
"""Seconds after which whatever still runs when everything should have ended is told so again."""
_PATIENCE: Final = 1.0
"""Seconds until connections are closed beneath whatever still asks."""


class Ending:
    """One loop's; belongs to it."""

    def __init__(self, *, again_after: float = _AGAIN_AFTER) -> None:
        """`again_after` is in seconds."""
        self._again_after = again_after
        self._told: set[asyncio.Task[Any]] = set()  # Any: whatever they return

    def begin(self, main: asyncio.Task[None]) -> None:
        """Ends the main task, which takes the others down in order and lets what is being written be finished."""
        self._told = asyncio.all_tasks()
        main.cancel()
        asyncio.get_running_loop().call_later(self._again_after, self._insist)

    async def alone(self) -> None:
        """Called by the main task: returns once nobody else is at work, so that no connection is made any more."""
        main = asyncio.current_task()
        self._told = {task for task in self._told or asyncio.all_tasks() if task is not main}
        for task in self._told:
            task.cancel()
        others = {task for task in asyncio.all_tasks() if task is not main}
        if others:
            await asyncio.wait(others, timeout=_PATIENCE)

    def _insist(self) -> None:
        """A cancellation is lost where it meets a connection that is just being made: anyio takes it for its own.

        What has begun since takes things down. On a busy machine that takes its time, and broken off it would leave
        connections open; so would the main task, once it is alone.
        """
        for task in self._told:
            task.cancel()
        asyncio.get_running_loop().call_later(self._again_after, self._insist)
