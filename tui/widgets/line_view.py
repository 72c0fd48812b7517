"""Text that scrolls and costs what changed: replacing its lines repaints only those that look different."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from tui.weblinks import web_link
from tui.widgets.half_blocks import Art
from tui.widgets.lines import TONES, Line, fitted, plain
from tui.widgets.motions import MOTIONS
from tui.widgets.present import cells, fit


class LineView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows `lines` beneath a fixed `head`. Lines are expected to fit; what does not is cut."""

    BINDINGS: ClassVar[list[BindingType]] = MOTIONS
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"line-view--{tone}" for tone in TONES}
    DEFAULT_CSS = """
    LineView {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 0;
        & > .line-view--muted { color: $text-muted; }
        & > .line-view--strong { text-style: bold; }
        & > .line-view--accent { color: $text-accent; }
        & > .line-view--link { color: $text-accent; }
        & > .line-view--good { color: $text-success; }
        & > .line-view--warn { color: $text-warning; }
        & > .line-view--bad { color: $text-error; }
    }
    """

    lines: reactive[tuple[Line, ...]] = reactive[tuple[Line, ...]]((), init=False, repaint=False)
    head: reactive[Line] = reactive[Line]((), init=False, repaint=False)
    art: reactive[Art] = reactive[Art]((), init=False, repaint=False)
    """What is painted over the first of the lines."""
    linking: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether addresses are links (OSC 8): each line of one then costs the line the whole of it."""

    class Sized(Message):
        """There is another width to fill."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._painted: dict[int, tuple[Line, str, Strip | None]] = {}
        """By line of the screen: what was painted there, where it leads, and what of a picture lies over it."""
        self._links: dict[str, Style] = {}
        """One style for all lines of an address: the terminal takes them for one link."""

    @property
    def width(self) -> int:
        """Cells that a line has."""
        return self.scrollable_content_region.width

    def watch_lines(self) -> None:
        self._links.clear()
        self._measure()
        self._repaint()

    def watch_art(self) -> None:
        self._repaint()

    def watch_head(self) -> None:
        self._repaint()

    def watch_linking(self) -> None:
        self._repaint()

    def on_resize(self) -> None:
        self._painted.clear()
        self._measure()
        self.post_message(self.Sized())

    def notify_style_update(self) -> None:
        self._painted.clear()
        super().notify_style_update()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        if round(old_value) != round(new_value):
            self._repaint()

    def _measure(self) -> None:
        # Set beneath the reactive: that one would lay out the whole screen and repaint every line.
        size = Size(self.width, len(self.lines) + 1)
        if size != self.virtual_size:
            self.set_reactive(LineView.virtual_size, size)
            if self.is_mounted and self.scroll_y > self.max_scroll_y:
                self._scroll_now(self.max_scroll_y)

    # Scrolling

    def _scroll_now(self, y: float) -> None:
        self.scroll_to(y=y, animate=False, force=True)

    def scroll_by(self, lines: int) -> None:
        self._scroll_now(self.scroll_offset.y + lines)

    def action_move(self, lines: int) -> None:
        self.scroll_by(lines)

    def action_half(self, direction: int) -> None:
        self.scroll_by(direction * max(1, self.size.height // 2))

    def action_page(self, direction: int) -> None:
        self.scroll_by(direction * max(1, self.size.height - 2))

    def action_top(self) -> None:
        self._scroll_now(0)

    def action_bottom(self) -> None:
        self._scroll_now(self.max_scroll_y)

    def action_go_to(self, line: int) -> None:
        self._scroll_now(line)

    # Painting

    def _line(self, y: int) -> Line:
        if y == 0:
            return self._head()
        n = self.scroll_offset.y + y - 1
        return self.lines[n] if n < len(self.lines) else ()

    def _head(self) -> Line:
        """The head with a sign of what is out of sight; a scrollbar would be repainted with every other length."""
        more = "" if self.scroll_offset.y >= self.max_scroll_y else "↑ ↓" if self.scroll_offset.y else "↓"
        more = more or ("↑" if self.scroll_offset.y else "")
        room = self.width - sum(cells(text) for text, _tone in self.head)
        return (*self.head, (fit(more, max(0, room), right=True), "muted"))

    def _repaint(self) -> None:
        for y in range(self.size.height):
            before, now, over = self._painted.get(y), self._line(y), self._over(y)
            if before != (now, self._address(y), over):
                wide = _width(now) if over is None else over.cell_length
                width = self.width if before is None else max(_width(before[0]), _over_width(before[2]), wide)
                self.refresh(Region(0, y, max(1, min(width, self.width)), 1))

    def render_line(self, y: int) -> Strip:
        line, address, over = self._line(y), self._address(y), self._over(y)
        self._painted[y] = (line, address, over)
        if over is not None:
            return over.adjust_cell_length(self.width, self.rich_style)
        # Blanks take the tone of the last piece: one change of style less to send.
        blank = " " * max(0, self.width - _width(line))
        filled = (*line[:-1], (line[-1][0] + blank, line[-1][1])) if line else ()
        link = self._links.setdefault(address, Style(link=address)) if address else Style.null()
        segments = [Segment(text, self._style(tone) + link) for text, tone in fitted(filled, self.width)]
        if y == 0:
            return Strip(segments, self.width)
        n = self.scroll_offset.y + y - 1
        return self._selected(Strip(segments, self.width), n).apply_offsets(0, n)

    def _over(self, y: int) -> Strip | None:
        n = self.scroll_offset.y + y - 1
        return self.art[n] if y and n < len(self.art) else None

    def _address(self, y: int) -> str:
        """Where a line of the screen leads to; nothing where it leads nowhere, or not safely."""
        n = self.scroll_offset.y + y - 1
        if not self.linking or not y or not _is_link(self.lines, n):
            return ""
        first = last = n
        while _is_link(self.lines, first - 1):
            first -= 1
        while _is_link(self.lines, last + 1):
            last += 1
        return web_link("".join(plain(line) for line in self.lines[first : last + 1])) or ""

    def _style(self, tone: str) -> Style:
        return self.get_component_rich_style(f"line-view--{tone}") if tone else self.rich_style

    # Selecting with the mouse

    def _selected(self, strip: Strip, n: int) -> Strip:
        selection = self.text_selection
        span = selection.get_span(n) if selection is not None else None
        if span is None:
            return strip
        start, end = span
        end = strip.cell_length if end == -1 else min(end, strip.cell_length)
        if not 0 <= start < end:
            return strip
        style = self.screen.get_component_rich_style("screen--selection")
        before, chosen, after = strip.divide([start, end, strip.cell_length])
        return Strip.join([before, chosen.apply_style(style), after])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        return selection.extract("\n".join(plain(line).rstrip() for line in self.lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002 - Textual's signature
        self.refresh()


def _is_link(lines: tuple[Line, ...], n: int) -> bool:
    return 0 <= n < len(lines) and any(tone == "link" for _text, tone in lines[n])


def _width(line: Line) -> int:
    return cells(plain(line))


def _over_width(strip: Strip | None) -> int:
    return 0 if strip is None else strip.cell_length
