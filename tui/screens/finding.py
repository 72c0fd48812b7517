"""The questions a library screen keeps asking: rows, counts, what hides them, the service's view, one video."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from tui.api.errors import ApiError
from tui.frozen import dataclass
from tui.library.connections import IndexTrouble, Unwanted
from tui.library.desk import LibraryDesk
from tui.library.matches import Matches
from tui.library.query import Query
from tui.library.relief import Relief, relief
from tui.library.values import Facets, Known, Sort
from tui.screens.latest import Latest

_FIND_EVERY = 0.4
"""Seconds between two answers while the index keeps changing; the first answer, and another query, come at once."""
_COUNTS_REST = 0.08
"""Seconds without a keystroke after which values are counted: the rows of what is being typed come first."""
_TYPING_RESTS = 0.25
"""Seconds without a keystroke after which the service is asked the same question."""
_LIBRARY_RESTS = 2.0
"""Seconds without another question after which the way through a large library is learned for the next orders."""
_CURSOR_RESTS = 0.2
"""Seconds the cursor must stay on a video before `get_metadata` is asked about it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list should show; `horizon` (ms since the epoch) hides what arrived after it."""

    query: Query
    sort: Sort
    horizon: int | None
    around: str | None = None
    """The video whose place in the answer is looked for next, so that the interface need not search."""
    stage: tuple[bool, bool] = (False, False)
    """Whether anything is known of the library, and whether a whole sweep of it is over."""


@dataclass(frozen=True, slots=True)
class Look:
    """What came of asking about one video."""

    video_no: str
    known: Known | None
    error: ApiError | IndexTrouble | None = None


class Finding:
    """Five askers, each answering only its newest question."""

    def __init__(
        self,
        desk: LibraryDesk,
        *,
        show_matches: Callable[[Wanted, Matches | IndexTrouble], None],
        show_facets: Callable[[Query, Facets], None],
        show_relief: Callable[[Wanted, Relief], None],
        show_look: Callable[[str, Look], None],
    ) -> None:
        self._desk = desk
        self.rows: Latest[Wanted, Matches | IndexTrouble] = Latest(
            self._find,
            self._show_rows,
            every=_FIND_EVERY,
            kind=lambda wanted: (wanted.query, wanted.sort, wanted.stage),
        )
        self.facets: Latest[Query, Facets | None] = Latest(
            self._count, self._show_counts, rest=_COUNTS_REST, every=_FIND_EVERY, kind=lambda query: query
        )
        self._show_facets = show_facets
        self._show_matches = show_matches
        self.relief: Latest[Wanted, Relief] = Latest(self._relieve, show_relief, every=_FIND_EVERY)
        self.service: Latest[Query, None] = Latest(self._sweep, lambda _query, _none: None, rest=_TYPING_RESTS)
        self.survey: Latest[int, None] = Latest(self._survey, lambda _edition, _none: None, rest=_LIBRARY_RESTS)
        self._surveyed = -1
        self._asked = 0
        """Questions after which something may be learned; what is learned gives way to the next one."""
        self._found: Matches | None = None
        """What was found last: its order is learned once the library rests."""
        self.metadata: Latest[str, Look] = Latest(self._look, show_look, rest=_CURSOR_RESTS)

    @property
    def idle(self) -> bool:
        """Whether every question so far has been answered."""
        return all(asker.idle for asker in (self.rows, self.facets, self.relief, self.service, self.metadata))

    async def run(self) -> None:
        """Answers until cancelled."""
        self._learn()
        try:
            async with asyncio.TaskGroup() as group:
                for asker in (self.rows, self.facets, self.relief, self.service, self.metadata, self.survey):
                    group.create_task(asker.run())
        finally:
            self._asked += 1

    def _find(self, wanted: Wanted) -> asyncio.Future[Matches | IndexTrouble]:
        self._asked += 1
        return asyncio.get_running_loop().run_in_executor(None, self._rows, wanted)

    def _rows(self, wanted: Wanted) -> Matches | IndexTrouble:
        try:
            return self._desk.index.find(wanted.query, wanted.sort, horizon=wanted.horizon, around=wanted.around)
        except IndexTrouble as trouble:
            return trouble

    def _show_rows(self, wanted: Wanted, found: Matches | IndexTrouble) -> None:
        if not isinstance(found, IndexTrouble):
            self._found = found
        self._learn()
        self._show_matches(wanted, found)

    def _learn(self) -> None:
        self.survey.ask(self._desk.index.edition)

    async def _survey(self, edition: int) -> None:
        index, found, asked = self._desk.index, self._found, self._asked
        with suppress(IndexTrouble, Unwanted):  # then positions take their time
            if found is not None:
                await asyncio.to_thread(index.learn, found)
            if edition != self._surveyed:
                await asyncio.to_thread(partial(index.survey, wanted=lambda: self._asked == asked))
                self._surveyed = edition

    async def _count(self, query: Query) -> Facets | None:
        try:
            return await asyncio.to_thread(self._counts, query, self._found)
        except Unwanted:  # the next letter was typed meanwhile, and its rows come first
            return None
        except IndexTrouble:  # the rows say so
            return Facets()

    def _counts(self, query: Query, found: Matches | None) -> Facets:
        if found is not None:
            found.warm_end()  # for whoever goes there; the rows that are seen did not wait for it
        return self._desk.index.facets(query, wanted=lambda: self.facets.is_newest(query))

    def _show_counts(self, query: Query, facets: Facets | None) -> None:
        if facets is not None:
            self._show_facets(query, facets)

    async def _relieve(self, wanted: Wanted) -> Relief:
        find = partial(relief, self._desk.index, wanted.query, horizon=wanted.horizon)
        try:
            return await asyncio.to_thread(find)
        except IndexTrouble:
            return Relief(wanted.query)

    async def _sweep(self, query: Query) -> None:
        self._desk.sweep(query)

    async def _look(self, video_no: str) -> Look:
        try:
            return Look(video_no, await self._desk.metadata(video_no))
        except (ApiError, IndexTrouble) as error:
            return Look(video_no, None, error)
