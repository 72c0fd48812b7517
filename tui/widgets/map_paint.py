"""What stands in each cell of the map, from values alone: coast, names, circle, videos, the crosshair on top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from itertools import groupby
from math import ceil, floor
from typing import TYPE_CHECKING, Final, Literal

from tui.frozen import dataclass
from tui.geo.dots import Dots
from tui.text import safe_text
from tui.widgets.present import cells as cells_wide

if TYPE_CHECKING:
    from tui.geo.point import Point
    from tui.geo.window import Window

Kind = Literal["sea", "coast", "name", "circle", "one", "few", "many", "most", "video", "cross"]

KINDS: Final[tuple[Kind, ...]] = (
    "sea", "coast", "name", "circle", "one", "few", "many", "most", "video", "cross",
)  # fmt: skip
LAND: Final = len(KINDS)
"""Added to a kind's place where it lies on land."""

STEPS: Final[tuple[tuple[int, Kind, str], ...]] = (
    (1000, "most", "■"),
    (100, "many", "◆"),
    (10, "few", "◉"),
    (2, "one", "•"),
    (1, "one", "∙"),
)
"""From how many videos on a cell looks how: its kind and its glyph."""

_BRAILLE: Final = [" ", *(chr(0x2800 + bits) for bits in range(1, 256))]

_CELLS_PER_NAME: Final = 64
"""More names than that would hide the land."""

Row = tuple[tuple[str, int], ...]
"""Pieces of a line: their text, and the place of their kind, with LAND added."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that is to be seen on top of the land."""

    videos: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """By row and column, how many videos there are."""
    names: tuple[tuple[Point, str], ...] = ()
    """The most important first."""
    circle: tuple[Point, float] | None = None
    """Its middle, and its radius in kilometres."""
    video: Point | None = None
    """Where the cursor's video was taken."""
    cross: tuple[int, int] | None = None
    """The crosshair's row and column."""


def painted(window: Window, land: Dots, scene: Scene) -> list[Row]:
    """The map, line by line. `land` is what the outline drew for the window."""
    canvas = _Canvas(window, land)
    if scene.circle is not None:
        canvas.circle(*scene.circle)
    if scene.video is not None:
        canvas.keep(cell_of(window, scene.video))
    canvas.keep(*scene.videos)
    for point, name in scene.names:
        canvas.name(point, name)
    for (row, column), count in scene.videos.items():
        canvas.put(row, column, *glyph(count))
    if scene.video is not None:
        row, column = cell_of(window, scene.video)
        canvas.put(row, column, "★", "video")
    if scene.cross is not None:
        canvas.cross(*scene.cross)
    return canvas.rows()


def glyph(count: int) -> tuple[str, Kind]:
    """How a cell with so many videos looks; more is larger and brighter."""
    for least, kind, sign in STEPS:
        if count >= least:
            return sign, kind
    return " ", "sea"


def counted(window: Window, spots: Iterable[tuple[Point, int]]) -> dict[tuple[int, int], int]:
    """By cell of the window, how many videos there are around all its points."""
    found: dict[tuple[int, int], int] = {}
    for point, count in spots:
        cell = cell_of(window, point)
        found[cell] = found.get(cell, 0) + count
    return found


def cell_of(window: Window, point: Point) -> tuple[int, int]:
    """Row and column of a point; they may be outside."""
    x, y = window.spot(point)
    return floor(y / 4), floor(x / 2)


def point_of(window: Window, row: int, column: int) -> Point:
    """What lies under the middle of a cell."""
    return window.point(column * 2 + 1, row * 4 + 2)


class _Canvas:
    def __init__(self, window: Window, land: Dots) -> None:
        self._window = window
        self._land = land
        self._texts = [[_BRAILLE[bits] for bits in row] for row in land.cells]
        self._kinds = [bytearray(1 if bits else 0 for bits in row) for row in land.cells]
        self._taken: set[tuple[int, int]] = set()
        self._letters: set[tuple[int, int]] = set()
        self._kept: set[tuple[int, int]] = set()
        self._names = 0
        self._most_names = land.rows * land.columns // _CELLS_PER_NAME

    def put(self, row: int, column: int, text: str, kind: Kind) -> None:
        if 0 <= row < self._land.rows and 0 <= column < self._land.columns:
            self._texts[row][column] = text
            self._kinds[row][column] = KINDS.index(kind)

    def keep(self, *cells: tuple[int, int]) -> None:
        """Something else will stand in these: a name without some of its letters says nothing."""
        self._kept.update(cells)

    def name(self, point: Point, name: str) -> None:
        """A dot and a name behind it or before it, where both find room beside the names before."""
        row, column = cell_of(self._window, point)
        said = safe_text(name, 24)
        # A name of wide characters would not stand in cells of one: those places stay without.
        if cells_wide(said) != len(said) or self._names >= self._most_names or not 0 <= row < self._land.rows:
            return
        for first, text in ((column, f"◦{said}"), (column - len(said), f"{said}◦")):
            if self._has_room(row, first, column, len(text)):
                self._write(row, first, text)
                return

    def _has_room(self, row: int, first: int, dot: int, length: int) -> bool:
        needed = {(row, place) for place in range(first - 1, first + length + 1)}
        letters = {(row, place) for place in range(first, first + length) if place != dot}
        inside = first >= 0 and first + length < self._land.columns
        return inside and not needed & self._taken and not letters & self._kept

    def _write(self, row: int, first: int, text: str) -> None:
        self._names += 1
        self._taken.update((row, place) for place in range(first - 1, first + len(text) + 1))
        for place, letter in enumerate(text, first):
            self.put(row, place, letter, "name")
            self._letters.add((row, place))

    def circle(self, middle: Point, km: float) -> None:
        dots = Dots(self._land.columns, self._land.rows)
        dots.circle(self._window, middle, km)
        for row, line in enumerate(dots.cells):
            if any(line):
                for column, bits in enumerate(line):
                    if bits:
                        self.put(row, column, _BRAILLE[bits | self._land.cells[row][column]], "circle")

    def cross(self, row: int, column: int) -> None:
        for arm in (column - 1, column + 1):
            if (row, arm) not in self._letters:
                self.put(row, arm, "─", "cross")
        at_middle = 0 <= row < self._land.rows and 0 <= column < self._land.columns
        # What there is under the crosshair stays legible: the arms tell where it is.
        if at_middle and self._kinds[row][column] < KINDS.index("one"):
            self.put(row, column, "┼", "cross")

    def rows(self) -> list[Row]:
        first, last = self._edges()
        found: list[Row] = []
        for row in range(self._land.rows):
            land, kinds, texts = self._land.land[row], self._kinds[row], self._texts[row]
            styles = [kind + LAND if ground else kind for kind, ground in zip(kinds, land, strict=True)]
            if first > 0 or last < len(styles):
                for place in (*range(first), *range(last, len(styles))):
                    styles[place], texts[place] = 0, " "
            found.append(tuple(_pieces(texts, styles)))
        return found

    def _edges(self) -> tuple[int, int]:
        """The columns between which the world is: where a window is wider than it, there is nothing beside it."""
        middle, half = self._window.width / 2, 180 / self._window.across
        return max(0, floor((middle - half) / 2)), min(self._land.columns, ceil((middle + half) / 2))


def _pieces(texts: list[str], styles: list[int]) -> Iterator[tuple[str, int]]:
    start = 0
    for style, group in groupby(styles):
        end = start + len(list(group))
        yield "".join(texts[start:end]), style
        start = end
