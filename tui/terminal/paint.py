"""What is drawn, brought down to what the terminal can show: few colours, none at all, or ASCII alone.

Textual's own way of having no colours is greys, or the terminal's defaults by name, which are codes for colours, too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as Ground
from textual.filter import LineFilter

from tui.terminal.letters import Letters, is_utf8, twin

_RED: Final = 1
_GREEN: Final = 2
_BRIGHT_BLACK: Final = 8
_DEFAULT: Final = Color.default()

_LIGHT: Final = "─│┌┐└┘╭╮╰╯├┤┬┴┼"
_HEAVY: Final = str.maketrans(_LIGHT, "━┃┏┓┗┛┏┓┗┛┣┫┳┻╋")
_EIGHTHS: Final = "▁▂▃▄▅▆▇"
"""The ends of a scrollbar: parts of a cell from below."""


class FewColours(LineFilter):
    """Sixteen colours, of which only eight inks are to be trusted: on some palettes the eighth is the ground itself."""

    def apply(self, segments: list[Segment], background: Ground) -> list[Segment]:  # noqa: ARG002 - a filter is asked so
        return [Segment(text, style and _trusted(style), control) for text, style, control in segments]


class NoColours(LineFilter):
    """Weight instead of colour: bold, dim, reverse and underlined are all there is."""

    def apply(self, segments: list[Segment], background: Ground) -> list[Segment]:  # noqa: ARG002 - a filter is asked so
        return [_weighed(segment) for segment in segments]


class AsciiOnly(LineFilter):
    """Everything of ours in ASCII; and what the terminal has no letter for as `?`, in as many cells."""

    def __init__(self, letters: Letters) -> None:
        super().__init__()
        self._encoding = "" if is_utf8(letters.encoding) else letters.encoding

    def apply(self, segments: list[Segment], background: Ground) -> list[Segment]:  # noqa: ARG002 - a filter is asked so
        return [segment if segment.text.isascii() else _plain(segment, self._encoding) for segment in segments]


@lru_cache(maxsize=1024)
def _trusted(style: Style) -> Style:
    ink = style.color.number if style.color is not None else None
    if ink == _BRIGHT_BLACK:
        return style + Style(color=_DEFAULT, dim=True)
    if ink == _RED:
        return style + Style(bold=True)
    return style


def _weighed(segment: Segment) -> Segment:
    text, style, control = segment
    if style is None or control:
        return segment
    return Segment(text.translate(_HEAVY) if _is_loud(style) else text, _weight(style))


@lru_cache(maxsize=1024)
def _weight(style: Style) -> Style:
    has_paper = style.bgcolor is not None and not style.bgcolor.is_default
    return Style(
        bold=style.bold or _is_loud(style) or None,
        dim=style.dim or _ink(style) == _BRIGHT_BLACK or None,
        reverse=style.reverse or has_paper or None,
        underline=style.underline or None,
        link=style.link,
        meta=style.meta or None,
    )


def _is_loud(style: Style) -> bool:
    """Whether its ink is one that says something: what is well is not said aloud."""
    return _ink(style) not in {None, _GREEN, _BRIGHT_BLACK}


def _ink(style: Style) -> int | None:
    return style.color.number if style.color is not None else None


def _plain(segment: Segment, encoding: str) -> Segment:
    text, style, control = segment
    if style is not None and not text.strip(_EIGHTHS):
        full = (_EIGHTHS.index(text[0]) >= len(_EIGHTHS) // 2) != bool(style.reverse)
        return Segment(" " * len(text), style + Style(reverse=full), control)
    shown = "".join(_shown(each, encoding) for each in text)
    # Joined signs may be narrower than the sum of them.
    missing = cell_len(text) - cell_len(shown)
    return Segment(shown + " " * missing if missing >= 0 else set_cell_size(shown, cell_len(text)), style, control)


@lru_cache(maxsize=4096)
def _shown(character: str, encoding: str) -> str:
    found = twin(character)
    if found is not None:
        return found
    if encoding:
        try:
            character.encode(encoding)
        except (UnicodeEncodeError, LookupError):
            return "?" * cell_len(character)
    return character
