"""Many videos at once: the numbers that a query finds, how many of the marked ones it shows, what is known of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from tui.api.values import Video
from tui.frozen import dataclass
from tui.library import rows
from tui.library.conditions import before_horizon, conditions
from tui.library.facets import total
from tui.library.marks import Marks
from tui.library.query import Query
from tui.library.writing import locate

SLICE: Final = 500
"""Videos that are read at a time."""

_ONE_IN: Final = 20
"""Where one in so many is marked, going through all of them is quicker than looking for each."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Of those that are marked."""

    shown: int = 0
    hidden: int = 0
    """Known, and not among what the query finds."""
    gone: int = 0
    """Not known here, or not any more."""


def numbers(db: sqlite3.Connection, query: Query, horizon: int | None) -> list[str]:
    """The number of every video that matches, in no order that matters. A million takes a second or so."""
    named = _odd_names(db)
    return [named.get(identity) or f"VI{-identity}" for identity in _each(db, query, horizon)]


def _each(db: sqlite3.Connection, query: Query, horizon: int | None) -> Iterator[int]:
    """The row ids."""
    where = conditions(db, query)
    if horizon is not None:
        where = where.and_also(before_horizon(horizon))
    source, values = where.sql(by_tag=where.tag is not None)
    text = f"SELECT {'lead.id' if where.tag is not None else 'videos.id'} {source}"
    return (row[0] for row in db.execute(text, values))


def numbers_of(db: sqlite3.Connection, identities: Sequence[int]) -> list[str]:
    """The numbers of these rows, as far as they still exist, in their order."""
    found: dict[int, str] = {}
    for start in range(0, len(identities), SLICE):
        places = ",".join(map(str, identities[start : start + SLICE]))
        for identity, number in db.execute(f"SELECT id, number FROM details WHERE id IN ({places})"):
            found[identity] = f"VI{-identity}" if number is None else rows.told(number)
    return [found[identity] for identity in identities if identity in found]


def picked(db: sqlite3.Connection, query: Query, horizon: int | None) -> Marks:
    """Every video that matches, as marks."""
    named, others = _odd_names(db), list[str]()

    def values() -> Iterator[int]:
        for identity in _each(db, query, horizon):
            if identity < 0 and identity not in named:
                yield -identity
            else:
                others.append(named.get(identity) or f"VI{-identity}")

    return Marks.gathered(values(), others)


def tally(db: sqlite3.Connection, marked: Collection[str], query: Query, horizon: int | None) -> Tally:
    """How many of the marked ones the query shows, hides, and how many are not known."""
    if len(marked) * _ONE_IN > total(db):
        marks = Marks.of(marked)
        known = marks.shared_with(picked(db, Query(), None))
        is_all = query.is_empty and horizon is None
        shown = known if is_all else marks.shared_with(picked(db, query, horizon))
        return Tally(shown, known - shown, len(marked) - known)
    places = [place for place in (locate(db, number) for number in marked) if place is not None]
    where = conditions(db, query)
    if horizon is not None:
        where = where.and_also(before_horizon(horizon))
    source, condition, values = where.parts()
    text = f"SELECT count(*) FROM json_each(?) AS one CROSS JOIN {source} ON videos.id = one.value WHERE {condition}"
    shown = int(db.execute(text, (json.dumps(places), *values)).fetchone()[0])
    return Tally(shown, len(places) - shown, len(marked) - len(places))


def read_many(db: sqlite3.Connection, wanted: Iterable[str]) -> dict[str, Video]:
    """What is known of these; meant for a slice of them at a time."""
    places = [place for place in (locate(db, number) for number in wanted) if place is not None]
    return {video.video_no: video for video, _ in rows.read(db, places).values()}


def sliced(wanted: Iterable[str]) -> Iterator[list[str]]:
    """The same in slices that can be read at once."""
    left = iter(wanted)
    while part := list(islice(left, SLICE)):
        yield part


def _odd_names(db: sqlite3.Connection) -> dict[int, str]:
    """Of the videos whose number does not follow from the row id."""
    found = db.execute("SELECT id, number FROM details WHERE number IS NOT NULL")
    return {identity: rows.told(number) for identity, number in found}
