"""Where the land is: its coast as lines, and its inside, at the level of detail that a window can show."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from math import ceil
from pathlib import Path
from typing import Final

from tui.frozen import dataclass
from tui.geo.dots import Dots
from tui.geo.packing import Packed
from tui.geo.shape import LEVELS, UNITS, is_seam
from tui.geo.window import Window

_PIECE: Final = 24
_AROUND: Final = 360 * UNITS


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some of a ring's points, with the box that they lie in."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    west: int
    east: int
    south: int
    north: int
    seams: frozenset[int]
    """The steps between points that are no coast."""


class Outline:
    """The coasts of the world."""

    def __init__(self, packed: Packed) -> None:
        self._rings = _rings(packed)
        self._pieces: dict[int, list[_Piece]] = {}

    def draw(self, window: Window, dots: Dots) -> None:
        """Adds the coast and the land of the window."""
        right, down = 1 / (window.across * UNITS), 1 / (window.scale * UNITS)
        left = window.width / 2 - window.middle.longitude * UNITS * right
        top = window.height / 2 + window.middle.latitude * UNITS * down
        south, north, west, east = (round(degrees * UNITS) for degrees in window.bounds)
        crossings: list[list[float]] = [[] for _ in range(dots.rows)]
        for piece in self._at(_level(window.scale)):
            if piece.north < south or piece.south > north:
                continue
            px = [x * right + left for x in piece.xs]
            py = [top - y * down for y in piece.ys]
            _cross(px, py, crossings)
            for turn in (-_AROUND, 0, _AROUND):
                if piece.east + turn >= west and piece.west + turn <= east:
                    dots.path([x + turn * right for x in px] if turn else px, py, piece.seams)
        for row, found in enumerate(crossings):
            _fill(dots, row, sorted(found), _AROUND * right)

    def _at(self, level: int) -> list[_Piece]:
        if level not in self._pieces:
            self._pieces[level] = [piece for ring in self._rings for piece in _pieces(ring, level)]
        return self._pieces[level]


_Ring = tuple[tuple[int, ...], tuple[int, ...], bytes]


def _rings(packed: Packed) -> list[_Ring]:
    xs, ys = tuple(accumulate(packed.numbers("x"))), tuple(accumulate(packed.numbers("y")))
    levels = bytes(packed.numbers("level").tolist())
    rings: list[_Ring] = []
    start = 0
    for length in packed.numbers("lengths"):
        end = start + length
        rings.append((xs[start:end], ys[start:end], levels[start:end]))
        start = end
    return rings


def _pieces(ring: _Ring, level: int) -> list[_Piece]:
    kept = [(x, y) for x, y, first in zip(*ring, strict=True) if first <= level]
    found: list[_Piece] = []
    for start in range(0, len(kept) - 1, _PIECE):
        spots = kept[start : start + _PIECE + 1]
        xs, ys = tuple(x for x, _ in spots), tuple(y for _, y in spots)
        seams = frozenset(n for n in range(len(spots) - 1) if is_seam(spots[n], spots[n + 1]))
        found.append(_Piece(xs, ys, min(xs), max(xs), min(ys), max(ys), seams))
    return found


def _level(scale: float) -> int:
    """The coarsest that a dot of so many degrees can't be told from the truth by."""
    return next((level for level, missed in enumerate(LEVELS) if missed <= scale * 0.6), len(LEVELS) - 1)


def _cross(px: list[float], py: list[float], crossings: list[list[float]]) -> None:
    """Where the lines cross the middles of rows."""
    rows = len(crossings)
    before_x, before = px[0], py[0] / 4 - 0.5
    for n in range(1, len(px)):
        now_x, now = px[n], py[n] / 4 - 0.5
        first, last = (ceil(before), ceil(now)) if before < now else (ceil(now), ceil(before))
        if first != last and last > 0 and first < rows:
            steep = (now_x - before_x) / (now - before)
            for row in range(max(0, first), min(rows, last)):
                crossings[row].append(before_x + (row - before) * steep)
        before_x, before = now_x, now


def _fill(dots: Dots, row: int, found: list[float], around: float) -> None:
    """Between every other two crossings there is land; the world is there once more to the left and to the right."""
    for start, end in zip(found[::2], found[1::2], strict=False):
        for turn in (-around, 0.0, around):
            dots.land_between(row, start + turn, end + turn)


@cache
def outline() -> Outline:
    """Of Natural Earth: 20 ms the first time."""
    return Outline(Packed((Path(__file__).parent / "data" / "coast.bin").read_bytes()))
