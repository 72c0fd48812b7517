"""The terminal that programs are measured in: a picture of the screen, and the answers that a terminal gives."""

from __future__ import annotations

import re
from typing import Any, Final

import pyte

_DROP: Final = re.compile(rb"\x1b[P_^X].*?\x1b\\|\x1b\[[<=>][0-?]*[ -/]*[@-~]|\x1b\[[0-?]*[ -/]+[@-~]", re.DOTALL)
"""Sequences that pyte would print or misread."""
_COLONS: Final = re.compile(rb"\x1b\[([\d;:]*:[\d;:]*)m")
_UNFINISHED: Final = re.compile(rb"\x1b(?:[P_^X](?:[^\x1b]|\x1b(?!\\))*|\][^\x07\x1b]*|\[[0-?]*[ -/]*)?\Z", re.DOTALL)
QUERY: Final = re.compile(
    rb"\x1b\[(?:(?P<da1>0?c)|(?P<da2>>0?c)|(?P<dsr>5n)|(?P<cpr>\??6n)|\?(?P<mode>\d+)\$p)"
    rb"|\x1b\](?P<colour>1[0-2]);\?(?:\x07|\x1b\\)"
)
"""What programs ask a terminal."""

_KEYS: Final = {
    "pgup": b"\x1b[5~",
    "pgdn": b"\x1b[6~",
    "enter": b"\r",
    "esc": b"\x1b",
    "tab": b"\t",
    "bs": b"\x7f",
    "comma": b",",
}
_ARROWS: Final = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}


class _Stream(pyte.ByteStream):
    # Typed as pyte types it.
    csi = pyte.ByteStream.csi | {"b": "repeat", "S": "scroll_up", "T": "scroll_down"}
    events = pyte.ByteStream.events | set(csi.values())


class _Screen(pyte.Screen):  # pyte offers no other way to teach it a sequence
    _last = " "

    def draw(self, data: str) -> None:
        super().draw(data)
        self._last = data[-1:] or self._last

    def repeat(self, count: int = 1, **_: Any) -> None:
        super().draw(self._last * max(1, count))

    def scroll_up(self, count: int = 1, **_: Any) -> None:
        self._scroll(count, up=True)

    def scroll_down(self, count: int = 1, **_: Any) -> None:
        self._scroll(count, up=False)

    def _scroll(self, count: int, *, up: bool) -> None:
        top, bottom = self.margins or (0, self.lines - 1)
        x, y = self.cursor.x, self.cursor.y
        self.cursor.y = bottom if up else top
        for _ in range(max(1, count)):
            if up:
                self.index()
            else:
                self.reverse_index()
        self.cursor.x, self.cursor.y = x, y

    def report_device_attributes(self, *_: Any, **__: Any) -> None:
        """Answered elsewhere, at once."""

    def report_device_status(self, *_: Any, **__: Any) -> None:
        """Answered elsewhere, at once."""


class Emulator:
    """Fed with what a program wrote; tells what is to be seen."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = _Screen(columns, rows)
        self._stream = _Stream(self._screen)
        self._rest = b""
        self.strange = b""
        """What held a sequence that no terminal knows."""
        self._seen: tuple[int, ...] = ()

    def feed(self, data: bytes) -> bool:
        """Takes bytes in; whether any cell, or a shown cursor, looks different after them."""
        data = self._rest + data
        unfinished = _UNFINISHED.search(data)
        cut = unfinished.start() if unfinished and len(data) - unfinished.start() < 4096 else len(data)
        data, self._rest = data[:cut], data[cut:]
        try:
            self._stream.feed(_COLONS.sub(_without_colons, _DROP.sub(b"", data)))
        except TypeError:  # a sequence that pyte knows with fewer numbers: what a terminal would pass over
            self.strange += data
        self._screen.dirty.clear()
        seen = tuple(hash(tuple(sorted(line.items()))) for line in self._lines())
        cursor = self._screen.cursor
        shown = hash(()) if cursor.hidden else hash((cursor.x, cursor.y))
        before, self._seen = self._seen, (*seen, shown)
        return before != self._seen

    def _lines(self) -> list[dict[int, Any]]:
        return [dict(self._screen.buffer[y]) for y in range(self._screen.lines)]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self._screen.display)

    def marked(self, column: int) -> str:
        """The line whose ground is like that of no other at this column: where a list's cursor is; nothing if none is.

        Of the line it is as much as has that ground. Its number stands before it, since lines may read the same.
        """
        looks = [self._ground(y, column) for y in range(self._screen.lines)]
        alone = [y for y, look in enumerate(looks) if looks.count(look) == 1]
        if len(alone) != 1:
            return ""
        (y,) = alone
        line = self._screen.buffer[y]
        alike = [self._ground(y, x) == looks[y] for x in range(self._screen.columns)]
        first = column - next((n for n, same in enumerate(reversed(alike[:column])) if not same), column)
        after = column + next((n for n, same in enumerate(alike[column:]) if not same), len(alike) - column)
        return f"{y} {''.join(line[x].data for x in range(first, after))}"

    def _ground(self, y: int, x: int) -> tuple[str, bool]:
        cell = self._screen.buffer[y][x]
        return cell.bg, cell.reverse

    def key(self, name: str) -> bytes:
        """What the terminal sends for a key, in the mode that the program has set."""
        if name in _ARROWS:
            application = (1 << 5) in self._screen.mode
            return f"\x1b{'O' if application else '['}{_ARROWS[name]}".encode()
        if name.startswith("ctrl+"):
            return bytes([ord(name[5:].upper()) & 0x1F])
        return _KEYS.get(name, name.encode())


def answer(asked: re.Match[bytes], columns: int, rows: int) -> bytes:
    """What a plain terminal with synchronized output says to a query."""
    if asked["da1"]:
        return b"\x1b[?62;22c"
    if asked["da2"]:
        return b"\x1b[>1;10;0c"
    if asked["dsr"]:
        return b"\x1b[0n"
    if asked["cpr"]:
        return b"\x1b[%d;%dR" % (rows, columns)
    if asked["mode"]:
        return b"\x1b[?%s;%d$y" % (asked["mode"], 2 if asked["mode"] == b"2026" else 0)
    return b"\x1b]%s;rgb:%s\x1b\\" % (asked["colour"], b"0/0/0" if asked["colour"] == b"11" else b"c0c0/c0c0/c0c0")


def _without_colons(match: re.Match[bytes]) -> bytes:
    parts = []
    for part in match[1].split(b";"):
        numbers = [number for number in part.split(b":") if number]
        is_colour = numbers[:1] in ([b"38"], [b"48"])
        parts.append(b";".join(numbers[:2] + numbers[-3:] if numbers[1:2] == [b"2"] else numbers[:3])
                     if is_colour else b"".join(numbers[:1]))  # fmt: skip
    return b"\x1b[" + b";".join(parts) + b"m"
