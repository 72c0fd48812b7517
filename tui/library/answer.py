"""What a question comes to: few row ids, kept in their order, or many, of which only the order is known.

A walk along an order is quick where matches lie dense and hopeless where they are rare; a list of ids is the other
way round. So up to `FEW` ids are kept, and beyond that none.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any, Final

from tui.library.conditions import Where, away, before_horizon, beyond_horizon
from tui.library.name_scan import Found
from tui.library.positions import Few, Many, Stretch, Survey
from tui.library.rowid import UNDATED
from tui.library.values import NEWEST_FIRST, Column, Sort
from tui.library.walk import column_of, segments

FEW: Final = 20_000
FEW_SORTED: Final = 60_000
"""The same for orders other than by time: there a walk has to jump about for every row that it looks at."""

_SOON: Final = 5_000
"""So many rows that don't know a column are counted while somebody waits."""

Answer = Few | Many


def answer(
    db: sqlite3.Connection,
    where: Where,
    sort: Sort,
    horizon: int | None,
    total: int,
    survey: Survey | None = None,
    named: Found | None = None,
) -> tuple[Answer, int]:
    """The answer up to the horizon, and how many lie beyond it. `total` is the size of the whole library.

    `survey`: of the whole library in this order, as it is now. `named`: what the same conditions were found to hold
    for, as far as that is known; many have no ids. Without a place, newest first stands for the distance.
    """
    if sort.column is Column.DISTANCE:
        if where.near is not None:
            return _few(db, where, _by_distance(db, where, sort), horizon)
        sort = NEWEST_FIRST
    if where.narrowed and not (where.tag_count > FEW and not where.clauses):
        ids = _ids(db, where) if named is None else named.ids
        if ids is not None and len(ids) <= FEW:
            return _few(db, where, _sorted(db, ids, sort), horizon)
    count = _count(db, where, total) if named is None else named.count
    if where.narrowed and sort.column is not Column.UPLOADED and count <= FEW_SORTED:
        return _few(db, where, _ids_in_order(db, where, sort), horizon)
    known = _known(db, where, sort, count)
    return _many(db, where, sort, horizon, count, known, None if where.narrowed else survey)


def listed(db: sqlite3.Connection, where: Where, sort: Sort, horizon: int | None) -> Few:
    """All of such an answer, eight bytes for each: then every position is at hand. A second or so for a million."""
    if sort.column is Column.DISTANCE:
        sort = NEWEST_FIRST
    if sort.column is not Column.UPLOADED:
        return _few(db, where, _ids_in_order(db, where, sort), horizon)[0]
    by_tag = where.tag is not None
    source, values = where.sql(by_tag=by_tag, index=None)
    identity = "lead.id" if by_tag else "videos.id"
    ids = _few(db, where, (row[0] for row in db.execute(f"SELECT {identity} {source} ORDER BY 1", values)), horizon)[0]
    return ids if sort.descending else Few(_turned(ids.ids))


def _turned(ids: array[int]) -> array[int]:
    """Oldest first; those of which nothing tells when they came stay at the end."""
    dated = bisect_left(ids, UNDATED)
    return ids[:dated][::-1] + ids[dated:]


def _few(db: sqlite3.Connection, where: Where, ids: Iterable[int], horizon: int | None) -> tuple[Few, int]:
    new = set() if horizon is None else _beyond(db, where, horizon)
    return Few(array("q", (one for one in ids if one not in new) if new else ids)), len(new)


def _ids(db: sqlite3.Connection, where: Where) -> list[int]:
    """The row ids in no order, which lets SQLite take the narrowest way to them; one too many if there are more."""
    by_tag = where.tag is not None
    source, values = where.sql(by_tag=by_tag)
    text = f"SELECT {'lead.id' if by_tag else 'videos.id'} {source} LIMIT {FEW + 1}"
    return [row[0] for row in db.execute(text, values)]


def _sorted(db: sqlite3.Connection, ids: list[int], sort: Sort) -> list[int]:
    ids.sort()
    if sort.column is Column.UPLOADED:
        dated = bisect_left(ids, UNDATED)
        return ids if sort.descending else ids[:dated][::-1] + ids[dated:]
    text = "SELECT videos.id FROM json_each(?) AS one CROSS JOIN videos ON videos.id = one.value"
    return [row[0] for row in db.execute(f"{text} {_order(sort)}", (json.dumps(ids),))]


def _ids_in_order(db: sqlite3.Connection, where: Where, sort: Sort) -> Iterator[int]:
    source, values = where.and_also(("1", ())).sql(by_tag=where.tag is not None)
    return (row[0] for row in db.execute(f"SELECT videos.id {source} {_order(sort)}", values))


def _by_distance(db: sqlite3.Connection, where: Where, sort: Sort) -> Iterator[int]:
    assert where.near is not None  # asked for above
    source, values = where.sql(by_tag=where.tag is not None)
    distance, here = away(where.near)
    order = f"ORDER BY {distance} {'DESC' if sort.descending else 'ASC'}, videos.id"
    return (row[0] for row in db.execute(f"SELECT videos.id {source} {order}", (*values, *here)))


def _order(sort: Sort) -> str:
    """The same order as a walk's, for sorting; its first term keeps SQLite from walking after all."""
    column, collation = column_of(sort)
    return f"ORDER BY {column} IS NULL, {column} {collation} {'DESC' if sort.descending else 'ASC'}, videos.id"


def _beyond(db: sqlite3.Connection, where: Where, horizon: int) -> set[int]:
    source, values = where.and_also(beyond_horizon(horizon)).sql(index=None)
    return {row[0] for row in db.execute(f"SELECT videos.id {source}", values)}


def _many(
    db: sqlite3.Connection,
    where: Where,
    sort: Sort,
    horizon: int | None,
    count: int,
    known: int | None,
    survey: Survey | None,
) -> tuple[Many, int]:
    new = 0
    if horizon is not None:
        column, _ = column_of(sort)
        source, values = where.and_also(beyond_horizon(horizon)).sql(index=None)
        new, new_known = db.execute(f"SELECT count(*), count({column or '*'}) {source}", values).fetchone()
        count, known = count - new, None if known is None else known - new_known
        where = where.and_also(before_horizon(horizon))
    first, second = segments(where, sort)
    # What lies beyond the horizon is not in the way, so positions are others than those surveyed.
    landmarks, more = survey if survey is not None and not new else ({}, {})
    return Many(Stretch(first, known, dict(landmarks)), Stretch(second, None, dict(more)), count), new


def _count(db: sqlite3.Connection, where: Where, total: int) -> int:
    if where.clauses:
        source, values = where.sql(by_tag=where.tag is not None)
        return _one(db, f"SELECT count(*) {source}", values)
    return where.tag_count if where.tag is not None else total


def _known(db: sqlite3.Connection, where: Where, sort: Sort, count: int) -> int | None:
    """How many belong to the first segment; None where that takes long to say, and can wait until somebody asks."""
    column = column_of(sort)[0]
    if column and where.narrowed:
        unknown = db.execute(f"SELECT 1 FROM videos WHERE {column} IS NULL LIMIT {_SOON + 1}", ()).fetchall()
        if len(unknown) > _SOON:
            return None
    elif column:
        return count - _one(db, f"SELECT count(*) FROM videos WHERE {column} IS NULL", ())
    return count - segments(where, sort)[1].size(db)


def _one(db: sqlite3.Connection, text: str, values: tuple[Any, ...]) -> int:
    return int(db.execute(text, values).fetchone()[0])
