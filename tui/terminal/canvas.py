"""What the terminal shows by now, cell for cell, so that only what changes goes over the line.

Textual writes every span that a widget marks as dirty, colours and all: a story told anew each second is kilobytes
of what is there already. Private names that this leans on: `textual._compositor` (`ChopsUpdate`, `CompositorUpdate`,
`LayoutUpdate`) and, where it is put to use, `App._display`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat

from rich.cells import split_graphemes
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

from tui.terminal.cells import Cell, Writer
from tui.terminal.hanging import Hanging
from tui.terminal.pen import PLAIN, Pen
from tui.terminal.pens import Pens
from tui.terminal.pictures import Pictures
from tui.terminal.still import Still


class Canvas:
    """Owns what the terminal shows; unknown at first, and whenever somebody else may have written to it."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Cell | None]] = {}
        self._pens = Pens()
        self._size = Size(0, 0)
        self._hanging: Hanging | None = None
        self._seed: Still | None = None

    def begin_with(self, still: Still) -> None:
        """The terminal shows this already: the first picture is written as what differs from it, if it is as large."""
        self._seed = still

    @property
    def has_begun(self) -> bool:
        """Whether there was a picture to be written."""
        return bool(self._size)

    def shown(self) -> list[list[Cell | None]]:
        """What is shown by now, line by line; None where that is not known."""
        return [list(self._rows.get(y, ())) for y in range(self._size.height)]

    def hang(self, pictures: Pictures) -> None:
        """From now on `pictures` are drawn where cells carry their numbers."""
        self._hanging = Hanging(pictures)

    def forget(self) -> None:
        """The next pictures are written whole. From any thread."""
        self._rows = {}
        self._seed = None
        if self._hanging is not None:
            self._hanging.forget()

    @property
    def wiped(self) -> str:
        """The bytes that take away all pictures that would outlive the screen."""
        return self._hanging.pictures.wiped if self._hanging is not None else ""

    def hung(self) -> str:
        """The bytes that draw the pictures for which the cells have waited, and that were made meanwhile."""
        return "".join(self._hang({}))

    def changes(self, picture: RenderableType | None) -> RenderableType | None:
        """Of a picture by the compositor, what is not shown yet; it counts as shown once it has been rendered."""
        if isinstance(picture, LayoutUpdate) and picture.region.size != self._size:
            # What was written of the old size meanwhile stands anywhere.
            self._size = picture.region.size
            seed = self._seed
            self.forget()
            if seed is not None and (seed.columns, seed.lines) == self._size:
                self._rows = {
                    y: [(text, self._pens.adopted(pen)) for text, pen in row] for y, row in enumerate(seed.cells())
                }
        if isinstance(picture, LayoutUpdate | ChopsUpdate):
            return _Changes(self, picture)
        return picture

    def paint(self, picture: LayoutUpdate | ChopsUpdate, console: Console) -> str:
        """The bytes that turn what is shown into `picture`, with the style reset at their end."""
        rows = self._rows
        out: list[str] = []
        write = Writer(out)
        changed: dict[int, list[range]] = {}
        for y, x, strip in _strips(picture):
            cells = self._cells(strip, console)
            row = rows.setdefault(y, [])
            if len(row) < x + len(cells):
                row.extend(repeat(None, x + len(cells) - len(row)))
            before = row[x : x + len(cells)]
            if before != cells:
                write.changed(y, x, before, cells)
                _put(row, x, cells)
                if self._hanging is not None:
                    changed.setdefault(y, []).append(_span(x, before, cells))
        write.end()
        return "".join(out + self._hang(changed))

    def _hang(self, changed: dict[int, list[range]]) -> list[str]:
        """What takes pictures away that are seen no more, and draws those that are seen now."""
        if self._hanging is None:
            return []
        rows, out = self._rows, list[str]()
        seen = self._hanging.seen(rows, bottom=self._size.height - 1)
        gone = self._hanging.taken(seen, changed)
        write = Writer(out)
        for spot in self._hanging.uncovering(gone, seen):
            for y in range(spot.y, spot.y + spot.lines):
                row, x = rows.get(y, []), spot.x
                while x and (half := row[x]) is not None and not half[0]:
                    x -= 1
                cells = [each or (" ", PLAIN) for each in row[x : spot.x + spot.columns]]
                write.changed(y, x, list(repeat(None, len(cells))), cells)
        write.end()
        return [*self._hanging.erasing(gone), *out, *self._hanging.drawing(seen)]

    def _cells(self, strip: Strip, console: Console) -> list[Cell]:
        cells: list[Cell] = []
        for segment in strip:
            text = segment.text
            if segment.control or not text:
                continue
            pen = self._pens.of(segment.style, console)
            if text.isascii():
                cells += zip(text, repeat(pen))
            else:
                _add_wide(cells, segment, pen)
        return cells


class _Changes(CompositorUpdate):
    """A picture that writes what is not there yet."""

    def __init__(self, canvas: Canvas, picture: LayoutUpdate | ChopsUpdate) -> None:
        self._canvas = canvas
        self._picture = picture

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Never asked for of a picture by the compositor; what Rich takes for something to be drawn has to have it."""
        yield from self._picture.__rich_console__(console, options)

    def render_segments(self, console: Console) -> str:
        return self._canvas.paint(self._picture, console)


def _strips(picture: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The strips of a picture, each with its line and column, as the two `render_segments` have them."""
    if isinstance(picture, LayoutUpdate):
        for y, line in enumerate(picture.strips, picture.region.y):
            x = picture.region.x
            for strip in line:
                yield y, x, strip
                x += strip.cell_length
        return
    for y, x1, x2 in picture.spans:
        for end, (x, chop) in zip(picture.chop_ends[y], picture.chops[y].items(), strict=False):
            if chop is None or x > x2 or end <= x1:
                continue
            inside = x2 > x >= x1 and end <= x2
            yield y, x, chop if inside else chop.crop(0, min(end, x2) - x)


def _span(x: int, before: list[Cell | None], now: list[Cell]) -> range:
    """From the first to the last of the columns that are not as before."""
    other = [n for n, cell in enumerate(now) if before[n] != cell]
    return range(x + other[0], x + other[-1] + 1)


def _put(row: list[Cell | None], x: int, cells: list[Cell]) -> None:
    """Of a wide character that lost one half the terminal may show anything."""
    end = x + len(cells)
    if x and (half := row[x]) is not None and not half[0]:
        row[x - 1] = None
    if end < len(row) and (half := row[end]) is not None and not half[0]:
        row[end] = None
    row[x:end] = cells


def _add_wide(cells: list[Cell], segment: Segment, pen: Pen) -> None:
    text = segment.text
    for start, end, width in split_graphemes(text)[0]:
        if width:
            cells.append((text[start:end], pen))
            cells += repeat(("", pen), width - 1)
        elif cells:
            cells[-1] = (cells[-1][0] + text[start:end], cells[-1][1])
