"""A list of any length with a cursor: draws the lines that are seen, and repaints only those that changed."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.lines import TONES, NoRows, Rows, at_rest, fitted
from tui.widgets.motions import MOTIONS


class LineList(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows `rows`. The cursor stays on its row, and on its line of the screen, when rows come and go."""

    BINDINGS: ClassVar[list[BindingType]] = MOTIONS
    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--cursor", *(f"lines--{tone}" for tone in TONES)}
    DEFAULT_CSS = """
    LineList {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-background: transparent;
        scrollbar-background-hover: transparent;
        scrollbar-background-active: transparent;
        & > .lines--muted { color: $text-muted; }
        & > .lines--strong { text-style: bold; }
        & > .lines--accent { color: $text-accent; }
        & > .lines--good { color: $text-success; }
        & > .lines--warn { color: $text-warning; }
        & > .lines--bad { color: $text-error; }
        & > .lines--cursor {
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .lines--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    rows: reactive[Rows] = reactive[Rows](NoRows, init=False, repaint=False, always_update=True)
    cursor: reactive[int] = reactive(0, init=False, repaint=False)
    empty: reactive[str] = reactive("", init=False)
    """What is said where there is nothing to list."""

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, lines: LineList, key: str) -> None:
            super().__init__()
            self.lines = lines
            self.key = key

        @property
        def control(self) -> LineList:
            return self.lines

    class Picked(Message):
        """The row under the cursor was clicked a second time."""

        def __init__(self, lines: LineList, key: str) -> None:
            super().__init__()
            self.lines = lines
            self.key = key

        @property
        def control(self) -> LineList:
            return self.lines

    def __init__(self, *, empty: str = "", id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.set_reactive(LineList.empty, empty)
        self._painted: dict[int, Strip] = {}

    @property
    def key(self) -> str | None:
        """What the cursor is on."""
        return self.rows.key(self.cursor) if len(self.rows) else None

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, len(self.rows) - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        self.refresh_line(before)
        self.refresh_line(now)
        self._show_cursor()
        if len(self.rows):
            self.post_message(self.Moved(self, self.rows.key(now)))

    def watch_rows(self, before: Rows, now: Rows) -> None:
        key = before.key(self.cursor) if self.cursor < len(before) else None
        self._measure()
        place = _place(now, key, self.cursor)
        if place != self.cursor:
            shift = place - self.cursor
            self.set_reactive(LineList.cursor, place)
            if self.scroll_offset.y or shift < 0:
                self.scroll_to(y=self.scroll_offset.y + shift, animate=False, force=True)
        self.repaint_changes()
        if len(now) and now.key(place) != key:
            self.post_message(self.Moved(self, now.key(place)))

    def repaint_changes(self) -> None:
        """Repaints those of the visible lines that look different now."""
        if not self.size:
            return
        top, plain = self.scroll_offset.y, self.rich_style
        for y in range(self.size.height):
            if self._painted.get(y) != self._strip(top + y, plain):
                self.refresh_line(top + y)

    def render_line(self, y: int) -> Strip:
        strip = self._strip(self.scroll_offset.y + y, self.rich_style)
        self._painted[y] = strip
        return strip

    def _strip(self, n: int, plain: Style) -> Strip:
        """`plain`: our own style, which Textual puts together anew each time that it is asked for."""
        width = self.scrollable_content_region.width
        if n >= len(self.rows):
            said = self.empty if n == 0 and not len(self.rows) else ""
            style = self.get_component_rich_style("lines--muted") if said else plain
            return Strip([Segment(said, style)]).adjust_cell_length(width, plain)
        segments = [
            Segment(text, self.get_component_rich_style(f"lines--{tone}") if tone else plain)
            for text, tone in fitted(self.rows.line(n, width), width)
        ]
        if n == self.cursor:
            segments = list(Segment.apply_style(segments, post_style=self._cursor_style()))
        return Strip(segments, width)

    def _cursor_style(self) -> Style:
        style = self.get_component_rich_style("lines--cursor")
        return style if self.has_focus else at_rest(style)

    def _show_cursor(self) -> None:
        top, height = self.scroll_offset.y, self.size.height
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True)
        elif height and self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, force=True)

    def on_resize(self) -> None:
        self._measure()
        self._show_cursor()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.refresh_line(self.cursor)

    def _measure(self) -> None:
        # Set beneath the reactive, which would lay out the whole screen anew for every row that comes.
        size = Size(self.size.width, len(self.rows))
        if size != self.virtual_size:
            self.set_reactive(LineList.virtual_size, size)
            if self.is_mounted:
                self._refresh_scrollbars()
                self.vertical_scrollbar.window_virtual_size = size.height

    def on_click(self, event: events.Click) -> None:
        place = self.scroll_offset.y + event.get_content_offset_capture(self).y
        if not 0 <= place < len(self.rows):
            return
        if place == self.cursor:
            self.post_message(self.Picked(self, self.rows.key(place)))
        self.cursor = place

    def action_move(self, by: int) -> None:
        self.cursor += by

    def action_half(self, direction: int) -> None:
        self.cursor += direction * max(1, self.size.height // 2)

    def action_page(self, direction: int) -> None:
        self.cursor += direction * max(1, self.size.height - 1)

    def action_top(self) -> None:
        self.cursor = 0

    def action_bottom(self) -> None:
        self.cursor = len(self.rows) - 1

    def action_go_to(self, line: int) -> None:
        self.cursor = line


def _place(rows: Rows, key: str | None, near: int) -> int:
    """Where the row `key` is now, or the row that took its place."""
    if key is None or not len(rows):
        return 0
    if near < len(rows) and rows.key(near) == key:
        return near
    found = next((n for n in range(len(rows)) if rows.key(n) == key), None)
    return min(near, len(rows) - 1) if found is None else found
