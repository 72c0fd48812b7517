"""A video as columns and back, exactly: whatever the service sent must be storable and read back the same."""

from __future__ import annotations

import json
import math
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import add
from typing import Any, Final

from tui.api.values import Status, Video

STATUSES: Final = (Status.INDEXING, Status.READY, Status.FAILED)
"""In the order in which a list sorted by status shows them."""

_USUAL_WORDS: Final = {Status.INDEXING: "UNPARSE", Status.READY: "PARSE", Status.FAILED: "FAIL"}
_SILENCE: Final = (None, "", ())
_APART: Final = frozenset({"raw", "video_no", "status", "status_word"})
_DETAILS: Final = "number, name, status_word, cause, fps, width, height, resolution, video_url, cover_url, bucket, blob"
HOT: Final = "id, fold, status, duration, size, created, taken, camera, latitude, longitude, tags, first_tag, pixels"
COLD: Final = f"id, {_DETAILS}, sweep, listed_at"
_READ: Final = f"SELECT v.*, {_DETAILS}, listed_at FROM videos AS v JOIN details AS d ON d.id = v.id WHERE v.id IN "

_LINES: Final = re.compile(r"([0-9]{3,5})p", re.ASCII | re.IGNORECASE)

Row = tuple[Any, ...]
Stored = str | bytes | None


def folded(text: str) -> str:
    """Text as it is compared: no case, and nothing that a database would trip over."""
    fold = text.casefold()
    if fold.isascii() and "\0" not in fold:
        return fold
    return fold.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def parts(fold: str) -> set[str]:
    """All that is one or two letters long in a folded text. Only ASCII: of others there may be very many."""
    found = {*fold, *map(add, fold, fold[1:])}
    return found if fold.isascii() else {part for part in found if part.isascii()}


def stored(text: str | None) -> Stored:
    """Text for a column: SQLite has no lone surrogates, so what holds one is kept as bytes."""
    if text is None or text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def told(value: Any) -> Any:
    """The opposite of `stored`."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


def storable(video: Video) -> Video:
    """The video without numbers that are none: not finite, or too large for anything."""
    wrong: dict[str, Any] = {}
    for name in ("latitude", "longitude", "fps"):
        value = getattr(video, name)
        if value is not None and not math.isfinite(value):
            wrong[name] = None
    for name in ("duration", "size", "created", "taken", "width", "height"):
        value = getattr(video, name)
        if value is not None and not -(2**63) <= value < 2**63:
            wrong[name] = None
    return replace(video, **wrong) if wrong else video


def merged(old: Video, new: Video) -> Video:
    """What is known after an answer: silence never erases a fact.

    A list and `get_metadata` each leave out fields that the other has, so what the new answer does not say stays as
    it was. Only the cause goes with the status that it belonged to.
    """
    apart = _APART if old.status is new.status else _APART | {"cause"}
    kept: dict[str, Any] = {
        name: getattr(old, name)
        for name in Video.__dataclass_fields__
        if name not in apart and getattr(new, name) in _SILENCE and getattr(old, name) not in _SILENCE
    }
    return replace(new, **kept) if kept else new


def is_placed(video: Video) -> bool:
    """Whether it lies somewhere on Earth."""
    if video.latitude is None or video.longitude is None:
        return False
    return -90 <= video.latitude <= 90 and -180 <= video.longitude <= 180


def hot(identity: int, video: Video, tags: Iterable[int]) -> Row:
    """The row for `videos`, with the tags as their numbers in `words`."""
    fold = folded(video.name) if video.name else None
    status = STATUSES.index(video.status)
    marks = " ".join(map(str, tags)) or None
    times = (video.duration, video.size, video.created, video.taken)
    place = (video.latitude, video.longitude)
    first_tag = folded(video.tags[0]) if video.tags else None
    return (identity, fold, status, *times, stored(video.camera), *place, marks, first_tag, pixels(video))


def pixels(video: Video) -> int | None:
    """Of one frame: by its sides, else as many as the service's word for it usually means (`720P`)."""
    if video.width and video.height and video.width > 0 and video.height > 0:
        return min(video.width * video.height, 2**63 - 1)
    lines = _LINES.fullmatch(video.resolution or "")
    return int(lines[1]) ** 2 * 16 // 9 if lines else None


def cold(identity: int, video: Video, *, sweep: int, at: float) -> Row:
    """The row for `details`."""
    number = None if video.video_no == f"VI{-identity}" else stored(video.video_no)
    name = None if not video.name or video.name == folded(video.name) else stored(video.name)
    word = None if video.status_word == _USUAL_WORDS[video.status] else stored(video.status_word)
    picture = (video.fps, video.width, video.height, stored(video.resolution))
    where = (stored(video.video_url), stored(video.cover_url), stored(video.bucket), stored(video.blob))
    return (identity, number, name, word, stored(video.cause), *picture, *where, sweep, at)


def read(db: sqlite3.Connection, identities: Sequence[int]) -> dict[int, tuple[Video, float]]:
    """The videos with these row ids, as far as they still exist, each with when a list last showed it."""
    found = db.execute(f"{_READ}({','.join(map(str, identities))})").fetchall()
    marks = {mark for row in found if row[10] for mark in row[10].split()}
    names = _names(db, marks)
    return {row[0]: (_video(row, names), row[-1]) for row in found}


def _names(db: sqlite3.Connection, marks: Iterable[str]) -> dict[str, str]:
    rows = db.execute(f"SELECT id, name FROM words WHERE id IN ({','.join(marks)})")
    return {str(identity): told(name) for identity, name in rows}


def _video(row: Row, names: dict[str, str]) -> Video:
    identity, fold, code, duration, size, created, taken, camera, latitude, longitude, marks = row[:11]
    number, name, word, cause, fps, width, height, resolution, video_url, cover_url, bucket, blob = row[13:25]
    status = STATUSES[code]
    return Video(
        video_no=f"VI{-identity}" if number is None else told(number),
        name=told(name) if name is not None else fold or "",
        status=status,
        status_word=_USUAL_WORDS[status] if word is None else told(word),
        cause=told(cause),
        duration=duration,
        size=size,
        created=created,
        taken=taken,
        camera=told(camera),
        latitude=latitude,
        longitude=longitude,
        tags=tuple(names[mark] for mark in marks.split()) if marks else (),
        fps=fps,
        width=width,
        height=height,
        resolution=told(resolution),
        video_url=told(video_url),
        cover_url=told(cover_url),
        bucket=told(bucket),
        blob=told(blob),
    )


def as_json(video: Video) -> str:
    """The item as the service would write it, from what is known; what it never said is left out."""
    facts: dict[str, Any] = {
        "video_no": video.video_no,
        "video_name": video.name,
        "status": video.status_word,
        "cause": video.cause,
        "duration": video.duration,
        "size": video.size,
        "create_time": video.created,
        "datetime_taken": video.taken,
        "camera_model": video.camera,
        "latitude": video.latitude,
        "longitude": video.longitude,
        "tags": list(video.tags) or None,
        "fps": video.fps,
        "width": video.width,
        "height": video.height,
        "resolution_label": video.resolution,
        "video_url": video.video_url,
        "cover_url": video.cover_url,
        "bucket": video.bucket,
        "blob": video.blob,
    }
    return json.dumps({name: value for name, value in facts.items() if value is not None}, ensure_ascii=False)
