"""Typing into a row of the filter sidebar: where the input lies, what it narrows, and what is said beneath it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from tui.widgets.filter_entry import FIELDS
from tui.widgets.filter_lines import TITLES
from tui.widgets.filter_rows import NARROWABLE, Said

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from textual.widget import Widget

    from tui.library.query import Query, Section
    from tui.widgets.filter_input import FilterInput
    from tui.widgets.filter_list import FilterList

_ROOM: Final = 8
"""Cells of the input at the least."""


class FilterTyping:
    """Lays one input over the row that is edited, for as long as it is."""

    def __init__(self, sidebar: Widget, shown: FilterList, today: Callable[[], date]) -> None:
        self._sidebar = sidebar
        self._shown = shown
        self._today = today

    @cached_property
    def entry(self) -> FilterInput:
        """The input; it waits out of sight."""
        from tui.widgets.filter_input import FilterInput  # not before the first paint

        return FilterInput(self._today)

    @property
    def section(self) -> Section | None:
        """What is being typed into."""
        return self._shown.view.editing

    def begin(self, section: Section, query: Query) -> None:
        """Opens the row of a section, where it has one to type into."""
        if section not in NARROWABLE and section not in FIELDS:
            return
        self._shown.lines.cursor = self._shown.row_to_edit(section)
        self._sidebar.add_class("-editing")
        self.entry.focus()
        self._shown.look(editing=section)
        self.lie()
        self.entry.begin(section, query, self._shown.view.narrow.get(section, ""))

    def leave(self) -> None:
        """Back to the list."""
        section = self.section
        if section is None:
            return
        self._shown.look(said=None, editing=None)
        if self.entry.has_focus:
            self._shown.lines.focus()
        self._sidebar.remove_class("-editing")
        if section in NARROWABLE:
            self._shown.enter(section)

    def heard(self, event: FilterInput.Read) -> Query | None:
        """Says what there is to say of what is typed; answers with the query to show meanwhile, if any."""
        if event.section != self.section:
            return None
        self._shown.look(said=Said(event.section, event.said, event.tone) if event.said else None)
        self.lie()
        # Names narrow the list while they are typed; half a place or half a date would only mislead.
        return event.query if event.section == "name" else None

    def lie(self) -> None:
        """Lays the input over its row, wherever that is now."""
        section = self.section
        if section is None:
            return
        indent = len(TITLES[section]) + 2 if section in NARROWABLE else 2
        row = self._shown.row_to_edit(section) - self._shown.lines.scroll_offset.y
        self.entry.styles.offset = (indent, row)
        self.entry.styles.width = max(_ROOM, self._sidebar.size.width - 1 - indent)
