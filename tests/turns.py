"""Waiting until an app has dealt with what it was sent, by whatever widgets it has just now."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Any, Final

from textual.app import App
from textual.message_pump import MessagePump

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
