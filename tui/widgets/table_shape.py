"""The table's keys and looks, apart from what it does."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

from tui.widgets.lines import TONES

PARTS: Final = frozenset({"header", "cursor", *TONES})
"""What has a style of its own."""

MOVING: Final[list[BindingType]] = [
    Binding("j,down", "move(1)", "Down", show=False, id="table.down", tooltip="Go to the next video"),
    Binding("k,up", "move(-1)", "Up", show=False, id="table.up", tooltip="Go to the video above"),
    Binding("ctrl+d", "half(1)", "Half a page down", show=False, id="table.half-down"),
    Binding("ctrl+u", "half(-1)", "Half a page up", show=False, id="table.half-up"),
    Binding("pagedown", "page(1)", "Page down", show=False, id="table.page-down"),
    Binding("pageup", "page(-1)", "Page up", show=False, id="table.page-up"),
    Binding("home", "top", "First", show=False, id="table.top", tooltip="Go to the first video"),
    Binding("G,end", "bottom", "Last", show=False, id="table.bottom", tooltip="Go to the last video"),
    Binding("enter", "choose", "Details", id="table.choose", tooltip="Read the details of this video"),
]

LOOKS: Final = """
VideoTable {
    overflow-x: hidden;
    overflow-y: scroll;
    scrollbar-size-vertical: 1;
    scrollbar-background: $background;
    scrollbar-background-hover: $background;
    scrollbar-background-active: $background;
    & > .video-table--header { color: $text-muted; text-style: bold; }
    & > .video-table--muted { color: $text-muted; }
    & > .video-table--strong { text-style: bold; }
    & > .video-table--accent { color: $text-accent; text-style: bold; }
    & > .video-table--good { color: $text-success; }
    & > .video-table--warn { color: $text-warning; }
    & > .video-table--bad { color: $text-error; }
    & > .video-table--cursor {
        background: $block-cursor-blurred-background;
        text-style: $block-cursor-blurred-text-style;
    }
    &:focus > .video-table--cursor {
        color: $block-cursor-foreground;
        background: $block-cursor-background;
        text-style: $block-cursor-text-style;
    }
}
"""
