"""The way from the library to its map and back, with another query or the same."""

from __future__ import annotations

from dataclasses import replace

from textual.screen import Screen

from tui.geo.point import Point
from tui.library.desk import LibraryDesk
from tui.library.query import Query
from tui.screens.map import MapScreen
from tui.widgets.video_table import VideoTable


async def picked_on_the_map(screen: Screen[None], desk: LibraryDesk, query: Query) -> Query:
    """The query with the place that somebody picked, or as it was."""
    if reason := desk.why_not.get("place"):
        screen.notify(reason, severity="warning", markup=False)
        return query
    video = screen.query_one(VideoTable).video
    point = None
    if video is not None and video.latitude is not None and video.longitude is not None:
        point = Point(video.latitude, video.longitude)
    near = await screen.app.push_screen_wait(MapScreen(desk.index, query, point))
    return query if near is None else replace(query, near=near)
