"""Keys in turn: what was typed ahead goes where it would have gone had it been typed slowly.

A slow line delivers many keys at once. Textual hands them all to whatever has the focus at that moment, before the
first of them has opened a screen or moved the focus: `/beach` would be six commands to the list. Here a key is
handed on when everybody concerned has done with the one before.

Private names of Textual that this leans on: `MessagePump._parent`, `MessagePump._closing`; and that all keys and pastes
pass `App.on_event`.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any, Final

from textual.app import App
from textual.events import Event
from textual.message_pump import MessagePump

_PATIENCE: Final = 1.0
"""Seconds that the next key waits at most for what the one before has begun."""
_OPENING: Final = 10.0
"""Seconds that it waits for a screen to open: on a slow or busy machine that takes its time."""

_LOOK_EVERY: Final = 0.002


class Claim:
    """Somebody's right to the next key. The one after that waits until `settle` is called."""

    def __init__(self) -> None:
        self._given: asyncio.Future[Event] = asyncio.get_running_loop().create_future()
        self._settled = asyncio.Event()

    async def key(self, seconds: float) -> Event | None:
        """The next key or paste, if it comes within so many seconds; the right to it stays."""
        await asyncio.wait({self._given}, timeout=seconds)
        return self.given

    @property
    def given(self) -> Event | None:
        """What came so far."""
        return self._given.result() if self._given.done() else None

    def settle(self) -> None:
        """Everything has been done with it; if none came, it is no longer waited for."""
        self._settled.set()

    async def take(self, event: Event, has_led_elsewhere: Callable[[], bool]) -> bool:
        """Gives the key to whoever waits for it, and waits for what becomes of it; False: nobody does any more."""
        if self._settled.is_set():
            return False
        self._given.set_result(event)
        deadline = time.monotonic() + _PATIENCE
        while not self._settled.is_set() and not has_led_elsewhere() and time.monotonic() < deadline:
            await asyncio.sleep(0)
        return True


class KeysInTurn:
    """Takes keys and pastes as they come; `run` hands them on one at a time, for ever."""

    def __init__(
        self, app: App[Any], hand_on: Callable[[Event], Awaitable[None]], patience: Callable[[], float] = lambda: 0.0
    ) -> None:
        """`patience`: seconds that keys wait for what those before have asked for; none once it is there."""
        self._app = app
        self._hand_on = hand_on
        self._patience = patience
        self._behind_since: float | None = None
        self._waiting: deque[Event] = deque()
        self._arrived = asyncio.Event()
        self._claim: Claim | None = None
        self.idle = True
        """Whether everything typed so far has been handed on and dealt with."""

    def take(self, event: Event) -> None:
        """Queues a key or a paste."""
        self.idle = False
        self._waiting.append(event)
        self._arrived.set()

    async def follows(self, seconds: float) -> Event | None:
        """What comes next, if it comes within so many seconds; it stays in its turn."""
        if not self._waiting:
            self._arrived.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._arrived.wait()
        return self._waiting[0] if self._waiting else None

    def claim(self) -> Claim:
        """The next key goes to who calls this and not to what has the focus."""
        self._claim = Claim()
        return self._claim

    def put_back(self, event: Event) -> None:
        """A key that was claimed is the next one again."""
        self.idle = False
        self._waiting.appendleft(event)
        self._arrived.set()

    async def run(self) -> None:
        """As a worker of the app."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                await self._catch_up()
                target: MessagePump = self._app.focused or self._app.screen
                before = self._app.screen
                event, claim, self._claim = self._waiting.popleft(), self._claim, None
                if claim is None or not await claim.take(event, partial(self._has_left, before)):
                    await self._hand_on(event)
                await self._dealt_with(target, before)
            self.idle = True

    async def _catch_up(self) -> None:
        """A key behind another order or filter means the list of that one, if it is a matter of a moment."""
        while patience := self._patience():
            self._behind_since = self._behind_since or time.monotonic()
            if time.monotonic() - self._behind_since > patience:
                return
            await asyncio.sleep(_LOOK_EVERY)
        self._behind_since = None

    def _has_left(self, before: MessagePump) -> bool:
        return self._app.screen is not before

    async def _dealt_with(self, target: MessagePump, before: MessagePump) -> None:
        """Messages climb from the widget to the app; a command may then open a screen, which takes the focus."""
        deadline = time.monotonic() + _PATIENCE
        await self._climbed(target, deadline)
        await self._turn(self._app, deadline)
        # The app has run the command of a key by now; what that told begins below once more.
        await self._climbed(target, deadline)
        screen, opened = None, time.monotonic() + _OPENING
        while screen is not self._app.screen and time.monotonic() < opened:
            await self._turn(self._app, deadline)
            screen = self._app.screen
            until = opened if screen is not before else deadline
            await self._turn(screen, until)
            await self._turn(self._app, until)

    async def _climbed(self, target: MessagePump, deadline: float) -> None:
        pump: MessagePump | None = target
        while pump is not None and pump is not self._app:
            await self._turn(pump, deadline)
            pump = pump._parent

    async def _turn(self, pump: MessagePump, deadline: float) -> None:
        """Waits until a pump has dealt with everything that it has been sent so far."""
        done = asyncio.Event()
        if not pump.call_later(done.set):
            return
        while not done.is_set() and not pump._closing and time.monotonic() < deadline:
            await asyncio.sleep(0)
