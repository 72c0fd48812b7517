"""Feeds the small map in the sidebar, where there is height for one: what is looked for, wherever that is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tui.api.values import Video
from tui.geo.point import Point
from tui.geo.window import Window, around, world
from tui.library.connections import Unwanted
from tui.library.index import Index
from tui.library.query import Query
from tui.screens.latest import Latest
from tui.widgets.filter_sidebar import FilterSidebar
from tui.widgets.map_paint import Scene, counted

if TYPE_CHECKING:
    from tui.screens.map_asking import Spots

_EVERY: Final = 1.0
"""Seconds between two counts while the index keeps changing."""
_WIDER: Final = 1.3
"""So many times the radius is seen around the circle."""

_View = tuple[Query, Window]


class SmallMap:
    """Keeps the sidebar's map on one query and one video."""

    def __init__(self, index: Index, sidebar: FilterSidebar) -> None:
        self._index = index
        self._map = sidebar.map
        self._query = Query()
        self._video: Point | None = None
        self._asker: Latest[_View, Spots | None] = Latest(self._ask, self._show, every=_EVERY)

    async def run(self) -> None:
        """Answers until cancelled."""
        await self._asker.run()

    def look(self, query: Query) -> None:
        """Another query, another size, or other videos: counts anew, if there is a map."""
        self._query = query
        width, height = self._map.size.width * 2, self._map.size.height * 4
        if not self._map.display or not width or not height:
            return
        near = query.near
        window = world(width, height)
        if near is not None:
            window = around(Point(near.latitude, near.longitude), min(near.km * _WIDER, 6_000.0), width, height)
        self._asker.ask((query, window))

    def at(self, video: Video | None) -> None:
        """Marks where this video was taken."""
        self._video = None
        if video is not None and video.latitude is not None and video.longitude is not None:
            self._video = Point(video.latitude, video.longitude)
        if self._map.window is not None:
            self._map.scene = replace(self._map.scene, video=self._video)

    async def _ask(self, view: _View) -> Spots | None:
        # Not before the first paint: most screens have no height for a map.
        from tui.screens.map_asking import MapAsking

        query, window = view
        asking = MapAsking(self._index, query.cleared("place"))
        try:
            return await asyncio.to_thread(asking.seen, window, lambda: query == self._query)
        except Unwanted:
            return None

    def _show(self, view: _View, spots: Spots | None) -> None:
        query, window = view
        if spots is None or query != self._query or not self._map.is_attached:
            return
        near = query.near
        circle = None if near is None else (Point(near.latitude, near.longitude), near.km)
        self._map.show(window, Scene(counted(window, spots.videos), circle=circle, video=self._video))
