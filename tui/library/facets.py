"""Values with counts, for the sidebar.

The counts of one facet leave out that facet's own conditions, so that its other values keep useful numbers. For the
whole library they are kept true by every write and only read here.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final, Literal

from tui.library import rows
from tui.library.conditions import Where, conditions
from tui.library.query import Query
from tui.library.values import Facets

_SLICE: Final = 2_000

Counts = dict[Any, int]


def facets(db: sqlite3.Connection, query: Query) -> Facets:
    """The counts among the videos that match, most frequent first, then by name."""
    crossed = _Crossed(db)
    statuses = crossed.by("status", conditions(db, query.cleared("status")))
    cameras = crossed.by("camera", conditions(db, query.cleared("camera")))
    tags = _tags(db, conditions(db, query.cleared("tag")))
    return Facets(
        statuses=tuple((status, statuses[code]) for code, status in enumerate(rows.STATUSES) if code in statuses),
        tags=_ordered((name, tags[mark]) for mark, name in _tag_names(db, tags)),
        cameras=_ordered((rows.told(camera), count) for camera, count in cameras.items() if camera),
        with_place=crossed.by("place", conditions(db, query.cleared("place"))).get(0, 0),
    )


def total(db: sqlite3.Connection) -> int:
    """All videos in the index."""
    return tallied(db, "all")


def changes(db: sqlite3.Connection) -> int:
    """Grows with every change, whichever program makes it: what was learned before it is void."""
    return tallied(db, "changes")


def tallied(db: sqlite3.Connection, kind: str, value: str | int = 0) -> int:
    """One of the counts that every write keeps true."""
    found = db.execute("SELECT videos FROM tally WHERE kind = ? AND value = ?", (kind, value)).fetchone()
    return int(found[0]) if found else 0


def _ordered(counted: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted, key=lambda pair: (-pair[1], pair[0])))


class _Crossed:
    """Status by camera by place: one scan answers for all facets that have no conditions of their own."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: dict[Where, list[tuple[int, str | bytes | None, int, int]]] = {}

    def by(self, kind: Literal["status", "camera", "place"], where: Where) -> Counts:
        """The counts of one facet."""
        if not where.narrowed:
            return _tally(self._db, kind)
        if where not in self._known:
            self._known[where] = self._scan(where)
        counts: Counter[Any] = Counter()
        for status, camera, videos, placed in self._known[where]:
            value = {"status": status, "camera": camera, "place": 0}[kind]
            counts[value] += placed if kind == "place" else videos
        return counts

    def _scan(self, where: Where) -> list[tuple[int, str | bytes | None, int, int]]:
        source, values = where.and_also(("1", ())).sql(by_tag=where.tag is not None)
        # Asked as a condition, or grouped without the plus, SQLite would go by an index and jump about for each row.
        placed = "count(CASE WHEN latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180 THEN 1 END)"
        text = f"SELECT status, camera, count(*), {placed} {source} GROUP BY +status, +camera"
        return self._db.execute(text, values).fetchall()


def _tags(db: sqlite3.Connection, where: Where) -> Counts:
    if not where.narrowed:
        return _tally(db, "tag")
    source, values = where.and_also(("tags IS NOT NULL", ())).sql(by_tag=where.tag is not None)
    combinations = Counter(marks for (marks,) in db.execute(f"SELECT tags {source}", values))
    counts: Counter[str] = Counter()
    for marks, videos in combinations.items():
        for mark in {*marks.split()}:
            counts[mark] += videos
    return {int(mark): count for mark, count in counts.items()}


def _tag_names(db: sqlite3.Connection, tags: Counts) -> list[tuple[int, str]]:
    if len(tags) > _SLICE:
        return [(mark, rows.told(name)) for mark, name in db.execute("SELECT id, name FROM words") if mark in tags]
    found = db.execute(f"SELECT id, name FROM words WHERE id IN ({','.join(map(str, tags))})")
    return [(mark, rows.told(name)) for mark, name in found]


def _tally(db: sqlite3.Connection, kind: str) -> Counts:
    return dict(db.execute("SELECT value, videos FROM tally WHERE kind = ? AND videos > 0", (kind,)))
