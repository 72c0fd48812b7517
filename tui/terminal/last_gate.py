"""The last gate before the terminal: what a widget would write that does something instead of being seen is left out.

Strings from outside are made safe where they come in (`tui.text`); this is for the one that was forgotten, and for
what is typed or pasted into widgets that are not ours.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_ACTING: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class LastGate(LineFilter):
    """All of them are of no width to Textual, so nothing moves."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - a filter is asked so
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [Segment(seen(text), style, control) for text, style, control in segments]


def seen(text: str) -> str:
    """The characters that are there to be seen."""
    return "".join(character for character in text if unicodedata.category(character) not in _ACTING)
