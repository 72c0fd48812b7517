"""Settles what is unsure by looking in the library, never by sending again: a second copy can't be taken back."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from tui.api.clock import Clock
from tui.api.errors import ApiError
from tui.api.pacing import Urgency
from tui.api.values import Video
from tui.frozen import dataclass
from tui.uploads.job import Job, State
from tui.uploads.journal import LeaseLost
from tui.uploads.ledger import Ledger
from tui.uploads.naming import is_named
from tui.uploads.waiting import until

if TYPE_CHECKING:
    from tui.api.client import Client

SETTLE_TIMES: Final = (0.0, 30.0, 120.0, 300.0)
"""Seconds after the attempt's end at which the library is looked at; only the last look may say that it is not there:
the service may take minutes to store what it has received."""
SETTLE_TIMES_CUT: Final = (0.0, 30.0)
"""The same when the last line never left: then it can hardly be there."""
TRIES: Final = 3
"""Attempts that may end unsure before a person must ask for another."""
CRASHES: Final = 10

_SLACK: Final = 5.0
"""Seconds: the service's Date header counts whole ones, and the answer took a moment."""
_SLACK_BLIND: Final = 600.0
"""The same where the service never told its time."""
_PAGES: Final = 25
_AGAIN: Final = 30.0
_MOST_ASKED: Final = 10


@dataclass(frozen=True, slots=True)
class Sighting:
    """The newest videos, back to some moment."""

    videos: tuple[Video, ...]
    whole: bool
    """Whether nothing in that time was left out."""


def matching(job: Job, sighting: Iterable[Video], *, since: int) -> tuple[Video, ...]:
    """The videos that this job may have become; `since` in milliseconds by the service's clock.

    A file is told by its exact size, and by its name where one of several has it. A URL has no size: there only the
    name tells, and without one every video of that time may be it.
    """
    recent = [video for video in sighting if video.created is not None and video.created >= since]
    fitting = recent if job.is_url else [video for video in recent if video.size == job.size]
    named = [video for video in fitting if is_named(video, job)]
    return tuple(named or fitting)


def undated(job: Job, sighting: Iterable[Video]) -> tuple[Video, ...]:
    """Those of which the service does not say how old they are, and that look like this job but for that."""
    strangers = (video for video in sighting if video.created is None)
    return tuple(video for video in strangers if (is_named(video, job) if job.is_url else video.size == job.size))


