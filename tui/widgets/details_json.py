"""The service's own answer, pretty-printed and tinted, whatever it turned out to be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from rich.cells import chop_cells

from tui.text import safe_block
from tui.widgets.lines import Line, Piece, Tone
from tui.widgets.present import cells

_LONGEST: Final = 100_000
_TOKEN: Final = re.compile(
    r'(?P<accent>"(?:[^"\\]|\\.)*"(?=\s*:))|(?P<text>"(?:[^"\\]|\\.)*"?)'
    r"|(?P<good>-?\d[\d.eE+-]*)|(?P<warn>true|false|null|NaN|-?Infinity)|(?P<muted>[{}\[\],:]+)|(?P<space>\s+)|(?P<rest>.)"
)
_TONES: Final[dict[str, Tone]] = {"accent": "accent", "good": "good", "warn": "warn", "muted": "muted"}


def json_lines(raw: str, width: int) -> tuple[Line, ...]:
    """JSON in lines of at most `width` cells; what is no JSON is shown as it is."""
    if not raw:
        return ((), (("No answer of the service is kept for this video.", "muted"),))
    return tuple(line for text in _pretty(raw).split("\n") for line in _folded(text, max(2, width)))


def _pretty(raw: str) -> str:
    try:
        value = json.loads(raw[:_LONGEST])
        return safe_block(json.dumps(value, indent=2, ensure_ascii=False), _LONGEST)
    except (ValueError, RecursionError):
        return safe_block(raw, _LONGEST)


def _pieces(text: str) -> Iterator[Piece]:
    for match in _TOKEN.finditer(text):
        yield match[0], _TONES.get(match.lastgroup or "", "")


def _folded(text: str, width: int) -> Iterator[Line]:
    """The line, and what is too long for it under its own beginning."""
    indent = min(len(text) - len(text.lstrip(" ")) + 2, width // 4)
    line: list[Piece] = []
    left = width
    for piece, tone in _pieces(text):
        for part in _parts(piece, left, width - indent):
            if cells(part) > left:
                yield tuple(line)
                line, left = [(" " * indent, "")], width - indent
            line.append((part, tone))
            left -= cells(part)
    yield tuple(line)


def _parts(text: str, left: int, width: int) -> list[str]:
    """What still fits into this line, then what fills whole ones."""
    if cells(text) <= left:
        return [text]
    first = chop_cells(text, left)[0] if left else ""
    return ([first] if first else []) + chop_cells(text[len(first) :], width)
