"""The marked videos: a frozen value that stays quick at a million, and the book in which it outlives the program."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from dataclasses import field
from pathlib import Path
from typing import Final

from tui.frozen import dataclass
from tui.library import rows
from tui.library.schema import is_damage

_FEW: Final = 1_000
"""Changes that are kept beside a large set before it is made anew."""

_NOT_OURS: Final = sqlite3.SQLITE_ERROR
"""A database in which there are no marks as we know them."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Video numbers. A change of one of a million makes no new million: it is kept beside them."""

    _base: frozenset[str] = field(default_factory=frozenset)
    _more: frozenset[str] = field(default_factory=frozenset)
    """Not in the base."""
    _less: frozenset[str] = field(default_factory=frozenset)
    """All in the base."""

    @classmethod
    def of(cls, numbers: Iterable[str]) -> Marks:
        return cls(frozenset(numbers))

    def __contains__(self, number: object) -> bool:
        return number in self._more or (number in self._base and number not in self._less)

    def __len__(self) -> int:
        return len(self._base) + len(self._more) - len(self._less)

    def __iter__(self) -> Iterator[str]:
        yield from self._more
        yield from (number for number in self._base if number not in self._less) if self._less else self._base

    def __eq__(self, other: object) -> bool:
        """Whether the same are marked, however they came to be."""
        if not isinstance(other, Marks):
            return NotImplemented
        if self._base is other._base:
            return self._more == other._more and self._less == other._less
        return len(self) == len(other) and self.all == other.all

    def __hash__(self) -> int:
        return hash(self.all)

    @property
    def all(self) -> frozenset[str]:
        """As one set, which for many takes a moment."""
        if not self._more and not self._less:
            return self._base
        return (self._base - self._less) | self._more

    def weight_beside(self, other: Marks) -> int:
        """How many numbers it holds that the other one does not hold for it."""
        return len(self._more) + len(self._less) + (0 if self._base is other._base else len(self._base))

    def adding(self, numbers: Iterable[str]) -> Marks:
        """With these."""
        new = [number for number in numbers if number not in self]
        if not new:
            return self
        back = self._less.intersection(new)
        return self._changed(self._more.union(number for number in new if number not in back), self._less - back)

    def without(self, numbers: Iterable[str]) -> Marks:
        """Without these."""
        old = frozenset(number for number in numbers if number in self)
        if not old:
            return self
        return self._changed(self._more - old, self._less | (old - self._more))

    def toggled(self, number: str) -> Marks:
        """With it, or without it where it was."""
        return self.without((number,)) if number in self else self.adding((number,))

    def inverted(self, among: Iterable[str]) -> Marks:
        """The other ones among these; the rest stays as it is."""
        return Marks(self.all ^ frozenset(among))

    def changes(self, before: Marks) -> tuple[frozenset[str], frozenset[str]]:
        """What came and what went since `before`."""
        if self._base is before._base:
            came = (self._more - before._more) | (before._less - self._less)
            return came, (before._more - self._more) | (self._less - before._less)
        now, then = self.all, before.all
        return now - then, then - now

    def _changed(self, more: frozenset[str], less: frozenset[str]) -> Marks:
        if len(more) + len(less) <= _FEW:
            return Marks(self._base, more, less)
        return Marks((self._base - less) | more)


class MarkBook:
    """The marks of one account and namespace on disk. Every call blocks; any one thread at a time may call.

    Raises OSError where the disk refuses: marks are then kept as long as the program runs.
    """

    def __init__(self, path: Path, *, patience: float = 5.0) -> None:
        """`patience`: seconds that another program which holds the file is waited for."""
        self._path = path
        self._patience = patience
        self._kept = Marks()
        self._lock = threading.Lock()

    def load(self) -> Marks:
        """What was marked when it was last kept; nothing where there is no such file, or a damaged one.

        A file that another program holds is not damaged: it stays.
        """
        with self._lock:
            if not self._path.exists():
                return self._kept
            try:
                with self._opened() as db:
                    found = [rows.told(row[0]) for row in db.execute("SELECT number FROM marks")]
            except sqlite3.Error as error:
                if not is_damage(error) and getattr(error, "sqlite_errorcode", 0) != _NOT_OURS:
                    raise OSError(f"The marks could not be read: {error}") from None
                self._path.unlink(missing_ok=True)
                return self._kept
            self._kept = Marks.of(found)
            return self._kept

    def keep(self, marks: Marks) -> None:
        """Writes what has changed since the last time."""
        with self._lock:
            came, went = marks.changes(self._kept)
            if not came and not went:
                return
            try:
                with self._opened() as db:
                    db.execute("BEGIN IMMEDIATE")
                    db.executemany("DELETE FROM marks WHERE number = ?", ((rows.stored(one),) for one in went))
                    db.executemany("INSERT OR IGNORE INTO marks VALUES (?)", ((rows.stored(one),) for one in came))
                    db.execute("COMMIT")
            except sqlite3.Error as error:
                raise OSError(f"The marks could not be kept: {error}") from None
            self._kept = marks

    def _opened(self) -> _Closing:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        db = sqlite3.connect(self._path, timeout=self._patience, isolation_level=None, check_same_thread=False)
        try:
            db.execute("CREATE TABLE IF NOT EXISTS marks (number PRIMARY KEY) WITHOUT ROWID")
        except BaseException:
            db.close()
            raise
        return _Closing(db)


@dataclass(frozen=True, slots=True)
class _Closing:
    """A connection that is closed at the end of its block."""

    db: sqlite3.Connection

    def __enter__(self) -> sqlite3.Connection:
        return self.db

    def __exit__(self, *_: object) -> None:
        self.db.close()
