"""Puts what was found in front of the person, unless they look for something else by now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from textual.screen import Screen

from tui.library.connections import IndexTrouble
from tui.screens.finding import Wanted
from tui.widgets.details import Details
from tui.widgets.filter_sidebar import FilterSidebar
from tui.widgets.query_bar import QueryBar
from tui.widgets.status_line import StatusLine
from tui.widgets.status_words import next_try
from tui.widgets.video_table import VideoTable

if TYPE_CHECKING:
    from tui.library.desk import First
    from tui.library.matches import Matches
    from tui.library.query import Query
    from tui.library.values import Facets, Sort, SyncState
    from tui.screens.emptiness import Emptiness
    from tui.uploads.job import Job

_IDLE_TICKS: Final = 10
"""Seconds between two looks at the clock while nothing is under way: an idle screen is a silent one."""


class Showing:
    """Fills the list, the counts of the filters and the status line; keeps the cursor where it belongs."""

    def __init__(
        self,
        screen: Screen[None],
        *,
        looking_for: Callable[[], Query],
        emptiness: Emptiness,
    ) -> None:
        """`looking_for`: what the person looks for now. `emptiness`: what is said where there are no rows."""
        self._screen = screen
        self._looking_for = looking_for
        self._emptiness = emptiness
        self.matches: Matches | None = None
        """The rows that are to be seen."""
        self.follow_top = False
        """Whether a cursor on the first row goes to what comes before it with the next rows."""
        self.going_to: str | None = None
        """The video that the cursor goes to with the next rows."""
        self._typed_from: str | None = None
        """The video that the cursor was on when a filter began to be typed: half of one may hide it for a moment."""
        self._left_on: str | None = None
        """Where the last rows have put the cursor."""

    @property
    def held(self) -> str | None:
        """The video that the cursor stays on, or is to go to."""
        here = self._under_cursor
        if not self.is_typing or self._typed_from is None or here != self._left_on:
            self._typed_from = here
        return self.going_to or self._typed_from

    @property
    def is_typing(self) -> bool:
        """Whether a filter is being typed."""
        return self._screen.query_one(QueryBar).editing or self._screen.query_one(FilterSidebar).editing

    @property
    def _under_cursor(self) -> str | None:
        video = self._screen.query_one(VideoTable).video
        return video.video_no if video is not None else None

    def first(self, first: First | None, sort: Sort, horizon: int | None) -> bool:
        """The first paint holds the rows, if they were found in time; answers whether they were."""
        if first is None or (first.query, first.sort, first.horizon) != (self._looking_for(), sort, horizon):
            return False
        self.rows(Wanted(first.query, sort, first.horizon), first.matches)
        self.counts(first.query, first.facets)
        return True

    def rows(self, wanted: Wanted, matches: Matches | IndexTrouble) -> None:
        """What came of looking."""
        if not self._screen.is_attached or wanted.query != self._looking_for():
            return
        if isinstance(matches, IndexTrouble):
            self._emptiness.unread(matches)
            return
        self.matches = matches
        table = self._screen.query_one(VideoTable)
        self._emptiness.found(wanted, matches.count)
        near = wanted.query.near
        table.place = (near.latitude, near.longitude) if near else None
        keep = wanted.around if self._under_cursor == self._left_on and not self.going_to else self.held
        table.show(matches, keep=keep, follow_top=self.follow_top)
        self.follow_top, self.going_to, self._left_on = False, None, self._under_cursor
        status = self._screen.query_one(StatusLine)
        status.shown, status.new, status.filtered = matches.count, matches.new, not wanted.query.is_empty

    def counts(self, query: Query, facets: Facets) -> None:
        """What came of counting."""
        if self._screen.is_attached and query == self._looking_for():
            self._screen.query_one(FilterSidebar).facets = facets
            self._screen.query_one(QueryBar).facets = facets

    def is_last(self, index: int) -> bool:
        """Whether there are no rows after this one."""
        return self.matches is not None and index >= self.matches.count - 1

    def has(self, video_no: str) -> bool:
        """Whether the video is among the rows."""
        return self.matches is not None and self.matches.position(video_no) is not None


class Ages:
    """Looks at the clock for everything that shows how long ago something was."""

    def __init__(self, screen: Screen[None], now: Callable[[], float]) -> None:
        """`now`: seconds since the epoch."""
        self._screen = screen
        self._now = now
        self._ticks = 0
        self._told = ""

    def tick(self, sync: SyncState, jobs: tuple[Job, ...]) -> None:
        """Once a second while something is under way that a person waits for; else ages grow in steps of ten.

        In bad weather nothing is under way: only when the service is asked again has to be true.
        """
        self._ticks += 1
        before, self._told = self._told, next_try(sync.weather, self._now())
        waited_for = sync.sweeping or any(not job.is_finished for job in jobs)
        if waited_for or self._told != before or self._ticks % _IDLE_TICKS == 0:
            self.look()

    def look(self) -> None:
        """Looks now."""
        self._screen.query_one(StatusLine).now = self._screen.query_one(Details).now = self._now()
