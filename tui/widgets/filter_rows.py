"""The rows of the filter sidebar as plain values: what stands in which order."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import islice
from typing import TYPE_CHECKING, Final

from tui.api.values import Status
from tui.frozen import dataclass
from tui.geo.point import Point
from tui.library.query import Facet, Near, Query, Section
from tui.library.values import Facets
from tui.pressing import press
from tui.text import safe_text
from tui.widgets import filter_lines
from tui.widgets.filter_lines import EXCLUDED, INCLUDED, NEITHER, Row
from tui.widgets.present import count_text

if TYPE_CHECKING:
    from tui.widgets.lines import Line, Tone

FACETS: Final[dict[Section, Facet]] = {"status": "status", "tag": "tag", "camera": "camera"}
NARROWABLE: Final[frozenset[Section]] = frozenset({"tag", "camera"})

_STATUSES: Final = (Status.READY, Status.INDEXING, Status.FAILED)
_STATUS_TONES: Final[dict[str, Tone]] = {Status.READY: "good", Status.INDEXING: "warn", Status.FAILED: "bad"}
_NARROWED_ROWS: Final = 30
WIDEST: Final = 48
"""Cells a row takes at most: further apart, nobody sees which count belongs to which value."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence beneath a field that is being edited."""

    section: Section
    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class FilterView:
    """Everything that decides which rows there are."""

    query: Query = field(default_factory=Query)
    facets: Facets = field(default_factory=Facets)
    why_not: Mapping[str, str] = field(default_factory=dict)
    narrow: Mapping[Section, str] = field(default_factory=dict)
    """What the values of a facet must contain."""
    editing: Section | None = None
    held: tuple[Section, tuple[str, ...]] | None = None
    """A facet whose values keep this order, since somebody is at work in it."""
    said: Said | None = None
    height: int = 30
    width: int = 28

    def values(self, section: Section) -> list[tuple[str, int]]:
        """Every value of a facet that is known or active, with how many videos have it."""
        facet = FACETS[section]
        known = {"status": self.facets.statuses, "tag": self.facets.tags, "camera": self.facets.cameras}[facet]
        counts: dict[str, int] = {str(value): count for value, count in known}
        if section == "status":
            return [(status.value, counts.get(status, 0)) for status in _STATUSES]
        active = (*self.query.included(facet), *self.query.excluded(facet))
        if self.held and self.held[0] == section:
            order = dict.fromkeys((*self.held[1], *active, *counts))
        else:
            unknown = [value for value in active if value not in counts]
            order = dict.fromkeys((*unknown, *counts))
        return [(value, counts.get(value, 0)) for value in order]


class FilterRows:
    """The rows of one view; see `tui.widgets.lines.Rows`."""

    def __init__(self, view: FilterView) -> None:
        self.rows: tuple[Row, ...] = tuple(_rows(view))

    def __len__(self) -> int:
        return len(self.rows)

    def key(self, n: int) -> str:
        row = self.rows[n]
        return f"{row.section} {row.kind} {row.text if row.kind == 'value' else ''}"

    def line(self, n: int, width: int) -> Line:
        return filter_lines.line(self.rows[n], min(width, WIDEST))

    def first(self, section: Section) -> int:
        """Where one arrives in a section: its first row beneath the title."""
        header = self.header(section)
        beneath = self.rows[header + 1 : header + 2]
        return header + 1 if beneath and beneath[0].section == section else header

    def header(self, section: Section) -> int:
        return next((n for n, row in enumerate(self.rows) if row.section == section), 0)


def _rows(view: FilterView) -> Iterator[Row]:
    reasons: set[str] = set()
    for section in ("status", "tag", "camera", "place", "name", "taken"):
        yield _header(view, section, said=view.why_not.get(section) in reasons)
        if reason := view.why_not.get(section):
            if reason not in reasons:
                yield from _notes(section, reason, view.width, "muted")
            reasons.add(reason)
        elif section in FACETS:
            yield from _facet(view, section)
        else:
            yield from _field(view, section)
        if view.said and view.said.section == section:
            yield from _notes(section, view.said.text, view.width, view.said.tone)
    if view.query.ids:
        yield Row("header", "id", tone="accent")
        for number in view.query.ids:
            yield Row("value", "id", number, glyph=INCLUDED)


