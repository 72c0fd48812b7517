"""The library at a glance: how many of the videos that match are of which kind, each kind a query of its own."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from tui.frozen import dataclass
from tui.geo.point import Point
from tui.library import rows
from tui.library.conditions import Where, conditions
from tui.library.density import how_many
from tui.library.query import Near, Query
from tui.library.spans import Span

if TYPE_CHECKING:
    from tui.geo.places import City

_DAY_MS: Final = 86_400_000
_MOST: Final = 12
"""Values that are told by name; the rest is one number."""
_CITIES: Final = 8
_CITY_KM: Final = 50.0
_CELLS: Final = 24
"""The fullest cells of a grid of one degree, of which the nearest cities are told."""
_LENGTHS: Final = (("under 10 s", 10), ("to 1 min", 60), ("to 5 min", 300), ("to 20 min", 1200), ("to 1 h", 3600))
_SIZES: Final = (("under 1 MB", 10**6), ("to 10 MB", 10**7), ("to 100 MB", 10**8), ("to 1 GB", 10**9))
_BEYOND: Final = ("more", None)


@dataclass(frozen=True, slots=True)
class Share:
    """Some of the videos, and the query that finds exactly these; without one they can't be asked for."""

    name: str
    videos: int
    query: Query | None = None
    """The whole query: what was looked at, and this."""
    without: Query | None = None
    """All but these."""


@dataclass(frozen=True, slots=True)
class Part:
    """One way to divide the videos."""

    title: str
    shares: tuple[Share, ...]
    course: tuple[int, ...] = ()
    """Where the shares are a course of time: every month from the first to the last."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of the videos that match: sums, and parts."""

    videos: int
    seconds: int
    bytes: int
    parts: tuple[Part, ...]


def statistics(db: sqlite3.Connection, query: Query) -> Statistics:
    """For a worker thread: a second or two for a million videos."""
    where = conditions(db, query)
    whole, seconds, size, lengths, sizes = _measured(db, where, query)
    parts = [
        Part("Status", _statuses(db, where, query)),
        Part("Camera", _cameras(db, where, query)),
        Part("Tag", _tags(db, where, query)),
        Part("Length", lengths),
        Part("Size", sizes),
        _months(db, where, query),
        Part("Place", _cities(db, where, query)),
    ]
    return Statistics(whole, seconds, size, tuple(part for part in parts if part.shares))


def _select(db: sqlite3.Connection, what: str, where: Where, by: str) -> Iterator[tuple[Any, ...]]:
    source, values = where.and_also(("1", ())).sql(by_tag=where.tag is not None)
    yield from db.execute(f"SELECT {what} {source} GROUP BY {by}", values)


def _statuses(db: sqlite3.Connection, where: Where, query: Query) -> tuple[Share, ...]:
    counts = dict(_select(db, "status, count(*)", where, "+status"))
    shares = (
        _of_facet(query, "status", status, counts[code], status)
        for code, status in enumerate(rows.STATUSES)
        if code in counts
    )
    return tuple(sorted(shares, key=lambda share: -share.videos))


def _cameras(db: sqlite3.Connection, where: Where, query: Query) -> tuple[Share, ...]:
    counts = dict(_select(db, "camera, count(*)", where, "+camera"))
    unknown = sum(count for camera, count in counts.items() if not camera)
    named = [(str(rows.told(camera)), count) for camera, count in counts.items() if camera]
    return (*_most(query, "camera", named, "cameras"), *_unknown(unknown))


def _tags(db: sqlite3.Connection, where: Where, query: Query) -> tuple[Share, ...]:
    counts: Counter[int] = Counter()
    none = 0
    for marks, count in _select(db, "tags, count(*)", where, "+tags"):
        none += 0 if marks else count
        for mark in {*(marks or "").split()}:
            counts[int(mark)] += count
    top = dict(counts.most_common(_MOST))
    names = db.execute(f"SELECT id, name FROM words WHERE id IN ({','.join(map(str, top))})")
    named = [(str(rows.told(name)), top[mark]) for mark, name in names]
    without = (Share("without a tag", none),) if none else ()
    more = (Share(f"{len(counts) - len(top):,} more tags", 0),) if len(counts) > len(top) else ()
    return (*_most(query, "tag", named, "tags"), *more, *without)


def _most(query: Query, facet: Any, named: list[tuple[str, int]], plural: str) -> Iterator[Share]:
    ordered = sorted(named, key=lambda pair: (-pair[1], pair[0]))
    for name, count in ordered[:_MOST]:
        yield _of_facet(query, facet, name, count, name)
    if rest := ordered[_MOST:]:
        yield Share(f"{len(rest):,} more {plural}", sum(count for _, count in rest))


def _of_facet(query: Query, facet: Any, value: str, count: int, name: str) -> Share:
    wanted = query.included(facet)
    unwanted = query.excluded(facet)
    only = query.with_values(facet, tuple(dict.fromkeys((*wanted, value))) if facet == "tag" else (value,), unwanted)
    excluded = tuple(dict.fromkeys((*unwanted, value)))
    kept = tuple(one for one in wanted if one != value)
    nothing_left = value in wanted and (facet == "tag" or not kept)
    return Share(name, count, only, None if nothing_left else query.with_values(facet, kept, excluded))


def _unknown(count: int) -> tuple[Share, ...]:
    return (Share("not known", count),) if count else ()


