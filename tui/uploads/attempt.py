"""One attempt to send one job: looked at, journalled, sent, and ended in a state that is true."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tui.api.clock import Clock
from tui.api.errors import ApiError, Garbled, Interrupted
from tui.api.values import Receipt
from tui.uploads.choosing import examine, url_problem
from tui.uploads.holding import TURNED_AWAY, Holding
from tui.uploads.job import Job, State
from tui.uploads.journal import JournalTrouble, LeaseLost
from tui.uploads.ledger import Ledger
from tui.uploads.prints import quick_print
from tui.uploads.progress import Progress
from tui.uploads.twins import Twins

if TYPE_CHECKING:
    from tui.api.client import Client

Wish = Literal["cancel", "pause", "stop"]
"""Why an attempt is broken off: a person's two reasons, and the end of the program."""

CANCELLED_IN_DOUBT = "You cancelled it after the last byte: looking whether it arrived all the same."


class Attempts:
    """Runs attempts; each is a coroutine that never raises for weather."""

    def __init__(
        self,
        client: Client,
        ledger: Ledger,
        clock: Clock,
        holding: Holding,
        twins: Twins,
        pace: Callable[[int], Awaitable[int]],
        on_accepted: Callable[[], None],
    ) -> None:
        """`pace`: how many of so many bytes may leave, as soon as they may."""
        self._client = client
        self._ledger = ledger
        self._clock = clock
        self._holding = holding
        self._twins = twins
        self._pace = pace
        self._on_accepted = on_accepted
        self._progress: dict[str, Progress] = {}
        self._wishes: dict[str, Wish] = {}

    def break_off(self, job_id: str, task: asyncio.Task[None], wish: Wish) -> None:
        """Ends a running attempt for this reason."""
        self._wishes.setdefault(job_id, wish)
        task.cancel()

    def show_progress(self) -> None:
        """Puts bytes, rate and time left of all running attempts on their jobs."""
        now = self._clock.monotonic()
        for job_id, progress in self._progress.items():
            self._ledger.show(
                job_id, sent=progress.sent, rate=progress.rate(now), seconds_left=progress.seconds_left(now)
            )

    async def run(self, job_id: str) -> None:
        """From WAITING to whatever it comes to."""
        try:
            if await self._prepared(job_id):
                await self._send(job_id)
        except asyncio.CancelledError:
            wish = self._wishes.get(job_id, "stop")
            self._broken_off(job_id, wish)
            if wish == "stop":
                raise
        except (JournalTrouble, LeaseLost):
            pass  # nothing was sent: the ledger keeps the trouble, or another process the job
        finally:
            self._progress.pop(job_id, None)
            self._wishes.pop(job_id, None)

    async def _prepared(self, job_id: str) -> bool:
        """Whether it is worth sending; if not, the job has its final state."""
        job = self._job(job_id)
        if job.is_url:
            problem = self._client.can.why_not("upload_url") or url_problem(job.source)
            if problem:
                self._end(job_id, State.REFUSED, problem)
            return not problem
        path = Path(job.source)
        found = (await asyncio.to_thread(examine, (path,)))[0]
        if found.size is None:
            self._end(job_id, State.FAILED, f"{job.name}: {found.problem}.")
        elif job.size is not None and found.size != job.size:
            self._ledger.show(job_id, size=None)
            self._end(job_id, State.FAILED, f"{job.name} changed after it was chosen.")
        elif found.problem:
            self._end(job_id, State.REFUSED, f"{job.name}: {found.problem}.")
        else:
            self._ledger.show(job_id, size=found.size)
            return await self._is_new(job_id, path)
        return False

    async def _is_new(self, job_id: str, path: Path) -> bool:
        try:
            marked = self._ledger.change(job_id, print=await asyncio.to_thread(quick_print, path))
            twin = None if marked.forced else await self._twins.of(marked)
        except OSError:
            self._end(job_id, State.FAILED, f"{path.name}: it can't be read.")
            return False
        if twin is None:
            return True
        self._end(job_id, State.DUPLICATE, twin.words, video_no=twin.video_no)
        return False

    async def _send(self, job_id: str) -> None:
        begun = {"started": self._clock.now(), "started_there": self._client.their_time.earliest()}
        twin = self._ledger.begin(job_id, cleared=self._twins.cleared(job_id), **begun)
        if twin is not None:
            self._twins.wait_for(job_id, twin)
            return
        self._holding.begun()
        try:
            receipt = await self._call(self._job(job_id))
        except TURNED_AWAY as error:
            self._holding.turned_away(error)
            self._ledger.move(job_id, State.WAITING, note=error.what)
        except (Interrupted, Garbled) as error:
            self._in_doubt(job_id, error)
        except ApiError as error:
            self._fail(job_id, error)
        else:
            self._accept(job_id, receipt)

    async def _call(self, job: Job) -> Receipt:
        if job.is_url:
            self._sent(job.id)
            return await self._client.upload_url(job.source, job.form)
        progress = self._progress[job.id] = Progress(job.size, self._clock.monotonic())
        return await self._client.upload(
            Path(job.source),
            job.form,
            on_sent=lambda sent: progress.gone(sent, self._clock.monotonic()),
            on_last=lambda: self._sent(job.id),
            pace=self._pace,
        )

    def _sent(self, job_id: str) -> None:
        """On disk before the last byte leaves: what reads back as SENDING can't have arrived whole."""
        if self._job(job_id).state is State.SENDING:
            self._ledger.move(job_id, State.SENT, sent_at=self._clock.now())

    def _accept(self, job_id: str, receipt: Receipt) -> None:
        self._holding.welcome()
        job = self._job(job_id)
        self._ledger.move(
            job_id,
            State.INDEXING,
            video_no=receipt.video_no,
            accepted=self._clock.now(),
            sent=job.size or 0,
            attempts=job.attempts + 1,
        )
        self._on_accepted()

    def _in_doubt(self, job_id: str, error: ApiError) -> None:
        job = self._job(job_id)
        self._ledger.move(
            job_id,
            State.UNSURE,
            unsure_since=self._clock.now(),
            attempts=job.attempts + 1,
            problem=f"{error.what} Looking whether it arrived.",
            detail=error.detail,
        )
        self._on_accepted()

    def _fail(self, job_id: str, error: ApiError) -> None:
        self._end(
            job_id,
            State.FAILED,
            f"{error.what} {error.advice}".strip(),
            detail=error.detail,
            attempts=self._job(job_id).attempts + 1,
        )

    def _broken_off(self, job_id: str, wish: Wish) -> None:
        job = self._job(job_id)
        if job.state is State.SENT:
            unwanted = wish == "cancel"
            said = CANCELLED_IN_DOUBT if unwanted else "Sent, but this program left before the answer."
            self._ledger.move(job_id, State.UNSURE, unsure_since=self._clock.now(), unwanted=unwanted, problem=said)
            self._on_accepted()
        elif job.state is State.SENDING:
            # The last line never left, so the service can't have it.
            if wish == "cancel":
                self._end(job_id, State.CANCELLED, "")
            elif wish == "pause":
                self._ledger.move(job_id, State.PAUSED)
            else:
                self._ledger.move(job_id, State.WAITING, note="this program was left")

    def _end(self, job_id: str, state: State, problem: str, **changes: Any) -> None:
        self._ledger.move(job_id, state, problem=problem, finished=self._clock.now(), **changes)

    def _job(self, job_id: str) -> Job:
        job = self._ledger.get(job_id)
        assert job is not None  # a job that is being sent can't be cleared away
        return job
