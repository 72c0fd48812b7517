"""A query as conditions in SQL.

What a video does not know never meets a positive condition and always meets a negative one.
"""

from __future__ import annotations

import math
import sqlite3
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from tui.frozen import dataclass
from tui.geo.point import EARTH_RADIUS_KM
from tui.library import rows
from tui.library.rowid import surely_before
from tui.library.writing import locate

if TYPE_CHECKING:
    from tui.library.query import Near, Query
    from tui.library.spans import Span

_DAY_MS: Final = 86_400_000
_TAGGED: Final = "EXISTS (SELECT 1 FROM tagged AS also WHERE also.tag = ? AND also.id = videos.id)"

Clause = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Where:
    """What must hold of a row of `videos`, and the tag through which it is best found."""

    clauses: tuple[Clause, ...] = ()
    tag: int | None = None
    """Every row has this tag: of those that all must have, the one with the fewest videos."""
    tag_count: int = 0
    """How many videos have that tag."""
    narrowed: bool = False
    """Whether it is anything but the whole library."""
    near: Near | None = None
    """The place that every row is near to."""

    def and_also(self, *clauses: Clause) -> Where:
        """With more conditions, which may name `videos.id`."""
        return replace(self, clauses=(*self.clauses, *clauses))

    def sql(self, *, by_tag: bool = False, index: str | None = "") -> tuple[str, tuple[Any, ...]]:
        """`FROM … WHERE …` and its arguments; see `parts`."""
        source, condition, values = self.parts(by_tag=by_tag, index=index)
        return f"FROM {source} WHERE {condition}", values

    def parts(self, *, by_tag: bool = False, index: str | None = "") -> tuple[str, str, tuple[Any, ...]]:
        """Where to look, the condition, and its arguments.

        By way of the tag's videos, whose ids are `lead.id`; or by `videos` through an index of that name, through
        the table itself (None), or as SQLite likes best.
        """
        clauses = list(self.clauses)
        if by_tag:
            # CROSS JOIN is SQLite's way to say which table leads.
            source = "tagged AS lead CROSS JOIN videos ON videos.id = lead.id" if clauses else "tagged AS lead"
            clauses.insert(0, ("lead.tag = ?", (self.tag,)))
        else:
            source = "videos NOT INDEXED" if index is None else f"videos INDEXED BY {index}" if index else "videos"
            if self.tag is not None:
                clauses.append((_TAGGED, (self.tag,)))
        condition = " AND ".join(text for text, _ in clauses) or "1"
        return source, condition, tuple(value for _, values in clauses for value in values)


def conditions(db: sqlite3.Connection, query: Query) -> Where:
    """The conditions of a query; tags and ids are looked up now."""
    clauses = [*_words(query), *_statuses(query), *_cameras(query), *_taken(query), *_without_tags(db, query)]
    clauses += [*_span("duration", query.length), *_span("size", query.size)]
    if query.near is not None:
        clauses += _near(query.near)
    if query.ids:
        places = (locate(db, number) for number in query.ids)
        known = ",".join(str(place) for place in places if place is not None)
        clauses.append((f"videos.id IN ({known})", ()))
    tags = _tags(db, query)
    if tags is None:
        return Where((("0", ()),), narrowed=True)
    clauses += [(_TAGGED, (tag,)) for _, tag in tags[1:]]
    count, lead = tags[0] if tags else (0, None)
    return Where(tuple(clauses), lead, count, narrowed=bool(clauses) or lead is not None, near=query.near)


def before_horizon(horizon: int) -> Clause:
    """Not created later than this (milliseconds since the epoch)."""
    known = "(videos.id > ? OR videos.created IS NULL OR videos.created <= ?)"
    return known, (surely_before(horizon), horizon)


def beyond_horizon(horizon: int) -> Clause:
    """The opposite, which touches only the newest rows."""
    return "(videos.id <= ? AND videos.created > ?)", (surely_before(horizon), horizon)


def _words(query: Query) -> list[Clause]:
    wanted = [("instr(fold, ?)", (rows.folded(word),)) for word in query.words if word]
    unwanted = [("(fold IS NULL OR NOT instr(fold, ?))", (rows.folded(word),)) for word in query.without_words if word]
    return [*wanted, *unwanted]


def _statuses(query: Query) -> list[Clause]:
    found: list[Clause] = []
    if query.statuses:
        found.append(_any_of("status", tuple(rows.STATUSES.index(status) for status in query.statuses)))
    if query.without_statuses:
        codes = tuple(rows.STATUSES.index(status) for status in query.without_statuses)
        found.append((f"+status NOT IN ({_places(codes)})", codes))
    return found


