"""Pictures that a terminal draws by itself. Each has a number, which the cells carry in which it stands.

What is drawn in those cells is the same picture in half blocks: wherever the real one can't be shown whole, because
something lies over a part of it or it is not made yet, they are what is seen.
"""

from __future__ import annotations

import queue
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from tui.terminal.drawing import NotDrawn

Protocol = Literal["kitty", "iterm2", "sixel"]

MARK: Final = "picture"
"""The name under which the style of a cell has the number."""
_REMEMBERED: Final = 256
"""Pictures that have a number; more than a screen holds by far."""
_KEPT: Final = 48
"""Sequences that are kept: hundreds of kilobytes each."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Three bytes for each pixel, row by row, and the cells that it fills."""

    width: int
    height: int
    rgb: bytes = field(repr=False)
    columns: int
    lines: int


Draw = Callable[[Picture], str]
"""The bytes that draw it where the cursor stands. Slow. Raises NotDrawn."""


class Pictures:
    """Numbers for pictures, and their sequences, made by a thread; the other calls are the interface's."""

    def __init__(self, protocol: Protocol, draw: Draw) -> None:
        self.protocol = protocol
        self.on_ready: Callable[[], None] = _nobody
        """Called from the thread whenever one more is drawn."""
        self.trouble = ""
        """Why none is drawn, if so: a sentence."""
        self._draw = draw
        self._numbers: dict[Picture, int] = {}
        self._known: OrderedDict[int, Picture] = OrderedDict()
        self._drawn: OrderedDict[int, str] = OrderedDict()
        self._asked: set[int] = set()
        self._last = 0
        self._lock = threading.Lock()
        self._wanted: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    @property
    def lies_above(self) -> bool:
        """Whether a picture stays where it is, whatever is written into its cells."""
        return self.protocol == "kitty"

    def number(self, picture: Picture) -> int:
        """The number of this picture, from 1 on."""
        with self._lock:
            number = self._numbers.get(picture)
            if number is None:
                self._last += 1
                number = self._numbers[picture] = self._last
                self._known[number] = picture
                while len(self._known) > _REMEMBERED:
                    gone, forgotten = self._known.popitem(last=False)
                    del self._numbers[forgotten]
                    self._drawn.pop(gone, None)
            return number

    def size(self, number: int) -> tuple[int, int] | None:
        """Its columns and lines; None for a number that nobody knows any more."""
        with self._lock:
            picture = self._known.get(number)
            if picture is None:
                return None
            self._known.move_to_end(number)
            return picture.columns, picture.lines

    def drawn(self, number: int) -> str:
        """The sequence, or nothing as long as it is being made."""
        with self._lock:
            found = self._drawn.get(number)
            if found is not None:
                self._drawn.move_to_end(number)
                return found
            if number not in self._asked and not self.trouble:
                self._asked.add(number)
                self._wanted.put(number)
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)
                    self._thread.start()
            return ""

    def erased(self, y: int, x: int) -> str:
        """What takes the picture away that lies over this cell, counted from 0."""
        return f"\x1b_Ga=d,d=P,x={x + 1},y={y + 1},q=2\x1b\\" if self.lies_above else ""

    @property
    def wiped(self) -> str:
        """What takes all of them away."""
        return "\x1b_Ga=d,d=A,q=2\x1b\\" if self.lies_above else ""

    def _run(self) -> None:
        while not self.trouble:
            number = self._wanted.get()
            with self._lock:
                picture = self._known.get(number)
            try:
                sequence = self._draw(picture) if picture is not None else ""
            except NotDrawn as why:
                sequence, self.trouble = "", str(why)
            with self._lock:
                self._asked.discard(number)
                if sequence:
                    self._drawn[number] = sequence
                    while len(self._drawn) > _KEPT:
                        self._drawn.popitem(last=False)
            self.on_ready()


def _nobody() -> None:
    """Who waits for a picture where there is no terminal."""
