"""Where a video stands: an integer per video, so that the table itself lies in the order in which videos came.

Video numbers are snowflakes (milliseconds since 2021 shifted by 22 bits), so where one parses and agrees with the
creation time, its negative is the row id. Everything else gets an id made the same way from its creation time.
Negative, because lists come newest first: a table that grows at its end is packed, one that grows at its front is
half empty (measured at 50,000: 900 bytes per video against 500).
"""

from __future__ import annotations

import re
from typing import Final
from zlib import crc32

from tui.api.values import Video

EPOCH: Final = 1_609_459_200_000
"""2021-01-01 UTC in milliseconds: the service's year zero, found by comparing numbers with creation times."""

AGREEMENT: Final = 3_600_000
"""Milliseconds by which number and creation time may differ; 46 to 64 were seen."""

UNDATED: Final = 2**62
"""From here on are the videos of which nothing tells when they came."""

_LATEST: Final = 2**41 - 1
_EARLIEST: Final = -(2**40) + 2 * AGREEMENT
_SHIFT: Final = 22
_LOW_BITS: Final = (1 << _SHIFT) - 1
_NUMBER: Final = re.compile(r"(?:VI|mavi_video_)([1-9][0-9]{14,18})", re.ASCII)


def snowflake(video_no: str) -> int | None:
    """The integer in a video number, if it is long enough to tell a time."""
    found = _NUMBER.fullmatch(video_no)
    if found is None:
        return None
    number = int(found[1])
    return number if number < 2**63 else None


def home(video: Video) -> int:
    """The row id that a video wants; it may be taken by another one."""
    number = snowflake(video.video_no)
    if number is not None:
        told = (number >> _SHIFT) + EPOCH
        if video.created is None or abs(told - video.created) <= AGREEMENT:
            return -number
    spread = crc32(video.video_no.encode("utf-8", "surrogatepass"))
    if video.created is None:
        return UNDATED + spread
    return -(_moment(video.created) << _SHIFT | spread & _LOW_BITS)


def surely_before(created: int) -> int:
    """A row id beyond which nothing was created later than this (milliseconds since the epoch)."""
    return -(_moment(min(created, EPOCH + _LATEST) - AGREEMENT) - 1 << _SHIFT)


def _moment(created: int) -> int:
    return max(_EARLIEST, min(_LATEST, created - EPOCH))
