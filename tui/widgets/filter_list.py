"""What the filter sidebar shows at the moment: one view, the rows that follow from it, the row under the cursor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tui.widgets.filter_rows import FACETS, NARROWABLE, FilterRows, FilterView

if TYPE_CHECKING:
    from tui.library.query import Section
    from tui.widgets.filter_lines import Row
    from tui.widgets.line_list import LineList


class FilterList:
    """Owns the view; `lines` shows its rows."""

    def __init__(self, lines: LineList) -> None:
        self.lines = lines
        self.view = FilterView()
        self._rows = FilterRows(self.view)

    def look(self, **changes: Any) -> None:
        """Shows the view with these fields of it changed."""
        self.view = replace(self.view, **changes)
        self._rows = FilterRows(self.view)
        self.lines.rows = self._rows

    @property
    def row(self) -> Row:
        """Under the cursor."""
        return self._rows.rows[self.lines.cursor]

    def enter(self, section: Section) -> None:
        """Puts the cursor on the first row of a section."""
        self.lines.cursor = self._rows.first(section)

    def row_to_edit(self, section: Section) -> int:
        """Where the text of a section is typed: its title where values are narrowed, else its field."""
        return self._rows.header(section) if section in NARROWABLE else self._rows.first(section)

    def narrow(self, section: Section, text: str) -> None:
        """Shows those values of a section that contain this text."""
        self.look(narrow={**self.view.narrow, section: text})

    def hold(self, section: Section) -> None:
        """Keeps the order of a section's values until `loosen`: somebody is at work in it."""
        if section in FACETS and not (self.view.held and self.view.held[0] == section):
            order = tuple(value for value, _count in self.view.values(section))
            self.view = replace(self.view, held=(section, order))

    def loosen(self) -> None:
        """Lets values stand in their usual order once the cursor has left their section."""
        if self.view.held and self.row.section != self.view.held[0]:
            self.look(held=None)
