"""Asks until there is an answer: trouble becomes weather with a time for the next attempt, and heals by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tui.api.clock import Clock
from tui.api.errors import ApiError, OutOfCredit, RateLimited, Refused, Unauthorized
from tui.api.outlook import weather_of
from tui.api.pacing import Urgency
from tui.api.values import Asked, VideoPage, Weather
from tui.library.connections import IndexTrouble, disk_advice
from tui.library.index import Index
from tui.library.values import Change

if TYPE_CHECKING:
    from tui.api.client import Client

PAGE: Final = 200
"""Videos per page: the most that every document allows."""

_LONGEST_WAIT: Final = 30.0
_HOPELESS_WAIT: Final = 60.0
"""Seconds between attempts where somebody has to do something first: a new key, more credits."""
_LONGEST_OBEYED: Final = 120.0
_A_MOMENT: Final = 300.0

Answer = TypeVar("Answer")


class Asker:
    """Pages from the service into the index, however long that takes."""

    def __init__(self, client: Client, index: Index, clock: Clock, tell: Callable[[Weather], None]) -> None:
        self._client = client
        self._index = index
        self._clock = clock
        self._tell = tell
        self._hurried = asyncio.Event()
        self._at_work: set[asyncio.Task[Any]] = set()

    @property
    def metadata_filters(self) -> bool:
        """Whether lists can be asked for by tag, camera, place and capture time."""
        return self._client.can.metadata_filters

    async def page(self, asked: Asked, number: int, urgency: Urgency, *, give_up: bool = False) -> VideoPage:
        """One page. Tries for ever; with `give_up`, a question that the service refuses is raised as Refused."""
        return await self._insist(
            lambda: self._client.list_videos(asked, page=number, size=PAGE, urgency=urgency), give_up=give_up
        )

    async def keep(self, page: VideoPage) -> Change:
        """Puts a page into the index without holding up the loop."""
        return await self.on_disk(lambda: self._index.put(page.videos, at=self._clock.now()))

    async def look_for(self, video_nos: Sequence[str]) -> None:
        """Asks about these videos (up to a page of them) by number, and forgets those that are not there any more.

        What was seen a moment ago is not forgotten: the service may show it in one list and not yet in another.
        """
        wanted = tuple(video_nos)[:PAGE]
        if not wanted or not self._client.can.video_nos:
            return
        page = await self.page(Asked(video_nos=wanted), 1, Urgency.SWEEPING)
        await self.keep(page)
        missing = set(wanted) - {video.video_no for video in page.videos}
        if missing and not page.skipped:
            seen_before = self._clock.now() - _A_MOMENT
            await self.on_disk(lambda: self._index.forget(missing, seen_before=seen_before))

    async def on_disk(self, work: Callable[[], Answer]) -> Answer:
        """Does something to the index in a thread. What has begun is finished, also when the asker is cancelled."""
        return await self._insist(lambda: self._in_thread(work))

    def hurry(self) -> None:
        """Whoever waits tries again now."""
        hurried, self._hurried = self._hurried, asyncio.Event()
        hurried.set()

    async def rest(self, seconds: float) -> None:
        """Waits so long, or until somebody is in a hurry."""
        sleeping = asyncio.ensure_future(self._clock.sleep(seconds))
        hurried = asyncio.ensure_future(self._hurried.wait())
        try:
            await asyncio.wait({sleeping, hurried}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            hurried.cancel()

    async def finish(self) -> None:
        """Waits for what is being written."""
        if self._at_work:
            await asyncio.wait(self._at_work)

    async def _in_thread(self, work: Callable[[], Answer]) -> Answer:
        task = asyncio.create_task(asyncio.to_thread(work))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return await asyncio.shield(task)

    async def _insist(self, call: Callable[[], Awaitable[Answer]], *, give_up: bool = False) -> Answer:
        attempt = 0
        while True:
            try:
                answer = await call()
            except (ApiError, IndexTrouble) as error:
                if give_up and isinstance(error, Refused):
                    self._tell(_weather(error, None))
                    raise
                wait = _wait(error, attempt)
                attempt += 1
                self._tell(_weather(error, self._clock.now() + wait))
                await self.rest(wait)
            else:
                self._tell(Weather())
                return answer


def _wait(error: Exception, attempt: int) -> float:
    if isinstance(error, Unauthorized | OutOfCredit):
        return _HOPELESS_WAIT
    wait = min(_LONGEST_WAIT, 2.0 ** min(attempt, 5))
    if isinstance(error, RateLimited) and error.retry_after is not None:
        return max(wait, min(error.retry_after, _LONGEST_OBEYED))
    return wait


def _weather(error: ApiError | IndexTrouble, retry_at: float | None) -> Weather:
    if isinstance(error, ApiError):
        return weather_of(error, retry_at)
    return Weather(str(error), retry_at=retry_at, advice=disk_advice(error), season="disk")
