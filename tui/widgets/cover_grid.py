"""A grid of covers: any number of them, drawn a window at a time; a cell is repainted when it looks different."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.api.values import Status, Video
from tui.covers.desk import Manner, Missing
from tui.covers.thumbnail import Thumbnail
from tui.widgets.details_facts import wrapped
from tui.widgets.grid_shape import GridShape, grid_shape
from tui.widgets.half_blocks import art
from tui.widgets.lines import Tone, fitted, plain
from tui.widgets.motions import MOTIONS
from tui.widgets.present import cells, duration_text, fit, name_text, status_mark
from tui.widgets.table_rows import Rows

_TONES: Final[dict[Status, Tone]] = {Status.READY: "good", Status.INDEXING: "warn", Status.FAILED: "bad"}
_PARTS: Final = ("muted", "good", "warn", "bad", "accent", "bar", "cursor")


class CoverGrid(Widget, can_focus=True, inherit_bindings=False):
    """Shows the covers of `rows`, as far as they are known; says when others are to be seen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *MOTIONS,
        Binding("l,right", "step(1)", "Right", id="sheet.right", show=False, tooltip="To the next video"),
        Binding("h,left", "step(-1)", "Left", id="sheet.left", show=False, tooltip="To the video before"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"cover-grid--{part}" for part in _PARTS}
    DEFAULT_CSS = """
    CoverGrid {
        width: 1fr; height: 1fr;
        & > .cover-grid--muted { color: $text-muted; }
        & > .cover-grid--good { color: $text-success; }
        & > .cover-grid--warn { color: $text-warning; }
        & > .cover-grid--bad { color: $text-error; }
        & > .cover-grid--accent { color: $text-accent; text-style: bold; }
        & > .cover-grid--bar { color: $primary; text-style: bold; }
        & > .cover-grid--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    cursor: reactive[int] = reactive(0, init=False, repaint=False)
    marked: reactive[Container[str]] = reactive[Container[str]](frozenset[str](), init=False, repaint=False)
    veiled: reactive[bool] = reactive(False, init=False)
    """Whether no picture is drawn: on a slow line none is while somebody is on the way to another."""

    class Moved(Message):
        """The cursor is on another video."""

    class Scrolled(Message):
        """Other videos are to be seen."""

    class Picked(Message):
        """A second click on a video."""

    def __init__(
        self, rows: Rows, known: Callable[[Video], Thumbnail | Missing | None], manner: Manner, *, cursor: int = 0
    ) -> None:
        super().__init__(id="grid")
        self._rows = rows
        self._known = known
        self._manner = manner
        self._top = 0
        self._shape = GridShape(1, 1, 1, 1)
        self.set_reactive(CoverGrid.cursor, cursor)

    @property
    def video(self) -> Video | None:
        """The video under the cursor."""
        return self._rows.row(self.cursor)

    @property
    def seen(self) -> list[Video]:
        """The videos that are to be seen, those nearest to the cursor first."""
        near = sorted(self._window, key=lambda n: abs(n - self.cursor))
        return [video for video in map(self._rows.row, near) if video is not None]

    @property
    def _window(self) -> range:
        first = self._top * self._shape.across
        return range(first, min(self._rows.count, first + self._shape.across * self._shape.down))

    def arrived(self, video_no: str) -> None:
        """There is something else to say of its cover."""
        for n in self._window:
            video = self._rows.row(n)
            if video is not None and video.video_no == video_no:
                self.refresh(self._region(n))

    # Moving

    def on_resize(self) -> None:
        self._shape = grid_shape(self.size.width, self.size.height)
        self._top = self._shape.top(self._top, self.cursor)
        self.refresh()
        self.post_message(self.Scrolled())

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, self._rows.count - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        top = self._shape.top(self._top, now)
        if top != self._top:
            self._top = top
            self.refresh()
            self.post_message(self.Scrolled())
        for n in (before, now):
            self._repaint_sign(n)
        self.post_message(self.Moved())

    def watch_marked(self) -> None:
        for n in self._window:
            self.refresh(self._caption(n))

    def action_step(self, by: int) -> None:
        self.cursor += by

    def action_move(self, by: int) -> None:
        wanted = self.cursor + by * self._shape.across
        last = self._rows.count - 1
        if 0 <= wanted <= last:
            self.cursor = wanted
        elif by > 0 and last // self._shape.across > self.cursor // self._shape.across:
            self.cursor = last
        elif abs(by) > 1:
            self.cursor = self.cursor % self._shape.across if by < 0 else last

    def action_half(self, direction: int) -> None:
        self.action_move(direction * max(1, self._shape.down // 2))

    def action_page(self, direction: int) -> None:
        self.action_move(direction * self._shape.down)

    def action_top(self) -> None:
        self.cursor = 0

    def action_bottom(self) -> None:
        self.cursor = self._rows.count - 1

    def action_go_to(self, line: int) -> None:
        self.cursor = line

    def on_click(self, event: events.Click) -> None:
        shape = self._shape
        across, down = event.x // shape.width, event.y // shape.height
        n = (self._top + down) * shape.across + across
        if across < shape.across and down < shape.down and n < self._rows.count:
            if n == self.cursor and event.chain == 2:
                self.post_message(self.Picked())
            self.cursor = n

    # Painting

    def _region(self, n: int) -> Region:
        shape = self._shape
        row, column = divmod(n, shape.across)
        return Region(column * shape.width, (row - self._top) * shape.height, shape.width, shape.height)

    def _caption(self, n: int) -> Region:
        x, y, width, height = self._region(n)
        return Region(x, y + height - 1, width, 1)

    def _repaint_sign(self, n: int) -> None:
        if n in self._window:
            x, y, _width, height = self._region(n)
            self.refresh(Region(x, y, 1, height), self._caption(n))

    def render_line(self, y: int) -> Strip:
        shape, plain_style = self._shape, self.rich_style
        row, line = divmod(y, shape.height)
        strips: list[Strip] = []
        if row < shape.down:
            first = (self._top + row) * shape.across
            strips = [self._piece(n, line) for n in range(first, min(first + shape.across, self._rows.count))]
        return Strip.join(strips).adjust_cell_length(self.size.width, plain_style)

    def _piece(self, n: int, line: int) -> Strip:
        """One line of one cell."""
        shape, video = self._shape, self._rows.row(n)
        under = n == self.cursor
        if line == shape.height - 1:
            return self._captioned(video, shape.width, under=under)
        bar = Segment("▌" if under else " ", self._style("bar") if under else self.rich_style)
        picture = self._pictured(video, line) if video is not None else Strip([])
        return Strip([bar, *picture.adjust_cell_length(shape.width - 1, self.rich_style)], shape.width)

    def _pictured(self, video: Video, line: int) -> Strip:
        columns, lines = self._shape.room
        known = self._known(video)
        if isinstance(known, Missing):
            said = wrapped(known.why, columns)[:lines]
            first = (lines - len(said)) // 2
            text = said[line - first] if first <= line < first + len(said) else ""
            text = " " * ((columns - cells(text)) // 2) + text
            return Strip([Segment(fit(text, columns), self._style("muted"))], columns)
        if known is None or self.veiled:
            return Strip([])
        rows = art(known, columns, lines, self._manner)
        line -= (lines - len(rows)) // 2
        if not 0 <= line < len(rows):
            return Strip([])
        left = (columns - rows[line].cell_length) // 2
        return Strip([Segment(" " * left, self.rich_style), *rows[line]]) if left else rows[line]

    def _captioned(self, video: Video | None, width: int, *, under: bool) -> Strip:
        line = fitted(tuple(self._words(video, width - 1)) if video is not None else (("…", "muted"),), width - 1)
        if under:
            pieces = [Segment(plain(line), self._style("cursor"))]
        else:
            pieces = [Segment(text, self._style(tone)) for text, tone in line]
        return Strip([*pieces, Segment(" ", self.rich_style)], width)

    def _words(self, video: Video, width: int) -> Iterator[tuple[str, Tone]]:
        mark, length = status_mark(video.status), duration_text(video.duration)
        is_marked = video.video_no in self.marked
        yield ("✓" if is_marked else " "), "accent"
        yield mark.glyph + " ", _TONES[video.status]
        yield fit(name_text(video), max(0, width - 4 - len(length))), "accent" if is_marked else ""
        yield " " + length, "muted"

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"cover-grid--{part}") if part else self.rich_style
