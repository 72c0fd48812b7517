"""What was learned of a library that rests, so that the next question is answered sooner: void once it changes."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from typing import Final

from tui.library.answer import FEW, answer, listed
from tui.library.conditions import Where, conditions
from tui.library.connections import Connections
from tui.library.facets import changes, total
from tui.library.matches import Matches
from tui.library.name_scan import Found, NameScan
from tui.library.parts import count_anew, how_often
from tui.library.positions import Many, Survey
from tui.library.query import Query
from tui.library.surveyed import keep, recalled
from tui.library.values import ORDERS, Column, Sort

_BY_NAME: Final = Sort(Column.NAME, descending=False)
_MOST_LISTED: Final = 1_000_000
"""Rows of an answer whose order is kept: eight megabytes."""
_COUNTED: Final = 8
_EVERY_WAY: Final = tuple(Sort(column, way) for column in ORDERS for way in (True, False))


class Learned:
    """Safe from any thread. Everything is kept with the number of changes that the index had seen by then."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._names = NameScan(connections.reading)
        self._guard = threading.Lock()
        self._counts: dict[Query, tuple[int, int]] = {}
        """How many match."""
        self._surveys: dict[Sort, tuple[int, Survey]] = {}
        """Of the whole library."""

    def of(self, db: sqlite3.Connection, query: Query, sort: Sort) -> tuple[Survey | None, Found | None]:
        """The way through the whole library in this order, and how many match, as far as that is known or quick."""
        now = changes(db)
        surveyed, survey = self._surveys.get(sort, (-1, None))
        then, count = self._counts.get(query, (-1, 0))
        if then != now or count <= FEW:
            count = how_often(db, query) or 0
        named = Found(count, None) if count > FEW else None
        if named is None and sort.column is Column.UPLOADED:
            named = self._names.find(db, query, now, FEW)
        return (survey if surveyed == now else None), named

    def counted(self, db: sqlite3.Connection, query: Query, count: int) -> None:
        """So many match, whatever their order."""
        now = changes(db)
        with self._guard:
            while len(self._counts) >= _COUNTED:
                del self._counts[next(iter(self._counts))]
            self._counts[query] = (now, count)

    def order(self, matches: Matches) -> None:
        """Keeps the whole order of a long answer that is narrowed. A second or so for a million."""
        if not matches.is_walked or matches.count > _MOST_LISTED:
            return
        with self._connections.reading() as db:
            where = conditions(db, matches.query)
            if where.narrowed:
                matches.know(listed(db, where, matches.sort, matches.horizon))

    def survey(self, at_least: int, wanted: Callable[[], bool] | None) -> None:
        """The way through the library in every order, if it holds so many. What is known by now is not asked again.

        Raises Unwanted soon after `wanted` has said no.
        """
        with self._connections.reading(wanted) as db:
            now = changes(db)
            if total(db) < at_least:
                return
            was = recalled(db, now)
        for sort in _EVERY_WAY:
            if sort in was and self._surveys.get(sort, (-1, None))[0] != now:
                self._know(sort, now, was[sort])
        if not all(self._look(sort, wanted) for sort in _EVERY_WAY):
            return
        surveys = {sort: survey for sort, (then, survey) in self._surveys.items() if then == now}
        if surveys.keys() > was.keys():
            with self._connections.writing() as db:
                keep(db, now, surveys)
        count_anew(self._connections, wanted)

    def _look(self, sort: Sort, wanted: Callable[[], bool] | None) -> bool:
        """Whether the way in this order is known."""
        with self._connections.reading(wanted) as db:
            now = changes(db)
            if self._surveys.get(sort, (-1, None))[0] == now:
                return True
            found, _ = answer(db, Where(), sort, None, total(db))
            survey = found.survey(db) if isinstance(found, Many) else None
        if survey is not None:
            self._know(sort, now, survey)
        return survey is not None

    def _know(self, sort: Sort, then: int, survey: Survey) -> None:
        self._surveys[sort] = (then, survey)
        if sort == _BY_NAME:
            self._names.divide(str(name) for name, _ in survey[0].values())
