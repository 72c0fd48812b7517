"""What the terminal shows by now, cell for cell, so that only what changes goes over the line.

Textual writes every span that a widget marks as dirty, colours and all: a story told anew each second is kilobytes
of what is there already. Private names that this leans on: `textual._compositor` (`ChopsUpdate`, `CompositorUpdate`,
`LayoutUpdate`) and, where it is put to use, `App._display`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import repeat

from rich.cells import split_graphemes
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

from tui.terminal.hanging import Hanging
from tui.terminal.pens import PLAIN, Pen, Pens, switch
from tui.terminal.pictures import Pictures

Cell = tuple[str, Pen]
"""What is in it and how it is drawn; the right half of a wide character holds nothing."""

_SHORT_GAP = 4
"""Unchanged cells that cost no more to write again than to jump over."""
_FIRST_EMOJI = 0x1F000
"""From here on terminals do not agree how wide a character is."""


class Canvas:
    """Owns what the terminal shows; unknown at first, and whenever somebody else may have written to it."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Cell | None]] = {}
        self._pens = Pens()
        self._size = Size(0, 0)
        self._hanging: Hanging | None = None

    def hang(self, pictures: Pictures) -> None:
        """From now on `pictures` are drawn where cells carry their numbers."""
        self._hanging = Hanging(pictures)

    def forget(self) -> None:
        """The next pictures are written whole. From any thread."""
        self._rows = {}
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
            self.forget()
        if isinstance(picture, LayoutUpdate | ChopsUpdate):
            return _Changes(self, picture)
        return picture

    def paint(self, picture: LayoutUpdate | ChopsUpdate, console: Console) -> str:
        """The bytes that turn what is shown into `picture`, with the style reset at their end."""
        rows = self._rows
        out: list[str] = []
        write = _Writer(out)
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
        write = _Writer(out)
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


class _Writer:
    """Writes runs of cells; knows where the cursor and the pen are."""

    def __init__(self, out: list[str]) -> None:
        self._write: Callable[[str], None] = out.append
        self._pen = PLAIN
        self._y = -1
        self._x = -1

    def changed(self, y: int, x: int, before: list[Cell | None], now: list[Cell]) -> None:
        """Writes those of the cells from column `x` on that are not as `before`."""
        n = 0
        end = len(now)
        while n < end:
            if before[n] == now[n]:
                n += 1
                continue
            start = n
            while start and not now[start][0]:
                start -= 1
            self._move(y, x + start)
            n = self._run(x, start, before, now)

    def _run(self, x: int, n: int, before: list[Cell | None], now: list[Cell]) -> int:
        """Writes from cell `n` on until enough of them are as before; where it stopped, which is further on."""
        first, end = n, len(now)
        while n < end:
            text, pen = now[n]
            if n > first and before[n] == now[n] and (stop := self._gap_end(n, before, now)):
                return stop
            if pen is not self._pen:
                self._write(switch(self._pen, pen))
                self._pen = pen
            width = 1
            while n + width < end and not now[n + width][0]:
                width += 1
            self._put(x + n, text, width)
            n += width
            self._x = x + n
        return n

    def _gap_end(self, n: int, before: list[Cell | None], now: list[Cell]) -> int:
        """Where the next change is, if it is worth a jump; else nothing."""
        start = n
        end = len(now)
        while n < end and before[n] == now[n]:
            if n - start >= _SHORT_GAP or now[n][1] is not self._pen:
                return n
            n += 1
        return n if n == end else 0

    def _put(self, x: int, text: str, width: int) -> None:
        """A character whose width is a matter of opinion gets clean cells, and the cursor is told where it is."""
        if len(text) > 1 or ord(text) >= _FIRST_EMOJI:
            self._write(f"{' ' * width}\x1b[{x + 1}G{text}\x1b[{x + width + 1}G")
        else:
            self._write(text)

    def _move(self, y: int, x: int) -> None:
        if y != self._y:
            self._write(f"\x1b[{y + 1};{x + 1}H")
        elif x != self._x:
            self._write(f"\x1b[{x + 1}G")
        self._y, self._x = y, x

    def end(self) -> None:
        self._write(switch(self._pen, PLAIN))
