"""Everything that is on its way: what may begin, what is under way, and what a person wants of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.api.clock import Clock, SystemClock
from tui.api.values import Video
from tui.uploads.attempt import Attempts
from tui.uploads.desk import Candidate, Source, Wish
from tui.uploads.hold import Hold
from tui.uploads.holding import Holding
from tui.uploads.housekeeping import Housekeeping
from tui.uploads.intake import Intake
from tui.uploads.job import Job, State, may_move
from tui.uploads.journal import Journal, JournalTrouble
from tui.uploads.lane import Lane
from tui.uploads.ledger import Ledger
from tui.uploads.looking import look
from tui.uploads.many import CANCELLED_WORDS, Many, sent_again
from tui.uploads.order import put_first, sending_order, swapped
from tui.uploads.prober import Prober
from tui.uploads.settle import Settler
from tui.uploads.throttle import Throttle
from tui.uploads.tracker import Tracker
from tui.uploads.twins import Twins

if TYPE_CHECKING:
    from tui.api.client import Client


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
        same_size: Callable[[int], Sequence[Video]] = lambda _: (),
        at_once: int = 2,
        limit: int | None = None,
    ) -> None:
        """`on_change`: the jobs are others now; `on_video`: an answer held this; `known`: the index has this number;
        `same_size`: its videos of so many bytes (from any thread); `limit`: bytes per second for all together.

        Reads the journal. Raises JournalTrouble.
        """
        self._clock = clock or SystemClock()
        self._ledger = Ledger(journal, on_change)
        self._throttle = Throttle(self._clock, limit)
        self._holding = Holding(journal, self._clock)
        self._twins = Twins(client, self._ledger, known, same_size)
        self._attempts = Attempts(
            client, self._ledger, self._clock, self._holding, self._twins, self._throttle.grant, self._handed_over
        )
        self._lane = Lane(self._ledger, self._clock, self._attempts, self._holding, self._twins, at_once)
        self._intake = Intake(self._ledger, self._lane, self._clock, client.namespace)
        self._many = Many(self._ledger, self._lane, self._intake, self._clock)
        self._tracker = Tracker(client, self._ledger, self._clock, on_video)
        self._settler = Settler(client, self._ledger, self._clock, self._handed_over)
        self._keeper = Housekeeping(self._ledger, self._clock, on_taken=self._handed_over, on_news=self._lane.wake)
        self._prober = Prober()
        self._ledger.take_over()
        self._ledger.reload()

    @property
    def jobs(self) -> tuple[Job, ...]:
        """In the order they were added; a new tuple whenever something changed."""
        return self._ledger.jobs

    @property
    def at_once(self) -> int:
        """How many are sent at the same time."""
        return self._lane.at_once

    @property
    def limit(self) -> int | None:
        """Bytes per second that all uploads together may take."""
        return self._throttle.limit

    @property
    def trouble(self) -> JournalTrouble | None:
        """Why the journal can't be written, while it can't."""
        return self._ledger.trouble

    def add(self, sources: Sequence[Source]) -> tuple[str, ...]:
        """Journals and queues them in this order; answers with their ids."""
        return self._intake.add(sources)

    async def add_many(self, sources: Sequence[Source]) -> tuple[str, ...]:
        """The same without holding up anything, however many they are."""
        return await self._intake.add_many(sources)

    def cancel(self, job_id: str) -> None:
        """Frees the line at once. What may have arrived by then is looked for, and said."""
        job = self._at(job_id)
        if job is None or self._lane.break_off(job_id, "cancel"):
            return
        if may_move(job, State.CANCELLED):
            problem = CANCELLED_WORDS.get(job.state, "")
            self._ledger.wish(job_id, State.CANCELLED, finished=self._clock.now(), problem=problem)
        self._lane.wake()

    def pause(self, job_id: str) -> None:
        """Keeps a job from being sent until `resume`; what is half sent begins anew then."""
        job = self._at(job_id)
        if (
            job is not None
            and job.state in {State.WAITING, State.SENDING}
            and not self._lane.break_off(job_id, "pause")
        ):
            self._ledger.wish(job_id, State.PAUSED)

    def resume(self, job_id: str) -> None:
        """Undoes `pause`."""
        job = self._at(job_id)
        if job is not None and job.state is State.PAUSED:
            self._ledger.wish(job_id, State.WAITING)
            self._lane.wake()

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
        self._lane.wake()

    async def first(self, job_id: str) -> None:
        """Makes a waiting job the next to be sent."""
        await self._reorder(put_first(self._order(), job_id))

    async def sooner(self, job_id: str) -> None:
        """Swaps a waiting job with the one before it."""
        await self._reorder(swapped(self._order(), job_id, -1))

    async def later(self, job_id: str) -> None:
        """Swaps a waiting job with the one after it."""
        await self._reorder(swapped(self._order(), job_id, 1))

    async def pause_all(self) -> int:
        """Pauses everything that waits or is half sent; answers with how many that are."""
        return await self._many.pause(_ids(self._ledger.ours(State.WAITING, State.SENDING)))

    async def resume_all(self) -> int:
        """Undoes every pause; answers with how many that were."""
        return await self._many.resume(_ids(self._ledger.ours(State.PAUSED)))

    async def retry_failed(self) -> int:
        """Tries everything again that failed, each with the file as it is now; answers with how many that are."""
        return await self._many.retry(_ids(self._ledger.ours(State.FAILED)), self.retry)

    async def many(self, wish: Wish, job_ids: Sequence[str]) -> None:
        """What `cancel`, `retry`, `pause` and `resume` do, for many, in their order."""
        match wish:
            case "cancel":
                await self._many.cancel(job_ids)
            case "retry":
                await self._many.retry(job_ids, self.retry)
            case "pause":
                await self._many.pause(job_ids)
            case "resume":
                await self._many.resume(job_ids)

    async def set_at_once(self, count: int) -> None:
        """From now on so many at the same time, 1 to 8; what is being sent goes on."""
        self._lane.widen(count)

    async def set_limit(self, bytes_per_second: int | None) -> None:
        """From now on, also for what is being sent; None for as much as the line carries."""
        self._throttle.change(bytes_per_second)

    def adopt(self, job_id: str, video_no: str) -> None:
        """A person says that this unsure job became that video."""
        job = self._at(job_id)
        if job is not None and job.state is State.UNSURE:
            now = self._clock.now()
            if self._ledger.wish(job_id, State.INDEXING, video_no=video_no, accepted=now, note="a person said so"):
                self._handed_over()

    async def clear_finished(self) -> None:
        """Takes what is over off the list; the journal goes on knowing it."""
        await self._many.clear([job.id for job in self.jobs if job.is_finished])

    async def look(self, paths: Sequence[Path]) -> tuple[Candidate, ...]:
        """Looks at files, also into them, without blocking anything; one answer per path, in order."""
        return await look(self._prober, paths)

    async def run(self) -> None:
        """Sends, settles and tracks until cancelled or stopped; then every job is in a true state on disk."""
        self._tracker.wake()
        try:
            async with asyncio.TaskGroup() as group:
                for part in (self._tracker, self._settler, self._keeper, self._intake):
                    group.create_task(part.run())
                group.create_task(self._lane.tell())
                await self._lane.run(group)
        finally:
            await self._prober.aclose()

    async def drain(self) -> None:
        """Begins nothing new, and returns when what is being sent has its answer."""
        await self._lane.drain()

    async def let_go(self, why: str) -> None:
        """Nothing is sent from here: another copy of the program may take over everything at once."""
        self._ledger.journal.let_go()
        await self._ledger.hold(Hold(why))

    def stop(self) -> None:
        """Breaks off what is being sent. What then may have arrived is settled at the next start."""
        self._lane.stop()

    def _retry_finished(self, job: Job) -> None:
        if job.state is State.READY or not self._ledger.take(job.id):
            return
        if job.state is State.CANCELLED and job.in_doubt:
            self._ledger.wish(job.id, State.UNSURE, unwanted=False, problem="Looking whether it arrived.")
            self._handed_over()
        else:
            self._ledger.wish(job.id, State.WAITING, **sent_again(job))
            self._intake.measure_again()

    def _handed_over(self) -> None:
        """Something was accepted, became unsure or was settled: whose turn is it?"""
        self._tracker.wake()
        self._settler.wake()
        self._lane.wake()

    def _order(self) -> tuple[Job, ...]:
        return sending_order(self._ledger.ours(State.WAITING))

    async def _reorder(self, turns: Mapping[str, float]) -> None:
        await self._many.change({job_id: {"turn": turn} for job_id, turn in turns.items()})

    def _at(self, job_id: str) -> Job | None:
        job = self._ledger.get(job_id)
        return None if job is None or job.elsewhere or job.is_finished else job


def _ids(jobs: Iterable[Job]) -> tuple[str, ...]:
    return tuple(job.id for job in jobs)
