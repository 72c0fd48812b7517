"""The panes beside the list: filled after the first paint, and from then on kept with the cursor and the query."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import Screen

from tui.widgets.details import Details
from tui.widgets.filter_sidebar import FilterSidebar
from tui.widgets.query_bar import QueryBar
from tui.widgets.video_table import VideoTable

if TYPE_CHECKING:
    from tui.covers.desk import CoverDesk
    from tui.library.desk import LibraryDesk
    from tui.library.query import Query
    from tui.screens.finding import Look
    from tui.screens.following import Following
    from tui.screens.listing import Listing


class Beside:
    """Before they are filled there is nothing to be kept, and what is asked of them is for later."""

    def __init__(
        self,
        screen: Screen[None],
        desk: LibraryDesk,
        covers: CoverDesk,
        listing: Listing,
        *,
        looking_for: Callable[[], Query],
        now: Callable[[], float],
    ) -> None:
        """`looking_for`: what the person looks for now. `now`: seconds since the epoch."""
        self._screen = screen
        self._desk = desk
        self._covers = covers
        self._listing = listing
        self._looking_for = looking_for
        self._now = now
        self._following: Following | None = None
        self.furnished = asyncio.Event()
        """Whether everything is there."""

    async def furnish(self) -> None:
        """After the first paint; keys wait for it."""
        from tui.screens.following import Following

        screen, listing = self._screen, self._listing
        async with screen.batch():
            await screen.query_one(QueryBar).furnish()
            await screen.query_one(FilterSidebar).furnish()
            await screen.query_one(Details).furnish()
        self._following = Following(
            screen,
            self._desk,
            self._covers,
            listing.finding.metadata,
            is_typing=lambda: listing.showing.is_typing,
            now=self._now,
        )
        self.follow()
        self.look()
        self.furnished.set()

    @property
    def following(self) -> Following:
        """What goes along with the cursor."""
        assert self._following is not None  # keys wait until it is there
        return self._following

    def follow(self) -> None:
        """The cursor is where it is."""
        if self._following is not None:
            self._following.at(self._screen.query_one(VideoTable).video)

    def look(self) -> None:
        """Something else is looked for; or what is found, or the room for it, is another."""
        if self._following is not None:
            self._following.look(self._looking_for())

    def show(self, look: Look) -> None:
        """What came of asking about a video."""
        if self._following is not None:
            self._following.show(look)

    def catch_up(self) -> None:
        """Follows the cursor now, wherever it is."""
        if self._following is not None:
            self._following.catch_up()
