"""The nearest of many points: they lie in cells of a degree, and only cells that may hold a nearer one are read."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from tui.geo.point import EARTH_RADIUS_KM, Point, distance_km

_ROWS: Final = 181
_COLUMNS: Final = 360
_KM_PER_DEGREE: Final = math.radians(1) * EARTH_RADIUS_KM


class NearCells:
    """Coordinates are thousandths of degrees."""

    def __init__(self, latitudes: array[int], longitudes: array[int]) -> None:
        self._latitudes = latitudes
        self._longitudes = longitudes
        cells = [
            (lat // 1000 + 90) * _COLUMNS + (lon // 1000 + 180) % _COLUMNS
            for lat, lon in zip(latitudes, longitudes, strict=True)
        ]
        self._order = array("i", sorted(range(len(cells)), key=cells.__getitem__))
        self._cells = array("i", sorted(cells))

    def nearest(self, point: Point) -> tuple[int, float]:
        """The number of the nearest point, and its distance in kilometres."""
        row = min(_ROWS - 1, max(0, math.floor(point.latitude) + 90))
        column = math.floor(point.longitude) + 180
        best = self._best(point, ((r, c) for r in range(row - 1, row + 2) for c in range(column - 1, column + 2)))
        for away in range(_ROWS):
            # A row further off begins at least this many kilometres to the north or south.
            if (away - 1) * _KM_PER_DEGREE > best[1]:
                break
            for r in {row - away, row + away}:
                found = self._best(point, ((r, c) for c in self._reach(column, point, best[1])))
                best = min(best, found, key=lambda one: one[1])
        return best

    def within(self, point: Point, km: float) -> list[tuple[int, float]]:
        """The numbers of all points that are so near, each with its distance, in no order."""
        row, column = math.floor(point.latitude) + 90, math.floor(point.longitude) + 180
        rows = math.ceil(km / _KM_PER_DEGREE) + 1
        low, high = max(0, row - rows), min(_ROWS - 1, row + rows)
        spots = ((r, c) for r in range(low, high + 1) for c in self._reach(column, point, km))
        return [found for found in self._in(point, spots) if found[1] <= km]

    def _reach(self, column: int, point: Point, km: float) -> Iterator[int]:
        """The columns that a circle around the point may touch."""
        angle = km / EARTH_RADIUS_KM
        if angle < math.pi / 2 and abs(math.radians(point.latitude)) + angle < math.pi / 2 - 0.001:
            width = math.degrees(math.asin(math.sin(angle) / math.cos(math.radians(point.latitude))))
            across = math.ceil(width) + 1
            if across < _COLUMNS // 2:
                return iter(range(column - across, column + across + 1))
        return iter(range(_COLUMNS))

    def _best(self, point: Point, cells: Iterator[tuple[int, int]]) -> tuple[int, float]:
        return min(self._in(point, cells), key=lambda one: one[1], default=(-1, math.inf))

    def _in(self, point: Point, cells: Iterator[tuple[int, int]]) -> Iterator[tuple[int, float]]:
        for row, column in cells:
            cell = row * _COLUMNS + column % _COLUMNS
            at = bisect_left(self._cells, cell)
            while at < len(self._cells) and self._cells[at] == cell:
                n = self._order[at]
                yield n, distance_km(point, Point(self._latitudes[n] / 1000, self._longitudes[n] / 1000))
                at += 1
