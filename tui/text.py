"""The one gate between the world's strings and the terminal.

A name, a tag or an error message is whatever somebody uploaded. Everything from outside (service, file,
configuration, environment) passes `safe_text` before a person sees it: what comes out is one line of
characters that occupy cells and do nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands where a character would have done something instead of being seen."""

_NEWLINES: Final = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN: Final = (
    0x34F,
    0x115F,
    0x1160,
    0x17B4,
    0x17B5,
    *range(0x180B, 0x1810),
    0x3164,
    0xFFA0,
    *range(0xE0100, 0xE01F0),
)
"""Joiners, fillers and selectors that Unicode counts among letters and marks, though there is nothing to be seen."""
_OF_ONE_WIDTH: Final = {
    **dict.fromkeys(_UNSEEN),
    **dict.fromkeys(range(0xFE00, 0xFE10)),  # variation selectors: an emoji, or the same as text
    **dict.fromkeys(range(0x1F3FB, 0x1F400)),  # skin tones
    **{0x1F1E6 + letter: chr(ord("A") + letter) for letter in range(26)},  # two of these are a flag
}
"""What some terminals join to the character before, and others give cells of its own: one line drawn in two ways would
tear every frame to the right of it. Flags become their letters, the rest goes."""
_LONGEST_MARK_RUN: Final = 3
"""Combining characters kept in a row: enough for every living script, not enough to climb over other lines."""


def safe_text(raw: object, limit: int = 500) -> str:
    """Anything as one line that is safe in a terminal: at most `limit` characters, line ends shown as ⏎."""
    text = str(raw)
    cut = text[: limit + 1]
    clean = _clean(_NEWLINES.sub("⏎", cut).replace("\t", " "))
    return clean if len(text) <= limit else clean[: limit - 1] + "…"


def safe_block(raw: object, limit: int = 100_000) -> str:
    """Anything as several safe lines, for places that scroll: line ends are kept, tabs become two spaces."""
    text = str(raw)
    lines = _NEWLINES.sub("\n", text[:limit]).replace("\t", "  ").split("\n")
    block = "\n".join(_clean(line) for line in lines)
    return block if len(text) <= limit else block + "\n…"


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for character in text.translate(_OF_ONE_WIDTH):
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks > _LONGEST_MARK_RUN or (marks and not kept):
            continue
        if category in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}:
            kept.append(REPLACEMENT)
        elif category == "Cf":
            continue
        elif category == "Zs":
            kept.append(" ")
        else:
            kept.append(character)
    return "".join(kept)
