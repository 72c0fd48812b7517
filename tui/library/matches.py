"""The answer to a query, read a window at a time: a table of any length never holds all its keys."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from tui.api.values import Video
from tui.library import picking, rows
from tui.library.answer import Answer
from tui.library.connections import Closed, IndexTrouble
from tui.library.positions import Few, Many
from tui.library.query import Query
from tui.library.values import Sort
from tui.library.writing import locate

WINDOW: Final = 64
_WINDOWS: Final = 48

Reading = Callable[[], AbstractContextManager[sqlite3.Connection]]


class Matches:
    """How many there are, and row n. Reading is quick enough to be done while a screen is drawn.

    The order and the count are those of the moment of asking, the rows are as they are when read: after a change of
    the index, ask again. A row that went meanwhile reads as None.
    """

    def __init__(
        self, reading: Reading, answer: Answer, query: Query, sort: Sort, *, horizon: int | None = None, new: int = 0
    ) -> None:
        self.query = query
        self.sort = sort
        self.horizon = horizon
        self.count = len(answer)
        self.new = new
        """How many more match but came after the horizon."""
        self._answer = answer
        self._reading = reading
        self._windows: dict[int, tuple[Video | None, ...]] = {}
        self._lock = threading.Lock()

    @property
    def is_walked(self) -> bool:
        """Whether only the order is known, and rows far from those that were read take their time."""
        return isinstance(self._answer, Many)

    def know(self, order: Few) -> None:
        """All of the order, found meanwhile; of no use where the library has changed since."""
        if len(order) == self.count:
            self._answer = order

    def row(self, n: int) -> Video | None:
        """The video at position n, counted from 0, or None where there is none (any more)."""
        if not 0 <= n < self.count:
            return None
        number, place = divmod(n, WINDOW)
        window = self._windows.get(number)
        if window is None:
            window = self._load(number)
        return window[place] if place < len(window) else None

    def position(self, video_no: str) -> int | None:
        """Where a video stands in this order, or None where it doesn't match or the index can't be read now."""
        for number, window in list(self._windows.items()):
            for place, video in enumerate(window):
                if video is not None and video.video_no == video_no:
                    return number * WINDOW + place
        try:
            with self._reading() as db:
                identity = locate(db, video_no)
                return None if identity is None else self._answer.rank(db, identity)
        except IndexTrouble:
            return None

    def numbers(self, low: int, high: int) -> list[str]:
        """The numbers of the videos at these positions, `high` left out. Many take a moment: then in a thread."""
        with self._reading() as db:
            return picking.numbers_of(db, self._answer.between(db, max(0, low), min(high, self.count)))

    def warm(self, around: str | None = None) -> None:
        """Reads ahead: the first rows, and those around this video number."""
        if self.count:
            self.row(0)
        place = None if around is None else self.position(around)
        if place is not None:
            self.row(place)

    def warm_end(self) -> None:
        """Reads ahead: the last rows."""
        if self.count:
            self.row(self.count - 1)

    def _load(self, number: int) -> tuple[Video | None, ...]:
        low = number * WINDOW
        try:
            with self._reading() as db:
                identities = self._answer.between(db, low, min(low + WINDOW, self.count))
                found = rows.read(db, identities)
        except (Closed, IndexTrouble):
            return ()
        known = (found.get(identity) for identity in identities)
        window = tuple(None if one is None else one[0] for one in known)
        with self._lock:
            while len(self._windows) >= _WINDOWS:
                del self._windows[next(iter(self._windows))]
            self._windows[number] = window
        return window
