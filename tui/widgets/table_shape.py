"""The table's keys and looks, apart from what it does."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

from tui.widgets.lines import TONES
from tui.widgets.motions import MOTIONS

PARTS: Final = frozenset({"header", "cursor", *TONES})
"""What has a style of its own."""

MOVING: Final[list[BindingType]] = [
    *MOTIONS,
    Binding(
        "L,right_square_bracket",
        "columns(1)",
        "Columns right",
        id="table.right",
        show=False,
        tooltip="To columns for which there is no room; the name stays",
    ),
    Binding(
        "H,left_square_bracket", "columns(-1)", "Columns left", id="table.left", show=False, tooltip="Back to the first"
    ),
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
