"""Waiting for a condition with a name: what never happened is then said, instead of a bare timeout."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 60.0
"""Seconds: a machine that has much else to do may take its time, what never happens is told soon enough."""


async def until(condition: Callable[[], object], what: str, *, seconds: float = PATIENCE) -> None:
    """Waits until `condition()` is true; fails with `what` if it is not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"never happened: {what}")
        await asyncio.sleep(0.01)
