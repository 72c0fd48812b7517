"""Everything that is on its way: what may begin, what is under way, and what a person wants of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.api.clock import Clock, SystemClock
from tui.api.values import Video
from tui.uploads.attempt import Attempts, Wish
from tui.uploads.desk import Candidate, Source
from tui.uploads.holding import Holding
from tui.uploads.housekeeping import Housekeeping
from tui.uploads.intake import measure, new_job
from tui.uploads.job import Job, State, may_move
from tui.uploads.journal import Journal, JournalTrouble
from tui.uploads.ledger import Hold, Ledger
from tui.uploads.looking import look
from tui.uploads.prober import Prober
from tui.uploads.settle import Settler
from tui.uploads.tracker import Tracker, usual_time
from tui.uploads.twins import Twins
from tui.uploads.waiting import until

if TYPE_CHECKING:
    from tui.api.client import Client

_TICK: Final = 0.5
"""Seconds between two updates of what is being sent."""


class Uploads:
    """The verbs of UploadDesk, on the engine's loop; `jobs` may be read from any thread."""

    def __init__(
        self,
        client: Client,
        journal: Journal,
        *,
        clock: Clock | None = None,
        on_change: Callable[[], None] = lambda: None,
        on_video: Callable[[Video], None] = lambda _: None,
        known: Callable[[str], bool] = lambda _: False,
        at_once: int = 2,
    ) -> None:
        """`on_change`: the jobs are others now; `on_video`: an answer held this; `known`: the index has this number.

        Reads the journal. Raises JournalTrouble.
        """
        self._client = client
        self._journal = journal
        self._clock = clock or SystemClock()
        self._at_once = max(1, min(8, at_once))
        self._ledger = Ledger(journal, self._clock, on_change)
        self._work = asyncio.Event()
        self._added = asyncio.Event()
        self._holding = Holding(journal, self._clock)
        self._twins = Twins(client, self._ledger, known)
        self._attempts = Attempts(client, self._ledger, self._clock, self._holding, self._twins, self._handed_over)
        self._tracker = Tracker(client, self._ledger, self._clock, on_video)
        self._settler = Settler(client, self._ledger, self._clock, self._handed_over)
        self._keeper = Housekeeping(self._ledger, self._clock, on_taken=self._handed_over, on_mended=self._work.set)
        self._prober = Prober()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._busy = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._draining = False
        self._ledger.take_over()
        self._ledger.reload()

    @property
    def jobs(self) -> tuple[Job, ...]:
        """In the order they were added; a new tuple whenever something changed."""
        return self._ledger.jobs

    @property
    def trouble(self) -> JournalTrouble | None:
        """Why the journal can't be written, while it can't."""
        return self._ledger.trouble

    def add(self, sources: Sequence[Source]) -> tuple[str, ...]:
        """Journals and queues them in this order; answers with their ids."""
        now = self._clock.now()
        forms = [replace(source.form, namespace=source.form.namespace or self._client.namespace) for source in sources]
        jobs = [
            new_job(source.source, form, is_url=source.is_url, created=now)
            for source, form in zip(sources, forms, strict=True)
        ]
        self._ledger.add(jobs)
        self._added.set()
        self._work.set()
        return tuple(job.id for job in jobs)

    def cancel(self, job_id: str) -> None:
        """Frees the line at once. What may have arrived by then is looked for, and said."""
        job = self._at(job_id)
        if job is None or self._broken_off(job_id, "cancel"):
            return
        said = {
            State.UNSURE: "Cancelled. It may have arrived: look for it in the library.",
            State.INDEXING: "No longer watched; the service has it and goes on indexing.",
        }
        if may_move(job, State.CANCELLED):
            problem = said.get(job.state, "")
            self._ledger.wish(job_id, State.CANCELLED, finished=self._clock.now(), problem=problem)
        self._work.set()

    def pause(self, job_id: str) -> None:
        """Keeps a job from being sent until `resume`; what is half sent begins anew then."""
        job = self._at(job_id)
        if job is not None and job.state in {State.WAITING, State.SENDING} and not self._broken_off(job_id, "pause"):
            self._ledger.wish(job_id, State.PAUSED)

    def resume(self, job_id: str) -> None:
        """Undoes `pause`."""
        job = self._at(job_id)
        if job is not None and job.state is State.PAUSED:
            self._ledger.wish(job_id, State.WAITING)
            self._work.set()

    def retry(self, job_id: str) -> None:
        """Whatever a person means by "again": send it once more, send it anyway, look again, or do not wait."""
        job = self._ledger.get(job_id)
        if job is None or job.elsewhere:
            return
        if job.is_finished:
            self._retry_finished(job)
        elif job.state is State.UNSURE and job.candidates:
            self._ledger.wish(job_id, State.WAITING, note="a person said that none of those is it")
        elif job.state is State.UNSURE:
            self._settler.look_now(job_id)
        elif job.state is State.PAUSED:
            self.resume(job_id)
        elif job.state is State.WAITING:
            self._holding.lift()
        self._work.set()

    def adopt(self, job_id: str, video_no: str) -> None:
        """A person says that this unsure job became that video."""
        job = self._at(job_id)
        if job is not None and job.state is State.UNSURE:
            now = self._clock.now()
            if self._ledger.wish(job_id, State.INDEXING, video_no=video_no, accepted=now, note="a person said so"):
                self._handed_over()

    def clear_finished(self) -> None:
        """Takes what is over off the list; the journal goes on knowing it."""
        self._ledger.clear([job.id for job in self.jobs if job.is_finished])

    async def look(self, paths: Sequence[Path]) -> tuple[Candidate, ...]:
        """Looks at files, also into them, without blocking anything; one answer per path, in order."""
        return await look(self._prober, paths)

    async def run(self) -> None:
        """Sends, settles and tracks until cancelled or stopped; then every job is in a true state on disk."""
        self._tracker.wake()
        try:
            async with asyncio.TaskGroup() as group:
                for service in (self._tracker.run, self._settler.run, self._keeper.run, self._tell, self._measure):
                    group.create_task(service())
                await self._send(group)
        finally:
            await self._prober.aclose()

    async def drain(self) -> None:
        """Begins nothing new, and returns when what is being sent has its answer."""
        self._draining = True
        self._work.set()
        await self._idle.wait()

    def stop(self) -> None:
        """Breaks off what is being sent. What then may have arrived is settled at the next start."""
        self._draining = True
        for job_id in list(self._running):
            self._broken_off(job_id, "stop")

    async def _send(self, group: asyncio.TaskGroup) -> None:
        while True:
            if not self._draining:
                self._begin(group)
            self._ledger.hold(self._why_not())
            await until(self._work, self._holding.seconds() or None, self._clock)

    def _begin(self, group: asyncio.TaskGroup) -> None:
        """Starts as many attempts as there is room for."""
        for job in self._ledger.ours(State.WAITING):
            if len(self._running) >= self._at_once or self._holding.seconds() or self._ledger.trouble:
                return
            if job.id in self._running or self._twins.is_waiting(job.id):
                continue
            task = group.create_task(self._attempts.run(job.id))
            self._running[job.id] = task
            self._idle.clear()
            self._busy.set()
            task.add_done_callback(partial(self._ended, job.id))

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

    async def _tell(self) -> None:
        """Shows progress, at most twice a second."""
        while True:
            await self._busy.wait()
            self._attempts.show_progress()
            self._ledger.publish_if_stale()
            await self._clock.sleep(_TICK)

    async def _measure(self) -> None:
        while True:
            await measure(self._ledger)
            await until(self._added, None, self._clock)

    def _retry_finished(self, job: Job) -> None:
        if job.state is State.READY or not self._ledger.take(job.id):
            return
        if job.state is State.CANCELLED and job.in_doubt:
            self._ledger.wish(job.id, State.UNSURE, unwanted=False, problem="Looking whether it arrived.")
            self._handed_over()
        else:
            forced = job.forced or job.state is State.DUPLICATE
            size = job.size if job.is_url else None  # a person who tries again means the file as it is now
            self._ledger.wish(job.id, State.WAITING, forced=forced, size=size)
            self._added.set()

    def _broken_off(self, job_id: str, wish: Wish) -> bool:
        """Breaks off the attempt, if there is one; whether bytes of it have left, so that the attempt ends the job."""
        task = self._running.get(job_id)
        if task is None:
            return False
        self._attempts.break_off(job_id, task, wish)
        job = self._ledger.get(job_id)
        return job is not None and job.is_sending

    def _handed_over(self) -> None:
        """Something was accepted, became unsure or was settled: whose turn is it?"""
        for job in self._ledger.ours(State.INDEXING):
            if job.usual is None:
                self._ledger.show(job.id, usual=usual_time(self._journal, job.size))
        self._tracker.wake()
        self._settler.wake()
        self._work.set()

    def _at(self, job_id: str) -> Job | None:
        job = self._ledger.get(job_id)
        return None if job is None or job.elsewhere or job.is_finished else job
