"""A map of the world, or of a part of it, with the library's videos on it: shows values, repaints what changed."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.geo.dots import Dots
from tui.geo.window import Window
from tui.widgets.map_paint import KINDS, LAND, Row, Scene, painted


class MapView(Widget):
    """Draws `scene` in `window`. The land is drawn anew only for another window."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"map--land", *(f"map--{kind}" for kind in KINDS)}
    DEFAULT_CSS = """
    MapView {
        width: 1fr; height: 1fr;
        & > .map--land { background: $foreground 9%; }
        & > .map--coast { color: $foreground 50%; }
        & > .map--name { color: $text-muted; }
        & > .map--circle { color: $primary; }
        & > .map--one { color: $text-secondary; text-style: bold; }
        & > .map--few { color: $text-warning; text-style: bold; }
        & > .map--many { color: $text-warning; text-style: bold; }
        & > .map--most { color: $text-error; text-style: bold; }
        & > .map--video { color: $text-accent; text-style: bold; }
        & > .map--cross { color: $text-primary; text-style: bold; }
    }
    """

    window: reactive[Window | None] = reactive[Window | None](None, init=False, repaint=False)
    scene: reactive[Scene] = reactive(Scene, init=False, repaint=False)

    class Sized(Message):
        """There is another size to fill."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._land: tuple[Window, Dots] | None = None
        self._rows: list[Row] = []
        self._styles: dict[int, Style] = {}

    def on_resize(self) -> None:
        self.post_message(self.Sized())

    def notify_style_update(self) -> None:
        self._styles.clear()
        super().notify_style_update()

    def watch_window(self) -> None:
        self._paint()

    def watch_scene(self) -> None:
        self._paint()

    def show(self, window: Window, scene: Scene) -> None:
        """Both at once, with one painting."""
        self.set_reactive(MapView.window, window)
        self.set_reactive(MapView.scene, scene)
        self._paint()

    @property
    def text(self) -> str:
        """What is to be seen, without its colours."""
        return "\n".join("".join(text for text, _ in row) for row in self._rows)

    def _paint(self) -> None:
        window = self.window
        if window is None:
            return
        before, self._rows = self._rows, painted(window, self._drawn(window), self.scene)
        for y, row in enumerate(self._rows):
            if y >= len(before) or before[y] != row:
                self.refresh(Region(0, y, self.size.width, 1))

    def _drawn(self, window: Window) -> Dots:
        from tui.geo.outline import outline

        if self._land is None or self._land[0] != window:
            dots = Dots(window.width // 2, window.height // 4)
            outline().draw(window, dots)
            self._land = (window, dots)
        return self._land[1]

    def render_line(self, y: int) -> Strip:
        if y >= len(self._rows):
            return Strip.blank(self.size.width, self.rich_style)
        strip = Strip([Segment(text, self._style(kind)) for text, kind in self._rows[y]])
        return strip.adjust_cell_length(self.size.width, self.rich_style)

    def _style(self, kind: int) -> Style:
        if kind not in self._styles:
            style = self.get_component_rich_style(f"map--{KINDS[kind % LAND]}")
            if kind >= LAND:
                style += Style(bgcolor=self.get_component_rich_style("map--land").bgcolor)
            self._styles[kind] = style
        return self._styles[kind]
