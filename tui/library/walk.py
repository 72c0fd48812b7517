"""An order as something to walk along from any row, forwards and backwards, without counting what lies between.

An order has two segments: the videos that know the column, by its value and then newest first; then those that
don't, newest first. SQLite's index on a column ends in ascending row ids, so one of the two directions needs every
run of equal values turned round; `_turned` does that with two questions, however long the runs are.
"""

from __future__ import annotations

import sqlite3
from itertools import groupby
from typing import Any, Final

from tui.frozen import dataclass
from tui.library.conditions import Clause, Where
from tui.library.rowid import UNDATED
from tui.library.values import Column, Sort

Key = tuple[Any, int]
"""A row's place in an order: the column's value (None where that plays no part) and its id."""

_COLUMNS: Final = {
    Column.NAME: ("fold", "by_name"),
    Column.DURATION: ("duration", "by_duration"),
    Column.SIZE: ("size", "by_size"),
    Column.STATUS: ("status", "by_status"),
    Column.CAMERA: ("camera COLLATE NOCASE", "by_camera"),
    Column.TAKEN: ("taken", "by_taken"),
    Column.TAGS: ("first_tag", "by_first_tag"),
    Column.PIXELS: ("pixels", "by_pixels"),
}
_NEAR: Final = 5_000
"""So many rows are counted along an index before a scan is cheaper."""

_ONE_IN: Final = 101
"""A prime, since the low bits of ids follow patterns."""