def _header(view: FilterView, section: Section, *, said: bool) -> Row:
    """A title: bright where something is set, stepping back where nothing can be (why was `said` above, or follows)."""
    tone: Tone = "accent" if view.query.cleared(section) != view.query else "strong"
    narrow = view.narrow.get(section, "")
    if view.why_not.get(section):
        return Row("header", section, note="as above" if said else "", tone="muted")
    if section in NARROWABLE and (narrow or view.editing == section):
        return Row("header", section, text=f" /{safe_text(narrow, 40)}", tone=tone)
    placed = f"{count_text(view.facets.with_place)} with GPS" if section == "place" and view.facets.with_place else ""
    return Row("header", section, note=placed, tone=tone)


def _facet(view: FilterView, section: Section) -> Iterator[Row]:
    facet = FACETS[section]
    included, excluded = view.query.included(facet), view.query.excluded(facet)
    values = view.values(section)
    wanted = view.narrow.get(section, "").casefold()
    if wanted:
        values = [(value, count) for value, count in values if wanted in value.casefold()]
    most = _NARROWED_ROWS if wanted else _most(view, section)
    shown = list(islice(values, most))
    shown += [(value, count) for value, count in values[most:] if value in included or value in excluded]
    for value, count in shown:
        glyph = INCLUDED if value in included else EXCLUDED if value in excluded else NEITHER
        # What is excluded can't be counted: none of what is found has it.
        note = "" if glyph == EXCLUDED and not count else count_text(count)
        yield Row("value", section, value, note, glyph, _value_tone(section, value, glyph, count))
    if not shown:
        none = "none like that" if wanted else "none yet" if view.query.is_empty else "none among these"
        yield Row("note", section, none, tone="muted")
    elif left := len(values) - len(shown):
        yield Row("more", section, _more(left, view.width))


def _more(left: int, width: int) -> str:
    key = press("filters.narrow", "/")
    wordy = (f"… {left:,} more{hint}" for hint in (f", {key} to narrow", f", {key} narrows", ""))
    return next((text for text in wordy if len(text) <= width - 2), f"… {left:,}")


def _most(view: FilterView, section: Section) -> int:
    """How many values of a facet to show at once: what a screen leaves, most of it for the tags."""
    if section == "status":
        return len(Status)
    left = view.height - 6 - len(Status) - 4 - 2
    return max(5, left * 3 // 5) if section == "tag" else max(3, left * 2 // 5)


def _value_tone(section: Section, value: str, glyph: str, count: int) -> Tone:
    if glyph != NEITHER:
        return "strong"
    if not count:
        return "muted"
    return _STATUS_TONES.get(value, "") if section == "status" else ""


def _field(view: FilterView, section: Section) -> Iterator[Row]:
    query = view.query
    if section == "place":
        if query.near is None:
            yield Row("field", section, "anywhere", tone="muted")
            return
        yield Row("field", section, _place_text(query.near), "", INCLUDED, "strong")
        yield Row("note", section, f"within {radius_text(query.near.km)}", "+ _")
    elif section == "name":
        named = name_text(query)
        yield Row("field", section, named or "any", "", INCLUDED if named else NEITHER, "strong" if named else "muted")
    else:
        taken = taken_text(query)
        yield Row(
            "field", section, taken or "any time", "", INCLUDED if taken else NEITHER, "strong" if taken else "muted"
        )


def _place_text(near: Near) -> str:
    return near.reading or str(Point(near.latitude, near.longitude))


def radius_text(km: float) -> str:
    """`20 km`, `2.5 km`, `500 m`."""
    if km >= 100:
        return f"{km:,.0f} km"
    return f"{km:.3g} km" if km >= 1 else f"{km * 1000:.3g} m"


def name_text(query: Query) -> str:
    """The parts of the name as they are typed."""
    return " ".join(chip.text for chip in Query(words=query.words, without_words=query.without_words).chips())


def taken_text(query: Query) -> str:
    """The days of capture as they are typed: `2025-06-01`, or `2025-06-01..2025-06-30`."""
    since = query.since.isoformat() if query.since else ""
    return f"{since}..{query.until.isoformat()}" if query.until else since


def _notes(section: Section, text: str, width: int, tone: Tone) -> Iterator[Row]:
    for line in textwrap.wrap(safe_text(text), max(12, width - 2)):
        yield Row("note", section, line, tone=tone)
