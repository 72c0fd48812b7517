"""Where a video was taken, in words: looked up in a thread, once the cursor rests on it."""

from __future__ import annotations

import asyncio
from typing import Final

from tui.api.values import Video
from tui.geo.point import Point
from tui.screens.latest import Latest
from tui.widgets.details import Details
from tui.widgets.filter_rows import radius_text

_CURSOR_RESTS: Final = 0.1
"""Seconds the cursor must stay on a video."""
_KEPT: Final = 500


class Nearby:
    """Tells the details pane how far from which city its video was taken."""

    def __init__(self, details: Details) -> None:
        self._details = details
        self._known: dict[Point, str] = {}
        self._wanted: Point | None = None
        self._asker: Latest[Point, str] = Latest(self._ask, self._show, rest=_CURSOR_RESTS)

    def at(self, video: Video | None) -> None:
        """Says what is known of its place at once, else as soon as it is found."""
        point = None
        if video is not None and video.latitude is not None and video.longitude is not None:
            point = Point(video.latitude, video.longitude)
        self._wanted = point if point and abs(point.latitude) <= 90 and abs(point.longitude) <= 180 else None
        self._details.nearby = self._known.get(self._wanted, "") if self._wanted else ""
        if self._wanted is None:
            self._asker.forget()
        elif not self._details.nearby:
            self._asker.ask(self._wanted)

    async def run(self) -> None:
        """Answers until cancelled."""
        await self._asker.run()

    async def _ask(self, point: Point) -> str:
        return await asyncio.to_thread(in_words, point)

    def _show(self, point: Point, words: str) -> None:
        if len(self._known) >= _KEPT:
            self._known.clear()
        self._known[point] = words
        if point == self._wanted:
            self._details.nearby = words


def in_words(point: Point) -> str:
    """`12 km from Nairobi, KE`, or `in Nairobi, KE`. Reads the cities on first use: for a worker thread."""
    from tui.geo.places import places

    city, km = places().around(point)
    return f"in {city}" if km < 1 else f"{radius_text(float(f'{km:.2g}'))} from {city}"