class Settler:
    """Looks for every unsure job at its times, and decides."""

    def __init__(self, client: Client, ledger: Ledger, clock: Clock, on_settled: Callable[[], None]) -> None:
        self._client = client
        self._ledger = ledger
        self._clock = clock
        self._on_settled = on_settled
        self._news = asyncio.Event()
        self._due: dict[str, list[float]] = {}
        """Monotonic times of the looks to come, by job."""

    def wake(self) -> None:
        """A job has become unsure."""
        self._news.set()

    def look_now(self, job_id: str) -> None:
        """A person does not want to wait for the next look."""
        if self._due.get(job_id):
            self._due[job_id].insert(0, self._clock.monotonic())
        self._news.set()

    async def run(self) -> None:
        """For ever."""
        while True:
            unsure = self._undecided()
            for job in unsure:
                self._due.setdefault(job.id, self._looks(job))
            self._due = {job.id: self._due[job.id] for job in unsure}
            now = self._clock.monotonic()
            due = [job for job in unsure if self._due[job.id][0] <= now]
            if due:
                await self._settle(due)
                continue
            soonest = min((times[0] for times in self._due.values()), default=None)
            await until(self._news, None if soonest is None else soonest - now, self._clock)

    def _undecided(self) -> list[Job]:
        return [job for job in self._ledger.ours(State.UNSURE) if not job.candidates]

    def _looks(self, job: Job) -> list[float]:
        """When to look, by the monotonic clock; the times that have passed while nobody ran are one look."""
        times = SETTLE_TIMES if job.sent_at is not None or job.is_url else SETTLE_TIMES_CUT
        passed = max(0.0, self._clock.now() - (job.unsure_since or 0.0))
        now = self._clock.monotonic()
        ahead = [now + time - passed for time in times if time > passed]
        return [now, *ahead]

    async def _settle(self, due: list[Job]) -> None:
        by_namespace: dict[str | None, list[Job]] = defaultdict(list)
        for job in due:
            by_namespace[job.form.namespace].append(job)
        for namespace, jobs in by_namespace.items():
            try:
                seen = await self._newest(jobs, namespace)
            except ApiError as error:
                for job in jobs:
                    self._due[job.id].insert(0, self._clock.monotonic() + _AGAIN)
                    self._due[job.id] = [time for time in self._due[job.id] if time >= self._due[job.id][0]]
                    self._ledger.show(job.id, problem=f"It may have arrived; can't look yet: {error.what}")
                continue
            for job in jobs:
                try:
                    self._decide(job, seen)
                except LeaseLost:
                    continue

    async def _newest(self, jobs: Sequence[Job], namespace: str | None) -> Sighting:
        """Pages of the list until they are older than the attempts."""
        videos: list[Video] = []
        skipped = 0
        for number in range(1, _PAGES + 1):
            page = await self._client.list_videos(page=number, namespace=namespace, urgency=Urgency.TRACKING)
            videos += page.videos
            skipped += page.skipped
            oldest = min((video.created for video in page.videos if video.created is not None), default=None)
            is_old = oldest is not None and oldest < min(map(self._since, jobs))
            if is_old or len(page.videos) + page.skipped < page.size:
                return Sighting(tuple(videos), whole=not skipped)
        return Sighting(tuple(videos), whole=False)

    def _since(self, job: Job) -> int:
        """Milliseconds by the service's clock before which it can't have been created."""
        begun, skew = job.started or job.created, self._client.skew
        if job.started_there is not None:
            # Of then: since then our clock may have been set, and another process may have measured it.
            return int(1000 * (job.started_there - _SLACK))
        return int(1000 * (begun - _SLACK_BLIND if skew is None else begun + skew - _SLACK))

    def _decide(self, job: Job, seen: Sighting) -> None:
        current = self._ledger.get(job.id)
        if current is None or current.state is not State.UNSURE:
            return  # a person was quicker
        self._due[job.id].pop(0)
        free = [video for video in seen.videos if not self._ledger.journal.knows(video.video_no)]
        found = matching(current, free, since=self._since(current))
        rivals = self._has_rivals(current)
        named = len(found) == 1 and is_named(found[0], current)
        if named or (len(found) == 1 and not rivals and not current.is_url):
            self.adopt(current, found[0])
        elif found:
            # What looks alike may be told apart once the others' fate is known.
            if not self._due[job.id] or not (rivals or current.is_url):
                self._ask(current, found)
        elif not self._due[job.id]:
            if ageless := undated(current, free):
                self._ask(current, ageless)
            elif seen.whole:
                self._not_there(current)
            else:
                self._due[job.id] = [self._clock.monotonic() + SETTLE_TIMES[-1]]
                self._ledger.show(job.id, problem="It may have arrived, but the list is too long or damaged to tell.")

    def adopt(self, job: Job, video: Video) -> None:
        """It arrived, as this video."""
        accepted = self._clock.now() if video.created is None else video.created / 1000 - (self._client.skew or 0.0)
        note = f"found in the library as {video.video_no}: " + ("same name" if job.is_url else "same size, same time")
        self._ledger.move(job.id, State.INDEXING, video_no=video.video_no, accepted=accepted, note=note)
        self._on_settled()

    def _ask(self, job: Job, found: tuple[Video, ...]) -> None:
        numbers = tuple(video.video_no for video in found[:_MOST_ASKED])
        count, which = ("One video", "whether it is") if len(found) == 1 else (f"{len(found)} videos", "which it is")
        problem = f"{count} in the library may be it: {', '.join(numbers)}. Say {which}, or send it again."
        self._ledger.change(job.id, candidates=numbers, problem=problem)

    def _not_there(self, job: Job) -> None:
        now = self._clock.now()
        if job.unwanted:
            self._ledger.move(
                job.id, State.CANCELLED, finished=now, unsure_since=None, problem="Cancelled. It did not arrive."
            )
        elif job.attempts >= TRIES:
            problem = f"Interrupted {job.attempts} times, and it did not arrive. The line may be too weak for it."
            self._ledger.move(job.id, State.FAILED, finished=now, problem=problem, detail=job.detail)
        elif job.cut_short >= CRASHES:
            problem = f"This program ended {job.cut_short} times while sending it. It did not arrive."
            self._ledger.move(job.id, State.PAUSED, problem=problem)
        else:
            self._ledger.move(job.id, State.WAITING, problem="It did not arrive: it will be sent again.")
        self._on_settled()

    def _has_rivals(self, job: Job) -> bool:
        """Whether a video of that size may just as well be another job's."""
        states = {State.SENDING, State.SENT, State.UNSURE}
        return any(
            other.state in states and other.size == job.size and other.id != job.id for other in self._ledger.jobs
        )
