"""The attempts that run: as many as there is room for, in order, and ended when nobody wants them any more."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

from tui.api.clock import Clock
from tui.uploads.attempt import Attempts, Wish
from tui.uploads.hold import Hold
from tui.uploads.holding import Holding
from tui.uploads.job import State
from tui.uploads.ledger import Ledger
from tui.uploads.order import next_to_send
from tui.uploads.twins import Twins
from tui.uploads.waiting import until

_TICK: Final = 1.0
"""Seconds between two updates of what is being sent."""
MOST_AT_ONCE: Final = 8


class Lane:
    """Begins attempts while it runs."""

    def __init__(
        self, ledger: Ledger, clock: Clock, attempts: Attempts, holding: Holding, twins: Twins, at_once: int
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._attempts = attempts
        self._holding = holding
        self._twins = twins
        self._at_once = at_once
        self._running: dict[str, asyncio.Task[None]] = {}
        self._held_back: set[str] = set()
        self._untouched: Counter[str] = Counter()
        self._work = asyncio.Event()
        self._busy = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._draining = False
        self.widen(at_once)

    @property
    def at_once(self) -> int:
        return self._at_once

    def widen(self, at_once: int) -> None:
        """Room for so many, 1 to 8; what is being sent goes on in any case."""
        self._at_once = max(1, min(MOST_AT_ONCE, at_once))
        self._work.set()

    def wake(self) -> None:
        """There may be something to begin."""
        self._work.set()

    def hold_back(self, ids: Iterable[str]) -> None:
        """Nobody knows yet how large these are: none begins before `let_go`."""
        self._held_back.update(ids)

    def let_go(self) -> None:
        """What was held back may begin, in its turn."""
        self._held_back.clear()
        self._work.set()

    @contextmanager
    def untouched(self, ids: Iterable[str]) -> Iterator[None]:
        """Begins none of these while the block lasts: a person is deciding about them."""
        ids = tuple(ids)
        self._untouched.update(ids)
        try:
            yield
        finally:
            self._untouched -= Counter(ids)
            self._work.set()

    async def run(self, group: asyncio.TaskGroup) -> None:
        """For ever; attempts are tasks of `group`."""
        while True:
            if not self._draining:
                self._begin(group)
            await self._ledger.hold(self._why_not())
            await until(self._work, self._holding.seconds() or None, self._clock)

    async def tell(self) -> None:
        """Shows progress, at most once a second; for ever."""
        while True:
            await self._busy.wait()
            self._attempts.show_progress()
            self._ledger.publish_if_stale()
            await self._clock.sleep(_TICK)

    async def drain(self) -> None:
        """Begins nothing new, and returns when what is being sent has its answer."""
        self._draining = True
        self._work.set()
        await self._idle.wait()

    def stop(self) -> None:
        """Breaks off what is being sent, and begins nothing new."""
        self._draining = True
        for job_id in list(self._running):
            self.break_off(job_id, "stop")

    def break_off(self, job_id: str, wish: Wish) -> bool:
        """Breaks off the attempt, if there is one; whether bytes of it have left, so that the attempt ends the job."""
        task = self._running.get(job_id)
        if task is None:
            return False
        self._attempts.break_off(job_id, task, wish)
        job = self._ledger.get(job_id)
        return job is not None and job.is_sending

    def _begin(self, group: asyncio.TaskGroup) -> None:
        """Starts as many attempts as there is room for."""
        if self._is_full():
            return
        able = [job for job in self._ledger.ours(State.WAITING) if self._may_begin(job.id)]
        for job in next_to_send(able, self._at_once - len(self._running)):
            if self._is_full():
                return
            task = group.create_task(self._attempts.run(job.id))
            self._running[job.id] = task
            self._idle.clear()
            self._busy.set()
            task.add_done_callback(partial(self._ended, job.id))

    def _may_begin(self, job_id: str) -> bool:
        if job_id in self._running or job_id in self._held_back or job_id in self._untouched:
            return False
        return not self._twins.is_waiting(job_id)

    def _is_full(self) -> bool:
        return len(self._running) >= self._at_once or bool(self._holding.seconds() or self._ledger.trouble)

    def _ended(self, job_id: str, _: asyncio.Task[None]) -> None:
        self._running.pop(job_id, None)
        if not self._running:
            self._busy.clear()
            self._idle.set()
        self._work.set()

    def _why_not(self) -> Hold | None:
        trouble = self._ledger.trouble
        if trouble is None:
            return self._holding.why()
        return Hold(f"Nothing new is sent: {trouble.what}.", trouble.advice)
