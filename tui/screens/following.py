"""What goes along with the cursor and the query: details, cover and small map. Made after the first paint."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from textual.screen import Screen

from tui.api.values import Video
from tui.covers.desk import CoverDesk
from tui.library.desk import LibraryDesk
from tui.library.query import Query
from tui.library.values import Known
from tui.screens.covering import Covering
from tui.screens.finding import Look
from tui.screens.latest import Latest
from tui.screens.looking import Looking
from tui.screens.small_map import SmallMap
from tui.widgets.details import Details
from tui.widgets.filter_sidebar import FilterSidebar

_ON_ITS_WAY: Final = 0.1
"""Seconds between two moves of a cursor that is on its way somewhere, as by a key that is held."""


class Following:
    """Keeps the panes beside the list on one video and one query.

    A move is followed at once, and those that follow it closely only when the cursor rests: the panes cost a line
    several times what the cursor costs.
    """

    def __init__(
        self,
        screen: Screen[None],
        desk: LibraryDesk,
        covers: CoverDesk,
        metadata: Latest[str, Look],
        *,
        is_typing: Callable[[], bool],
        now: Callable[[], float],
    ) -> None:
        """`is_typing`: whether the cursor moves because a filter is being typed."""
        self._details = screen.query_one(Details)
        self.covering = Covering(covers, self._details)
        self._looking = Looking(desk, metadata, self._details, self.covering, now=now)
        self._map = SmallMap(desk.index, screen.query_one(FilterSidebar))
        self._is_typing = is_typing
        self._cursor: Video | None = None
        self._moved = 0.0
        self._resting: Latest[Video | None, None] = Latest(self._rested, lambda _video, _none: None, rest=_ON_ITS_WAY)
        screen.run_worker(self._resting.run(), group="following")
        screen.run_worker(self._looking.nearby.run(), group="nearby")
        screen.run_worker(self.covering.run(), group="cover")
        screen.run_worker(self._map.run(), group="small-map")

    def at(self, video: Video | None) -> None:
        """The cursor is on this video."""
        before, moved = self._cursor, self._moved
        self._cursor = video
        if video is not None and before is not None and before.video_no != video.video_no:
            self._moved = time.monotonic()
            if self._moved - moved < _ON_ITS_WAY or self._is_typing():
                self._resting.ask(video)
                return
        if not self._resting.idle:
            self._resting.forget()
        self._follow(video)

    @property
    def idle(self) -> bool:
        """Whether the panes are where the cursor is."""
        return self._resting.idle

    def catch_up(self) -> None:
        """Follows the cursor now, wherever it is."""
        if not self._resting.idle:
            self._resting.forget()
            self._follow(self._cursor)

    def known(self) -> Known | None:
        """What is known of the video under the cursor."""
        self.catch_up()
        return self._details.known

    async def _rested(self, video: Video | None) -> None:
        self._follow(video)

    def _follow(self, video: Video | None) -> None:
        self._looking.at(video)
        self._map.at(video)

    def look(self, query: Query) -> None:
        """This is looked for; or what is found, or the room for it, is another."""
        self._map.look(query)

    def show(self, look: Look) -> None:
        """What came of asking about a video."""
        self._looking.show(look)
