"""Lengths and sizes from one to another: `length:1m..5m`, `size:>1GB`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal

from tui.frozen import dataclass
from tui.text import safe_text

Measure = Literal["length", "size"]

MOST: Final = 2**63 - 1
"""What a database holds."""
_SECONDS: Final = {"h": 3600, "min": 60, "m": 60, "s": 1, "": 1}
_BYTES: Final = {"tb": 10**12, "gb": 10**9, "mb": 10**6, "kb": 10**3, "b": 1, "": 1}
_NUMBER: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*([a-z]*)", re.ASCII)
_PARTS: Final = re.compile(r"(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?", re.ASCII)
_CLOCK: Final = re.compile(r"(?:([0-9]+):)?([0-9]{1,2}):([0-9]{2})", re.ASCII)


class NoSpan(ValueError):
    """Why a text is none, in words for a person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` on, and less than `high`; seconds or bytes. None: no limit on that side."""

    low: int | None = None
    high: int | None = None

    def holds(self, value: int | None) -> bool:
        """What is not known lies in no span."""
        return (
            value is not None and (self.low is None or value >= self.low) and (self.high is None or value < self.high)
        )


def read_span(measure: Measure, text: str) -> Span:
    """The span that the text means. Raises NoSpan."""
    wish = text.strip().casefold()
    read = _read_length if measure == "length" else _read_size
    if wish.startswith((">=", ">")):
        low, high = wish.lstrip(">="), ""
    elif wish.startswith("<"):
        low, high = "", wish.removeprefix("<")
    else:
        low, dots, high = wish.partition("..")
        if not dots:
            raise NoSpan(f"{_short(text)} is no span: write {_EXAMPLES[measure]}.")
    span = Span(_end(low, read, measure), _end(high, read, measure))
    if span == Span():
        raise NoSpan(f"A span has at least one end: write {_EXAMPLES[measure]}.")
    if span.low is not None and span.high is not None and span.low >= span.high:
        raise NoSpan("The first end of a span is less than the second, which is not part of it.")
    return span


_EXAMPLES: Final = {"length": ">5m, <30s or 1m..5m", "size": ">1GB, <50MB or 100MB..1GB"}


def _end(text: str, read: Callable[[str], int | None], measure: Measure) -> int | None:
    if not text.strip():
        return None
    value = read(text.strip())
    if value is None or value > MOST:
        raise NoSpan(f"{_short(text)} is no {measure}: write {_EXAMPLES[measure]}.")
    return value


def _read_length(text: str) -> int | None:
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    if parts := _PARTS.fullmatch(text):
        return int(parts[1] or 0) * 3600 + int(parts[2] or 0) * 60 + int(parts[3] or 0)
    return _scaled(text, _SECONDS)


def _read_size(text: str) -> int | None:
    return _scaled(text, _BYTES)


def _scaled(text: str, units: dict[str, int]) -> int | None:
    number = _NUMBER.fullmatch(text)
    if number is None or number[2] not in units:
        return None
    whole, _, part = number[1].partition(".")
    unit = units[number[2]]
    tenths: int = 10 ** len(part)
    return int(whole or 0) * unit + int(part or 0) * unit // tenths


def span_text(measure: Measure, span: Span) -> str:
    """As `length:1m..5m`: in the largest unit that leaves nothing over."""
    units = _SECONDS if measure == "length" else _BYTES
    low, high = ("" if end is None else _tidy(end, units) for end in (span.low, span.high))
    return f"{measure}:{low}..{high}"


def _tidy(value: int, units: dict[str, int]) -> str:
    name, unit = next((name, unit) for name, unit in units.items() if (value and value % unit == 0) or unit == 1)
    name = name.upper().replace("KB", "kB") if units is _BYTES else name.replace("min", "m")
    return f"{value // unit}{name}"


def _short(text: str) -> str:
    return f"“{safe_text(text, 30)}”"
