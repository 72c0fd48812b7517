"""How a cell is drawn, as the terminal is told it, and the least bytes from one such way to the next."""

from __future__ import annotations

from typing import Final
from zlib import crc32

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual.strip import Strip

from tui.frozen import dataclass
from tui.terminal.pictures import MARK

_SYSTEMS: Final = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
}
_MARK: Final = "\0"


@dataclass(frozen=True, slots=True, eq=False)
class Pen:
    """Parameters of SGR, and an address. Two that are alike are the same one (`Pens`)."""

    attributes: frozenset[str] = frozenset()
    ink: str = ""
    paper: str = ""
    link: str = ""
    picture: int = 0
    """The number of the picture that stands in the cell (tui.terminal.pictures)."""


PLAIN: Final = Pen()


class Pens:
    """Makes one pen of all styles that look alike."""

    def __init__(self) -> None:
        self._of: dict[Style, Pen] = {}
        self._alike: dict[tuple[frozenset[str], str, str, str, int], Pen] = {(frozenset(), "", "", "", 0): PLAIN}

    def of(self, style: Style | None, console: Console) -> Pen:
        if style is None:
            return PLAIN
        pen = self._of.get(style)
        if pen is None:
            pen = self._of[style] = self._made(style, console)
        return pen

    def _made(self, style: Style, console: Console) -> Pen:
        system = _SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
        drawn = Strip.render_style(style.update_link(None), _MARK, system)
        codes = drawn.partition(_MARK)[0].removeprefix("\x1b[").removesuffix("m")
        key = (*_parts(codes), style.link or "", style.meta.get(MARK, 0))
        return self._alike.setdefault(key, Pen(*key))


def _parts(codes: str) -> tuple[frozenset[str], str, str]:
    """Attributes, ink and paper of the parameters of one SGR."""
    attributes: set[str] = set()
    ink = paper = ""
    words = codes.split(";") if codes else []
    while words:
        number = int(words[0])
        length = {"5": 3, "2": 5}[words[1]] if number in (38, 48) else 1
        part, words = ";".join(words[:length]), words[length:]
        if 30 <= number <= 39 or 90 <= number <= 97:
            ink = part
        elif 40 <= number <= 49 or 100 <= number <= 107:
            paper = part
        else:
            attributes.add(part)
    return frozenset(attributes), ink, paper


def switch(before: Pen, now: Pen) -> str:
    """What makes the terminal go on with `now` instead of `before`."""
    if before is now:
        return ""
    return _sgr(before, now) + (_link(now.link) if before.link != now.link else "")


def _sgr(before: Pen, now: Pen) -> str:
    if before.attributes <= now.attributes:
        codes = sorted(now.attributes - before.attributes)
        codes += [now.ink or "39"] * (before.ink != now.ink) + [now.paper or "49"] * (before.paper != now.paper)
        anew = ["0", *sorted(now.attributes), now.ink, now.paper]
        shorter = min(";".join(codes), ";".join(filter(None, anew)), key=len) if codes else ""
    else:
        shorter = ";".join(filter(None, ["0", *sorted(now.attributes), now.ink, now.paper]))
    return f"\x1b[{shorter}m" if shorter else ""


def _link(address: str) -> str:
    """OSC 8, with an id so that the lines of one address are one link. Nothing else: the end of it."""
    return f"\x1b]8;id={crc32(address.encode()):x};{address}\x1b\\" if address else "\x1b]8;;\x1b\\"