def _measured(
    db: sqlite3.Connection, where: Where, query: Query
) -> tuple[int, int, int, tuple[Share, ...], tuple[Share, ...]]:
    lengths: Counter[int | None] = Counter()
    sizes: Counter[int | None] = Counter()
    whole = seconds = size = 0
    what = f"{_bucket('duration', _LENGTHS)}, {_bucket('size', _SIZES)}, count(*), sum(duration), sum(size)"
    for length, large, count, some_seconds, some_bytes in _select(db, what, where, "1, 2"):
        lengths[length] += count
        sizes[large] += count
        whole, seconds, size = whole + count, seconds + (some_seconds or 0), size + (some_bytes or 0)
    longs = tuple(_of_spans(query, "length", _LENGTHS, lengths))
    return whole, seconds, size, longs, tuple(_of_spans(query, "size", _SIZES, sizes))


def _bucket(column: str, limits: tuple[tuple[str, int], ...]) -> str:
    whens = " ".join(f"WHEN {column} < {limit} THEN {n}" for n, (_, limit) in enumerate(limits))
    return f"CASE WHEN {column} IS NULL THEN NULL {whens} ELSE {len(limits)} END"


def _of_spans(
    query: Query, section: str, limits: tuple[tuple[str, int], ...], counts: Counter[int | None]
) -> Iterator[Share]:
    low: int | None = None
    for n, (name, high) in enumerate((*limits, _BEYOND)):
        span = Span(low, high)
        if counts[n]:
            mine = replace(query, length=span) if section == "length" else replace(query, size=span)
            yield Share(name, counts[n], mine if _within(span, getattr(query, section)) else None)
        low = high
    yield from _unknown(counts[None])


def _within(span: Span, outer: Span | None) -> bool:
    """Whether asking for the span alone finds what lies in both."""
    if outer is None:
        return True
    low = outer.low is None or (span.low is not None and span.low >= outer.low)
    return low and (outer.high is None or (span.high is not None and span.high <= outer.high))


def _months(db: sqlite3.Connection, where: Where, query: Query) -> Part:
    """By the month of capture, newest first; where there are many, by year."""
    counts: Counter[tuple[int, int]] = Counter()
    unknown = 0
    for day, count in _select(db, f"taken / {_DAY_MS} - (taken % {_DAY_MS} < 0), count(*)", where, "1"):
        when = None if day is None else _day(day)
        if when is None:
            unknown += count
        else:
            counts[when.year, when.month] += count
    if not counts:
        return Part("Taken", _unknown(unknown))
    if len(counts) <= 2 * _MOST:
        shares = [_of_days(query, f"{y}-{m:02}", date(y, m, 1), _next_month(y, m), counts[y, m]) for y, m in counts]
    else:
        years: Counter[int] = Counter()
        for (year, _), count in counts.items():
            years[year] += count
        shares = [_of_days(query, f"{y}", date(y, 1, 1), _next_month(y, 12), years[y]) for y in years]
    ordered = sorted(shares, key=lambda share: share.name, reverse=True)
    return Part("Taken", (*ordered, *_unknown(unknown)), _course(counts))


def _day(number: int) -> date | None:
    try:
        return date(1970, 1, 1) + timedelta(days=number)
    except OverflowError:
        return None


def _next_month(year: int, month: int) -> date | None:
    """None after the last one that the calendar has."""
    following = year * 12 + month
    return None if following // 12 > date.max.year else date(following // 12, following % 12 + 1, 1)


def _of_days(query: Query, name: str, first: date, beyond: date | None, count: int) -> Share:
    last = date.max if beyond is None else beyond - timedelta(days=1)
    since = max(first, query.since or date.min)
    until = min(last, query.until or date.max)
    return Share(name, count, replace(query, since=since, until=until))


def _course(counts: Counter[tuple[int, int]]) -> tuple[int, ...]:
    first, last = (year * 12 + month - 1 for year, month in (min(counts), max(counts)))
    return tuple(counts[divmod(month, 12)[0], month % 12 + 1] for month in range(first, min(last, first + 1200) + 1))


def _cities(db: sqlite3.Connection, where: Where, query: Query) -> tuple[Share, ...]:
    """The cities near which most were taken. A place that is asked for already is not divided any further."""
    if query.near is not None:
        return ()
    from tui.geo.places import places

    known = places()
    placed = where.and_also(("latitude BETWEEN -90 AND 90", ()), ("longitude BETWEEN -180 AND 180", ()))
    cell = "CAST(latitude + 90 AS INT) * 1000 + CAST(longitude + 180 AS INT)"
    cells = sorted(_select(db, f"count(*), avg(latitude), avg(longitude), {cell}", placed, "4"), reverse=True)
    nearest = dict.fromkeys(known.nearest(Point(lat, lon))[0] for _, lat, lon, _ in cells[:_CELLS])
    around = ((city, replace(query, near=_near(city, known.unmistakable(city)))) for city in nearest)
    shares = [Share(f"around {city}", how_many(db, near), near) for city, near in around]
    kept = sorted((share for share in shares if share.videos), key=lambda share: -share.videos)[:_CITIES]
    everywhere = sum(count for count, *_ in cells)
    total = how_many(db, query)
    nowhere = (Share("without a place", total - everywhere),) if total > everywhere else ()
    return (*kept, *nowhere) if kept else ()


def _near(city: City, name: str) -> Near:
    return Near(city.point.latitude, city.point.longitude, _CITY_KM, name, str(city))
