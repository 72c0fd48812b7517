"""Draws lines of the table of videos: lines that look alike are drawn once."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Size
from textual.strip import Strip

from tui.api.values import Video
from tui.frozen import dataclass
from tui.library.values import Sort
from tui.widgets.column_plan import Plan
from tui.widgets.columns import Place, header_text, video_line
from tui.widgets.empty import empty_lines
from tui.widgets.lines import Line, at_rest, plain


@dataclass(frozen=True, slots=True)
class HeaderLook:
    """Everything that the titles depend on."""

    columns: Plan
    sort: Sort


@dataclass(frozen=True, slots=True)
class RowLook:
    """Everything that a row depends on."""

    video: Video | None
    columns: Plan
    place: Place | None
    marked: bool
    under_cursor: bool
    focused: bool
    """Whether the table has the focus; only told of the row under the cursor."""


@dataclass(frozen=True, slots=True)
class WordsLook:
    """A line of what is said where there are no rows; a blank line where nothing is."""

    words: str
    size: Size
    y: int


Look = HeaderLook | RowLook | WordsLook


class Painter:
    """Looks to strips. `style` gives the style of a part: of a tone, `header`, `cursor`, or of the rest (empty)."""

    def __init__(self, style: Callable[[str], Style]) -> None:
        self._style = style
        self._strips: LRUCache[Look, Strip] = LRUCache(512)

    def forget(self) -> None:
        """The styles are others now."""
        self._strips.clear()

    def strip(self, look: Look) -> Strip:
        """The line, as drawn before if it was."""
        strip = self._strips.get(look)
        if strip is None:
            strip = self._strips[look] = self._drawn(look)
        return strip

    def _drawn(self, look: Look) -> Strip:
        match look:
            case HeaderLook():
                text = header_text(look.columns, look.sort)
                return Strip([Segment(text, self._style("header"))], look.columns.width)
            case RowLook():
                return self._row(look)
            case WordsLook():
                return self._line(empty_lines(look.words, look.size)[look.y], look.size.width)

    def _row(self, look: RowLook) -> Strip:
        line = video_line(look.video, look.columns, marked=look.marked, place=look.place)
        width = look.columns.width
        if not look.under_cursor:
            return self._line(line, width)
        if look.focused:
            # One style for all of it: colours would be lost on this background, and cost bytes.
            return Strip([Segment(plain(line), self._style("cursor"))], width)
        return self._line(line, width, background=self._style("cursor"))

    def _line(self, line: Line, width: int, background: Style | None = None) -> Strip:
        over = at_rest(background) if background else Style.null()
        return Strip([Segment(text, self._style(tone) + over) for text, tone in line], width)
