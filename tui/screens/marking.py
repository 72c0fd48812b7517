"""Marks in the library: one by one, a range, all that is shown; kept by number through everything, and on disk."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from typing import Any, Final

from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.frozen import dataclass
from tui.library.connections import Closed
from tui.library.index import Index
from tui.library.marks import MarkBook, Marks
from tui.library.matches import Matches
from tui.library.picking import Tally
from tui.library.query import Query
from tui.pressing import press
from tui.screens.latest import Latest
from tui.widgets.present import counted
from tui.widgets.status_line import StatusLine
from tui.widgets.video_table import VideoTable

MARKING: Final[list[BindingType]] = [
    Binding("space", "mark('one')", "Mark", id="marks.one", tooltip="Mark this video and go to the next"),
    Binding("v", "mark('range')", "Range", id="marks.range", show=False, tooltip="Mark from here to where you go"),
    Binding("A", "mark('all')", "Mark all", id="marks.all", show=False, tooltip="Mark everything that is listed"),
    Binding("I", "mark('invert')", "Invert", id="marks.invert", show=False, tooltip="Mark the others of the list"),
    Binding("z", "mark('undo')", "Undo", id="marks.undo", show=False, tooltip="Undo the last change of the marks"),
    Binding("Z", "mark('redo')", "Redo", id="marks.redo", show=False, tooltip="Do it again"),
]

_AT_ONCE: Final = 300
"""Rows that are read while a key is pressed; more are read in a thread."""
_COUNT_EVERY: Final = 0.4
_KEEP_EVERY: Final = 0.2
_UNDONE: Final = 50
_HELD: Final = 3_000_000
"""Numbers that all of those may hold: some hundred megabytes."""

View = tuple[Query, int | None]
"""What is looked for, and up to which moment (milliseconds since the epoch)."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range that is being marked: from where, and what was marked before."""

    anchor: str
    before: Marks


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far a range goes by now."""

    stretch: Stretch
    matches: Matches
    low: int
    high: int


class Marking:
    """Owns the marks, shows them in the table and counts them in the status line."""

    def __init__(self, screen: Screen[Any], index: Index, book: MarkBook, view: Callable[[], View]) -> None:
        self.marks = Marks()
        self._screen = screen
        self._index = index
        self._book = book
        self._view = view
        self._range: Stretch | None = None
        self._undo: list[Marks] = []
        self._redo: list[Marks] = []
        self._loaded = False
        self._choices = 0
        """How many times all that is listed is still to be marked, or inverted."""
        self._in_turn = asyncio.Lock()
        self._counts: Latest[tuple[Marks, View], Tally | None] = Latest(
            self._count, self._show_tally, every=_COUNT_EVERY
        )
        self._keeping: Latest[Marks, None] = Latest(self._keep, lambda _marks, _none: None, every=_KEEP_EVERY)
        self._reaching: Latest[_Reach, list[str]] = Latest(self._read, self._reached)

    @property
    def idle(self) -> bool:
        """Whether everything is counted, kept and read."""
        return self._loaded and not self._choices and self._counts.idle and self._keeping.idle and self._reaching.idle

    async def run(self) -> None:
        """Brings back what was marked, then counts and keeps until cancelled."""
        with contextlib.suppress(OSError):
            found = await asyncio.to_thread(self._book.load)
            self._set(found.adding(self.marks))
        self._loaded = True
        try:
            async with asyncio.TaskGroup() as group:
                for asker in (self._counts, self._keeping, self._reaching):
                    group.create_task(asker.run())
        finally:
            with contextlib.suppress(OSError):
                self._book.keep(self.marks)

    def do(self, how: str) -> None:
        """One of the commands."""
        match how:
            case "one":
                self._one()
            case "range":
                self._toggle_range()
            case "all" | "invert":
                self._choices += 1
                self._screen.run_worker(self._many(self._view(), invert=how == "invert"), group="mark")
            case "undo" | "redo":
                self._step(self._undo, self._redo) if how == "undo" else self._step(self._redo, self._undo)

    def moved(self) -> None:
        """The cursor is elsewhere: a range follows it."""
        stretch, table = self._range, self._table
        matches = table.matches
        if stretch is None or not isinstance(matches, Matches):
            return
        anchor = matches.position(stretch.anchor)
        if anchor is None:
            self._end_range()
            return
        low, high = min(anchor, table.cursor), max(anchor, table.cursor) + 1
        reach = _Reach(stretch, matches, low, high)
        if high - low <= _AT_ONCE:
            rows = (matches.row(n) for n in range(low, high))
            self._reached(reach, [video.video_no for video in rows if video is not None])
        else:
            self._reaching.ask(reach)

    def step_back(self) -> bool:
        """Ends a range, else takes all marks away; says whether there was anything to undo."""
        if self._range is not None:
            self._end_range()
        elif self.marks:
            said = counted(len(self.marks), "mark")
            self.change(Marks())
            self._say(f"{said} taken away · {press('marks.undo', 'z')} brings them back")
        else:
            return False
        return True

    def change(self, marks: Marks) -> None:
        """Other marks, which can be undone."""
        if marks != self.marks:
            self._undo = undoable([*self._undo[-_UNDONE:], self.marks])
            self._redo.clear()
            self._set(marks)

    def replace(self, numbers: Iterable[str]) -> None:
        """These, and no other."""
        self.change(Marks.of(numbers))

    def drop(self, numbers: Iterable[str]) -> None:
        """Videos are gone: so are their marks, also from what can be undone."""
        gone = frozenset(numbers)
        if gone:
            self._undo = [marks.without(gone) for marks in self._undo]
            self._redo = [marks.without(gone) for marks in self._redo]
            self._set(self.marks.without(gone))

    def recount(self) -> None:
        """The list is another, or knows more."""
        if self.marks:
            self._counts.ask((self.marks, self._view()))

    # Commands

    def _one(self) -> None:
        video = self._table.video
        if video is None:
            self._say("There is no video here to mark.")
            return
        self._range = None
        self.change(self.marks.toggled(video.video_no))
        self._table.move(1)

    def _toggle_range(self) -> None:
        video = self._table.video
        if self._range is not None:
            self._end_range()
        elif video is None:
            self._say("There is no video here to begin a range with.")
        else:
            self._undo = undoable([*self._undo[-_UNDONE:], self.marks])
            self._redo.clear()
            self._range = Stretch(video.video_no, self.marks)
            self._show_range()
            self.moved()

    def _end_range(self) -> None:
        self._range = None
        self._show_range()

    async def _many(self, view: View, *, invert: bool) -> None:
        """One after the other: what is inverted is what was marked before."""
        async with self._in_turn:
            try:
                await self._choose(view, invert=invert)
            finally:
                self._choices -= 1

    async def _choose(self, view: View, *, invert: bool) -> None:
        query, horizon = view
        try:
            found = await asyncio.to_thread(self._index.picked, query, horizon=horizon)
        except (Closed, OSError):
            return
        before = self.marks
        after = await asyncio.to_thread(before.inverted if invert else before.adding, found)
        if self.marks is not before:
            after = self.marks.inverted(found) if invert else self.marks.adding(found)
        self._range = None
        self.change(after)
        if invert:
            self._say(f"{counted(len(after), 'video')} marked now")
        elif after is before:
            self._say("Nothing to mark." if not found else f"All {len(found):,} of the list are marked already.")
        else:
            of_all = "all that is listed" if query.is_empty else "all that the filter shows"
            key = press("library.back", "esc")
            self._say(f"{counted(len(found), 'video')} marked: {of_all} · {key} takes the marks away")

    def _step(self, back: list[Marks], forth: list[Marks]) -> None:
        if not back:
            self._say("There is no change of the marks to go back to.")
            return
        forth.append(self.marks)
        self._range = None
        self._set(back.pop())

    # What is shown and kept

    def _set(self, marks: Marks) -> None:
        self.marks = marks
        if not self._screen.is_attached:
            return
        self._table.marked = marks
        status = self._screen.query_one(StatusLine)
        status.marked = marks
        if not marks:
            status.tally = Tally()
        self.recount()
        self._keeping.ask(marks)

    def _show_range(self) -> None:
        if self._screen.is_attached:
            words = f"range · {press('marks.range', 'v')} ends it"
            self._screen.query_one("#list").border_subtitle = "" if self._range is None else words

    async def _count(self, question: tuple[Marks, View]) -> Tally | None:
        marks, (query, horizon) = question
        with contextlib.suppress(Closed, OSError):
            return await asyncio.to_thread(self._index.tally, marks, query, horizon=horizon)
        return None

    def _show_tally(self, question: tuple[Marks, View], found: Tally | None) -> None:
        if found is not None and question[0] is self.marks and self._screen.is_attached:
            self._screen.query_one(StatusLine).tally = found

    async def _keep(self, marks: Marks) -> None:
        try:
            await asyncio.to_thread(self._book.keep, marks)
        except OSError:
            self._say("The marks can't be kept on this disk: they last until you leave.")

    async def _read(self, reach: _Reach) -> list[str]:
        with contextlib.suppress(Closed, OSError):
            return await asyncio.to_thread(reach.matches.numbers, reach.low, reach.high)
        return []

    def _reached(self, reach: _Reach, numbers: list[str]) -> None:
        if reach.stretch is self._range:
            self._set(reach.stretch.before.adding(numbers))

    @property
    def _table(self) -> VideoTable:
        return self._screen.query_one(VideoTable)

    def _say(self, words: str) -> None:
        if self._screen.is_attached:
            self._screen.notify(words, markup=False)


def undoable(steps: list[Marks], most: int = _HELD) -> list[Marks]:
    """The latest of them that hold no more than `most` numbers beside each other; one at least."""
    held, kept = 0, steps[-1:]
    for before, after in zip(steps[-2::-1], steps[:0:-1], strict=True):
        held += before.weight_beside(after)
        if held > most:
            break
        kept.insert(0, before)
    return kept
