"""Cells of a screen, and the bytes that write those that are not as before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tui.terminal.pen import PLAIN, Pen, switch

Cell = tuple[str, Pen]
"""What is in it and how it is drawn; the right half of a wide character holds nothing."""

_SHORT_GAP: Final = 4
"""Unchanged cells that cost no more to write again than to jump over."""
_FIRST_EMOJI: Final = 0x1F000
"""From here on terminals do not agree how wide a character is."""


def placed(x: int, text: str, width: int) -> str:
    """A character whose width is a matter of opinion gets clean cells, and the cursor is told where it is."""
    if len(text) > 1 or ord(text) >= _FIRST_EMOJI:
        return f"{' ' * width}\x1b[{x + 1}G{text}\x1b[{x + width + 1}G"
    return text


class Writer:
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
            self._write(placed(x + n, text, width))
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

    def _move(self, y: int, x: int) -> None:
        if y != self._y:
            self._write(f"\x1b[{y + 1};{x + 1}H")
        elif x != self._x:
            self._write(f"\x1b[{x + 1}G")
        self._y, self._x = y, x

    def end(self) -> None:
        self._write(switch(self._pen, PLAIN))
