"""The sweeps over the whole library: light ones for what is new, whole ones for everything, and what they forget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from tui.api.clock import Clock
from tui.api.pacing import Urgency
from tui.api.values import Asked, Status, VideoPage
from tui.library.asker import PAGE, Asker
from tui.library.index import Index
from tui.library.query import Query
from tui.library.values import Progress, SyncMode

WHOLE_EVERY: Final = 24 * 3600.0
"""Seconds after which everything is asked again although the counts agree."""
AGAIN_AFTER: Final = 600.0
"""Seconds after which it is asked again because they don't."""
_MOST_STEPS_BACK: Final = 20
"""In one sweep. A service whose total goes up and down with every page would be swept for ever."""
_JUMP: Final = 3600.0
"""Seconds by which a clock may be set back without a sweep seeming to lie in the future."""


class Sweeps:
    """Knows how far the library was swept, and takes the next step."""

    def __init__(
        self, asker: Asker, index: Index, clock: Clock, mode: SyncMode, on_progress: Callable[[Progress], None]
    ) -> None:
        self.progress = index.progress()
        self._asker = asker
        self._index = index
        self._clock = clock
        self._mode = mode
        self._on_progress = on_progress
        self._pages: set[int] = set()
        """What the pages of this sweep held, as hashes: a service that goes round in circles is left after one."""
        self._steps_back = 0

    @property
    def has_more(self) -> bool:
        """Whether there is a page beyond those that were seen. A whole sweep that is over has seen them all."""
        progress = self.progress
        if self._mode == "full" and not progress.under_way:
            return False
        return progress.total is None or progress.page * PAGE < progress.total

    async def light(self, urgency: Urgency) -> None:
        """Asks for the newest until a page brings nothing new, then for what should have been there and was not."""
        seen: dict[str, int | None] = {}
        number = 0
        while True:
            number += 1
            page = await self._asker.page(Asked(), number, urgency if number == 1 else Urgency.SWEEPING)
            change = await self._asker.keep(page)
            seen.update((video.video_no, video.created) for video in page.videos)
            heard = self._heard(page)
            reached = heard.page if self._mode == "full" else max(heard.page, number)
            await self._note(replace(heard, page=reached))
            if not change.added or is_last(page, number) or not self._goes_beyond(number):
                break
        await self._asker.look_for(await self._asker.on_disk(lambda: self._unseen(seen)))
        if self.progress.finished_at is not None or self._mode != "full":
            await self._note(replace(self.progress, synced_at=self._clock.now()))

    async def wants_more(self) -> bool:
        """Whether the whole sweep has a next page, or should begin again."""
        progress = self.progress
        if self._mode != "full":
            reach = 0 if self._mode == "off" else -(-self._mode // PAGE)
            return progress.page < reach and self.has_more
        if progress.under_way or progress.finished_at is None:
            return True
        since = self._clock.now() - progress.finished_at
        if not -_JUMP <= since < WHOLE_EVERY:
            return True
        if since < AGAIN_AFTER or progress.total is None:
            return False
        known = await self._asker.on_disk(self._index.total)
        return progress.total != known and (progress.total, known) != progress.accepted

    async def step(self, urgency: Urgency) -> None:
        """The next page of the whole sweep."""
        if self._mode == "full" and not self.progress.under_way:
            self._pages.clear()
            self._steps_back = 0
            sweep = self.progress.sweep + 1
            await self._note(replace(self.progress, sweep=sweep, under_way=True, steady=True, page=0, total=None))
        before = self.progress
        number = before.page + 1
        page = await self._asker.page(Asked(), number, urgency)
        await self._asker.keep(page)
        heard = self._heard(page)
        if heard.page < before.page and self._steps_back < _MOST_STEPS_BACK:
            self._pages.clear()
            self._steps_back += 1
            await self._note(heard)
            return
        held = hash(tuple(video.video_no for video in page.videos))
        repeats = bool(page.videos) and held in self._pages
        self._pages.add(held)
        await self._note(replace(heard, page=number, steady=heard.steady and not repeats))
        if self._mode == "full" and (repeats or is_last(page, number)):
            await self._finish()

    async def _finish(self) -> None:
        progress, accepted = self.progress, None
        if (
            progress.steady
            and await self._asker.on_disk(lambda: self._index.seen_since(progress.sweep)) == progress.total
        ):
            await self._asker.on_disk(lambda: self._index.forget_before(progress.sweep))
        if progress.steady and progress.total is not None:
            accepted = (progress.total, await self._asker.on_disk(self._index.total))
        now = self._clock.now()
        await self._note(replace(progress, under_way=False, finished_at=now, synced_at=now, accepted=accepted))

    def _unseen(self, seen: Mapping[str, int | None]) -> list[str]:
        """Newer than what was seen and yet not seen: gone. Still indexing and not seen: perhaps done by now."""
        oldest = min((created for created in seen.values() if created is not None), default=None)
        newest = self._index.find(Query())
        indexing = self._index.find(Query(statuses=(Status.INDEXING,)))
        most = len(seen) + PAGE
        missing = [
            video
            for video in map(newest.row, range(min(newest.count, most)))
            if video and oldest is not None and video.created is not None and video.created > oldest
        ]
        missing += [video for video in map(indexing.row, range(min(indexing.count, most))) if video]
        return list(dict.fromkeys(video.video_no for video in missing if video.video_no not in seen))

    def _goes_beyond(self, number: int) -> bool:
        """Whether a light sweep may go on: not beyond what was ever reached, which is the whole sweep's business."""
        return self.progress.finished_at is not None or number < self.progress.page

    def _heard(self, page: VideoPage) -> Progress:
        """What a page says about the whole library.

        Where videos went while it is swept, what came behind them moved up, maybe to a page that is behind us: the
        sweep steps back.
        """
        before = self.progress
        steady = before.steady and not page.skipped and (before.total is None or page.total == before.total)
        gone = 0 if page.total is None or before.total is None else before.total - page.total
        back = -(-gone // PAGE) if gone > 0 and before.under_way else 0
        return replace(before, total=page.total, steady=steady, page=max(0, before.page - back))

    async def _note(self, progress: Progress) -> None:
        if progress != self.progress:
            self.progress = progress
            await self._asker.on_disk(lambda: self._index.remember(progress))
            self._on_progress(progress)


def is_last(page: VideoPage, number: int) -> bool:
    """Whether the service has no more. It may send smaller pages than were asked for."""
    if page.total is None:
        return len(page.videos) + page.skipped < max(1, page.size)
    # Nor are pages larger than that believed.
    return number * min(PAGE, max(1, page.size)) >= page.total or not (page.videos or page.skipped)
