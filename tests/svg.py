"""Rich's pictures, fit to be kept: nothing is loaded from elsewhere, wide letters are wide, and half the size."""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import groupby
from typing import Final

from rich.cells import cell_len

_CELL: Final = 12.2
"""What Rich takes for the width of a cell."""
_BLANK: Final = "\u00a0"
_DINGBATS: Final = 0x2700
_FONT: Final = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_RANDOM_ID: Final = re.compile(r"\bterminal-\d+-")
_UNDERLINED: Final = re.compile(r"\.(terminal-r\d+) \{[^}]*underline")
_TEXT: Final = re.compile(r'<text class="([^"]+)" x="([0-9.]+)"([^>]*) textLength="[0-9.]+"([^>]*)>([^<]*)</text>')
_RECT: Final = re.compile(
    r'<rect fill="([^"]*)" x="([0-9.]+)" y="([0-9.]+)" width="([0-9.]+)" height="([0-9.]+)"([^>]*)/>'
)


def tidied(svg: str) -> str:
    """The same picture, always in the same words."""
    plain = _FONT.sub("", _RANDOM_ID.sub("terminal-", svg))
    assert "url(http" not in plain
    named = plain.replace("font-family: arial", "font-family: Fira Code, sans-serif").replace("&#160;", _BLANK)
    underlined = frozenset(_UNDERLINED.findall(named))
    lines = _TEXT.sub(lambda found: _true(found, underlined), named).splitlines()
    return "\n".join(_joined(line).rstrip() for line in lines)


def _true(found: re.Match[str], underlined: frozenset[str]) -> str:
    """Rich counts letters where cells are meant, and paints blanks that nobody sees."""
    style, left, before, after, body = found.groups()
    text = unescape(body).rstrip("\n" if style in underlined else "\n" + _BLANK)
    pieces = []
    x = float(left)
    for foreign, run in groupby(text, key=_is_foreign):
        letters = "".join(run)
        width = cell_len(letters) * _CELL
        if letters.strip(_BLANK) or not foreign:
            place = f'class="{style}" x="{x:g}"{before} textLength="{width:g}"{after}'
            pieces.append(f"<text {place}>{escape(letters, quote=False)}</text>")
        x = round(x + width, 1)
    return "".join(pieces)


def _is_foreign(letter: str) -> bool:
    """Whether it comes from another font than the rest, as wide letters and dingbats do."""
    return cell_len(letter) == 2 or ord(letter) >= _DINGBATS


def _joined(line: str) -> str:
    """Grounds of one colour that touch become one."""
    parts: list[str] = []
    at, run = 0, None
    for found in _RECT.finditer(line):
        fill, x, y, width, height, rest = found.groups()
        touches = run and found.start() == at and run[0] == (fill, y, height, rest) and abs(run[2] - float(x)) < 0.1
        if run and touches:
            run = (run[0], run[1], float(x) + float(width))
        else:
            parts += [_rect(run), line[at : found.start()]]
            run = ((fill, y, height, rest), float(x), float(x) + float(width))
        at = found.end()
    return "".join([*parts, _rect(run), line[at:]])


def _rect(run: tuple[tuple[str, str, str, str], float, float] | None) -> str:
    if run is None:
        return ""
    (fill, y, height, rest), left, right = run
    return f'<rect fill="{fill}" x="{left:g}" y="{y}" width="{right - left:.1f}" height="{height}"{rest}/>'
