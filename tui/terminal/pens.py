"""Rich's styles, as pens: how a cell is drawn, as the terminal is told it."""

from __future__ import annotations

from typing import Final

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual.strip import Strip

from tui.terminal.pen import PLAIN, Pen
from tui.terminal.pictures import MARK

_SYSTEMS: Final = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
}
_MARK: Final = "\0"


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

    def adopted(self, pen: Pen) -> Pen:
        """The one that is alike."""
        return self._alike.setdefault((pen.attributes, pen.ink, pen.paper, pen.link, pen.picture), pen)

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
