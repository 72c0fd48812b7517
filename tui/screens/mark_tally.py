"""How many of the marked videos the list shows, told in the status line."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any, Final

from textual.screen import Screen

from tui.library.connections import Closed
from tui.library.index import Index
from tui.library.marks import Marks
from tui.library.picking import Tally
from tui.library.query import Query
from tui.screens.latest import Latest
from tui.widgets.status_line import StatusLine

_COUNT_EVERY: Final = 0.4

View = tuple[Query, int | None]
"""What is looked for, and up to which moment (milliseconds since the epoch)."""
_Question = tuple[Marks, View]


class MarkTally:
    """Counts in a thread, the newest marks only."""

    def __init__(self, screen: Screen[Any], index: Index) -> None:  # Any: what a screen returns does not matter
        self._screen = screen
        self._index = index
        self._marks = Marks()
        self._counts: Latest[_Question, Tally | None] = Latest(self._count, self._show, every=_COUNT_EVERY)

    @property
    def idle(self) -> bool:
        return self._counts.idle

    async def run(self) -> None:
        """Counts until cancelled."""
        await self._counts.run()

    def ask(self, marks: Marks, view: View) -> None:
        """These are marked, and this is listed now."""
        before, self._marks = self._marks, marks
        if marks:
            self._counts.ask((marks, view))
        elif before:
            self._screen.query_one(StatusLine).tally = Tally()

    async def _count(self, question: _Question) -> Tally | None:
        marks, (query, horizon) = question
        with contextlib.suppress(Closed, OSError):
            return await asyncio.to_thread(self._index.tally, marks, query, horizon=horizon)
        return None

    def _show(self, question: _Question, found: Tally | None) -> None:
        if found is not None and question[0] is self._marks and self._screen.is_attached:
            self._screen.query_one(StatusLine).tally = found
