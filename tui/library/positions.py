"""Which rows stand at which positions: of few, kept as row ids, or of many, of which only the order is known."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from dataclasses import field
from typing import Final

from tui.frozen import dataclass
from tui.library.walk import Key, Segment

_LANDMARKS: Final = 768
_EVERY: Final = 4_096
"""Rows from one landmark of a survey to the next: so many are looked at to find a position."""
_LEAP: Final = 20_000
"""Rows that are skipped one by one before a landmark is looked for."""


@dataclass(frozen=True, slots=True)
class Few:
    """Every row id, in order."""

    ids: array[int]

    def __len__(self) -> int:
        return len(self.ids)

    def between(self, _: sqlite3.Connection, low: int, high: int, /) -> list[int]:
        """The row ids at these positions."""
        return self.ids[low:high].tolist()

    def rank(self, _: sqlite3.Connection, identity: int, /) -> int | None:
        """The position of a row, if it is among them."""
        try:
            return self.ids.index(identity)
        except ValueError:
            return None


@dataclass(slots=True)
class Stretch:
    """A part of an order that is walked along by one key."""

    segment: Segment
    count: int | None
    """None as long as nobody has counted them."""
    landmarks: dict[int, Key] = field(default_factory=dict)
    """Keys of positions that were read before: the next read starts from the nearest."""
    most: int = 0
    """As many as there may be, as long as they are not counted."""

    def between(self, db: sqlite3.Connection, low: int, high: int) -> list[int]:
        backwards, place, skip = self._start(low, high)
        guess = self.most if self.count is None else self.count
        if skip > _LEAP and (landmark := self.segment.landmark(db, low, guess)) is not None:
            self.mark(*landmark)
            backwards, place, skip = self._start(low, high)
        keys = self.segment.keys(db, self.landmarks.get(place), skip, high - low, backwards=backwards)
        if backwards:
            keys.reverse()
        if keys:
            self.mark(high - len(keys) if backwards else low, keys[0])
            self.mark(high - 1 if backwards else low + len(keys) - 1, keys[-1])
        return [identity for _, identity in keys]

    def _start(self, low: int, high: int) -> tuple[bool, int, int]:
        """Whether to come from behind, from which position, and how many rows to skip."""
        near_low = max((place for place in self.landmarks if place < low), default=-1)
        near_high = min((place for place in self.landmarks if place >= high), default=self.count)
        if near_high is not None and near_high - high < low - 1 - near_low:
            return True, near_high, near_high - high
        return False, near_low, low - 1 - near_low

    def rank(self, db: sqlite3.Connection, key: Key) -> int:
        """The position of a key that belongs here."""
        # Where rows are dense, the way from the nearest landmark is short; else a scan may be shorter.
        places = [] if self.segment.scan else sorted(self.landmarks)
        behind = bisect_left(places, True, key=lambda place: self.segment.is_before(db, key, self.landmarks[place]))
        if not behind:
            return self.segment.rank(db, key)
        nearest = places[behind - 1]
        return nearest + self.segment.gap(db, self.landmarks[nearest], key)

    def survey(self, db: sqlite3.Connection) -> dict[int, Key]:
        """The keys at positions evenly apart."""
        found: dict[int, Key] = {}
        place, start = 0, None
        while place < (self.count or 0) and (keys := self.segment.keys(db, start, _EVERY - 1 if found else 0, 1)):
            place += _EVERY if found else 0
            start = found[place] = keys[0]
        return found

    def mark(self, place: int, key: Key) -> None:
        if len(self.landmarks) >= _LANDMARKS:
            del self.landmarks[next(iter(self.landmarks))]
        self.landmarks[place] = key


Survey = tuple[dict[int, Key], ...]
"""The keys at some positions of each stretch of an order."""


class Many:
    """An order to walk along, and how many there are: first those that know its column, then those that don't."""

    def __init__(self, first: Stretch, second: Stretch, count: int) -> None:
        """If `first` is not counted, it is when a position depends on that: the first and the last rows do not."""
        self._first, self._second, self._count = first, second, count
        first.most = count
        if first.count is not None:
            second.count = count - first.count

    def survey(self, db: sqlite3.Connection) -> Survey:
        """Landmarks all along the way. Takes as long as the whole way does."""
        self._settle(db)
        return tuple(stretch.survey(db) for stretch in (self._first, self._second))

    def __len__(self) -> int:
        return self._count

    def between(self, db: sqlite3.Connection, low: int, high: int, /) -> list[int]:
        """The row ids at these positions."""
        if self._first.count is None:
            found = self._at_an_end(db, low, high)
            if len(found) == high - low:
                return found
        base = self._settle(db)
        found = self._first.between(db, low, min(high, base)) if low < base else []
        if high > base:
            found += self._second.between(db, max(low - base, 0), high - base)
        return found

    def _at_an_end(self, db: sqlite3.Connection, low: int, high: int) -> list[int]:
        """The same without knowing how many know the column, if they all do, or none of them."""
        if self._count - high < low:
            keys = self._second.segment.keys(db, None, self._count - high, high - low, backwards=True)
            return [identity for _, identity in reversed(keys)]
        return self._first.between(db, low, high)

    def _settle(self, db: sqlite3.Connection) -> int:
        """How many know the column."""
        if self._first.count is None:
            self._second.count = min(self._count, self._second.segment.size(db))
            self._first.count = self._count - self._second.count
        return self._first.count

    def rank(self, db: sqlite3.Connection, identity: int, /) -> int | None:
        """The position of a row, if it is among them."""
        for stretch in (self._first, self._second):
            key = stretch.segment.key_of(db, identity)
            if key is not None:
                place = stretch.rank(db, key)
                stretch.mark(place, key)
                return place if stretch is self._first else self._settle(db) + place
        return None
