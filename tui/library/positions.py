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
    count: int
    landmarks: dict[int, Key] = field(default_factory=dict)
    """Keys of positions that were read before: the next read starts from the nearest."""

    def between(self, db: sqlite3.Connection, low: int, high: int) -> list[int]:
        backwards, place, skip = self._start(low, high)
        if skip > _LEAP and (landmark := self.segment.landmark(db, low, self.count)) is not None:
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
        if near_high - high < low - 1 - near_low:
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
        while place < self.count and (keys := self.segment.keys(db, start, _EVERY - 1 if found else 0, 1)):
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
    """An order to walk along, and how many there are."""

    def __init__(self, *stretches: Stretch) -> None:
        self._stretches = stretches

    def survey(self, db: sqlite3.Connection) -> Survey:
        """Landmarks all along the way. Takes as long as the whole way does."""
        return tuple(stretch.survey(db) for stretch in self._stretches)

    def __len__(self) -> int:
        return sum(stretch.count for stretch in self._stretches)

    def between(self, db: sqlite3.Connection, low: int, high: int, /) -> list[int]:
        """The row ids at these positions."""
        found: list[int] = []
        base = 0
        for stretch in self._stretches:
            start, end = max(low - base, 0), min(high - base, stretch.count)
            if start < end:
                found += stretch.between(db, start, end)
            base += stretch.count
        return found

    def rank(self, db: sqlite3.Connection, identity: int, /) -> int | None:
        """The position of a row, if it is among them."""
        base = 0
        for stretch in self._stretches:
            segment = stretch.segment
            key = segment.key_of(db, identity)
            if key is not None:
                place = stretch.rank(db, key)
                stretch.mark(place, key)
                return base + place
            base += stretch.count
        return None
