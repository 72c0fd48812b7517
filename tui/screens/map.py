"""The library on a map: where its videos are, and a place to filter by under the crosshair."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui.geo.point import Point
from tui.geo.window import Window, around, world
from tui.library.index import Index
from tui.library.query import Near, Query
from tui.pressing import press
from tui.screens.latest import Latest
from tui.screens.map_asking import Here, MapAsking, Spots
from tui.screens.map_keys import MAP_KEYS
from tui.widgets.filter_rows import radius_text
from tui.widgets.key_line import KeyLine
from tui.widgets.map_paint import STEPS, Scene, cell_of, counted
from tui.widgets.map_sight import Sight, fitted, fitting_km
from tui.widgets.map_view import MapView
from tui.widgets.present import cells as cells_wide

_ZOOM: Final = 1.6
_SOURCES: Final = "GeoNames (CC BY 4.0) · Natural Earth"


class MapScreen(Screen[Near | None]):
    """Answers with the place that was picked. `query` says which videos; its own place is where one begins."""

    CSS_PATH = "map.tcss"
    BINDINGS: ClassVar[list[BindingType]] = MAP_KEYS

    def __init__(self, index: Index, query: Query, video: Point | None = None) -> None:
        """`video`: where the cursor's video was taken."""
        super().__init__()
        self._query = query.cleared("place")
        self._asking = MapAsking(index, self._query)
        self._near = query.near
        self._video = video
        self._map = MapView(id="map")
        self._words = Static("", id="words", markup=False)
        self._sight: Sight | None = None
        self._all: tuple[tuple[Point, int], ...] | None = None
        """Every place with videos, roughly; None until that is known."""
        self._spots = Spots()
        self._here: Here | None = None
        self._looks: Latest[Window, Spots] = Latest(self._asking.look, self._show_spots)
        self._asks: Latest[Near, Here] = Latest(self._asking.ask, self._show_here)

    def compose(self) -> ComposeResult:
        yield self._map
        yield self._words
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        text = " ".join(chip.text for chip in self._query.chips())
        self._map.border_title = Content(f"Map · {text}" if text else "Map")
        self._map.border_subtitle = Content(_SOURCES)
        self.run_worker(self._run(), group="map")

    @property
    def idle(self) -> bool:
        """Whether everything that was asked for is on the screen."""
        return self._sight is not None and self._looks.idle and self._asks.idle

    @property
    def sight(self) -> Sight | None:
        """Where one looks; None until the map is there."""
        return self._sight

    async def _run(self) -> None:
        self._all = (await self._asking.everywhere()).videos
        if 0 not in self._dots:
            self._begin()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._looks.run())
            group.create_task(self._asks.run())

    @property
    def _dots(self) -> tuple[int, int]:
        """Dots."""
        return self._map.size.width * 2, self._map.size.height * 4

    @on(MapView.Sized)
    def _sized(self) -> None:
        if self._all is None or 0 in self._dots:
            return
        if self._sight is None:
            self._begin()
        else:
            self._see(self._sight.resized(*self._dots))

    def _begin(self) -> None:
        """Where the query looks already; else all videos, with the crosshair on the cursor's or on most of them."""
        width, height = self._dots
        if self._near is not None:
            point = Point(self._near.latitude, self._near.longitude)
            window = around(point, min(self._near.km, 6_000.0), width, height)
            self._see(Sight(window, point, self._near.km, chosen=True))
            return
        window = fitted((point for point, _ in self._all or ()), width, height)
        most = max(self._all or (), key=lambda spot: spot[1], default=(window.middle, 0))[0]
        self._see(Sight(window, self._video or most, fitting_km(window)))

    def _see(self, sight: Sight) -> None:
        moved = self._sight is None or self._sight.window != sight.window
        self._sight = sight
        self._asks.ask(self._picked(sight))
        if moved:
            self._looks.ask(sight.window)
        self._show()

    # What is shown

    def _show_spots(self, window: Window, spots: Spots) -> None:
        if self._sight is not None and self._sight.window == window:
            self._spots = spots
            self._show()

    def _show_here(self, near: Near, here: Here) -> None:
        if self._sight is not None and near == self._picked(self._sight):
            self._here = here
            self._say(self._sight)

    def _show(self) -> None:
        sight = self._sight
        if sight is None:
            return
        videos = counted(sight.window, self._spots.videos)
        circle = (sight.point, sight.km)
        self._map.show(sight.window, Scene(videos, self._spots.names, circle, self._video, sight.cell))
        self._say(sight)

    def _say(self, sight: Sight) -> None:
        here = self._here
        within = f"{here.videos:,} within {radius_text(sight.km)}" if here else f"within {radius_text(sight.km)}"
        left = (str(sight.rounded), here.city if here else "…", within, f"{self._spots.count:,} in view")
        line = " · ".join(left)
        legend = "  ".join(f"{sign} {least:,}+" if least > 1 else f"{sign} 1" for least, _, sign in reversed(STEPS))
        room = self._words.size.width - cells_wide(line) - cells_wide(legend)
        self._words.update(Content.assemble(line, (" " * room + legend if room > 2 else "", "$text-muted")))

    # Commands

    def action_move(self, down: int, right: int) -> None:
        if self._sight is not None:
            self._see(self._sight.moved(down, right))

    def action_zoom(self, direction: int) -> None:
        if self._sight is not None:
            self._see(self._sight.zoomed(_ZOOM**direction))

    def action_wider(self, direction: int) -> None:
        if self._sight is not None:
            self._see(self._sight.wider(direction))

    def action_fit(self) -> None:
        if self._sight is not None:
            close = fitted((point for point, _ in self._all or ()), *self._dots)
            self._see(self._sight.seeing(world(*self._dots) if self._sight.window == close else close))

    def action_next(self, step: int) -> None:
        """From place to place with videos, those in view, from west to east."""
        sight = self._sight
        if sight is None:
            return
        spots = sorted({cell_of(sight.window, point)[::-1]: point for point, _ in self._spots.videos}.items())
        if not spots:
            self.notify(f"No videos in view: {press('map.fit', 'z')} shows all of them.", markup=False)
            return
        now = sight.cell[::-1]
        ahead = [point for cell, point in spots if cell > now] + [point for cell, point in spots if cell <= now]
        behind = [point for cell, point in spots if cell >= now] + [point for cell, point in spots if cell < now]
        self._see(sight.at(ahead[0] if step > 0 else behind[-1]))

    def action_here(self) -> None:
        if self._video is None:
            self.notify("The current video has no place: no GPS was supplied with it.", markup=False)
        elif self._sight is not None:
            self._see(self._sight.at(self._video))

    def action_pick(self) -> None:
        if self._sight is not None:
            self.dismiss(self._picked(self._sight))

    def _picked(self, sight: Sight) -> Near:
        near = self._near
        if near is not None and sight.point == Point(near.latitude, near.longitude):
            return replace(near, km=sight.km)
        point = sight.rounded
        return Near(point.latitude, point.longitude, sight.km)
