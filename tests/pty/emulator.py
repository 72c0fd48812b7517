"""The far end of a pty, as a plain xterm: a screen, the modes that are on, and answers to what is asked."""

from __future__ import annotations

import re
from typing import Final

import pyte

MODE_NAMES: Final = {
    7: "no line wrap",
    25: "hidden cursor",
    1000: "mouse",
    1002: "mouse drag",
    1003: "mouse move",
    1004: "focus reports",
    1006: "mouse sgr",
    1015: "mouse urxvt",
    1016: "mouse pixels",
    1049: "alternate screen",
    2004: "bracketed paste",
    2026: "synchronized output",
    2048: "resize reports",
}
_ON_AT_REST: Final = frozenset({7, 25})

_MODE: Final = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_KITTY: Final = re.compile(rb"\x1b\[([<>])[0-9;]*u")
_QUERY: Final = re.compile(rb"\x1b\[\?([0-9]+)\$p")
_OSC: Final = re.compile(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_UNKNOWN_TO_PYTE: Final = re.compile(
    rb"\x1b\[[<>=?][0-9;:]*u"  # kitty keys
    rb"|\x1b\[\?[0-9;]*\$p"  # mode queries
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, clipboard
    rb"|\x1b[P_][^\x1b]*\x1b\\"  # device control strings, pictures
    rb"|\x1b\\"  # end of a string that had begun earlier
)
_ALTERNATE: Final = re.compile(rb"\x1b\[\?1049[hl]")
"""pyte has one screen: it is wiped where a terminal would show the other one."""
_UNFINISHED: Final = re.compile(rb"\x1b(?:\[[<>=?]?[0-9;:]*\$?|\][^\x07\x1b]*|[P_][^\x1b]*\x1b?)?\Z")


class Emulator:
    """Takes the bytes of a program.

    `synchronized` claims mode 2026, which a plain xterm has not; `ground` is what is answered who asks for the colour
    behind the letters, as `rgb:ffff/ffff/ffff`: nothing, if it is empty.
    """

    def __init__(self, columns: int, rows: int, *, synchronized: bool = False, ground: str = "") -> None:
        self.screen = pyte.Screen(columns, rows)
        self.clipboard_and_titles: list[bytes] = []
        self._stream = pyte.ByteStream(self.screen)
        self._modes = {number: number in _ON_AT_REST for number in MODE_NAMES}
        self._kitty_depth = 0
        self._synchronized = synchronized
        self._ground = ground
        self._rest = b""

    def feed(self, data: bytes) -> bytes:
        """Take output; what the terminal answers to it."""
        data = self._rest + data
        unfinished = _UNFINISHED.search(data)
        whole = data[: unfinished.start()] if unfinished else data
        self._rest = data[len(whole) :]
        for modes, switch in _MODE.findall(whole):
            for number in modes.split(b";"):
                self._modes[int(number)] = switch == b"h"
        for switch in _KITTY.findall(whole):
            self._kitty_depth = max(0, self._kitty_depth + (1 if switch == b">" else -1))
        self.clipboard_and_titles += _OSC.findall(whole)
        shown = _ALTERNATE.sub(b"\\g<0>\x1b[2J\x1b[H", _UNKNOWN_TO_PYTE.sub(b"", whole))
        self._stream.feed(shown)
        asked = self._ground and b"\x1b]11;?" in whole
        ground = f"\x1b]11;{self._ground}\x1b\\".encode() if asked else b""
        return ground + b"".join(self._answer(int(mode)) for mode in _QUERY.findall(whole))

    def text(self) -> str:
        """Not pyte's own `display`, which fails on what is left of a wide character that was half overwritten."""
        lines = (self.screen.buffer[y] for y in range(self.screen.lines))
        return "\n".join("".join(line[x].data for x in range(self.screen.columns)).rstrip() for line in lines)

    def left_on(self) -> list[str]:
        """The modes that are not as they are at rest, by name."""
        changed = [
            MODE_NAMES.get(number, f"mode {number}")
            for number, on in self._modes.items()
            if on != (number in _ON_AT_REST)
        ]
        return changed + ["kitty keys"] * (self._kitty_depth > 0)

    def _answer(self, mode: int) -> bytes:
        return b"\x1b[?%d;%d$y" % (mode, 2 if mode == 2026 and self._synchronized else 0)
