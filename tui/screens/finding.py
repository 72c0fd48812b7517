"""The questions a library screen keeps asking: rows, counts, the service's own view, one video's metadata."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tui.api.errors import ApiError
from tui.library.desk import LibraryDesk
from tui.library.matches import Matches
from tui.library.query import Query
from tui.library.values import Facets, Known, Sort
from tui.screens.latest import Latest

_FIND_EVERY = 0.4
"""Seconds between two answers while the index keeps changing; the first answer to a change comes at once."""
_TYPING_RESTS = 0.25
"""Seconds without a keystroke after which the service is asked the same question."""
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


@dataclass(frozen=True, slots=True)
class Look:
    """What came of asking about one video."""

    video_no: str
    known: Known | None
    error: ApiError | None = None


class Finding:
    """Four askers, each answering only its newest question."""

    def __init__(
        self,
        desk: LibraryDesk,
        *,
        show_matches: Callable[[Wanted, Matches], None],
        show_facets: Callable[[Query, Facets], None],
        show_look: Callable[[str, Look], None],
    ) -> None:
        self._desk = desk
        self.rows: Latest[Wanted, Matches] = Latest(self._find, show_matches, every=_FIND_EVERY)
        self.facets: Latest[Query, Facets] = Latest(self._count, show_facets, every=_FIND_EVERY)
        self.service: Latest[Query, None] = Latest(self._sweep, lambda _query, _none: None, rest=_TYPING_RESTS)
        self.metadata: Latest[str, Look] = Latest(self._look, show_look, rest=_CURSOR_RESTS)

    @property
    def idle(self) -> bool:
        """Whether every question so far has been answered."""
        return self.rows.idle and self.facets.idle and self.service.idle and self.metadata.idle

    async def run(self) -> None:
        """Answers until cancelled."""
        async with asyncio.TaskGroup() as group:
            for asker in (self.rows, self.facets, self.service, self.metadata):
                group.create_task(asker.run())

    async def _find(self, wanted: Wanted) -> Matches:
        find = partial(self._desk.index.find, wanted.query, wanted.sort, horizon=wanted.horizon, around=wanted.around)
        return await asyncio.to_thread(find)

    async def _count(self, query: Query) -> Facets:
        return await asyncio.to_thread(self._desk.index.facets, query)

    async def _sweep(self, query: Query) -> None:
        self._desk.sweep(query)

    async def _look(self, video_no: str) -> Look:
        try:
            return Look(video_no, await self._desk.metadata(video_no))
        except ApiError as error:
            return Look(video_no, None, error)
