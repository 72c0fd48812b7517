"""What lies at one distance from a point: a circle on the globe, whatever it looks like on a flat map."""

from __future__ import annotations

import math

from tui.geo.point import EARTH_RADIUS_KM, Point
from tui.geo.window import wrapped


def reached(start: Point, bearing: float, km: float) -> Point:
    """Where one gets by going straight on; the bearing is in degrees, 0 is north and 90 east."""
    angle, way = km / EARTH_RADIUS_KM, math.radians(bearing)
    north = math.radians(start.latitude)
    latitude = math.asin(
        max(-1.0, min(1.0, math.sin(north) * math.cos(angle) + math.cos(north) * math.sin(angle) * math.cos(way)))
    )
    east = math.atan2(
        math.sin(way) * math.sin(angle) * math.cos(north), math.cos(angle) - math.sin(north) * math.sin(latitude)
    )
    return Point(math.degrees(latitude), wrapped(start.longitude + math.degrees(east)))


def circle(middle: Point, km: float, corners: int) -> list[Point]:
    """As many points of the circle, all round; the last is the first again."""
    return [reached(middle, 360 * n / corners, km) for n in range(corners)] + [reached(middle, 0, km)]
