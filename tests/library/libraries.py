"""Random libraries and questions, and the plain Python answer that the index is compared with."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from tui.api.values import Status, Video
from tui.geo.point import Point, distance_km
from tui.library.query import Near, Query
from tui.library.rowid import EPOCH
from tui.library.spans import Span
from tui.library.values import ORDERS, Column, Sort

NAMES = (
    "beach",
    "Beach Day",
    "GX010042",
    "Ёлка",
    "ёлка 2",
    "Straße",
    "STRASSE",
    "100% 'x' _y",
    "",
    "日本",
    "a\0b",
    "İstanbul",
)
TAGS = ("snow", "Snow", "api", "draft", "日本", "a b", "")
CAMERAS = ("Canon EOS 5D", "canon eos 5d", "GoPro", "DJI", "É")
WORDS = ("b", "beach", "ёл", "ss", "STRASSE", "%", "_", "'", "日", "zzz", "i", "00")
DAY_MS = 86_400_000
FIRST_DAY = date(2025, 6, 1)
NOON = round(datetime(2025, 6, 1, 12, tzinfo=UTC).timestamp() * 1000)

PLACES = (
    (39.9, 116.41),
    (39.95, 116.5),
    (0.0, 179.99),
    (0.0, -179.99),
    (89.99, 10.0),
    (89.99, -170.0),
    (-90.0, 0.0),
    (51.5, 0.0),
)


def numbered(place: int, created: int | None, style: str) -> str:
    """A video number as the service writes it, or as something else would."""
    if style == "snowflake" and created is not None:
        return f"VI{(created - 50 - EPOCH) << 22 | place}"
    if style == "legacy" and created is not None:
        return f"mavi_video_{(created - 50 - EPOCH) << 22 | place}"
    return f"clip-{place}"


@st.composite
def libraries(draw: st.DrawFn, most: int = 40) -> list[Video]:
    """Newest first, as a list shows them, with different creation times where these are known."""
    return [_video(draw, place) for place in range(draw(st.integers(0, most)))]


def _video(draw: st.DrawFn, place: int) -> Video:
    def maybe(values: Sequence[Any]) -> Any:
        return draw(st.sampled_from((None, *values)))

    created = draw(st.sampled_from((NOON - place * 1000,) * 5 + (None,)))
    where = maybe(PLACES)
    return Video(
        video_no=numbered(place, created, draw(st.sampled_from(("snowflake", "snowflake", "legacy", "other")))),
        name=draw(st.sampled_from(NAMES)),
        status=draw(st.sampled_from(list(Status))),
        duration=maybe((0, 1, 2)),
        size=maybe((0, 10**12, 5)),
        created=created,
        taken=maybe((NOON, NOON + DAY_MS, NOON - NOON % DAY_MS, NOON + 3 * DAY_MS)),
        camera=maybe(CAMERAS),
        latitude=where and where[0],
        longitude=where and where[1],
        tags=tuple(draw(st.lists(st.sampled_from(TAGS), max_size=3))),
    )


def some(values: Sequence[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Mostly nothing, else one or two of these."""
    return st.one_of(st.just(()), st.just(()), st.lists(st.sampled_from(values), max_size=2).map(tuple))


def queries() -> st.SearchStrategy[Query]:
    """Few conditions more often than many."""
    spans = st.sampled_from([Span(1), Span(None, 2), Span(0, 1), Span(3, 10**12), Span(5, 6)])
    days = st.none() | st.none() | st.sampled_from([date(2025, 5, 31), FIRST_DAY, date(2025, 6, 2), date.max, date.min])
    near = st.builds(
        Near,
        st.sampled_from([39.9, 0.0, 89.99, -90.0, 51.5]),
        st.sampled_from([116.41, 179.99, -179.99, 10.0, 0.0]),
        st.sampled_from([0.0, 3.0, 20.0, 500.0, 21_000.0]),
    )
    return st.builds(
        Query,
        words=some(WORDS),
        without_words=some(WORDS),
        statuses=some(list(Status)),
        without_statuses=some(list(Status)),
        tags=some(TAGS),
        without_tags=some(TAGS),
        cameras=some(CAMERAS),
        without_cameras=some(CAMERAS),
        near=st.none() | st.none() | near,
        since=days,
        until=days,
        length=st.none() | st.none() | spans,
        size=st.none() | st.none() | spans,
        ids=some([numbered(place, NOON - place * 1000, "snowflake") for place in range(4)] + ["clip-0", "clip-7"]),
    )


