"""How a grid of covers is divided: plain arithmetic over the room there is, and which row of it is at the top."""

from __future__ import annotations

from typing import Final

from tui.frozen import dataclass

_NARROWEST: Final = 26
_LEAST: Final = 3
"""Covers beside and below each other, wherever there is room for something to be made out."""
_SMALLEST: Final = (14, 4)
"""Columns and lines of a cell in which something can be."""


@dataclass(frozen=True, slots=True)
class GridShape:
    """So many cells beside and below each other, each so many columns wide and lines high."""

    across: int
    down: int
    width: int
    height: int

    @property
    def room(self) -> tuple[int, int]:
        """Columns and lines of a picture: a column to the left is the cursor's, one to the right keeps apart."""
        return self.width - 2, self.height - 1

    def top(self, now: int, cursor: int) -> int:
        """The first row to be seen so that the cursor is: as it is now, if that will do."""
        row = cursor // self.across
        return max(0, min(max(now, row - self.down + 1), row))


def grid_shape(width: int, height: int) -> GridShape:
    """Pictures as large as they may be while there are three by three, and more where there is more room."""
    across = max(_LEAST, width // (_NARROWEST + 6))
    while across > 1 and width // across < _SMALLEST[0]:
        across -= 1
    wide = max(1, width // max(1, across))
    wanted = -(-(wide - 2) * 9 // 32) + 1
    down = max(_LEAST, height // max(1, wanted))
    while down > 1 and height // down < _SMALLEST[1]:
        down -= 1
    return GridShape(max(1, across), max(1, down), wide, max(1, height // max(1, down)))
