"""Letters and lines that a terminal can show: everything of ours has a twin in ASCII, of the same width."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from tui.frozen import dataclass

LOCALE: Final = ("LC_ALL", "LC_CTYPE", "LANG")
"""The variables that say which letters there are; the first that is set counts."""

_COERCED: Final = "C.UTF-8"
"""What Python itself puts into LC_CTYPE where the locale is C."""
_TWINS: Final = {
    "·": "-",
    "×": "x",
    "°": "d",
    "–": "-",
    "—": "-",
    "−": "-",
    "‖": '"',
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "…": "~",
    "′": "'",
    "″": '"',
    "‹": "<",
    "›": ">",
    "←": "<",
    "↑": "^",
    "→": ">",
    "↓": "v",
    "⏎": "$",
    "⊘": "!",
    "▲": "^",
    "△": "^",
    "▼": "v",
    "▽": "v",
    "▸": ">",
    "▶": ">",
    "▾": "v",
    "◂": "<",
    "○": "o",
    "◦": ".",
    "★": "*",
    "∘": "'",
    "∙": "o",
    "•": "O",
    "◉": "0",
    "◆": "%",
    "■": "@",
    "●": "*",
    "◐": "~",
    "◔": ":",
    "✓": "+",
    "✗": "x",
    "\N{REPLACEMENT CHARACTER}": "?",
    "\N{NO-BREAK SPACE}": " ",
}
_BLOCKS: Final = dict(zip("▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▐░▒▓▀▔▕", '__..ooo######||#.:%"-|', strict=True))
_DOTS: Final = " .:;+*xX#"
"""By the number of dots in a cell of braille."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Whether only ASCII is drawn, and what told us."""

    ascii_only: bool
    why: str
    encoding: str = "utf-8"
    """Of the terminal: what it can't encode is not there to be seen."""


def choose_letters(
    environ: Mapping[str, str], encoding: str, wanted: str = "auto", *, wanted_by: str = "the settings"
) -> Letters:
    """`encoding`: Python's, of the terminal. `wanted`: `unicode`, `ascii`, or `auto`."""
    if wanted != "auto":
        return Letters(wanted == "ascii", f"{wanted_by}: glyphs is {wanted}", encoding)
    if environ.get("TERM") == "linux":
        return Letters(True, "TERM is linux, whose fonts have few signs", encoding)
    if not is_utf8(encoding):
        return Letters(True, f"the terminal's encoding is {encoding}", encoding)
    if locale := _locale_without_utf8(environ):
        return Letters(True, f"{locale} is no UTF-8 locale", encoding)
    return Letters(False, "the locale is UTF-8", encoding)


def is_utf8(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        return False


def _locale_without_utf8(environ: Mapping[str, str]) -> str:
    """The variable that rules UTF-8 out; empty where none does."""
    for name in LOCALE:
        value = environ.get(name, "")
        if not value or (name == "LC_CTYPE" and value == _COERCED and environ.get("LANG") in {"C", "POSIX"}):
            continue
        charset = value.partition("@")[0].partition(".")[2]
        has_none = value in {"C", "POSIX"} or (charset and not is_utf8(charset))
        return f"{name}={value}" if has_none else ""
    return ""


@lru_cache(maxsize=2048)
def twin(character: str) -> str | None:
    """What stands for a sign of ours in ASCII; None for a letter, which nothing stands for."""
    if character.isascii():
        return character
    if character in _TWINS:
        return _TWINS[character]
    if "\u2500" <= character <= "\u257f":
        return _line_twin(unicodedata.name(character))
    if "\u2800" <= character <= "\u28ff":
        return _DOTS[(ord(character) - 0x2800).bit_count()]
    return _BLOCKS.get(character, "#" if "\u2580" <= character <= "\u259f" else None)


def _line_twin(name: str) -> str:
    if "DIAGONAL" in name:
        return "X" if "CROSS" in name else "/" if "UPPER RIGHT" in name else "\\"
    horizontal = any(word in name for word in ("HORIZONTAL", "LEFT", "RIGHT"))
    vertical = any(word in name for word in ("VERTICAL", "UP", "DOWN"))
    if horizontal and vertical:
        return "+"
    if vertical:
        return "|"
    return "=" if "HEAVY" in name or "DOUBLE" in name else "-"


def in_ascii(text: str) -> str:
    """The text with everything of ours in ASCII; letters of other scripts stay what they are."""
    return text if text.isascii() else "".join(twin(each) or each for each in text)
