"""A scrollbar as a thin line: of whole cells, so that it is seldom drawn anew, and seen without any colour."""

from __future__ import annotations

from typing import Final

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

_ROOM: Final = Color.default()
_GRAB: Final = {"@mouse.down": "grab"}
_BEFORE: Final = {"@mouse.down": "scroll_up"}
_BEHIND: Final = {"@mouse.down": "scroll_down"}


class ThinBar(ScrollBarRender):
    """Given to Textual as `ScrollBar.renderer`."""

    @classmethod
    def render_bar(
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,
        back_color: Color = _ROOM,
        bar_color: Color = _ROOM,
    ) -> Segments:
        start, end = thumb(size, virtual_size, window_size, position)
        sign = "▐" if vertical else "━"
        room, bar = Style(bgcolor=back_color), Style(color=bar_color, bgcolor=back_color)
        across = thickness if vertical else 1
        before = Segment(" " * across, room + Style(meta=_BEFORE))
        held = Segment(sign.rjust(across), bar + Style(meta=_GRAB))
        behind = Segment(" " * across, room + Style(meta=_BEHIND))
        segments = [before] * start + [held] * (end - start) + [behind] * (size - end)
        if vertical:
            return Segments(segments, new_lines=True)
        return Segments([*segments, Segment.line()] * thickness, new_lines=False)


def thumb(size: int, whole: float, window: float, position: float) -> tuple[int, int]:
    """First cell, and the one after the last; it touches an end only where there is nothing beyond."""
    if not (size and window and whole > window):
        return 0, 0
    length = max(1, min(size, round(size * window / whole)))
    last = size - length
    start = round(last * position / (whole - window))
    if last > 1:
        start = max(start, int(position > 0))
        start = min(start, last - int(position < whole - window))
    return max(0, min(start, last)), max(0, min(start, last)) + length
