"""Why the list is empty: what was found out about that, in words, and the way out that a key offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual.screen import Screen

from tui.api.values import Weather
from tui.library.connections import IndexTrouble, disk_advice
from tui.library.query import Query
from tui.library.relief import Relief
from tui.library.values import SyncState
from tui.pressing import press
from tui.screens.finding import Wanted
from tui.screens.library_words import Surroundings, empty_words
from tui.widgets.video_table import VideoTable

_READ_AGAIN: Final = 3.0
"""Seconds after which an index that could not be read is tried again."""


class Emptiness:
    """Fills the empty list with words, and keeps them true while the weather and the sync change."""

    def __init__(
        self,
        screen: Screen[None],
        around: Surroundings,
        *,
        looking_for: Callable[[], Query],
        sync: Callable[[], SyncState],
        find: Callable[[], None],
        ask_relief: Callable[[Wanted], None],
    ) -> None:
        """`find` looks again; `ask_relief` has it found out which condition hides everything."""
        self._screen = screen
        self._around = around
        self._looking_for = looking_for
        self._sync = sync
        self._find = find
        self._ask_relief = ask_relief
        self._relief: Relief | None = None
        self._unread: Weather | None = None

    def found(self, wanted: Wanted, count: int) -> None:
        """The index was read, and so many match."""
        self._unread = None
        if not count and not wanted.query.is_empty:
            self._ask_relief(wanted)
        self.say()

    def unread(self, trouble: IndexTrouble) -> None:
        """The index could not be read: said once, and tried again for as long as that lasts."""
        if self._unread is None:
            self._screen.notify(f"{trouble} {disk_advice(trouble)}", markup=False, severity="warning")
        self._unread = Weather(f"{trouble}", advice=disk_advice(trouble), season="disk")
        self._screen.set_timer(_READ_AGAIN, self._find)
        self.say()

    def relieved(self, wanted: Wanted, relief: Relief) -> None:
        """It is known by now which condition hides everything."""
        if wanted.query == self._looking_for():
            self._relief = relief
            self.say()

    def say(self) -> None:
        """Brings the words up to date; what is not seen because there are rows costs nothing."""
        table = self._screen.query_one(VideoTable)
        table.empty_words = empty_words(
            self._looking_for(), self._sync(), self._around, relief=self._relief, unread=self._unread
        )

    @property
    def way_out(self) -> Query | None:
        """The query without the one condition that hides everything."""
        relief, query = self._relief, self._looking_for()
        if relief is None or relief.query != query or relief.best is None or self._screen.query_one(VideoTable).count:
            return None
        return relief.best.without

    @property
    def why_no_way_out(self) -> str:
        """Why there is nothing to drop now."""
        everything = f"{press('library.clear', 'F')} shows everything"
        if self._screen.query_one(VideoTable).count:
            drop = press("library.drop", "x")
            return f"{drop} drops the condition that hides everything: here it hides nothing. {everything}."
        if self._looking_for().is_empty:
            return "There is no condition to drop."
        return f"No single condition is to blame: {everything} again, {press('library.search', '/')} edits the query."
