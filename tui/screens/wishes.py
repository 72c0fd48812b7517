"""What a person wants to look at next: the commands of the library that change the query, and the query before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tui.library.desk import LibraryDesk
from tui.library.query import Query
from tui.library.query_text import text_of
from tui.memory import with_view
from tui.screens.alike import alike, why_no_next
from tui.widgets.video_table import VideoTable

if TYPE_CHECKING:
    from tui.screens.library import LibraryScreen

Wish = Literal["clear", "flip", "map", "statistics", "next"]


class Wishes:
    """Has the library screen look for something else; remembers what it looked for before."""

    def __init__(self, library: LibraryScreen, desk: LibraryDesk, settled: Query) -> None:
        """`settled`: what the screen begins with."""
        self._library = library
        self._desk = desk
        self._previous = Query()
        self.settled = settled
        """The last query that was meant and not only typed through."""

    def do(self, what: Wish) -> None:
        library = self._library
        match what:
            case "clear":
                library.looking_for = Query()
            case "flip":
                library.looking_for = self._previous
            case "next":
                library.notify(why_no_next(), markup=False, timeout=4)
            case "map":
                library.run_worker(self._map(), group="map", exclusive=True)
            case "statistics":
                library.run_worker(self._statistics(), group="statistics", exclusive=True)

    def settle_on(self, query: Query) -> None:
        """Remembers the query before, of those that were meant."""
        if query != self.settled:
            self._previous, self.settled = self.settled, query
            self._library.viewing.settled(query)
            self.remember()
            from tui.widgets.query_input import QueryInput

            self._library.query_one(QueryInput).remember(text_of(query))

    def remember(self) -> None:
        """Has the view come back at the next start."""
        memory = self._library.memory
        memory.keep(with_view(memory.library, self.settled, self._library.order))

    def alike(self, what: str) -> None:
        """Narrows the query to what shares a value with the video under the cursor."""
        library = self._library
        found = alike(library.looking_for, library.query_one(VideoTable).video, what)
        if isinstance(found, Query):
            library.looking_for = found
        else:
            library.notify(found, markup=False, timeout=4)

    async def _map(self) -> None:
        from tui.screens.map_opening import picked_on_the_map

        library = self._library
        library.looking_for = await picked_on_the_map(library, self._desk, library.looking_for)

    async def _statistics(self) -> None:
        from tui.screens.statistics import StatisticsScreen

        library = self._library
        picked = await library.app.push_screen_wait(StatisticsScreen(self._desk.index, library.looking_for))
        library.looking_for = library.looking_for if picked is None else picked
