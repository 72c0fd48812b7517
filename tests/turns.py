"""Waiting until an app has dealt with what it was sent, by whatever widgets it has just now."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Any, Final

from textual.app import App
from textual.message_pump import MessagePump
from textual.pilot import Pilot

from tests.conditions import PATIENCE

_GLANCE: Final = 0.05
"""Seconds after which those are looked at that have not dealt with their messages."""


def pumps(app: App[Any]) -> list[MessagePump]:  # Any: whatever an app returns
    """Whoever is sent messages by what is to be seen."""
    return [app, *app.screen.walk_children(with_self=True)]


async def everybodys_turn(app: App[Any]) -> None:
    """Waits until all have dealt with what they were sent so far.

    Not Pilot's own way: that waits half a minute for who is closed meanwhile, and fails.
    """
    left = {pump for pump in pumps(app) if not pump._closing}
    done = asyncio.Event()

    def dealt(pump: MessagePump) -> None:
        left.discard(pump)
        if not left:
            done.set()

    for pump in tuple(left):
        if not pump.call_later(dealt, pump):
            left.discard(pump)
    deadline = time.monotonic() + PATIENCE
    while left and app._exception is None:
        assert time.monotonic() < deadline, f"messages not dealt with by {left}"
        with suppress(TimeoutError):
            async with asyncio.timeout(_GLANCE):
                await done.wait()
        left = {pump for pump in left if pump.is_attached and not pump._closing}


async def is_calm(app: App[Any]) -> None:
    """Waits until everybody has dealt with everything: a machine that gives us no turn looks idle, too."""
    calm = 0
    while calm < 2 and app._exception is None and app.is_running and app._screen_stack:
        await everybodys_turn(app)
        await asyncio.sleep(0)
        busy = any(pump.message_queue_size for pump in pumps(app)) if app._screen_stack else False
        calm = 0 if busy else calm + 1


async def waited_for(pilot: Pilot[Any], timeout: float = PATIENCE) -> bool:
    """Stands in for `Pilot._wait_for_screen`, to which whoever has dealt with his own messages is done."""
    await is_calm(pilot.app)
    if pilot.app.is_running and pilot.app._screen_stack:
        # What is laid out anew is so with the next frame, and whoever has another size then is told so.
        pilot.app.screen._on_timer_update()
        await is_calm(pilot.app)
    return True


async def pressed(pilot: Pilot[Any], *keys: str) -> None:
    """Stands in for `Pilot.press`, which takes a process that gets no processor for one that has dealt with the key."""
    for key in keys:
        await pilot.app._press_keys([key])
        await is_calm(pilot.app)
