"""The way through a large library outlives the program: as long as nothing has changed, no start learns it again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Final

from tui.library.facets import changes
from tui.library.positions import Survey
from tui.library.values import Column, Sort

_NAME: Final = "survey"
Surveys = Mapping[Sort, Survey]


def keep(db: sqlite3.Connection, then: int, surveys: Surveys) -> None:
    """Writes what was learned after so many changes of the index, unless there are more by now: 0.3 MB for a million.

    A value that is no text keeps all of it from being kept; it is learned again.
    """
    try:
        ways = {_word(sort): [_plain(landmarks) for landmarks in survey] for sort, survey in surveys.items()}
        told = json.dumps([then, ways], ensure_ascii=False, separators=(",", ":"))
    except TypeError:
        return
    if changes(db) == then:
        db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (_NAME, told))


def recalled(db: sqlite3.Connection, now: int) -> dict[Sort, Survey]:
    """What was learned after exactly so many changes; nothing, if that is not there, or another version has kept it."""
    found = db.execute("SELECT value FROM notes WHERE name = ?", (_NAME,)).fetchone()
    if found is None:
        return {}
    try:
        then, ways = json.loads(found[0])
        return {_sort(word): tuple(map(_landmarks, survey)) for word, survey in ways.items()} if then == now else {}
    except (ValueError, TypeError, AttributeError):
        return {}


def _word(sort: Sort) -> str:
    return f"{'-' if sort.descending else '+'}{sort.column.value}"


def _sort(word: str) -> Sort:
    return Sort(Column(word[1:]), descending=word[0] == "-")


def _plain(landmarks: Mapping[int, tuple[object, int]]) -> list[tuple[int, object, int]]:
    return [(place, value, identity) for place, (value, identity) in landmarks.items()]


def _landmarks(plain: list[tuple[int, object, int]]) -> dict[int, tuple[object, int]]:
    return {place: (value, identity) for place, value, identity in plain}
