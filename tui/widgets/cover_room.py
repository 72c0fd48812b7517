"""The room for a cover above the facts: the same for every video, so that nothing beneath it moves when it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.covers.desk import Manner, Missing
from tui.covers.thumbnail import Thumbnail
from tui.frozen import dataclass
from tui.widgets.details_facts import wrapped
from tui.widgets.half_blocks import Art, art
from tui.widgets.present import cells, fit

if TYPE_CHECKING:
    from tui.widgets.lines import Line

_LEAST: Final = 3
"""Lines in which something can be made out."""
_SHARE: Final = 3
"""It takes one line in so many at the most."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands in the room: the picture, why there is none, or None while it is on its way."""

    manner: Manner
    found: Thumbnail | Missing | None = None


def cover_lines(width: int, height: int) -> int:
    """How many lines the room has in a pane of this size; 0 where it is too small for any."""
    lines = min(height // _SHARE, -(-width * 9 // 32))
    return lines if lines >= _LEAST else 0


def filled(cover: Cover, width: int, height: int) -> tuple[tuple[Line, ...], Art]:
    """The lines of the room, and what is painted over the first of them."""
    count = cover_lines(width, height)
    blank: tuple[Line, ...] = ((),) * count
    match cover.found:
        case Thumbnail() as picture:
            return blank, art(picture, width, count, cover.manner)
        case Missing(why):
            return _saying(why, blank, width), ()
        case None:
            return _saying("cover …", blank, width), ()


def _saying(words: str, blank: tuple[Line, ...], width: int) -> tuple[Line, ...]:
    said = [fit(" " * ((width - cells(line)) // 2) + line, width) for line in wrapped(words, width)][: len(blank)]
    first = (len(blank) - len(said)) // 2
    lines: tuple[Line, ...] = tuple(((line, "muted"),) for line in said)
    return (*blank[:first], *lines, *blank[first + len(lines) :])
