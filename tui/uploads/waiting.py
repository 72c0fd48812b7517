"""Waits for something to happen or for a time to pass, whichever comes first."""

from __future__ import annotations

import asyncio

from tui.api.clock import Clock


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
