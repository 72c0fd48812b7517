"""Value to text: every formatting decision of the interface, in one place and without a screen.

What is not known is `–`. Whatever comes in, however absurd, something short and safe comes out.
"""

from __future__ import annotations

import math
import os
from datetime import UTC, datetime, timedelta
from typing import Final, TypeGuard

from rich.cells import cell_len, split_graphemes

from tui.api.values import Status, Video
from tui.frozen import dataclass
from tui.text import safe_text

UNKNOWN: Final = "–"
ELLIPSIS: Final = "…"

_UNITS: Final = ("B", "kB", "MB", "GB", "TB", "PB", "EB")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_DAYS: Final = 9_999
_TEXT_PRESENTATION: Final = str.maketrans("", "", "\ufe0e\ufe0f")
"""Terminals disagree about the width of what these selectors follow; without them all agree."""


def size_text(size: float | None) -> str:
    """Bytes as `1.2 GB`: decimal units, two or three digits that matter."""
    if not _sensible(size):
        return UNKNOWN
    value = float(size)
    for unit in _UNITS:
        if value < 999.5 or unit == _UNITS[-1]:
            break
        value /= 1000
    if unit == "B" or value >= 99.95:
        return f"{value:.0f} {unit}" if value < 100_000 else f"> 99999 {unit}"
    return f"{value:.1f} {unit}"


def rate_text(bytes_per_second: float | None) -> str:
    """`1.2 MB/s`."""
    text = size_text(bytes_per_second)
    return text if text == UNKNOWN else f"{text}/s"


def percent_text(part: float, whole: float | None) -> str:
    """`43%`, rounded down so that 100% means all of it."""
    if not _sensible(whole) or whole == 0 or not math.isfinite(part):
        return UNKNOWN
    return f"{math.floor(100 * min(1.0, max(0.0, part / whole)))}%"


def duration_text(seconds: float | None) -> str:
    """A length as `4:05` or `1:02:03`; from 100 hours on in days."""
    if not _sensible(seconds):
        return UNKNOWN
    whole = int(seconds)
    days = whole // 86_400
    if days > _LONGEST_DAYS:
        return f"> {_LONGEST_DAYS} d"
    hours, rest = divmod(whole, 3600)
    if hours >= 100:
        return f"{days} d"
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def ago_text(seconds: float | None) -> str:
    """How long something is ago, in its largest unit: `14 s`, `3 min`, `2 h`, `5 d`, `3 y`. The future is `0 s`."""
    if seconds is None or not math.isfinite(seconds):
        return UNKNOWN
    whole = max(0, int(seconds))
    for limit, divisor, unit in ((60, 1, "s"), (3600, 60, "min"), (86_400, 3600, "h"), (730 * 86_400, 86_400, "d")):
        if whole < limit:
            return f"{whole // divisor} {unit}"
    years = whole // (365 * 86_400)
    return f"{years} y" if years < 1000 else "> 999 y"


def moment(ms: float | None, *, utc: bool = False) -> datetime | None:
    """Milliseconds since the epoch as a local (or UTC) time, or None if no calendar has it."""
    if ms is None or not math.isfinite(ms):
        return None
    try:
        universal = _EPOCH + timedelta(milliseconds=ms)
        return universal if utc else universal.astimezone()
    except (OverflowError, OSError, ValueError):
        return None


def clock_text(ms: float | None, *, utc: bool = False, zone: bool = False) -> str:
    """`2026-05-01 14:03`, local unless `utc`; with `zone` the offset follows: `+02:00`, or `UTC`."""
    when = moment(ms, utc=utc)
    if when is None:
        return UNKNOWN
    text = f"{when.year:04}-{when.month:02}-{when.day:02} {when.hour:02}:{when.minute:02}"
    return f"{text} {_offset(when)}" if zone else text


def day_text(ms: float | None, *, utc: bool = False) -> str:
    """`2026-05-01`, local unless `utc`."""
    when = moment(ms, utc=utc)
    return UNKNOWN if when is None else f"{when.year:04}-{when.month:02}-{when.day:02}"


def coordinates_text(latitude: float | None, longitude: float | None) -> str:
    """`39.9042, 116.4074`: decimal degrees, six places at most, as they can be pasted anywhere."""
    if latitude is None or longitude is None or not (math.isfinite(latitude) and math.isfinite(longitude)):
        return UNKNOWN
    return f"{_degrees(latitude)}, {_degrees(longitude)}"


def distance_text(km: float | None) -> str:
    """`840 m`, `12.4 km`, `1,204 km`."""
    if not _sensible(km):
        return UNKNOWN
    if km < 0.9995:
        return f"{km * 1000:.0f} m"
    return f"{km:.1f} km" if km < 99.95 else f"{min(km, 99_999):,.0f} km"


def resolution_text(video: Video) -> str:
    """`1920×1080`, or the service's own word for it."""
    if video.width and video.height and video.width > 0 and video.height > 0:
        return f"{min(video.width, 99_999)}×{min(video.height, 99_999)}"
    return safe_text(video.resolution, 40) if video.resolution else UNKNOWN


def count_text(count: int | None) -> str:
    """`12,431`."""
    return UNKNOWN if count is None else f"{count:,}"


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """`1 video`, `3 videos`."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def name_text(video: Video) -> str:
    """A video's name, or its number where it has none."""
    return safe_text(video.name).strip() or safe_text(video.video_no)


def cells(text: str) -> int:
    """How many cells of a terminal the text occupies."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells, ending in … if something is missing; no wide character is split."""
    clean = safe_text(text).translate(_TEXT_PRESENTATION)
    if cells(clean) <= width:
        return clean
    if width <= 0:
        return ""
    if clean.isascii():
        return clean[: width - 1] + ELLIPSIS
    spans, _total = split_graphemes(clean)
    end = used = 0
    for _start, stop, size in spans:
        if used + size > width - 1:
            break
        used += size
        end = stop
    return clean[:end] + ELLIPSIS


def fit(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly `width` cells: cut with …, or padded (on the left side if it is to stand `right`)."""
    short = cut(text, width)
    padding = " " * max(0, width - cells(short))
    return padding + short if right else short + padding


@dataclass(frozen=True, slots=True)
class StatusMark:
    """How a status looks: never by colour alone."""

    glyph: str
    """One cell."""
    word: str
    colour: str
    """A theme variable, as `$text-success`."""


_MARKS: Final = {
    Status.READY: StatusMark("●", "ready", "$text-success"),
    Status.INDEXING: StatusMark("◐", "indexing", "$text-warning"),
    Status.FAILED: StatusMark("✗", "failed", "$text-error"),
}


def status_mark(status: Status) -> StatusMark:
    """Glyph, word and colour of a status."""
    return _MARKS[status]


def _sensible(value: float | None) -> TypeGuard[float]:
    return value is not None and math.isfinite(value) and value >= 0


def _degrees(value: float) -> str:
    text = f"{value + 0.0:.6f}".rstrip("0")
    text = text + "0" if text.endswith(".") else text
    return text if len(text) <= 16 else f"{value:.3g}"


def _offset(when: datetime) -> str:
    if when.tzinfo is UTC:
        return "UTC"
    offset = when.strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}"


def homely(path: str) -> str:
    """A path as people write it: `~/videos/2025`."""
    home = os.path.expanduser("~")
    return "~" + path[len(home) :] if path == home or path.startswith(home + "/") else path
