"""Keeps the index true: sweeps the library behind everybody's back, and at once what is being looked at.

Everything here happens on one event loop. Trouble on the line is weather: it is told and outwaited. Anything else
is a bug and ends `run` with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tui.api.clock import Clock
from tui.api.pacing import Urgency
from tui.api.values import Status, Video, Weather
from tui.library.asker import PAGE, Asker
from tui.library.connections import IndexTrouble
from tui.library.focus import Focus
from tui.library.index import Index
from tui.library.query import Query
from tui.library.sweeps import Sweeps
from tui.library.values import Asking, Known, Progress, SyncMode, SyncState

if TYPE_CHECKING:
    from tui.api.client import Client


class Sync:
    """Made anywhere, used on the loop on which `run` runs."""

    def __init__(
        self,
        client: Client,
        index: Index,
        *,
        clock: Clock,
        mode: SyncMode = "full",
        on_change: Callable[[], None],
        every: float = 60.0,
        on_weather: Callable[[Weather], None] = lambda _weather: None,
    ) -> None:
        """`every` so many seconds it is asked what is new. `on_change` may be called often: throttle there.

        `on_weather` hears of every trouble and its end.
        """
        self._on_weather = on_weather
        self._client = client
        self._index = index
        self._clock = clock
        self._mode: SyncMode = mode
        self._on_change = on_change
        self._every = every
        self._asker = Asker(client, index, clock, self.hear)
        self._sweeps = Sweeps(self._asker, index, clock, mode, self._progressed)
        self._focus: Focus | None = None
        self._focusing: asyncio.Task[None] | None = None
        self._tasks: asyncio.TaskGroup | None = None
        self._asked_now = True
        self._next_light = 0.0
        self._more_wanted = False
        self._step: asyncio.Task[None] | None = None
        self._stopped = False
        """Whether somebody wants the whole library swept later."""
        self._told_edition = index.edition
        progress = self._sweeps.progress
        self.state = SyncState(known=index.total(), on_server=progress.total, synced_at=progress.synced_at)

    async def run(self) -> None:
        """Keeps the index up to date for ever."""
        try:
            async with asyncio.TaskGroup() as tasks:
                self._tasks = tasks
                if self._focus is not None:
                    self._begin(self._focus.sweep())
                await self._keep_up(tasks)
        finally:
            self._tasks = None
            await self._asker.finish()

    def sweep(self, query: Query) -> None:
        """Asks the service for what is being looked for. The newest call wins; an empty query asks nothing more."""
        if self._focus is not None and self._focus.query == query:
            return
        self._focus = Focus(query, self._asker, self._index, self._mode, self._asking)
        if query.is_empty:
            self._focus = None
            self._stop_focusing()
            self._change(asking=None)
        else:
            self._begin(self._focus.sweep())

    def refresh(self) -> None:
        """Asks what is new, then the focused question again. Whoever waits for better weather tries at once."""
        self._asked_now, self._stopped = True, False
        self._asker.hurry()

    def stop(self) -> None:
        """Gives up what is being asked. The whole library is not swept on before `refresh`; news is asked for."""
        self._stopped, self._asked_now, self._more_wanted = True, False, False
        self._next_light = self._clock.monotonic() + self._every
        self._stop_focusing()
        if self.state.asking is not None:
            self._change(asking=replace(self.state.asking, done=True))
        if self._step is not None:
            self._step.cancel()

    def extend(self) -> None:
        """Asks for the page beyond what is known: of what is being looked for, or of the library."""
        if self._focus is None or not self._focus.is_narrower:
            self._more_wanted = True
            self._asker.hurry()
        elif self._focusing is None or self._focusing.done():
            self._begin(self._focus.extend())

    async def metadata(self, video_no: str) -> Known | None:
        """Asks `get_metadata`, and answers with what is known after that. Raises ApiError and IndexTrouble."""
        video = await self._client.get_metadata(video_no)
        known = await asyncio.to_thread(self._took, video_no, video, self._clock.now())
        self._on_change()
        return known

    def meet(self, video: Video) -> None:
        """A video that the service has by now, though nobody has asked what is new since: an own upload."""
        added = len(self._index.put([video], at=self._clock.now()).added)
        total = self.state.on_server
        self._change(on_server=None if total is None else total + added)
        if video.status is Status.READY and video.video_url is None and self._mode != "off":
            # `get_metadata` gives no addresses; the list, which alone does, is asked before anybody misses them.
            self._asked_now = True
            self._asker.hurry()

    def hear(self, weather: Weather) -> None:
        """How the line is; for the client's own `on_weather`, too."""
        self._on_weather(weather)
        self._change(weather=weather)

    async def _keep_up(self, tasks: asyncio.TaskGroup) -> None:
        while True:
            self._step = tasks.create_task(self._take_step())
            await asyncio.wait({self._step})
            if not self._step.cancelled() and self._step.exception() is not None:
                return  # the group raises it

    async def _take_step(self) -> None:
        if self._asked_now or self._is_due():
            urgency = Urgency.ASKED if self._asked_now else Urgency.SWEEPING
            self._asked_now = False
            await self._sweeps.light(urgency)
            self._ask_again()
            self._next_light = self._clock.monotonic() + self._every
        elif self._more_wanted and self._sweeps.has_more:
            self._more_wanted = False
            await self._sweeps.step(Urgency.ASKED)
        elif not self._stopped and await self._sweeps.wants_more():
            self._change(sweeping=True)
            await self._sweeps.step(Urgency.SWEEPING)
        else:
            self._more_wanted = False
            self._change(sweeping=False)
            await self._asker.rest(self._pause())

    def _ask_again(self) -> None:
        if self._focus is not None and self._focusing is not None and self._focusing.done():
            self._focus = Focus(self._focus.query, self._asker, self._index, self._mode, self._asking)
            self._begin(self._focus.sweep())

    def _is_due(self) -> bool:
        return self._mode != "off" and self._clock.monotonic() >= self._next_light

    def _pause(self) -> float:
        return self._every if self._mode == "off" else max(0.0, self._next_light - self._clock.monotonic())

    def _took(self, video_no: str, video: Video | None, at: float) -> Known | None:
        if video is None:
            self._index.note_metadata(video_no, at=at)
        else:
            self._index.put_metadata(video, at=at)
        return self._index.get(video_no)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._stop_focusing()
        if self._tasks is None:
            work.close()
        else:
            self._focusing = self._tasks.create_task(work)

    def _stop_focusing(self) -> None:
        if self._focusing is not None:
            self._focusing.cancel()
            self._focusing = None

    def _asking(self, asking: Asking) -> None:
        if self._focus is not None and self._focus.query == asking.query:
            self._change(asking=asking)

    def _progressed(self, progress: Progress) -> None:
        total = self.state.on_server if progress.total is None else progress.total
        swept = progress.page * PAGE if total is None else min(progress.page * PAGE, total)
        self._change(on_server=total, swept=swept, synced_at=progress.synced_at)

    def _change(self, **changes: Any) -> None:
        before, edition = self.state, self._told_edition
        with suppress(IndexTrouble):  # then it stays as it was, and who writes next tells the weather
            changes["known"] = self._index.total()
        self.state = replace(self.state, **changes)
        self._told_edition = self._index.edition
        if self.state != before or edition != self._told_edition:
            self._on_change()
