"""Where somebody looks on the map: the window, the point under the crosshair, and the radius around it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Final

from tui.frozen import dataclass
from tui.geo.point import Point
from tui.geo.window import Window, around, world
from tui.widgets.map_paint import cell_of, point_of

STEP: Final = 1.5
"""By what a radius grows, here as in the filters."""
SMALLEST_KM: Final = 0.05
LARGEST_KM: Final = 20_000.0
_KM_PER_DEGREE: Final = 111.2
_MARGIN: Final = 1.4
_A_LITTLE: Final = 0.95
_LEAST_DEGREES: Final = 1.5
"""How much of the earth is seen at least, from top to bottom, when videos in one place are fitted in."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Width and height of the window are whole cells."""

    window: Window
    point: Point
    km: float
    chosen: bool = False
    """Whether somebody chose the radius; else it follows the zoom."""

    @property
    def cell(self) -> tuple[int, int]:
        """Row and column of the crosshair."""
        row, column = cell_of(self.window, self.point)
        rows, columns = self.window.height // 4, self.window.width // 2
        return max(0, min(rows - 1, row)), max(0, min(columns - 1, column))

    def moved(self, down: int, right: int) -> Sight:
        """The crosshair so many cells further; the window goes along by half of itself where it would leave it."""
        row, column = self.cell
        rows, columns = self.window.height // 4, self.window.width // 2
        row, column = row + down, column + right
        x = self.window.width / 2 * (-1 if column < 0 else 1 if column >= columns else 0)
        y = self.window.height / 2 * (-1 if row < 0 else 1 if row >= rows else 0)
        point = point_of(self.window, row, column)
        window = self.window.moved(x, y) if x or y else self.window
        return replace(self, window=window, point=point)

    def zoomed(self, factor: float) -> Sight:
        """Closer, with the crosshair's point in the middle."""
        return replace(self, window=self.window.zoomed(factor).at(self.point)).with_fitting_radius()

    def at(self, point: Point) -> Sight:
        """The crosshair on a point, which is brought into the window if it is not there."""
        row, column = cell_of(self.window, point)
        inside = 0 <= row < self.window.height // 4 and 0 <= column < self.window.width // 2
        return replace(self, point=point, window=self.window if inside else self.window.at(point))

    def wider(self, direction: int) -> Sight:
        """The radius one step larger, or smaller."""
        km = float(f"{self.km * STEP**direction:.2g}")
        return replace(self, km=max(SMALLEST_KM, min(LARGEST_KM, km)), chosen=True)

    def resized(self, width: int, height: int) -> Sight:
        return replace(self, window=self.window.resized(width, height)).with_fitting_radius()

    def seeing(self, window: Window) -> Sight:
        """The same point in another window, in whose middle the crosshair goes if it is not in it."""
        sight = replace(self, window=window)
        row, column = cell_of(window, self.point)
        inside = 0 <= row < window.height // 4 and 0 <= column < window.width // 2
        return (sight if inside else replace(sight, point=window.middle)).with_fitting_radius()

    def with_fitting_radius(self) -> Sight:
        return self if self.chosen else replace(self, km=fitting_km(self.window))

    @property
    def rounded(self) -> Point:
        """The point with as many decimals as the zoom lets somebody mean."""
        decimals = max(1, min(5, 1 - math.floor(math.log10(self.window.scale))))
        return Point(round(self.point.latitude, decimals), round(self.point.longitude, decimals))


def fitting_km(window: Window) -> float:
    """A round radius that is well to be seen."""
    km = window.scale * max(1, window.height) * _KM_PER_DEGREE / 8
    power = 10.0 ** math.floor(math.log10(km))
    digit = min((1.0, 2.0, 3.0, 5.0, 10.0), key=lambda one: abs(one * power - km))
    return float(f"{max(SMALLEST_KM, min(LARGEST_KM, digit * power)):.2g}")


def fitted(points: Iterable[Point], width: int, height: int) -> Window:
    """The closest window that has them all; the world if there are none, or if they are everywhere."""
    found = list(points)
    if not found:
        return world(width, height)
    south, north = min(point.latitude for point in found), max(point.latitude for point in found)
    west, wide = _span([point.longitude for point in found])
    middle = Point((south + north) / 2, (west + wide / 2 + 180) % 360 - 180)
    window = around(middle, 1.0, width, height)
    for _ in range(3):  # how wide a degree is depends on the zoom and what it shows, and these on how wide it is
        tall = max(_LEAST_DEGREES, (north - south) * _MARGIN) / max(1, height)
        scale = max(tall, min(wide * _MARGIN, 360.0) * window.stretch / max(1, width))
        window = replace(window, scale=scale, middle=middle).zoomed(1.0)
    while not _holds(window, south, north, wide) and (wider := window.zoomed(_A_LITTLE)) != window:
        window = wider  # near a pole these three are not enough
    return window


def _holds(window: Window, south: float, north: float, wide: float) -> bool:
    """Whether a stretch so many degrees wide around its middle is in view."""
    bottom, top, _west, _east = window.bounds
    return bottom <= south and north <= top and wide <= window.across * window.width


def _span(longitudes: list[float]) -> tuple[float, float]:
    """Where the narrowest stretch that has them all begins in the west, and how many degrees it is wide."""
    ordered = sorted(longitudes)
    gaps = [(east - west, east) for west, east in pairwise(ordered)]
    widest, begin = max([*gaps, (ordered[0] + 360 - ordered[-1], ordered[0])])
    return begin, 360 - widest
