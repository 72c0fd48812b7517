"""Lines made of styled pieces: what a list shows, as plain values that need no screen to be checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, Protocol

from rich.style import Style
from textual.content import Content

from tui.text import safe_text
from tui.widgets.present import cells, cut, fit

Tone = Literal["", "muted", "strong", "accent", "link", "good", "warn", "bad"]
"""What a piece of a line means; a theme decides how that looks. Neighbouring lines of `link` are one address."""

TONES: Final[tuple[Tone, ...]] = ("muted", "strong", "accent", "link", "good", "warn", "bad")

Piece = tuple[str, Tone]
Line = tuple[Piece, ...]


class Rows(Protocol):
    """Everything a list needs to know of its content: how many, which, and how row n looks."""

    def __len__(self) -> int: ...

    def key(self, n: int) -> str:
        """What row n is, wherever it may move to."""

    def line(self, n: int, width: int) -> Line:
        """Row n in at most `width` cells; it is cut or filled up to that."""


class NoRows:
    """A list with nothing in it."""

    def __len__(self) -> int:
        return 0

    def key(self, n: int) -> str:
        raise IndexError(n)

    def line(self, n: int, width: int) -> Line:
        raise IndexError(n, width)


def fit_middle(text: str, width: int) -> str:
    """The text in exactly `width` cells with its middle left out where it is too long: a name keeps its suffix."""
    clean = safe_text(text, 2_000)
    if cells(clean) <= width or width < 12:
        return fit(clean, width)
    tail = clean[-(width // 3) :]
    while cells(tail) > width // 3:
        tail = tail[1:]
    return fit(cut(clean, width - cells(tail)) + tail, width)


def plain(line: Line) -> str:
    """The text of a line."""
    return "".join(text for text, _tone in line)


def fitted(line: Line, width: int) -> Line:
    """The line in exactly `width` cells."""
    pieces: list[Piece] = []
    left = width
    for text, tone in line:
        if left <= 0:
            break
        short = cut(text, left)
        left -= cells(short)
        pieces.append((short, tone))
    if left > 0:
        pieces.append((" " * left, ""))
    return tuple(pieces)


_STYLES: Final[dict[Tone, str]] = {
    "": "",
    "muted": "$foreground-muted",
    "strong": "bold",
    "accent": "$text-accent",
    "link": "$text-accent",
    "good": "$text-success",
    "warn": "$text-warning",
    "bad": "$text-error",
}


def content(line: Line) -> Content:
    """The line for a widget that shows content; what is in it is never read as markup."""
    return Content.assemble(*((text, _STYLES[tone]) for text, tone in line))


def at_rest(cursor: Style) -> Style:
    """What the cursor of a list that has not the focus adds to a line: everything but the ink."""
    return Style(bgcolor=cursor.bgcolor, reverse=cursor.reverse, underline=cursor.underline, bold=cursor.bold)


def joined(pieces: Iterable[Piece]) -> Line:
    """The same with neighbours of one tone made one: every change of style costs bytes."""
    line: list[Piece] = []
    for text, tone in pieces:
        if line and line[-1][1] == tone:
            line[-1] = (line[-1][0] + text, tone)
        else:
            line.append((text, tone))
    return tuple(line)
