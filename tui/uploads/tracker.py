"""From accepted to ready: one question for everything that is being indexed, less often the longer it lasts."""

from __future__ import annotations

import asyncio
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from tui.api.clock import Clock
from tui.api.errors import ApiError
from tui.api.pacing import Urgency
from tui.api.values import Asked, Status, Video
from tui.uploads.job import Job, State
from tui.uploads.journal import Journal, JournalTrouble, LeaseLost
from tui.uploads.ledger import Ledger
from tui.uploads.waiting import until

if TYPE_CHECKING:
    from tui.api.client import Client

FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 30.0
PAUSE_WHEN_OLD: Final = 300.0
_GROWTH: Final = 1.5
_OLD: Final = 3600.0
"""Seconds after the last acceptance from which nobody is in a hurry."""
_VANISHED: Final = 600.0
"""Seconds without a sight of a video from which that is said."""
_AT_ONCE: Final = 200
_ENOUGH: Final = 3
"""Durations from which a usual one is told."""


class Tracker:
    """Asks until every accepted job is ready or failed; a restart goes on where it stopped."""

    def __init__(self, client: Client, ledger: Ledger, clock: Clock, on_video: Callable[[Video], None]) -> None:
        """`on_video` hears of every video that an answer holds."""
        self._client = client
        self._ledger = ledger
        self._clock = clock
        self._on_video = on_video
        self._news = asyncio.Event()
        self._pause = FIRST_PAUSE
        self._last_seen: dict[str, float] = {}

    def wake(self) -> None:
        """Something was accepted: ask often again."""
        self._pause = FIRST_PAUSE
        self._news.set()

    async def run(self) -> None:
        """For ever."""
        while True:
            if not self._ledger.ours(State.INDEXING):
                await until(self._news, None, self._clock)
                continue
            await self.look()
            pause = self._pause
            self._pause = min(self._pause * _GROWTH, self._longest_pause())
            await until(self._news, pause, self._clock)

    async def look(self) -> None:
        """One round of questions, one per namespace and 200 videos."""
        self._tell_usual_times()
        by_namespace: dict[str | None, list[Job]] = defaultdict(list)
        for job in self._ledger.ours(State.INDEXING):
            by_namespace[job.form.namespace].append(job)
        for namespace, jobs in by_namespace.items():
            for start in range(0, len(jobs), _AT_ONCE):
                await self._ask(jobs[start : start + _AT_ONCE], namespace)

    async def _ask(self, jobs: Sequence[Job], namespace: str | None) -> None:
        numbers = tuple(job.video_no for job in jobs if job.video_no)
        try:
            videos = await self._answers(numbers, namespace)
        except ApiError:
            return  # weather: the client says so itself, and the next round comes
        found = {video.video_no: video for video in videos}
        if namespace in {None, self._client.namespace}:  # another one's library is another index
            for video in found.values():
                self._on_video(video)
        for job in jobs:
            try:
                self._note(job, found.get(job.video_no or ""))
            except LeaseLost:
                continue

    async def _answers(self, numbers: tuple[str, ...], namespace: str | None) -> Iterable[Video]:
        if len(numbers) == 1:
            video = await self._client.get_metadata(numbers[0], namespace=namespace, urgency=Urgency.TRACKING)
            return () if video is None else (video,)
        page = await self._client.list_videos(
            Asked(video_nos=numbers), size=_AT_ONCE, namespace=namespace, urgency=Urgency.TRACKING
        )
        return page.videos

    def _note(self, job: Job, video: Video | None) -> None:
        current = self._ledger.get(job.id)
        if current is None or current.state is not State.INDEXING or current.video_no != job.video_no:
            return  # cancelled while we asked
        now = self._clock.now()
        if video is None:
            self._missed(current, now)
            return
        self._last_seen[job.id] = now
        if video.status is Status.READY:
            self._last_seen.pop(job.id, None)
            size = current.size if current.size is not None else video.size
            self._ledger.move(job.id, State.READY, finished=now, size=size)
        elif video.status is Status.FAILED:
            self._last_seen.pop(job.id, None)
            self._ledger.move(
                job.id, State.FAILED, finished=now, problem="The service could not index it.", detail=video.cause or ""
            )
        elif current.problem:
            self._ledger.show(job.id, problem="")

    def _tell_usual_times(self) -> None:
        """From our own history, which may have begun to tell since the last look."""
        told: dict[int | None, float | None] = {}
        for job in self._ledger.ours(State.INDEXING):
            if job.usual is None:
                kind = None if job.size is None else job.size.bit_length()
                if kind not in told:
                    told[kind] = usual_time(self._ledger.journal, job.size)
                if told[kind] is not None:
                    self._ledger.show(job.id, usual=told[kind])
        self._ledger.publish_if_stale()

    def _missed(self, job: Job, now: float) -> None:
        """Not visible yet is usual for a while; after that a person should know."""
        since = max(self._last_seen.get(job.id, 0.0), job.accepted or 0.0)
        if now - since > _VANISHED:
            minutes = round((now - since) / 60)
            self._ledger.show(job.id, problem=f"The service has not shown it for {minutes} min; still looking.")

    def _longest_pause(self) -> float:
        newest = max((job.accepted or 0.0 for job in self._ledger.ours(State.INDEXING)), default=0.0)
        return PAUSE_WHEN_OLD if self._clock.now() - newest > _OLD else LONGEST_PAUSE


def usual_time(journal: Journal, size: int | None) -> float | None:
    """Seconds that indexing a video of about this size took before; None until three tell."""
    smallest, largest = (0, 2**62) if size is None else (size // 4, size * 4)
    try:
        took = journal.indexing_times(smallest, largest)
    except JournalTrouble:
        return None
    return statistics.median(took) if len(took) >= _ENOUGH else None
