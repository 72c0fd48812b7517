"""Marks in the library: one by one, a range, all that is shown; kept by number through everything, and on disk."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final

from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.library.connections import Closed
from tui.library.index import Index
from tui.library.mark_book import MarkBook
from tui.library.marks import Marks
from tui.pressing import press
from tui.screens.latest import Latest
from tui.screens.mark_history import MarkHistory
from tui.screens.mark_range import MarkRange, Reach
from tui.screens.mark_tally import MarkTally, View
from tui.screens.turns import Turns
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

_KEEP_EVERY: Final = 0.2


class Marking:
    """Owns the marks, shows them in the table and counts them in the status line."""

    def __init__(self, screen: Screen[Any], index: Index, book: MarkBook, view: Callable[[], View]) -> None:
        self.marks = Marks()
        self._screen = screen
        self._index = index
        self._book = book
        self._view = view
        self._range = MarkRange(lambda: self._table, self._set)
        self._history = MarkHistory()
        self._watchers: list[Callable[[Marks], None]] = []
        self._loaded = False
        self._turns = Turns(screen, "mark")
        self._tally = MarkTally(screen, index)
        self._keeping: Latest[Marks, None] = Latest(self._keep, lambda _marks, _none: None, every=_KEEP_EVERY)

    @property
    def idle(self) -> bool:
        """Whether everything is counted, kept and read."""
        return self._loaded and self._turns.all_taken and self._tally.idle and self._keeping.idle and self._range.idle

    async def run(self) -> None:
        """Brings back what was marked, then counts and keeps until cancelled."""
        with contextlib.suppress(OSError):
            found = await asyncio.to_thread(self._book.load)
            self._set(found.adding(self.marks))
        self._loaded = True
        try:
            async with asyncio.TaskGroup() as group:
                for asker in (self._tally, self._keeping, self._range):
                    group.create_task(asker.run())
        finally:
            with contextlib.suppress(OSError):
                self._book.keep(self.marks)

    def do(self, how: str) -> None:
        """One of the commands, after those that were given before it."""
        match how:
            case "one":
                self._one()
            case "range":
                self._toggle_range()
            case "all" | "invert":
                self._end_range()
                self._turns.queue(partial(self._choose, self._view(), invert=how == "invert"))
            case "undo" | "redo":
                self._turns.take(partial(self._step, how))

    async def settled(self) -> None:
        """Returns when the marks are what was asked for until now: whoever acts on them waits for this."""
        if self._range.unread is not None:
            self._turns.queue(partial(self._take, self._range.unread))
        await self._turns.taken()

    @property
    def is_settled(self) -> bool:
        return self._turns.all_taken and self._range.unread is None

    def watch(self, told: Callable[[Marks], None]) -> Callable[[], None]:
        """Tells also somebody else of every change; what is returned ends that."""
        self._watchers.append(told)
        return partial(self._watchers.remove, told)

    def moved(self) -> None:
        """The cursor is elsewhere: a range follows it."""
        if self._range.is_on:
            self._range.moved()
            self._show_range()

    def step_back(self) -> bool:
        """Ends a range, else takes all marks away; says whether there was anything to undo."""
        if not self._range.is_on and not self.marks and self.is_settled:
            return False
        self._turns.take(self._back)
        return True

    def toggle(self, number: str) -> None:
        """Marks this one, or takes its mark away."""
        self._turns.take(lambda: self.change(self.marks.toggled(number)))

    def change(self, marks: Marks) -> None:
        """Other marks, which can be undone."""
        if marks != self.marks:
            self._history.remember(self.marks)
            self._set(marks)

    def replace(self, numbers: Iterable[str]) -> None:
        """These, and no other."""
        self.change(Marks.of(numbers))

    def drop(self, numbers: Iterable[str]) -> None:
        """Videos are gone: so are their marks, also from what can be undone."""
        gone = frozenset(numbers)
        if gone:
            self._history.drop(gone)
            self._set(self.marks.without(gone))

    def recount(self) -> None:
        """The list is another, or knows more."""
        self._tally.ask(self.marks, self._view())

    # Commands

    def _one(self) -> None:
        video = self._table.video
        if video is None:
            self._say("There is no video here to mark.")
            return
        self._end_range()
        self.toggle(video.video_no)
        self._table.move(1)

    def _toggle_range(self) -> None:
        video = self._table.video
        if self._range.is_on:
            self._end_range()
        elif video is None:
            self._say("There is no video here to begin a range with.")
        else:
            self._turns.take(partial(self._begin_range, video.video_no))

    def _begin_range(self, anchor: str) -> None:
        self._history.remember(self.marks)
        self._range.begin(anchor, self.marks)
        self._show_range()

    def _end_range(self) -> None:
        if unread := self._range.end():
            self._turns.queue(partial(self._take, unread))
        self._show_range()

    async def _take(self, reach: Reach) -> None:
        marks = await reach.marks()
        if marks is not None:
            self._set(marks)

    def _back(self) -> None:
        if self._range.is_on:
            self._end_range()
        elif self.marks:
            said = counted(len(self.marks), "mark")
            self.change(Marks())
            self._say(f"{said} taken away · {press('marks.undo', 'z')} brings them back")

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
        self.change(after)
        if invert:
            self._say(f"{counted(len(after), 'video')} marked now")
        elif after is before:
            self._say("Nothing to mark." if not found else f"All {len(found):,} of the list are marked already.")
        else:
            of_all = "all that is listed" if query.is_empty else "all that the filter shows"
            key = press("library.back", "esc")
            self._say(f"{counted(len(found), 'video')} marked: {of_all} · {key} takes the marks away")

    def _step(self, how: str) -> None:
        found = self._history.undo(self.marks) if how == "undo" else self._history.redo(self.marks)
        if found is None:
            self._say("There is no change of the marks to go back to.")
            return
        self._range.end()
        self._show_range()
        self._set(found)

    # What is shown and kept

    def _set(self, marks: Marks) -> None:
        self.marks = marks
        for told in self._watchers:
            told(marks)
        if not self._screen.is_attached:
            return
        self._table.marked = marks
        self._screen.query_one(StatusLine).marked = marks
        self.recount()
        self._keeping.ask(marks)

    def _show_range(self) -> None:
        if self._screen.is_attached:
            words = f"range · {press('marks.range', 'v')} ends it"
            self._screen.query_one("#list").border_subtitle = words if self._range.is_on else ""

    async def _keep(self, marks: Marks) -> None:
        try:
            await asyncio.to_thread(self._book.keep, marks)
        except OSError:
            self._say("The marks can't be kept on this disk: they last until you leave.")

    @property
    def _table(self) -> VideoTable:
        return self._screen.query_one(VideoTable)

    def _say(self, words: str) -> None:
        if self._screen.is_attached:
            self._screen.notify(words, markup=False)
