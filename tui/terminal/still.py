"""A picture of the whole screen as it is kept in a file: text that can only be seen, whoever has written it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Final

from tui.frozen import dataclass
from tui.terminal.cells import Cell, placed
from tui.terminal.pen import PLAIN, Pen, switch

Box = tuple[int, int, int, int]
"""Column and line of its corner, width and height."""
Run = tuple[Pen, str, int]
"""What is drawn with one pen: characters of one cell each, or, with a width, one that has so many."""

_MOST_COLUMNS: Final = 1_000
_MOST_LINES: Final = 500
_MOST_PENS: Final = 1_000
_LONGEST: Final = 32
"""Code points that one cell may hold: a letter and its accents."""
_COLOUR: Final = r"((?:[34][0-79]|(?:9|10)[0-7]|[34]8;5;\d{1,3}|[34]8;2(?:;\d{1,3}){3})?)"
_ATTRIBUTE: Final = r"(?:[1-9]|21|5[1-3])"
_PEN: Final = re.compile(rf"((?:{_ATTRIBUTE}(?:;{_ATTRIBUTE})*)?)\|{_COLOUR}\|{_COLOUR}", re.ASCII)
_RUN: Final = re.compile(r"(\d{1,4})([=12])(.+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Still:
    """Every cell of a screen, line by line; without links and without pictures that a terminal draws itself."""

    columns: int
    lines: int
    runs: tuple[tuple[Run, ...], ...]

    def drawn(self) -> str:
        """The bytes that draw it, wherever the cursor is, with the style reset at their end."""
        out, pen = list[str](), PLAIN
        for y, line in enumerate(self.runs):
            out.append(f"\x1b[{y + 1};1H")
            x = 0
            for now, text, width in line:
                out.append(switch(pen, now))
                out.append(placed(x, text, width) if width else text)
                x += width or len(text)
                pen = now
        out.append(switch(pen, PLAIN))
        return "".join(out)

    def cells(self) -> Iterator[list[Cell]]:
        """Line by line; pens that are alike are the same one."""
        for line in self.runs:
            cells: list[Cell] = []
            for pen, text, width in line:
                if width:
                    cells += [(text, pen), *repeat(("", pen), width - 1)]
                else:
                    cells += zip(text, repeat(pen))
            yield cells

    def text(self) -> str:
        """How it is kept: what `read` takes."""
        numbers: dict[Pen, int] = {}
        lines = []
        for line in self.runs:
            runs = (f"{numbers.setdefault(pen, len(numbers))}{width or '='}{text}" for pen, text, width in line)
            lines.append("\t".join(runs))
        pens = [f"{';'.join(sorted(pen.attributes))}|{pen.ink}|{pen.paper}" for pen in numbers]
        return "\n".join([f"{self.columns} {self.lines} {len(pens)}", *pens, *lines])


def taken(rows: Sequence[Sequence[Cell | None]], columns: int, hidden: Sequence[Box] = ()) -> Still | None:
    """A still of these cells, with nothing in the boxes but the paper of their last; None if a
    cell is not known, or a box is not on the screen."""
    lines = len(rows)
    known = rows and all(len(row) == columns and None not in row for row in rows)
    if not known or not all(x + width <= columns and y + height <= lines for x, y, width, height in hidden):
        return None
    copy = [[cell or (" ", PLAIN) for cell in row] for row in rows]
    for left, top, width, height in hidden:
        corner = copy[top + height - 1][left + width - 1] if width and height else (" ", PLAIN)
        for row in copy[top : top + height]:
            row[left : left + width] = [(" ", Pen(paper=corner[1].paper))] * width
    alike: dict[tuple[frozenset[str], str, str], Pen] = {}
    return Still(columns, len(copy), tuple(tuple(_runs(row, alike)) for row in copy))


def _runs(row: Sequence[Cell], alike: dict[tuple[frozenset[str], str, str], Pen]) -> Iterator[Run]:
    pen, text = PLAIN, ""
    n = 0
    while n < len(row):
        found, drawn = row[n]
        width = 1
        while n + width < len(row) and not row[n + width][0]:
            width += 1
        n += width
        look = (drawn.attributes, drawn.ink, drawn.paper)
        now = alike.get(look) or alike.setdefault(look, Pen(*look))
        seen = found if found.isprintable() and not drawn.picture and width <= 2 and len(found) <= _LONGEST else ""
        is_simple = width == 1 and len(seen) == 1
        if text and (now is not pen or not is_simple):
            yield pen, text, 0
            text = ""
        pen = now
        if is_simple:
            text += seen
        elif seen:
            yield pen, seen, width
        else:
            text += " " * width
    if text:
        yield pen, text, 0


def read(text: str) -> Still:
    """What `Still.text` has made. Raises ValueError where it is anything else."""
    head, *rest = text.split("\n")
    columns, lines, pens = map(int, head.split(" "))
    fits = 0 < columns <= _MOST_COLUMNS and 0 < lines <= _MOST_LINES and 0 < pens <= _MOST_PENS
    if not fits or len(rest) != pens + lines:
        raise ValueError("not as many lines as it says")
    known = [_pen(line) for line in rest[:pens]]
    return Still(columns, lines, tuple(_line(line, known, columns) for line in rest[pens:]))


def _pen(line: str) -> Pen:
    found = _PEN.fullmatch(line)
    if found is None:
        raise ValueError("no pen")
    attributes, ink, paper = found.groups()
    return Pen(frozenset(attributes.split(";")) if attributes else frozenset(), ink, paper)


def _line(line: str, pens: Sequence[Pen], columns: int) -> tuple[Run, ...]:
    runs: list[Run] = []
    x = 0
    for part in line.split("\t"):
        found = _RUN.fullmatch(part)
        if found is None or not found[3].isprintable() or int(found[1]) >= len(pens):
            raise ValueError("nothing to be drawn")
        width = 0 if found[2] == "=" else int(found[2])
        if width and len(found[3]) > _LONGEST:
            raise ValueError("too much for one cell")
        runs.append((pens[int(found[1])], found[3], width))
        x += width or len(found[3])
    if x != columns:
        raise ValueError("a line of another width")
    return tuple(runs)
