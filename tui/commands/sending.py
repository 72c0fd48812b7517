"""Uploads without a screen: what was named is looked at, queued, and watched until each has its outcome."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from tui.api.errors import ApiError, Unauthorized
from tui.api.values import UploadForm
from tui.commands.inputs import Input
from tui.commands.leaving import Leaving, aside
from tui.commands.outcome import Outcome, not_begun, not_sent, of_job
from tui.commands.settings import USAGE, Trouble
from tui.commands.stillness import Stillness
from tui.commands.telling import Telling
from tui.frozen import dataclass
from tui.uploads.desk import Candidate, Facts, Source
from tui.uploads.job import Job, State

if TYPE_CHECKING:
    from tui.services import Services

_AT_ONCE: Final = 16
"""Files looked into before the first of them is queued."""
_GLANCE: Final = 0.5
_SOON: Final = 5.0
"""Seconds within which an upload that was turned away says so itself, and when it is tried again."""
_FIRST_WORD: Final = 5.0
"""Seconds for the service to say that the key is wrong, before anything is queued."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How this run is to go."""

    form: Callable[[Facts | None], UploadForm]
    wait: bool = False
    """Until everything is ready or failed, not only accepted."""
    patience: float = 360.0
    """Seconds without any movement after which the rest is left to the next start."""
    resume: bool = False
    """Answer for what earlier runs left, too."""


