"""What the service has for a query, page by page, as the index understands it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tui.api.clock import SystemClock
from tui.api.errors import RateLimited
from tui.api.values import Video, VideoPage
from tui.library.asker import PAGE
from tui.library.asking import asked
from tui.library.index import Index
from tui.library.query import Query
from tui.library.sweeps import is_last

if TYPE_CHECKING:
    from tui.api.client import Client

_TURNED_AWAY: Final = 5
"""How often in a row the service may turn us away before that is the end."""
_FIRST_WAIT: Final = 2.0
_PATIENCE: Final = 120.0
"""Seconds that are waited without a word; whoever is turned away for longer is told."""
_NEIGHBOURS: Final = 4
"""Pages on which a video may be seen again when others arrive while we ask."""


class Pages:
    """One reading of the list, newest first."""

    def __init__(self, client: Client, index: Index, query: Query, *, most: int | None) -> None:
        """`most`: how many videos are wanted; None for all."""
        self.skipped = 0
        """Items that made no sense and were left out."""
        self._client = client
        self._index = index
        self._query = query
        self._clock = SystemClock()
        self._asked, exact = asked(query, metadata_filters=client.can.metadata_filters)
        self._size = min(PAGE, most or PAGE) if exact else PAGE
        self._seen: deque[frozenset[str]] = deque(maxlen=_NEIGHBOURS)

    async def read(self) -> AsyncIterator[Sequence[Video]]:
        """What matches on each page; the next one is asked for when that is used up. Raises ApiError, IndexTrouble."""
        number = 0
        while True:
            number += 1
            page = await self._page(number)
            self.skipped += page.skipped
            yield await asyncio.to_thread(self._matching, page)
            goes_in_circles = page.total is None and not self._seen[-1]
            if goes_in_circles or is_last(page, number):
                return

    async def _page(self, number: int) -> VideoPage:
        """Outwaits being turned away, which a long list in quick succession invites."""
        for attempt in range(_TURNED_AWAY):
            try:
                return await self._client.list_videos(self._asked, page=number, size=self._size)
            except RateLimited as error:
                if (error.retry_after or 0.0) > _PATIENCE:
                    raise
                wait = error.retry_after or self._client.pacing.closed_for or _FIRST_WAIT * 2**attempt
                await self._clock.sleep(wait)
        return await self._client.list_videos(self._asked, page=number, size=self._size)

    def _matching(self, page: VideoPage) -> Sequence[Video]:
        """What of a page the query means, which the index alone can say in full; and nothing twice."""
        self._index.put(page.videos, at=self._clock.now())
        new = frozenset(video.video_no for video in page.videos).difference(*self._seen)
        self._seen.append(new)
        ids = new.intersection(self._query.ids) if self._query.ids else new
        if not ids:
            return ()
        found = self._index.find(replace(self._query, ids=tuple(ids)))
        return [video for video in map(found.row, range(found.count)) if video is not None]
