"""A picture in cells: two pixels stand in each, as a half block in two colours; or letters, where there are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.terminal.pictures import MARK, Picture

if TYPE_CHECKING:
    from tui.covers.desk import Manner
    from tui.covers.thumbnail import Thumbnail

_BLOCK: Final = "▀"
_RAMP: Final = " .:-=+*#%@"
"""From the darkest to the lightest."""
_STEP: Final = 8
"""Neighbours that differ by less look alike, and as one they cost a terminal's line less."""

_THRESHOLDS: Final = ((0, 8, 2, 10), (12, 4, 14, 6), (3, 11, 1, 9), (15, 7, 13, 5))
_VIVID: Final = 2.0
"""How much stronger a colour is made: most are nearer to a grey of the sixteen than to any of their colours."""
_REACH: Final = 2.5
"""How far a colour may be put off, of 256, by each step of those."""

Colour = tuple[int, int, int]
_SIXTEEN: Final[tuple[Colour, ...]] = (
    (0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170), (0, 170, 170), (170, 170, 170),
    (85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85), (85, 85, 255), (255, 85, 255), (85, 255, 255),
    (255, 255, 255),
)  # fmt: skip
"""What a terminal's own palette is most likely to look like."""

Pixels = list[list[Colour]]
Art = tuple[Strip, ...]


def room(width: int, height: int, columns: int, lines: int) -> tuple[int, int]:
    """The most columns and lines that a picture of this shape fills: a cell is two pixels, one above the other."""
    if columns < 1 or lines < 1:
        return 0, 0
    scale = min(columns / width, 2 * lines / height)
    return min(columns, max(1, round(width * scale))), min(lines, max(1, -(-round(height * scale) // 2)))


def shrunk(picture: Thumbnail, width: int, height: int) -> Pixels:
    """The picture in so many pixels, each the mean of those that it stands for."""
    rows = [_spread(n, height, picture.height) for n in range(height)]
    columns = [_spread(n, width, picture.width) for n in range(width)]
    return [[_mean(picture, left, right, top, bottom) for left, right in columns] for top, bottom in rows]


@lru_cache(maxsize=128)
def art(picture: Thumbnail, columns: int, lines: int, manner: Manner) -> Art:
    """The picture within so many cells, as this terminal shows it."""
    wide, high = room(picture.width, picture.height, columns, lines)
    drawn = _drawn(picture, wide, high, manner)
    if manner.pictures is None or not drawn:
        return drawn
    number = manner.pictures.number(Picture(picture.width, picture.height, picture.rgb, wide, high))
    return tuple(strip.apply_style(Style(meta={MARK: number})) for strip in drawn)


def _drawn(picture: Thumbnail, wide: int, high: int, manner: Manner) -> Art:
    if manner.letters:
        return tuple(_written(row, dark=manner.dark) for row in shrunk(picture, wide, high))
    pixels = shrunk(picture, wide, high * 2)
    if manner.few:
        pixels = [[_mixed(colour, x, y) for x, colour in enumerate(row)] for y, row in enumerate(pixels)]
    return tuple(_painted(pixels[y], pixels[y + 1]) for y in range(0, high * 2, 2))


def _spread(n: int, parts: int, whole: int) -> tuple[int, int]:
    """Which of `whole` pixels part n stands for: at least one."""
    first = n * whole // parts
    return first, max(first + 1, (n + 1) * whole // parts)


def _mean(picture: Thumbnail, left: int, right: int, top: int, bottom: int) -> Colour:
    rgb, line = picture.rgb, picture.width * 3
    red = green = blue = 0
    for y in range(top, bottom):
        pixels = rgb[y * line + left * 3 : y * line + right * 3]
        red += sum(pixels[::3])
        green += sum(pixels[1::3])
        blue += sum(pixels[2::3])
    count = (right - left) * (bottom - top)
    return red // count, green // count, blue // count


def _painted(upper: Sequence[Colour], lower: Sequence[Colour]) -> Strip:
    cells = zip(map(_rounded, upper), map(_rounded, lower), strict=True)
    return Strip(list(_runs(cells)), len(upper))


def _runs(cells: Iterator[tuple[Colour, Colour]]) -> Iterator[Segment]:
    for (top, bottom), run in groupby(cells):
        count = len(list(run))
        yield Segment((" " if top == bottom else _BLOCK) * count, _style(top, bottom))


def _mixed(colour: Colour, x: int, y: int) -> Colour:
    """The nearest of sixteen, a little off by turns: from afar neighbours are the colour between them."""
    grey, off = _light(colour), (_THRESHOLDS[y % 4][x % 4] - 7.5) * _REACH
    red, green, blue = (grey + (part - grey) * _VIVID + off for part in colour)
    return min(_SIXTEEN, key=lambda one: (one[0] - red) ** 2 + (one[1] - green) ** 2 + (one[2] - blue) ** 2)


def _rounded(colour: Colour) -> Colour:
    red, green, blue = (min(255, (part + _STEP // 2) // _STEP * _STEP) for part in colour)
    return red, green, blue


@lru_cache(maxsize=8192)
def _style(top: Colour, bottom: Colour) -> Style:
    return Style(color=Color.from_rgb(*top), bgcolor=Color.from_rgb(*bottom))


def _written(row: Sequence[Colour], *, dark: bool) -> Strip:
    ramp = _RAMP if dark else _RAMP[::-1]
    text = "".join(ramp[_light(colour) * len(ramp) // 256] for colour in row)
    return Strip([Segment(text)], len(row))


def _light(colour: Colour) -> int:
    red, green, blue = colour
    return (red * 54 + green * 183 + blue * 19) // 256
