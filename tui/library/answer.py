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
    for, if that is known. Without a place, newest first stands for the distance.
    """
    if sort.column is Column.DISTANCE:
        if where.near is not None:
            return _few(db, where, _by_distance(db, where, sort), horizon)
        sort = NEWEST_FIRST
    if where.narrowed and not (where.tag_count > FEW and not where.clauses):
        ids = _ids(db, where) if named is None else named.ids
        if ids is not None and len(ids) <= FEW:
            return _few(db, where, _sorted(db, ids, sort), horizon)
    count, known = _counts(db, where, column_of(sort)[0], total, named)
    if where.narrowed and sort.column is not Column.UPLOADED and count <= FEW_SORTED:
        return _few(db, where, _ids_in_order(db, where, sort), horizon)
    return _many(db, where, sort, horizon, count, known, None if where.narrowed else survey)


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
    known: int,
    survey: Survey | None,
) -> tuple[Many, int]:
    new = 0
    if horizon is not None:
        column, _ = column_of(sort)
        source, values = where.and_also(beyond_horizon(horizon)).sql(index=None)
        new, new_known = db.execute(f"SELECT count(*), count({column or '*'}) {source}", values).fetchone()
        count, known = count - new, known - new_known
        where = where.and_also(before_horizon(horizon))
    first, second = segments(where, sort)
    # What lies beyond the horizon is not in the way, so positions are others than those surveyed.
    landmarks, more = survey if survey is not None and not new else ({}, {})
    return Many(Stretch(first, known, dict(landmarks)), Stretch(second, count - known, dict(more))), new


def _counts(
    db: sqlite3.Connection, where: Where, column: str, total: int, named: Found | None = None
) -> tuple[int, int]:
    """How many there are, and how many of them belong to the first segment."""
    if not column:
        count = total
        if named is not None:
            count = named.count
        elif where.clauses:
            source, values = where.sql(by_tag=where.tag is not None)
            count = _one(db, f"SELECT count(*) {source}", values)
        elif where.tag is not None:
            count = where.tag_count
        return count, count - segments(where, Sort())[1].size(db)
    if not where.narrowed:
        return total, total - _one(db, f"SELECT count(*) FROM videos WHERE {column} IS NULL", ())
    source, values = where.and_also(("1", ())).sql(by_tag=where.tag is not None)
    count, known = db.execute(f"SELECT count(*), count({column}) {source}", values).fetchone()
    return int(count), int(known)


def _one(db: sqlite3.Connection, text: str, values: tuple[Any, ...]) -> int:
    return int(db.execute(text, values).fetchone()[0])
