"""Which points of a coast matter at which zoom: Douglas and Peucker's way, once, when the data is built."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

UNITS: Final = 100
"""Steps per degree in the coast's coordinates: 1.1 km."""

LEVELS: Final = (1.2, 0.5, 0.18, 0.06, 0.0)
"""Degrees by which a level may miss the true coast; the last misses nothing."""

Spot = tuple[int, int]


def simplified(ring: list[Spot]) -> list[int]:
    """For every point the first level that has it. A ring too small for a level is there from the next one on."""
    levels = [len(LEVELS) - 1] * len(ring)
    width = max(x for x, _ in ring) - min(x for x, _ in ring)
    height = max(y for _, y in ring) - min(y for _, y in ring)
    for level in range(len(LEVELS) - 2, -1, -1):
        missed = LEVELS[level] * UNITS
        if max(width, height) < missed:
            break
        for place in _kept(ring, missed):
            levels[place] = level
    return levels


def closed(ring: list[Spot]) -> list[Spot]:
    """The ring without leaps: where it crosses 180° it goes on beyond; round a pole it ends at that pole's edge."""
    around = 360 * UNITS
    spots = [ring[0]]
    for x, y in ring[1:]:
        spots.append((x - round((x - spots[-1][0]) / around) * around, y))
    if spots[-1][0] != spots[0][0]:
        spots += [(spots[-1][0], -90 * UNITS), (spots[0][0], -90 * UNITS), spots[0]]
    return spots


def is_seam(first: Spot, second: Spot) -> bool:
    """Whether a piece of a ring is no coast but where the flat map was cut: at 180° and at the south pole."""
    edge = 180 * UNITS
    return (abs(first[0]) == edge and first[0] == second[0]) or -90 * UNITS in (first[1], second[1])


def _kept(ring: list[Spot], missed: float) -> set[int]:
    far = max(range(len(ring)), key=lambda n: (ring[n][0] - ring[0][0]) ** 2 + (ring[n][1] - ring[0][1]) ** 2)
    last = len(ring) - 1
    kept = {0, far, last}
    kept |= {n for n in range(last) if is_seam(ring[n], ring[n + 1])}
    kept |= {n + 1 for n in range(last) if is_seam(ring[n], ring[n + 1])}
    ends = sorted(kept)
    open_pieces = list(pairwise(ends))
    while open_pieces:
        start, end = open_pieces.pop()
        if end - start < 2:
            continue
        worst = max(range(start + 1, end), key=lambda n: _away(ring[n], ring[start], ring[end]))
        if _away(ring[worst], ring[start], ring[end]) > missed:
            kept.add(worst)
            open_pieces += [(start, worst), (worst, end)]
    return kept


def _away(spot: Spot, start: Spot, end: Spot) -> float:
    """From the piece of a line between two spots, not from the whole line."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((spot[0] - start[0]) * dx + (spot[1] - start[1]) * dy) / length if length else 0.0
    along = min(1.0, max(0.0, along))
    away_x, away_y = spot[0] - start[0] - along * dx, spot[1] - start[1] - along * dy
    return float((away_x * away_x + away_y * away_y) ** 0.5)
