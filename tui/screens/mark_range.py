"""A range of marks that follows the cursor; a long one is read in a thread and is never lost on the way."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Final

from tui.frozen import dataclass
from tui.library.connections import Closed
from tui.library.marks import Marks
from tui.library.matches import Matches
from tui.screens.latest import Latest
from tui.widgets.video_table import VideoTable

_AT_ONCE: Final = 300
"""Rows that are read while a key is pressed; more are read in a thread."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From where it goes, and what was marked before."""

    anchor: str
    before: Marks


@dataclass(frozen=True, slots=True)
class Reach:
    """How far it goes by now."""

    stretch: Stretch
    matches: Matches
    low: int
    high: int

    async def marks(self) -> Marks | None:
        """What is marked with it; nothing if the list can't be read."""
        with contextlib.suppress(Closed, OSError):
            numbers = await asyncio.to_thread(self.matches.numbers, self.low, self.high)
            return self.stretch.before.adding(numbers)
        return None


class MarkRange:
    """The range that is being marked, if one is."""

    def __init__(self, table: Callable[[], VideoTable], show: Callable[[Marks], None]) -> None:
        """`show` takes the marks that the range makes."""
        self._table = table
        self._show = show
        self._stretch: Stretch | None = None
        self._unread: Reach | None = None
        self._reaching: Latest[Reach, Marks | None] = Latest(Reach.marks, self._reached)

    @property
    def is_on(self) -> bool:
        return self._stretch is not None

    @property
    def unread(self) -> Reach | None:
        """What is chosen and not yet marked."""
        return self._unread

    @property
    def idle(self) -> bool:
        return self._reaching.idle

    async def run(self) -> None:
        """Reads until cancelled."""
        await self._reaching.run()

    def begin(self, anchor: str, before: Marks) -> None:
        """From this video on."""
        self._stretch = Stretch(anchor, before)
        self.moved()

    def moved(self) -> None:
        """The cursor is elsewhere."""
        stretch, table = self._stretch, self._table()
        matches = table.matches
        if stretch is None or not isinstance(matches, Matches):
            return
        anchor = matches.position(stretch.anchor)
        if anchor is None:
            self.end()
            return
        low, high = min(anchor, table.cursor), max(anchor, table.cursor) + 1
        reach = self._unread = Reach(stretch, matches, low, high)
        if high - low <= _AT_ONCE:
            rows = (matches.row(n) for n in range(low, high))
            self._reached(reach, stretch.before.adding([video.video_no for video in rows if video is not None]))
        else:
            self._reaching.ask(reach)

    def end(self) -> Reach | None:
        """It follows no longer; what is returned is still to be marked."""
        unread, self._unread, self._stretch = self._unread, None, None
        return unread

    def _reached(self, reach: Reach, marks: Marks | None) -> None:
        if reach.stretch is self._stretch:
            if reach is self._unread:
                self._unread = None
            if marks is not None:
                self._show(marks)
