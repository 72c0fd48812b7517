"""What is to be seen of the list of videos: how each line of its window looks, and how it was drawn the last time."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import Final

from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from tui.frozen import dataclass
from tui.library.values import Sort
from tui.widgets.column_plan import Plan
from tui.widgets.columns import Place
from tui.widgets.table_paint import HeaderLook, Look, Painter, RowLook, WordsLook
from tui.widgets.table_rows import Rows
from tui.widgets.table_window import Spot

HEADER: Final = 1
"""Lines of titles above the rows."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything that the lines depend on, as it is at one moment."""

    rows: Rows | None
    spot: Spot
    has_focus: bool
    height: int
    """Of the window with its titles."""
    columns: Plan
    sort: Sort
    place: Place | None
    marked: Container[str]
    empty_words: str

    def look(self, y: int) -> Look:
        """Line y of the window, counted from its titles."""
        if y < HEADER:
            return HeaderLook(self.columns, self.sort)
        rows = self.rows
        count = rows.count if rows is not None else 0
        index = self.spot.top + y - HEADER
        if rows is None or index >= count:
            return WordsLook("" if count else self.empty_words, Size(self.columns.width, self.height), y)
        video = rows.row(index)
        marked = video is not None and video.video_no in self.marked
        cursor = index == self.spot.cursor
        return RowLook(video, self.columns, self.place, marked, cursor, cursor and self.has_focus)


class TableLines:
    """The lines that are on the screen. `style` as of Painter."""

    def __init__(self, style: Callable[[str], Style]) -> None:
        self._painter = Painter(style)
        self.painted: dict[int, Look] = {}
        """How each was drawn the last time."""

    def forget(self) -> None:
        """The styles, or the size, are others now."""
        self._painter.forget()
        self.painted.clear()

    def drawn(self, sight: Sight, y: int) -> Strip:
        """Line y as it is to be shown now."""
        look = self.painted[y] = sight.look(y)
        return self._painter.strip(look)

    def changed(self, sight: Sight) -> list[int]:
        """Those that look different now."""
        painted = self.painted
        return [y for y in range(sight.height) if painted.get(y) != sight.look(y)]

    def are_alike(self, sight: Sight, looks: Mapping[int, Look]) -> bool:
        """Whether they would be drawn like these."""
        strip = self._painter.strip
        now = {y: sight.look(y) for y in range(sight.height)}
        # What is known of a video may have become more without a trace in its line.
        return now.keys() == looks.keys() and all(strip(look) == strip(looks[y]) for y, look in now.items())
