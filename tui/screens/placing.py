"""The commands about a place to look around: this video's, a wider one, a narrower one."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from tui.widgets.filter_sidebar import FilterSidebar
from tui.widgets.video_table import VideoTable


class Placing:
    """Asks the filters, as their own keys do, from wherever the focus is."""

    def __init__(self, screen: Screen[Any]) -> None:  # Any: what a screen returns
        self._screen = screen

    def do(self, what: str) -> None:
        """`here`, `wider` or `narrower`."""
        sidebar = self._screen.query_one(FilterSidebar)
        if what == "here":
            sidebar.action_here()
        else:
            sidebar.action_wider(1 if what == "wider" else -1)

    def here(self) -> None:
        """Around the video under the cursor, if it has a place."""
        video = self._screen.query_one(VideoTable).video
        if video is None or video.latitude is None or video.longitude is None:
            self._screen.notify("This video has no place: no GPS was supplied with it.", markup=False)
        else:
            self._screen.query_one(FilterSidebar).use_place(video.latitude, video.longitude)
