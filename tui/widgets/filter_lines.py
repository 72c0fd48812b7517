"""How each row of the filter sidebar looks: glyph, value, count at the right edge."""

from __future__ import annotations

from typing import Final, Literal

from tui.api.values import Status
from tui.frozen import dataclass
from tui.library.query import Section
from tui.widgets.lines import Line, Piece, Tone
from tui.widgets.present import cells, cut, fit, status_mark

Kind = Literal["header", "value", "field", "more", "note"]

TITLES: Final[dict[Section, str]] = {
    "status": "Status",
    "tag": "Tag",
    "camera": "Camera",
    "place": "Place",
    "name": "Name",
    "taken": "Taken since",
    "id": "Video",
}
INCLUDED: Final = "✓"
EXCLUDED: Final = "−"
NEITHER: Final = "◦"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sidebar."""

    kind: Kind
    section: Section
    text: str = ""
    """The value itself, as it is in the query; or what the row says."""
    note: str = ""
    """What stands at the right edge."""
    glyph: str = NEITHER
    tone: Tone = ""


def _header_line(row: Row, width: int) -> Line:
    title = cut(TITLES[row.section] + row.text, width)
    note = cut(row.note, max(0, width - cells(title) - 4))
    rule = "─" * (width - cells(title) - 1 - (cells(note) + 1 if note else 0))
    return ((title, row.tone), (" ", ""), (rule, "muted"), (f" {note}" if note else "", "muted"))


def _value_line(row: Row, width: int) -> Line:
    label = width - 2 - (cells(row.note) + 1 if row.note else 0)
    shown = row.text if row.text.strip() else f"“{row.text}”"
    if row.section == "status":
        shown = f"{status_mark(Status(row.text)).glyph} {shown}"
    return (_glyph(row), (" ", ""), (fit(shown, label), row.tone), (f" {row.note}" if row.note else "", "muted"))


def _glyph(row: Row) -> Piece:
    return (row.glyph, "accent" if row.glyph == INCLUDED else "bad" if row.glyph == EXCLUDED else "muted")


def _note_line(row: Row, width: int) -> Line:
    label = width - 2 - (cells(row.note) + 1 if row.note else 0)
    return (("  ", ""), (fit(row.text, label), row.tone), (f" {row.note}" if row.note else "", "muted"))


def _more_line(row: Row, width: int) -> Line:
    return (("  ", ""), (cut(row.text, width - 2), "muted"))


def line(row: Row, width: int) -> Line:
    """The row in exactly `width` cells."""
    return _LINES[row.kind](row, width)


_LINES: Final = {
    "header": _header_line,
    "value": _value_line,
    "field": _value_line,
    "more": _more_line,
    "note": _note_line,
}
