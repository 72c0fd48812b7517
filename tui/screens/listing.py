"""What is looked for is found and shown: rows, counts, and why there are none; up to one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual.screen import Screen

from tui.screens.emptiness import Emptiness
from tui.screens.finding import Finding, Look, Wanted
from tui.screens.horizon import Horizon
from tui.screens.showing import Showing

if TYPE_CHECKING:
    from tui.library.desk import First, LibraryDesk
    from tui.library.query import Query
    from tui.library.values import Sort, SyncState
    from tui.screens.library_words import Surroundings
    from tui.uploads.job import Job


class Listing:
    """Owns the four that do it: who asks, who shows, who says why there is nothing, and the moment."""

    def __init__(
        self,
        screen: Screen[None],
        desk: LibraryDesk,
        around: Surroundings,
        *,
        sought: Callable[[], tuple[Query, Sort]],
        sync: Callable[[], SyncState],
        find: Callable[[], None],
        show_look: Callable[[str, Look], None],
    ) -> None:
        """`sought`: what the person looks for now, in which order. `find` looks again. `show_look`: of one video."""
        self._sought = sought
        self._sync = sync
        self._stage = (False, False)
        self.horizon = Horizon(desk.index)
        self.emptiness = Emptiness(
            screen,
            around,
            looking_for=lambda: sought()[0],
            sync=sync,
            find=find,
            ask_relief=lambda wanted: self.finding.relief.ask(wanted),
        )
        self.showing = Showing(screen, looking_for=lambda: sought()[0], emptiness=self.emptiness)
        self.finding = Finding(
            desk,
            show_matches=self.showing.rows,
            show_facets=self.showing.counts,
            show_relief=lambda wanted, relief: self.emptiness.relieved(wanted, relief),
            show_look=show_look,
        )

    def show_first(self, first: First | None) -> bool:
        """Shows what was found before there was a screen, if it is that; answers whether it was."""
        return self.showing.first(first, self._sought()[1], self.horizon.moment)

    def find(self) -> None:
        """Asks for rows and counts."""
        query, order = self._sought()
        self._stage = _stage(self._sync())
        self.finding.rows.ask(Wanted(query, order, self.horizon.moment, self.showing.held, self._stage))
        self.finding.facets.ask(query)

    @property
    def is_another_stage(self) -> bool:
        """Whether the library has begun to be known, or is known as a whole, since rows were last asked for."""
        return self._stage != _stage(self._sync())

    def take_in(self) -> None:
        """Everything that has come by now; the cursor on the first row goes along."""
        self.horizon.take_in()
        self.showing.follow_top = True

    def admit(self, jobs: Iterable[Job]) -> bool:
        """The same for one's own uploads; answers whether there is anything new of them."""
        if not self.horizon.admit(jobs):
            return False
        self.showing.follow_top = True
        return True

    def going_to(self, video_no: str) -> bool:
        """The cursor goes to this video with the next rows; answers whether it is among those there are."""
        self.showing.going_to = video_no
        return self.showing.has(video_no)


def _stage(sync: SyncState) -> tuple[bool, bool]:
    return sync.known > 0, sync.synced_at is not None and not sync.sweeping
