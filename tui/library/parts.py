"""How many names have a letter, or two side by side: the first letters that are typed find their count at once.

Every write keeps that true. An index that an older version has written to lacks some of them; then there are none,
until all are counted again.
"""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from tui.library import rows
from tui.library.connections import Connections
from tui.library.facets import changes, tallied
from tui.library.query import Query

_KIND: Final = "part"
_COUNTED: Final = "parted"
"""Changes of the index of which the parts were counted: fewer than there were, if an older version has made some."""
_LONGEST: Final = 2
_SLICE: Final = 1_000
_BREATH: Final = 0.002
"""Seconds between two slices, for whoever presses keys meanwhile."""


def how_often(db: sqlite3.Connection, query: Query) -> int | None:
    """How many videos match a query for one or two letters and nothing else, if that is known."""
    words = {rows.folded(word) for word in query.words if word}
    if len(words) != 1 or query != Query(words=query.words):
        return None
    (part,) = words
    if len(part) > _LONGEST or not part.isascii() or tallied(db, _COUNTED) != changes(db):
        return None
    return tallied(db, _KIND, part)


def count_anew(connections: Connections, wanted: Callable[[], bool] | None) -> None:
    """Counts all parts of an index that lacks some, unless it changes meanwhile. Takes its time, in a thread.

    Raises Unwanted soon after `wanted` has said no.
    """
    with connections.reading(wanted) as db:
        then = changes(db)
        if tallied(db, _COUNTED) == then:
            return
        counted = Counter(part for fold in _names(db) for part in rows.parts(fold))
    with connections.writing() as db:
        if changes(db) == then:
            db.execute("DELETE FROM tally WHERE kind = ?", (_KIND,))
            tallies = [(_KIND, part, count) for part, count in counted.items()]
            db.executemany("INSERT OR REPLACE INTO tally VALUES (?, ?, ?)", [*tallies, (_COUNTED, 0, then)])


def _names(db: sqlite3.Connection) -> Iterator[str]:
    names = db.execute("SELECT fold FROM videos WHERE fold IS NOT NULL")
    while some := names.fetchmany(_SLICE):
        yield from (name for (name,) in some)
        time.sleep(_BREATH)
