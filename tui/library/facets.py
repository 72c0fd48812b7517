"""Values with counts, for the sidebar.

The counts of one facet leave out that facet's own conditions, so that its other values keep useful numbers. For the
whole library they are kept true by every write and only read here.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from tui.library import rows
from tui.library.conditions import Where, conditions
from tui.library.query import Query
from tui.library.values import Facets

_SLICE: Final = 2_000

Counts = dict[Any, int]


def facets(db: sqlite3.Connection, query: Query) -> Facets:
    """The counts among the videos that match, most frequent first, then by name."""
    statuses = _grouped(db, conditions(db, query.cleared("status")), "status")
    cameras = _grouped(db, conditions(db, query.cleared("camera")), "camera")
    tags = _tags(db, conditions(db, query.cleared("tag")))
    return Facets(
        statuses=tuple((status, statuses[code]) for code, status in enumerate(rows.STATUSES) if code in statuses),
        tags=_ordered((name, tags[mark]) for mark, name in _tag_names(db, tags)),
        cameras=_ordered((rows.told(camera), count) for camera, count in cameras.items() if camera),
        with_place=_placed(db, conditions(db, query.cleared("place"))),
    )


def total(db: sqlite3.Connection) -> int:
    """All videos in the index."""
    return _tally(db, "all").get(0, 0)


def _ordered(counted: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted, key=lambda pair: (-pair[1], pair[0])))


def _grouped(db: sqlite3.Connection, where: Where, column: str) -> Counts:
    if not where.narrowed:
        return _tally(db, column)
    source, values = where.and_also(("1", ())).sql(by_tag=where.tag is not None)
    # The plus keeps SQLite from going by the index on the column, row by row, to save itself the sorting.
    return dict(db.execute(f"SELECT {column}, count(*) {source} GROUP BY +{column}", values))


def _placed(db: sqlite3.Connection, where: Where) -> int:
    if not where.narrowed:
        return _tally(db, "place").get(0, 0)
    here = ("+latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", ())
    source, values = where.and_also(here).sql(by_tag=where.tag is not None)
    return int(db.execute(f"SELECT count(*) {source}", values).fetchone()[0])


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