def sorts() -> st.SearchStrategy[Sort]:
    return st.builds(Sort, st.sampled_from(ORDERS), st.booleans())


def meets(video: Video, query: Query) -> bool:
    """Whether a video matches, by the words of `Query` alone."""
    fold = video.name.casefold()
    taken = None if video.taken is None else datetime.fromtimestamp(video.taken / 1000, UTC).date()
    return all(
        (
            all(word.casefold() in fold for word in query.words),
            not any(word.casefold() in fold for word in query.without_words),
            not query.statuses or video.status in query.statuses,
            video.status not in query.without_statuses,
            set(query.tags) <= set(video.tags),
            not set(query.without_tags) & set(video.tags),
            not query.cameras or video.camera in query.cameras,
            video.camera not in query.without_cameras,
            query.near is None or is_near(video, query.near),
            query.since is None or (taken is not None and taken >= query.since),
            query.until is None or (taken is not None and taken <= query.until),
            query.length is None or query.length.holds(video.duration),
            query.size is None or query.size.holds(video.size),
            not query.ids or video.video_no in query.ids,
        )
    )


def is_near(video: Video, near: Near) -> bool:
    if video.latitude is None or video.longitude is None:
        return False
    away = distance_km(Point(video.latitude, video.longitude), Point(near.latitude, near.longitude))
    return away <= near.km + 0.001


def in_order(newest_first: Sequence[Video], sort: Sort) -> list[Video]:
    """The order of a sort: what the column knows by value, the rest after it, ties as they came."""
    key = _key(sort.column)
    if sort.column is Column.UPLOADED:
        known = [video for video in newest_first if video.created is not None]
        unknown = [video for video in newest_first if video.created is None]
        return (known if sort.descending else known[::-1]) + unknown
    known = sorted((video for video in newest_first if key(video) is not None), key=key, reverse=sort.descending)
    return known + [video for video in newest_first if key(video) is None]


def _key(column: Column) -> Callable[[Video], Any]:
    order = [Status.INDEXING, Status.READY, Status.FAILED]
    return {
        Column.NAME: lambda video: video.name.casefold().replace("\0", "\ufffd").encode() or None,
        Column.DURATION: lambda video: video.duration,
        Column.SIZE: lambda video: video.size,
        Column.STATUS: lambda video: order.index(video.status),
        Column.CAMERA: lambda video: video.camera and _lower(video.camera),
        Column.TAKEN: lambda video: video.taken,
        Column.TAGS: lambda video: _folded(video.tags[0]) if video.tags else None,
        Column.PIXELS: _pixels,
        Column.UPLOADED: lambda video: video.created,
    }[column]


def _folded(text: str) -> bytes:
    return text.casefold().replace("\0", "\ufffd").encode("utf-8", "replace")


def _pixels(video: Video) -> int | None:
    if (video.width or 0) > 0 and (video.height or 0) > 0:
        return (video.width or 0) * (video.height or 0)
    label = (video.resolution or "").lower()
    usual = len(label) in range(4, 7) and label.isascii() and label[:-1].isdecimal() and label.endswith("p")
    return int(label[:-1]) ** 2 * 16 // 9 if usual else None


def _lower(text: str) -> str:
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


def same_number(one: float | None, other: float | None) -> bool:
    return one == other or (one is not None and other is not None and math.isclose(one, other))
