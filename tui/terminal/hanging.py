"""Which pictures hang on the screen, and where: those whose cells are all to be seen, each drawn once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tui.terminal.pen import Pen
from tui.terminal.pictures import Pictures

Rows = Mapping[int, Sequence[tuple[str, Pen] | None]]
"""The cells of a screen, line by line."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A picture by its number, and the cells that it fills, counted from 0."""

    number: int
    y: int
    x: int
    columns: int
    lines: int

    def touches(self, changed: Mapping[int, Sequence[range]]) -> bool:
        """Whether something was written into one of its cells."""
        end = self.x + self.columns
        lines = range(self.y, self.y + self.lines)
        return any(span.start < end and self.x < span.stop for y in lines for span in changed.get(y, ()))


class Hanging:
    """Owns what the terminal has been told to draw; all of it is forgotten with the rest of the screen."""

    def __init__(self, pictures: Pictures) -> None:
        self.pictures = pictures
        self._drawn: set[Spot] = set()
        self._is_unknown = False

    def forget(self) -> None:
        """What is drawn may be anything. From any thread."""
        self._drawn = set()
        self._is_unknown = True

    def seen(self, rows: Rows, *, bottom: int) -> list[Spot]:
        """Every picture of which all cells are there; none in the line `bottom`, where drawing it would scroll."""
        spots: list[Spot] = []
        taken: set[tuple[int, int]] = set()
        for y, x, number in _numbered(rows):
            if (y, x) in taken:
                continue
            size = self.pictures.size(number)
            if size is None:
                continue
            spot = Spot(number, y, x, *size)
            if y + spot.lines - 1 < bottom and _is_whole(rows, spot):
                spots.append(spot)
                taken.update((line, column) for line in range(y, y + spot.lines) for column in range(x, x + size[0]))
        return spots

    def taken(self, seen: Sequence[Spot], changed: Mapping[int, Sequence[range]]) -> list[Spot]:
        """The pictures that are to be taken away, or that something was written into; they count as gone."""
        gone = [spot for spot in self._drawn if spot not in seen or spot.touches(changed)]
        self._drawn.difference_update(gone)
        return gone

    def erasing(self, gone: Sequence[Spot]) -> Iterator[str]:
        """What takes those away that lie above the cells; all of them, if nobody knows which are there."""
        if self._is_unknown:
            self._is_unknown = False
            yield self.pictures.wiped
        for spot in gone:
            yield self.pictures.erased(spot.y, spot.x)

    def uncovering(self, gone: Sequence[Spot], seen: Sequence[Spot]) -> Iterator[Spot]:
        """Those beneath which the cells have to be written anew, since they are what the picture was drawn into."""
        for spot in gone:
            if not self.pictures.lies_above and (spot not in seen or not self.pictures.drawn(spot.number)):
                yield spot

    def drawing(self, seen: Sequence[Spot]) -> Iterator[str]:
        """What draws those that are not there yet, as far as they are made; cursor and pen stay as they are."""
        for spot in seen:
            sequence = "" if spot in self._drawn else self.pictures.drawn(spot.number)
            if sequence:
                self._drawn.add(spot)
                yield f"\x1b7\x1b[{spot.y + 1};{spot.x + 1}H{sequence}\x1b8"


def _numbered(rows: Rows) -> Iterator[tuple[int, int, int]]:
    for y in sorted(rows):
        for x, cell in enumerate(rows[y]):
            if cell is not None and cell[1].picture:
                yield y, x, cell[1].picture


def _is_whole(rows: Rows, spot: Spot) -> bool:
    for y in range(spot.y, spot.y + spot.lines):
        line = rows.get(y, ())[spot.x : spot.x + spot.columns]
        if len(line) < spot.columns or any(cell is None or cell[1].picture != spot.number for cell in line):
            return False
    return True
