"""A place on earth: what it is, when numbers are none, and how far two are apart."""

from __future__ import annotations

import math
from typing import Final

from tui.frozen import dataclass

EARTH_RADIUS_KM: Final = 6371.0088


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees, WGS 84; north and east are positive."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        """As `39.9042, 116.4074`: at most six decimals, which is 11 cm."""
        return f"{_trimmed(self.latitude)}, {_trimmed(self.longitude)}"


class CoordinateProblem(ValueError):
    """Why a text is no place, in words for a person; `swapped` is what it would be the other way round."""

    def __init__(self, message: str, swapped: Point | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.swapped = swapped


def checked(latitude: float, longitude: float, *, order_is_known: bool = False) -> Point:
    """A point within range, or the CoordinateProblem that says which number is out of it."""
    if abs(latitude) <= 90 and abs(longitude) <= 180:
        return Point(latitude, longitude)
    if not abs(latitude) <= 90:
        swapped = None
        message = f"{_trimmed(latitude)} can't be a latitude: those go from -90 to 90."
        if abs(latitude) <= 180 and abs(longitude) <= 90 and not order_is_known:
            swapped = Point(longitude, latitude)
            message += f" The other way round it is {swapped}."
        raise CoordinateProblem(message, swapped)
    raise CoordinateProblem(f"{_trimmed(longitude)} can't be a longitude: those go from -180 to 180.")


def distance_km(start: Point, end: Point) -> float:
    """Along a great circle of a round earth: within 0.5 % of the truth."""
    north, south = math.radians(start.latitude), math.radians(end.latitude)
    width = math.radians(end.longitude - start.longitude)
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(width / 2) ** 2
    # Rounding may push antipodes a hair over one.
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def _trimmed(degrees: float) -> str:
    if not math.isfinite(degrees) or abs(degrees) >= 1e6:
        return "That"
    shown = f"{degrees:.6f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown
