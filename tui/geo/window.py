"""A window on the world: which degrees lie under which dot, and which dots under which degrees.

Latitudes and longitudes are straight lines. The further one is in, the truer are shapes at the middle of the window:
there a degree of longitude is as much narrower as it is on the globe.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from tui.geo.point import Point

FINEST: Final = 0.0005
"""Degrees of latitude per dot: 55 m."""
_NARROWEST: Final = 0.08
"""How much of its width at the equator a degree of longitude keeps at least."""


@dataclass(frozen=True, slots=True)
class Window:
    """Width and height are dots; dots are counted from the upper left corner."""

    middle: Point
    scale: float
    """Degrees of latitude per dot."""
    width: int
    height: int

    @property
    def stretch(self) -> float:
        """Dots per degree of longitude, of those per degree of latitude."""
        whole = min(1.0, self.scale * self.height / 180)
        return max(_NARROWEST, math.cos(math.radians(self.middle.latitude * (1 - whole))))

    @property
    def across(self) -> float:
        """Degrees of longitude per dot."""
        return self.scale / self.stretch

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """South, north, west and east; the east may lie beyond 180° and the west before -180°."""
        high, wide = self.scale * self.height / 2, min(360.0, self.across * self.width) / 2
        south, north = self.middle.latitude - high, self.middle.latitude + high
        return max(-90.0, south), min(90.0, north), self.middle.longitude - wide, self.middle.longitude + wide

    def spot(self, point: Point) -> tuple[float, float]:
        """The dot of a point, right and down; of the many that a round earth has, the one nearest the middle."""
        east = (point.longitude - self.middle.longitude + 180) % 360 - 180
        return self.width / 2 + east / self.across, self.height / 2 - (
            point.latitude - self.middle.latitude
        ) / self.scale

    def point(self, x: float, y: float) -> Point:
        """The point under a dot; beyond a pole it is the pole."""
        latitude = self.middle.latitude - (y - self.height / 2) * self.scale
        longitude = self.middle.longitude + (x - self.width / 2) * self.across
        return Point(max(-90.0, min(90.0, latitude)), wrapped(longitude))

    def moved(self, right: float, down: float) -> Window:
        """By so many dots."""
        return _kept(replace(self, middle=self.point(self.width / 2 + right, self.height / 2 + down)))

    def at(self, point: Point) -> Window:
        """With that point in the middle, as far as the poles let it."""
        return _kept(replace(self, middle=point))

    def zoomed(self, factor: float) -> Window:
        """With everything so many times as large."""
        return _kept(replace(self, scale=self.scale / factor))

    def resized(self, width: int, height: int) -> Window:
        return _kept(replace(self, width=width, height=height))


def world(width: int, height: int, longitude: float = 0.0) -> Window:
    """All of it, as large as it fits."""
    return Window(Point(0.0, longitude), _coarsest(width, height), width, height)


def around(point: Point, km: float, width: int, height: int) -> Window:
    """A window in which a circle of that radius fills most of the height."""
    return _kept(Window(point, km / 111.2 * 2.8 / max(1, min(width, height)), width, height))


def wrapped(longitude: float) -> float:
    """The same longitude from -180 up to 180."""
    return longitude if -180 <= longitude <= 180 else (longitude + 180) % 360 - 180


def _coarsest(width: int, height: int) -> float:
    return max(360 / max(1, width), 180 / max(1, height))


def _kept(window: Window) -> Window:
    """Neither further out than the world nor further in than the map is true, and without a view beyond the poles."""
    scale = max(FINEST, min(_coarsest(window.width, window.height), window.scale))
    most = max(0.0, 90 - scale * window.height / 2)
    latitude = max(-most, min(most, window.middle.latitude))
    return replace(window, scale=scale, middle=Point(latitude, wrapped(window.middle.longitude)))
