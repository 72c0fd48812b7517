"""What a map asks, in threads: how many videos are where, which cities there are, and what is around one point."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from tui.frozen import dataclass
from tui.geo.point import Point
from tui.geo.window import Window, world
from tui.library.connections import Closed, IndexTrouble
from tui.library.density import Grid
from tui.library.index import Index
from tui.library.query import Near, Query
from tui.screens.nearby import in_words
from tui.widgets.map_paint import point_of

_NAMES_UNDER: Final = 75.0
"""Degrees from top to bottom under which cities are named: with more of them there would be no coast left to see."""
_NAMES: Final = 250
"""Cities that the map may choose from: of the largest, many lie too close together to be named."""
_FINE: Final = (720, 360)
"""Dots of a window on the world in which places are told apart roughly."""


@dataclass(frozen=True, slots=True)
class Spots:
    """What lies in a window: how many videos around which points, and the cities, largest first."""

    videos: tuple[tuple[Point, int], ...] = ()
    names: tuple[tuple[Point, str], ...] = ()

    @property
    def count(self) -> int:
        return sum(count for _, count in self.videos)


@dataclass(frozen=True, slots=True)
class Here:
    """What there is to say of the crosshair."""

    videos: int
    city: str


class MapAsking:
    """Asks about the videos of one query, wherever they are."""

    def __init__(self, index: Index, query: Query) -> None:
        self._index = index
        self._query = query

    async def everywhere(self) -> Spots:
        """Roughly; also reads the coast and the cities, which takes a moment the first time."""
        return await asyncio.to_thread(self._everywhere)

    async def look(self, window: Window) -> Spots:
        return await asyncio.to_thread(self._look, window)

    async def ask(self, near: Near) -> Here:
        return await asyncio.to_thread(self._ask, near)

    def seen(self, window: Window, wanted: Callable[[], bool]) -> Spots:
        """The videos alone. Reads the coast, for who draws this next; for a worker thread.

        Raises Unwanted soon after `wanted` has said no.
        """
        from tui.geo.outline import outline

        outline()
        return Spots(self._counted(window, wanted))

    def _everywhere(self) -> Spots:
        from tui.geo.outline import outline
        from tui.geo.places import places

        outline()
        places()
        return Spots(self._counted(world(*_FINE)))

    def _look(self, window: Window) -> Spots:
        from tui.geo.places import places

        south, north, west, east = window.bounds
        if north - south >= _NAMES_UNDER:
            return Spots(self._counted(window))
        left, right = ((degrees + 180) % 360 - 180 for degrees in (west, east))
        cities = places().within(south, north, left, right, most=_NAMES)
        return Spots(self._counted(window), tuple((city.point, city.name) for city in cities))

    def _counted(self, window: Window, wanted: Callable[[], bool] | None = None) -> tuple[tuple[Point, int], ...]:
        high, wide = window.scale * window.height / 2, window.across * window.width / 2
        north, south = window.middle.latitude + high, window.middle.latitude - high
        west, east = window.middle.longitude - wide, window.middle.longitude + wide
        grid = Grid(south, north, west, east, window.height // 4, window.width // 2)
        try:
            counts = self._index.places(self._query, grid, wanted=wanted)
        except (Closed, IndexTrouble):  # the list says so
            return ()
        return tuple((point_of(window, row, column), count) for (row, column), count in counts.items())

    def _ask(self, near: Near) -> Here:
        where = in_words(Point(near.latitude, near.longitude))
        try:
            return Here(self._index.how_many(replace(self._query, near=near)), where)
        except (Closed, IndexTrouble):
            return Here(0, where)