_CASELESS: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
"""What SQLite's NOCASE takes for the same."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of an order within which every two rows compare."""

    source: str
    """What stands behind FROM."""
    condition: str
    values: tuple[Any, ...]
    """The condition's."""
    identity: str
    """The expression for the row id."""
    column: str | None
    """The expression for the value; without one the row id alone decides."""
    descending: bool
    """By value."""
    newest_first: bool = True
    scan: str = ""
    """The same as `source` by way of the table itself, where walking far along the index would jump about in it."""

    def keys(
        self, db: sqlite3.Connection, start: Key | None, skip: int, limit: int, *, backwards: bool = False
    ) -> list[Key]:
        """So many keys beyond `start` (or from the segment's end), in the direction of the walk."""
        down = self.newest_first is backwards
        if self.column is None:
            beyond = () if start is None else (_compare(self.identity, down, start[1]),)
            return self._read(db, beyond, (down,), skip, limit)
        found: list[Key] = []
        if start is not None:
            rest = (_equal(self.column, start[0]), _compare(self.identity, down, start[1]))
            found = self._read(db, rest, (down,), skip, limit)
            if skip and not found:
                skip -= self._count(db, *rest)
            elif found:
                skip = 0
        if len(found) < limit:
            beyond = () if start is None else (_compare(self.column, self.descending ^ backwards, start[0]),)
            found += self._further(db, beyond, skip, limit - len(found), backwards=backwards)
        return found

    def rank(self, db: sqlite3.Connection, key: Key) -> int:
        """How many rows of the segment come before."""
        newer = _compare(self.identity, self.newest_first, key[1])
        if self.column is None:
            return self._count(db, newer)
        ahead = _compare(self.column, not self.descending, key[0])
        near = self._count_up_to(db, _NEAR, ahead)
        if near == _NEAR:
            near = self._count(db, ahead, source=self.scan)
        return near + self._count(db, _equal(self.column, key[0]), newer)

    def is_before(self, db: sqlite3.Connection, one: Key, other: Key) -> bool:
        """Whether a row comes before another one."""
        newer = one[1] != other[1] and (one[1] < other[1]) is self.newest_first
        if self.column is None:
            return newer
        collation = self.column.partition(" ")[2]
        # SQLite compares, so that there is no second opinion about letters, numbers and bytes.
        asked = f"SELECT ?1 < ?2 {collation}, ?1 = ?2 {collation}"
        less, same = db.execute(asked, (one[0], other[0])).fetchone()
        return newer if same else bool(less) is not self.descending

    def gap(self, db: sqlite3.Connection, low: Key, key: Key) -> int:
        """How many rows come before `key` and are `low` or come after it, which is before `key` or the same."""
        not_before = (f"{self.identity} {'>=' if self.newest_first else '<='} ?", (low[1],))
        newer = _compare(self.identity, self.newest_first, key[1])
        if self.column is None:
            return self._count(db, not_before, newer)
        if not db.execute(f"SELECT ?1 <> ?2 {self.column.partition(' ')[2]}", (low[0], key[0])).fetchone()[0]:
            return self._count(db, _equal(self.column, key[0]), not_before, newer)
        between = (_compare(self.column, self.descending, low[0]), _compare(self.column, not self.descending, key[0]))
        return (
            self._count(db, _equal(self.column, low[0]), not_before)
            + self._count(db, *between)
            + self._count(db, _equal(self.column, key[0]), newer)
        )

    def _further(
        self, db: sqlite3.Connection, beyond: tuple[Clause, ...], skip: int, limit: int, *, backwards: bool
    ) -> list[Key]:
        by_value = self.descending ^ backwards
        if by_value == (self.newest_first is backwards):
            return self._read(db, beyond, (by_value, by_value), skip, limit)
        return self._turned(db, beyond, skip, limit, by_value)

    def _turned(
        self, db: sqlite3.Connection, beyond: tuple[Clause, ...], skip: int, limit: int, by_value: bool
    ) -> list[Key]:
        assert self.column is not None
        found: list[Key] = []
        if skip:
            landed = self._read(db, beyond, (by_value, by_value), skip, 1)
            if not landed:
                return []
            value, identity = landed[0]
            run = _equal(self.column, value)
            within = self._count(db, run, _compare(self.identity, not by_value, identity))
            found = self._read(db, (run,), (not by_value,), within, limit)
            beyond = (_compare(self.column, by_value, value),)
        wanted = limit - len(found)
        if wanted <= 0:
            return found
        straight = self._read(db, beyond, (by_value, by_value), 0, wanted)
        runs = [list(run) for _, run in groupby(straight, key=_alike)]
        last = runs.pop()[0][0] if len(straight) == wanted else None
        found += [key for run in runs for key in reversed(run)]
        if last is not None:
            found += self._read(db, (_equal(self.column, last),), (not by_value,), 0, limit - len(found))
        return found

    def landmark(self, db: sqlite3.Connection, place: int, count: int) -> tuple[int, Key] | None:
        """Some position near a far one, and the key there: guessed from a sample, then counted exactly."""
        if not self.scan:
            return None
        order = f"{self.column} {'DESC' if self.descending else 'ASC'}, {self.identity}"
        some = (f"{self.identity} % {_ONE_IN} = 0", ())
        sample = self._ask(db, self._key, some, then=f"ORDER BY {order}", source=self.scan).fetchall()
        if not sample:
            return None
        key = sample[min(len(sample) - 1, len(sample) * place // count)]
        return self.rank(db, key), key

    def key_of(self, db: sqlite3.Connection, identity: int) -> Key | None:
        """The place of a row, if it belongs here."""
        # By way of an order's index SQLite would walk all of it.
        direct = "videos NOT INDEXED" if "INDEXED BY" in self.source else ""
        found: Key | None = self._ask(db, self._key, _equal(self.identity, identity), source=direct).fetchone()
        return found

    def size(self, db: sqlite3.Connection) -> int:
        """How many rows belong here, by counting them."""
        return self._count(db)

    @property
    def _key(self) -> str:
        return f"SELECT {self.column or 'NULL'}, {self.identity}"

    def _read(
        self, db: sqlite3.Connection, more: tuple[Clause, ...], down: tuple[bool, ...], skip: int, limit: int
    ) -> list[Key]:
        orders = (self.column, self.identity) if len(down) == 2 else (self.identity,)
        order = ", ".join(f"{name} {'DESC' if falls else 'ASC'}" for name, falls in zip(orders, down, strict=True))
        return self._ask(db, self._key, *more, then=f"ORDER BY {order} LIMIT {limit} OFFSET {skip}").fetchall()

    def _count(self, db: sqlite3.Connection, *more: Clause, source: str = "") -> int:
        return int(self._ask(db, "SELECT count(*)", *more, source=source).fetchone()[0])

    def _count_up_to(self, db: sqlite3.Connection, most: int, *more: Clause) -> int:
        return len(self._ask(db, "SELECT 1", *more, then=f"LIMIT {most}").fetchall())

    def _ask(
        self, db: sqlite3.Connection, select: str, *more: Clause, then: str = "", source: str = ""
    ) -> sqlite3.Cursor:
        # Where two conditions bound the same column SQLite starts from the first: from where the walk is.
        condition = " AND ".join((*(text for text, _ in more), self.condition))
        values = (*(value for _, values in more for value in values), *self.values)
        return db.execute(f"{select} FROM {source or self.source} WHERE {condition} {then}", values)


def segments(where: Where, sort: Sort) -> tuple[Segment, Segment]:
    """What knows the column, and what doesn't."""
    if sort.column is Column.UPLOADED:
        by_tag = where.tag is not None
        identity = "lead.id" if by_tag else "videos.id"
        source, condition, values = where.parts(by_tag=by_tag, index=None)
        dated, undated = (f"{identity} {comparison} {UNDATED} AND {condition}" for comparison in ("<", ">="))
        return (
            Segment(source, dated, values, identity, None, False, sort.descending),
            Segment(source, undated, values, identity, None, False),
        )
    column, index = _COLUMNS[sort.column]
    source, condition, values = where.parts(index=index)
    bare = column.split()[0]
    scan = "videos NOT INDEXED" if where.narrowed else ""
    known, unknown = (f"{condition} AND {bare} IS {what}" for what in ("NOT NULL", "NULL"))
    return (
        Segment(source, known, values, "videos.id", column, sort.descending, scan=scan),
        Segment(source, unknown, values, "videos.id", None, False),
    )


def column_of(sort: Sort) -> tuple[str, str]:
    """The column of `videos` that is sorted by, empty where that is the row id, and how its values are compared."""
    if sort.column is Column.UPLOADED:
        return "", ""
    column, _, collation = _COLUMNS[sort.column][0].partition(" ")
    return column, collation


def _alike(key: Key) -> Any:
    value = key[0]
    return value.translate(_CASELESS) if isinstance(value, str) else value


def _compare(expression: str, down: bool, value: Any) -> Clause:
    return f"{expression} {'<' if down else '>'} ?", (value,)


def _equal(expression: str, value: Any) -> Clause:
    return f"{expression} = ?", (value,)
