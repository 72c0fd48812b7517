"""A list of names, and above it the line to type a part of one into: only names that have it are listed."""

from __future__ import annotations

from typing import Protocol

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from tui.text import safe_text
from tui.widgets.line_list import LineList
from tui.widgets.lines import Rows
from tui.widgets.name_filter import NameFilter


class Names(Protocol):
    """Rows with names."""

    def having(self, part: str) -> Rows:
        """Those whose name has this in it, whatever the case of its letters; `part` is case-folded."""


class NarrowedList(Vertical):
    """Its screen has the commands that open a name and narrow the list (`name_filter.choosing`)."""

    DEFAULT_CSS = "NarrowedList { height: auto; }"

    def __init__(self, *, empty: str = "", besides: str = "") -> None:
        """`empty`: what is said where there is no name at all; `besides`: what can be done where none has the part."""
        super().__init__()
        self.lines = LineList()
        self._filter = NameFilter("a part of the name")
        self._names: Names | None = None
        self._part = ""
        self._empty = empty
        self._besides = besides

    def compose(self) -> ComposeResult:
        yield self._filter
        yield self.lines

    def show(self, names: Names) -> None:
        """Lists these, as far as they have the part."""
        self._names = names
        nothing = f" No name has “{safe_text(self._part, 30)}” in it{self._besides}."
        self.lines.empty = nothing if self._part else self._empty
        self.lines.rows = names.having(self._part)

    def narrow(self) -> None:
        """Asks for a part."""
        self._filter.open(self._part)

    @on(NameFilter.Changed)
    def _narrow(self, event: NameFilter.Changed) -> None:
        event.stop()
        self._part = event.text.casefold()
        if self._names is not None:
            self.show(self._names)

    @on(NameFilter.Left)
    def _narrowed(self, event: NameFilter.Left) -> None:
        event.stop()
        self.lines.focus()
