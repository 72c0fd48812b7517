"""A view under a name: what is looked for, in which order, in which columns; and the line of text that it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field
from typing import Final

from tui.frozen import dataclass
from tui.library.query import Query
from tui.library.query_text import parse, text_of
from tui.library.query_values import utc_today
from tui.library.values import NEWEST_FIRST, Column, Sort
from tui.text import safe_text
from tui.widgets.column_plan import Columns

LONGEST_NAME: Final = 40
_LONGEST: Final = 4_000
_NAMED: Final = re.compile(r"\[([^\[\]]*)\]\s*(.*)", re.DOTALL)
_TAIL: Final = re.compile(r"(?:^|\s)(sort|columns):(\S*)$")
_WIDE: Final = "wide"


@dataclass(frozen=True, slots=True)
class SavedView:
    """`[Trips] tag:trip sort:-taken columns:taken,camera:24`; `-` is the latest or the most first."""

    name: str = ""
    query: Query = field(default_factory=Query)
    sort: Sort = NEWEST_FIRST
    columns: Columns = field(default_factory=Columns)

    @property
    def text(self) -> str:
        """The line; without a name, what stands behind it."""
        parts = [f"[{self.name}]" if self.name else "", text_of(self.query)]
        if self.sort != NEWEST_FIRST:
            parts.append(f"sort:{'-' if self.sort.descending else ''}{self.sort.column.value}")
        columns = (*self.columns.texts, *((_WIDE,) if self.columns.wide else ()))
        if columns:
            parts.append(f"columns:{','.join(columns)}")
        return " ".join(part for part in parts if part)


def read_view(text: str) -> SavedView:
    """The view that a line is. Raises QueryProblem where what it looks for makes no sense."""
    line = " ".join(text[:_LONGEST].split("\n")).strip()
    named = _NAMED.fullmatch(line)
    name, rest = (fit_name(named[1]), named[2]) if named else ("", line)
    sort, columns = NEWEST_FIRST, Columns()
    while found := _TAIL.search(rest):
        if found[1] == "sort":
            sort = _sort(found[2])
        else:
            texts = found[2].split(",")
            columns = Columns.read(texts, wide=_WIDE in texts)
        rest = rest[: found.start()].rstrip()
    return SavedView(name, parse(rest, today=utc_today()), sort, columns)


def fit_name(text: str) -> str:
    """A name as it can be kept and shown."""
    return safe_text(re.sub(r"[\[\]]", "", text).strip(), LONGEST_NAME).strip()


def read_views(texts: Iterable[str]) -> tuple[SavedView, ...]:
    """Those of these lines that make sense, each name once."""
    found: dict[str, SavedView] = {}
    for text in texts:
        try:
            view = read_view(text)
        except ValueError:
            continue
        if view.name:
            found.setdefault(view.name, view)
    return tuple(found.values())


def _sort(text: str) -> Sort:
    name = text.removeprefix("-")
    return Sort(Column(name), text.startswith("-")) if name in set(Column) else NEWEST_FIRST
