"""A canvas of dots, two by four in a cell, as braille has them; and which cells are land."""

from __future__ import annotations

from math import ceil
from typing import Final

from tui.geo.circle import circle
from tui.geo.point import Point
from tui.geo.window import Window

_BITS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_FAR: Final = 1 << 20


class Dots:
    """`cells` and `land` are rows of one byte per cell: the dots that are set, and whether it is land."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns = columns
        self.rows = rows
        self.cells = [bytearray(columns) for _ in range(rows)]
        self.land = [bytearray(columns) for _ in range(rows)]

    def path(self, xs: list[float], ys: list[float], gaps: frozenset[int] = frozenset()) -> None:
        """Lines from dot to dot, but for the steps in `gaps`."""
        width, height, cells = self.columns * 2, self.rows * 4, self.cells
        before_x, before_y = int(xs[0] // 1), int(ys[0] // 1)
        for n in range(1, len(xs)):
            x, y = int(xs[n] // 1), int(ys[n] // 1)
            if gaps and n - 1 in gaps:
                pass
            elif abs(x - before_x) <= 1 and abs(y - before_y) <= 1:
                if 0 <= x < width and 0 <= y < height:
                    cells[y >> 2][x >> 1] |= _BITS[y & 3][x & 1]
            else:
                self._line(before_x, before_y, x, y)
            before_x, before_y = x, y

    def _line(self, x: int, y: int, to_x: int, to_y: int) -> None:
        width, height, cells = self.columns * 2, self.rows * 4, self.cells
        steps = max(abs(to_x - x), abs(to_y - y))
        if steps > _FAR or max(x, to_x) < 0 or max(y, to_y) < 0 or min(x, to_x) >= width or min(y, to_y) >= height:
            return
        right, down = (to_x - x) / steps, (to_y - y) / steps
        first, last = _inside(x, right, width, 0, steps)
        first, last = _inside(y, down, height, first, last)
        for step in range(first, last + 1):
            dot_x, dot_y = int(x + right * step + 0.5), int(y + down * step + 0.5)
            if 0 <= dot_x < width and 0 <= dot_y < height:
                cells[dot_y >> 2][dot_x >> 1] |= _BITS[dot_y & 3][dot_x & 1]

    def land_between(self, row: int, start: float, end: float) -> None:
        """The cells of a row whose middles lie between two dots are land."""
        first, last = max(0, ceil(start / 2 - 0.5)), min(self.columns, ceil(end / 2 - 0.5))
        if first < last:
            self.land[row][first:last] = b"\1" * (last - first)

    def circle(self, window: Window, middle: Point, km: float) -> None:
        """All that is so far away from the point."""
        around = 360 / window.across
        spots = [window.spot(point) for point in circle(middle, km, max(48, min(720, self.columns * 4)))]
        xs: list[float] = []
        for x, _ in spots:
            # Where it passes behind the map's edge it goes on beyond it, and comes in at the other side.
            xs.append(x if not xs else x + round((xs[-1] - x) / around) * around)
        ys = [y for _, y in spots]
        for turn in (-around, 0.0, around):
            self.path([x + turn for x in xs], ys)


def _inside(start: int, slope: float, size: int, first: int, last: int) -> tuple[int, int]:
    """The steps, of those from `first` to `last`, on which a coordinate is within its size or a step from it."""
    if slope == 0:
        return first, last
    one, other = sorted(((-1 - start) / slope, (size - start) / slope))
    return max(first, int(one)), min(last, ceil(other))