def _cameras(query: Query) -> list[Clause]:
    found: list[Clause] = []
    if query.cameras:
        cameras = tuple(rows.stored(camera) for camera in query.cameras)
        # The index ignores case, the service does not: the first half finds, the second decides.
        find, values = _any_of("camera COLLATE NOCASE", cameras)
        found.append((f"{find} AND +camera IN ({_places(cameras)})", values + cameras))
    if query.without_cameras:
        cameras = tuple(rows.stored(camera) for camera in query.without_cameras)
        found.append((f"(camera IS NULL OR +camera NOT IN ({_places(cameras)}))", cameras))
    return found


def _any_of(column: str, values: tuple[Any, ...]) -> Clause:
    return f"{column} IN ({_places(values)})", values


def _taken(query: Query) -> list[Clause]:
    found: list[Clause] = []
    if query.since is not None:
        found.append(("taken >= ?", (_midnight(query.since),)))
    if query.until is not None:
        found.append(("taken < ?", (_midnight(query.until) + _DAY_MS,)))
    return found


def _span(column: str, span: Span | None) -> list[Clause]:
    ends = (("<=", span.low), (">", span.high)) if span else ()
    return [(f"? {than} {column}", (end,)) for than, end in ends if end is not None]


def _midnight(day: date) -> int:
    return (day.toordinal() - date(1970, 1, 1).toordinal()) * _DAY_MS


def _without_tags(db: sqlite3.Connection, query: Query) -> list[Clause]:
    found = (_tag(db, tag) for tag in query.without_tags)
    return [(f"NOT {_TAGGED}", (tag[1],)) for tag in found if tag is not None]


def _tags(db: sqlite3.Connection, query: Query) -> list[tuple[int, int]] | None:
    """Counts and numbers of the tags that all must have, rarest first; None where one of them does not exist."""
    found = [_tag(db, tag) for tag in dict.fromkeys(query.tags)]
    return None if None in found else sorted(tag for tag in found if tag is not None)


def _tag(db: sqlite3.Connection, tag: str) -> tuple[int, int] | None:
    found = db.execute(
        "SELECT videos, id FROM words JOIN tally ON kind = 'tag' AND value = id WHERE name = ?", (rows.stored(tag),)
    ).fetchone()
    return None if found is None else (int(found[0]), int(found[1]))


def _places(values: tuple[Any, ...]) -> str:
    return ",".join("?" * len(values))


def _near(near: Near) -> list[Clause]:
    """The haversine of the distance, after a box that an index can find."""
    angle = near.km / EARTH_RADIUS_KM
    limit = math.sin(min(angle, math.pi) / 2) ** 2 if angle >= 0 else -1.0
    distance, here = away(near)
    # A hair more than the limit, so that a point is within 0 km of itself whatever the rounding.
    return [*_box(near, angle), (f"{distance} <= ?", (*here, limit + 1e-15))]


def away(near: Near) -> Clause:
    """What grows with the distance from there: its haversine."""
    text = (
        "sin(radians(latitude - ?) / 2) * sin(radians(latitude - ?) / 2)"
        " + ? * cos(radians(latitude)) * sin(radians(longitude - ?) / 2) * sin(radians(longitude - ?) / 2)"
    )
    return text, (near.latitude, near.latitude, math.cos(math.radians(near.latitude)), near.longitude, near.longitude)


def _box(near: Near, angle: float) -> list[Clause]:
    reach = math.degrees(angle) + 1e-6
    low, high = max(-90.0, near.latitude - reach), min(90.0, near.latitude + reach)
    box: list[Clause] = [("latitude BETWEEN ? AND ?", (low, high)), ("longitude BETWEEN -180 AND 180", ())]
    if low == -90.0 or high == 90.0:
        return box  # a pole is within reach, and every longitude with it
    width = math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(math.radians(near.latitude))))) + 1e-6
    middle = (near.longitude + 180.0) % 360.0 - 180.0
    west, east = middle - width, middle + width
    if west < -180.0:
        box.append(("(longitude >= ? OR longitude <= ?)", (west + 360.0, east)))
    elif east > 180.0:
        box.append(("(longitude >= ? OR longitude <= ?)", (west, east - 360.0)))
    else:
        box.append(("longitude BETWEEN ? AND ?", (west, east)))
    return box
