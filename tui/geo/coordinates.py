"""Reads a place however people write it, and refuses what it would have to guess."""

from __future__ import annotations

from tui.geo import links, notations
from tui.geo.point import CoordinateProblem, Point, distance_km

__all__ = ["CoordinateProblem", "Point", "distance_km", "parse"]


def parse(text: str) -> Point:
    """A point from decimal degrees, degrees and minutes, a geo: URI, ISO 6709 or a link to a map.

    Raises CoordinateProblem, and nothing else, whatever the text.
    """
    wanted = text.strip()
    if not wanted:
        raise CoordinateProblem("Type a latitude and a longitude, such as 39.9042, 116.4074.")
    if len(wanted) > 2000:
        raise CoordinateProblem("That is too long to be a place.")
    for read in (links.read, notations.read_iso6709, notations.read):
        found = read(wanted)
        if found is not None:
            return found
    raise CoordinateProblem("That is no place. Write a latitude and a longitude, such as 39.9042, 116.4074.")
