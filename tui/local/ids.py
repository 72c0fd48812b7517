"""Video numbers as the service makes them: Snowflakes, so that an id tells when its video was uploaded."""

from __future__ import annotations

from typing import Final

EPOCH: Final = 1_609_459_200_000
"""2021-01-01 UTC in milliseconds: the service's own epoch, derived from its published ids."""

PREFIX: Final = "VI"
LEGACY_PREFIX: Final = "mavi_video_"

_TIME_SHIFT: Final = 22
_LAG: Final = 50
"""Milliseconds between making an id and writing the row; 46 to 64 in published samples."""


def number_at(created: int, sequence: int = 0) -> int:
    """The Snowflake of a video created at `created` ms since the epoch."""
    return ((created - _LAG - EPOCH) << _TIME_SHIFT) | (sequence & 0x3FFFFF)


def time_of(number: int) -> int:
    """When a Snowflake was made, ms since the epoch."""
    return (number >> _TIME_SHIFT) + EPOCH


def parse_video_no(video_no: str) -> int | None:
    """The number inside a video_no of either generation, or None."""
    for prefix in (PREFIX, LEGACY_PREFIX):
        digits = video_no.removeprefix(prefix)
        if digits != video_no and digits.isascii() and digits.isdigit() and len(digits) <= 18:
            return int(digits)
    return None
