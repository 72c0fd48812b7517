"""The sweep over what is being looked at: the service answers the same question, so that the list is right at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tui.api.errors import Refused
from tui.api.pacing import Urgency
from tui.api.values import Asked
from tui.library.asker import PAGE, Asker
from tui.library.asking import asked
from tui.library.index import Index
from tui.library.query import Query
from tui.library.sweeps import is_last
from tui.library.values import Asking, SyncMode

_EVERYTHING: Final = Asked()


class Focus:
    """One query, asked page by page until nothing is missing here."""

    def __init__(
        self, query: Query, asker: Asker, index: Index, mode: SyncMode, on_asking: Callable[[Asking], None]
    ) -> None:
        self.query = query
        self._asked, self._exact = asked(query, metadata_filters=asker.metadata_filters)
        self._asker = asker
        self._index = index
        self._mode = mode
        self._tell = on_asking
        self._page = 0
        self._seen: set[str] = set()
        self._steady = True
        self._on_server: int | None = None
        self._ended = self._asked == _EVERYTHING

    @property
    def is_narrower(self) -> bool:
        """Whether the service can be asked for anything less than the whole library."""
        return self._asked != _EVERYTHING

    async def sweep(self) -> None:
        """Asks until everything is here or the mode says stop; what can't be asked more narrowly is not asked."""
        self._say(done=False)
        try:
            while not self._ended and await self._step():
                pass
            if self._ended and self._exact and self._steady:
                await self._asker.look_for(await self._asker.on_disk(self._unseen))
        except Refused:
            self._ended = True
        self._say(done=True)

    async def extend(self) -> None:
        """One page more, where the mode had stopped."""
        if not self._ended:
            try:
                await self._step()
            except Refused:
                self._ended = True
            self._say(done=True)

    async def _step(self) -> bool:
        """The next page. Whether another one should follow by itself."""
        number = self._page + 1
        urgency = Urgency.ASKED if number == 1 else Urgency.SWEEPING
        page = await self._asker.page(self._asked, number, urgency, give_up=True)
        change = await self._asker.keep(page)
        repeats = bool(page.videos) and self._seen.issuperset(video.video_no for video in page.videos)
        self._seen.update(video.video_no for video in page.videos)
        self._steady = self._steady and not (page.skipped or repeats) and self._on_server in (None, page.total)
        self._page, self._on_server = number, page.total
        self._ended = repeats or is_last(page, number)
        self._say(done=False)
        if self._ended or not self._may_go_on(number):
            return False
        return bool(change.added) or not await self._is_complete()

    def _may_go_on(self, number: int) -> bool:
        if self._mode == "full":
            return True
        return self._mode != "off" and number * PAGE < self._mode

    async def _is_complete(self) -> bool:
        """Whether everything that the service counts is here already."""
        if self._on_server is None or not self._exact:
            return False
        here = await self._asker.on_disk(lambda: self._index.find(self.query).count)
        return here == self._on_server

    def _unseen(self) -> list[str]:
        """What matches here and was not on any page: gone, or changed, or still indexing."""
        found = self._index.find(self.query)
        if found.count > len(self._seen) + PAGE:
            return []
        here = map(found.row, range(found.count))
        return [video.video_no for video in here if video is not None and video.video_no not in self._seen]

    def _say(self, *, done: bool) -> None:
        self._tell(Asking(self.query, self._on_server, self._exact, done))
