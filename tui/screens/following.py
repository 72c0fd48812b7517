"""What goes along with the cursor and the query: details, cover and small map. Made after the first paint."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen

from tui.api.values import Video
from tui.covers.desk import CoverDesk
from tui.library.desk import LibraryDesk
from tui.library.query import Query
from tui.screens.covering import Covering
from tui.screens.finding import Look
from tui.screens.latest import Latest
from tui.screens.looking import Looking
from tui.screens.small_map import SmallMap
from tui.widgets.details import Details
from tui.widgets.filter_sidebar import FilterSidebar


class Following:
    """Keeps the panes beside the list on one video and one query."""

    def __init__(
        self,
        screen: Screen[None],
        desk: LibraryDesk,
        covers: CoverDesk,
        metadata: Latest[str, Look],
        *,
        now: Callable[[], float],
    ) -> None:
        details = screen.query_one(Details)
        self.covering = Covering(covers, details)
        self._looking = Looking(desk, metadata, details, self.covering, now=now)
        self._map = SmallMap(desk.index, screen.query_one(FilterSidebar))
        screen.run_worker(self._looking.nearby.run(), group="nearby")
        screen.run_worker(self.covering.run(), group="cover")
        screen.run_worker(self._map.run(), group="small-map")

    def at(self, video: Video | None) -> None:
        """The cursor is on this video."""
        self._looking.at(video)
        self._map.at(video)

    def look(self, query: Query) -> None:
        """This is looked for; or what is found, or the room for it, is another."""
        self._map.look(query)

    def show(self, look: Look) -> None:
        """What came of asking about a video."""
        self._looking.show(look)