class Sending:
    """One run. On the main thread's loop; the engine has its own."""

    def __init__(self, services: Services, wishes: Wishes, telling: Telling, leaving: Leaving) -> None:
        from tui.counters import UploadCounter

        self.outcomes: list[Outcome] = []
        self.changed = asyncio.Event()
        """To be set when a job has changed or a signal has come."""
        self._services = services
        self._desk = UploadCounter(services)
        self._wishes = wishes
        self._telling = telling
        self._leaving = leaving
        self._open: dict[str, tuple[str, ...]] = {}
        """The jobs that this run answers for and that are not settled, with what was to be warned of."""
        self._jobs: dict[str, Job] = {}
        self._total = 0
        self._queued = 0
        self._stillness = Stillness(_GLANCE)
        self._fair_at = time.monotonic()

    async def run(self, inputs: Sequence[Input]) -> None:
        """From inputs to outcomes, one for each. Raises Left and Trouble before anything is queued."""
        await self._leaving.unless_asked(aside(self._services.engine))
        await self._leaving.unless_asked(self._hear_first_word())
        self._find_earlier()
        for found in inputs:
            if found.problem:
                self._settle(not_sent(found))
        fine = [found for found in inputs if not found.problem]
        self._total = len(inputs) + len(self._open)
        feeding = asyncio.create_task(self._feed(fine))
        try:
            await self._watch(feeding)
        finally:
            feeding.cancel()
            with suppress(asyncio.CancelledError):
                await feeding
        for found in fine[self._queued :]:
            self._settle(not_begun(found))
        await self._finish_others()

    def conclude(self) -> int:
        """Once the engine has stopped: tells what is still open as it stands on disk, and answers with how many."""
        self._take_in()
        self._telling.weather(self._services.sync.weather)
        for job_id, warnings in self._open.items():
            self._settle(self._outcome(self._jobs[job_id], warnings))
        return len(self._open)

    async def _hear_first_word(self) -> None:
        client = self._services.engine().client
        asked = asyncio.wrap_future(self._services.ask(client.list_videos(size=1)))
        try:
            async with asyncio.timeout(_FIRST_WORD):
                await asked
        except Unauthorized as error:
            raise Trouble(f"{error.what} {error.advice} {error.detail}".strip(), USAGE) from None
        except (ApiError, TimeoutError):
            pass  # the queue outwaits it, and says so

    def _find_earlier(self) -> None:
        earlier = [job for job in self._services.jobs if not job.is_finished and not job.elsewhere]
        if self._wishes.resume:
            self._open.update({job.id: () for job in earlier})
        count = sum(not _is_stuck(job) for job in earlier)
        if count:
            few, go = ("An upload", "goes") if count == 1 else (f"{count:,} uploads", "go")
            self._telling.aside(f"{few} of an earlier run {go} on as well.")

    async def _feed(self, inputs: Sequence[Input]) -> None:
        for start in range(0, len(inputs), _AT_ONCE):
            batch = inputs[start : start + _AT_ONCE]
            looked = await self._desk.look([found.path for found in batch if not found.is_url])
            candidates = {str(candidate.path): candidate for candidate in looked}
            queueing = asyncio.ensure_future(self._queue(batch, candidates))
            try:
                await asyncio.shield(queueing)
            except asyncio.CancelledError:
                await queueing
                raise

    async def _queue(self, batch: Sequence[Input], looked: dict[str, Candidate]) -> None:
        """To be awaited to its end: what was handed over is answered for."""
        good = [found for found in batch if found.is_url or looked[found.source].sendable]
        sources = [
            Source(found.source, self._wishes.form(None if found.is_url else looked[found.source].facts), found.is_url)
            for found in good
        ]
        for job_id, found in zip(await self._desk.add(sources), good, strict=True):
            self._open[job_id] = () if found.is_url else looked[found.source].warnings
        for found in batch:
            if found not in good:
                self._settle(not_sent(found, looked[found.source].problem))
        self._queued += len(batch)
        self.changed.set()

    async def _watch(self, feeding: asyncio.Task[None]) -> None:
        while not self._must_end():
            self._take_in()
            if feeding.done():
                feeding.result()
                if all(_is_stuck(self._jobs[job_id]) for job_id in self._open):
                    return
                if self._stillness.seconds() >= self._wishes.patience:
                    self._telling.say(f"Nothing has moved for {self._wishes.patience:.0f} s.")
                    return
            else:
                self._stillness.moved()
            await self._news()

    async def _news(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_GLANCE):
                await self.changed.wait()
        self.changed.clear()

    def _take_in(self) -> None:
        jobs = self._services.jobs
        weather = self._services.sync.weather
        for job in jobs:
            before = self._jobs.get(job.id)
            if before is job:
                continue
            self._jobs[job.id] = job
            if before is None or (before.state, before.sent, before.attempts) != (job.state, job.sent, job.attempts):
                self._stillness.moved()
            if before is not None and before.state != job.state and not self._is_over(job) and not job.elsewhere:
                self._telling.changed(job)
        self._keep_moving(jobs, fair=weather.fair)
        for job_id in [job_id for job_id in self._open if self._is_over(self._jobs[job_id])]:
            self._settle(self._outcome(self._jobs[job_id], self._open.pop(job_id)))
        self._telling.holds(jobs)
        if weather.fair or not self._is_about_to_tell(jobs):
            self._telling.weather(weather)
        if weather.fair:
            self._fair_at = time.monotonic()
        self._telling.progress(jobs, len(self.outcomes), self._total)

    def _is_about_to_tell(self, jobs: Sequence[Job]) -> bool:
        """Whether a job may be just learning of the same trouble: it knows when the next try is."""
        if time.monotonic() - self._fair_at > _SOON:
            return False
        return any(
            not job.elsewhere and (job.is_sending or (job.state is State.WAITING and not job.problem)) for job in jobs
        )

    def _keep_moving(self, jobs: Sequence[Job], *, fair: bool) -> None:
        """What is being sent has time limits of its own, and indexing takes what it takes while we hear of it."""
        indexing = fair and any(self._jobs[job_id].state is State.INDEXING for job_id in self._open)
        if indexing or any(job.is_sending for job in jobs):
            self._stillness.moved()

    async def _finish_others(self) -> None:
        """Breaking off what an earlier run began would only cost its bytes again."""
        if self._must_end():
            return
        under_way = [job for job in self._services.jobs if job.is_sending and not job.elsewhere]
        if under_way:
            self._telling.say(f"Finishing what is being sent: {', '.join(job.name for job in under_way)}.")
        drained = asyncio.wrap_future(self._services.ask(self._services.engine().uploads.drain()))
        while not drained.done() and not self._must_end():
            self._take_in()
            await asyncio.wait({drained}, timeout=_GLANCE)
        drained.cancel()

    def _must_end(self) -> bool:
        return self._leaving.code is not None or self._services.problem is not None

    def _settle(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self._telling.outcome(outcome)

    def _outcome(self, job: Job, warnings: tuple[str, ...]) -> Outcome:
        unsure = job.state is State.WAITING and job.print in self._unsure_prints()
        return of_job(job, wait=self._wishes.wait, unsure=unsure, warnings=warnings)

    def _unsure_prints(self) -> set[str]:
        """Of files that may have arrived: what waits holds the same bytes if it has the same print."""
        return {job.print for job in self._jobs.values() if job.state is State.UNSURE and job.print}

    def _is_over(self, job: Job) -> bool:
        return job.is_finished or (job.state is State.INDEXING and not self._wishes.wait)


def _is_stuck(job: Job) -> bool:
    """Whether only a person can get it any further."""
    return job.state is State.PAUSED or (job.state is State.UNSURE and bool(job.candidates))
