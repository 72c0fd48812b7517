"""How keys are written in the settings: `r`, `ctrl+r`, `g>r` for two in turn, `r,f5` for either. Knows no Textual."""

from __future__ import annotations

import re
from typing import Final

CHORD: Final = ">"
"""Joins the two keys of a chord. No terminal sends such a key, so only chords use it."""
_KEY: Final = re.compile(r"(?:(?:ctrl|shift|alt|super|meta|hyper)\+)*(?:[^\s,>+]|[a-z][a-z0-9_]*)")
WANTED: Final = 'a key such as "r", "ctrl+r", "g>r" (two in turn) or "r,f5" (either)'


def read_keys(text: str) -> tuple[tuple[str, ...], ...]:
    """The ways to press it, each one key or two in turn. Raises ValueError with what would be right."""
    ways = tuple(tuple(key.strip() for key in way.split(CHORD)) for way in text.split(","))
    if not all(0 < len(way) <= 2 and all(_KEY.fullmatch(key) for key in way) for way in ways):
        names = '; "comma", "plus", "greater_than_sign" and "space" go by their names'
        raise ValueError(WANTED + names)
    return ways
