"""A rate as a person types it: `1.5 MB/s`, `500k`, `2`; or nothing, for no limit."""

from __future__ import annotations

import re
from typing import Final

from tui.widgets.form_checks import Checked
from tui.widgets.present import rate_text

LEAST: Final = 1_000
"""Bytes per second: what is slower would never end."""

_TYPED: Final = re.compile(
    r"\s*(\d+(?:[.,]\d+)?)\s*(?:([kmg])i?)?(b(?:yte)?s?)?\s*(?:/\s*s(?:ec)?|ps)?\s*", re.IGNORECASE
)
_NONE: Final = frozenset({"", "0", "no", "none", "off", "-"})
_FACTORS: Final = {"k": 1e3, "m": 1e6, "g": 1e9, None: 1e6, "": 1.0}


def rate_of(text: str) -> int | None:
    """Bytes per second, None for no limit; a number alone is MB/s. Raises ValueError, with what is wrong in words."""
    if text.strip().casefold() in _NONE:
        return None
    typed = _TYPED.fullmatch(text)
    if typed is None:
        raise ValueError("a number with kB/s or MB/s, like 1.5 MB/s; empty for no limit")
    number, unit, of_bytes = typed.groups()
    factor = _FACTORS[unit.casefold() if unit else "" if of_bytes else None]
    rate = float(number.replace(",", ".")) * factor
    if not LEAST <= rate < 1e13:
        raise ValueError("at least 1 kB/s" if rate < LEAST else "faster than any line: leave it empty for no limit")
    return int(rate)


def check_rate(text: str) -> Checked:
    try:
        rate = rate_of(text)
    except ValueError as problem:
        return Checked(str(problem))
    return Checked(
        note="as fast as the line is" if rate is None else f"at most {rate_text(rate)}, all uploads together"
    )
