"""Waits for something to happen or for a time to pass, whichever comes first; and gives way in long work."""

from __future__ import annotations

import asyncio
from typing import Final

from tui.api.clock import Clock

SLICE: Final = 50
"""Jobs that are changed before everything else gets its turn: a few milliseconds."""
_BREATH: Final = 0.002
"""Seconds that the interface's thread, too, has the interpreter to itself between two slices."""


async def breathe() -> None:
    """Between two slices of what takes long."""
    await asyncio.sleep(_BREATH)


async def until(event: asyncio.Event, seconds: float | None, clock: Clock) -> bool:
    """Whether `event` happened within `seconds` (None: however long it takes); it is cleared when it did."""
    if seconds is None:
        await event.wait()
        event.clear()
        return True
    happened = asyncio.ensure_future(event.wait())
    passed = asyncio.ensure_future(clock.sleep(seconds))
    try:
        await asyncio.wait({happened, passed}, return_when=asyncio.FIRST_COMPLETED)
        if not event.is_set():
            return False
        event.clear()
        return True
    finally:
        happened.cancel()
        passed.cancel()
