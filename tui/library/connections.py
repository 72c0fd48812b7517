"""One connection that writes, as many that read as threads read at once, and the two ways in which a file fails."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tui.library import schema

_WEATHER: Final = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "it may not be written",
    sqlite3.SQLITE_PERM: "it may not be written",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened",
    sqlite3.SQLITE_BUSY: "another program holds it",
    sqlite3.SQLITE_LOCKED: "another program holds it",
    sqlite3.SQLITE_PROTOCOL: "another program holds it",
}
"""What is no fault of ours, by SQLite's code."""


_KEPT: Final = 4
"""Connections that wait for the next reader, each with some megabytes of the index."""
_LOOK_UP: Final = 50_000
"""Steps of SQLite, half a millisecond or so, after which a long answer asks whether it is still wanted."""


class IndexTrouble(OSError):
    """The index could not be written or read now: weather, like a full disk. Nothing was changed."""


def disk_advice(trouble: IndexTrouble) -> str:
    """What a person can do about it."""
    return next((advice for reason, advice in _ADVICE.items() if reason in str(trouble)), _ADVICE_OTHERWISE)


_ADVICE: Final = {
    "is full": "Make room on the disk; it is tried again.",
    "be written": "Give this user the right to write it, or set XDG_DATA_HOME to a folder that may be written.",
    "be opened": "Give this user the right to read it, or set XDG_DATA_HOME to another folder.",
    "holds it": "End the other program that uses it; it is tried again.",
}
_ADVICE_OTHERWISE: Final = "Check the disk, or set XDG_DATA_HOME to a folder on another one; it is tried again."


class Closed(Exception):
    """The index was closed while somebody still held on to it."""


class Unwanted(Exception):
    """Nobody waits for the answer any more."""


class Connections:
    """Safe from any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = schema.connect(path, writes=True)
        self._writing = threading.Lock()
        self._guard = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        self._version = self._version_told()
        self.left_alone = False
        """Whether no other program has written since this was opened; known once it is closed."""

    @contextmanager
    def reading(self, wanted: Callable[[], bool] | None = None) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the index as long as it is held.

        Raises Unwanted soon after `wanted`, which is asked again and again, has said no.
        """
        with self._guard:
            if self._closed:
                raise Closed
            connection = self._idle.pop() if self._idle else None
        try:
            with told_as_trouble(self._path):
                connection = connection or schema.connect(self._path)
            with self._named(connection, "BEGIN"), _given_up(connection, wanted):
                yield connection
        finally:
            if connection is not None:
                self._give_back(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The connection that writes: all that is done with it happens, or nothing."""
        with self._writing:
            if self._closed:
                raise Closed
            with self._named(self._writer, "BEGIN IMMEDIATE"):
                yield self._writer

    def close(self) -> None:
        """Waits for who writes; who reads gives its connection back to nobody."""
        with self._writing, self._guard:
            if self._closed:
                return
            self._closed = True
            self.left_alone = self._version is not None and self._version_told() == self._version
            for connection in self._idle:
                connection.close()
            self._writer.close()

    def _version_told(self) -> int | None:
        """A number that stays the same whatever this connection writes, and only then; None if it can't be told."""
        try:
            return int(self._writer.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.Error:
            return None

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._guard:
            if self._closed or len(self._idle) >= _KEPT:
                connection.close()
            else:
                self._idle.append(connection)

    @contextmanager
    def _named(self, connection: sqlite3.Connection, begin: str) -> Iterator[None]:
        """One transaction, whose failures get a name."""
        with told_as_trouble(self._path):
            try:
                connection.execute(begin)
                yield
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")


@contextmanager
def _given_up(connection: sqlite3.Connection, wanted: Callable[[], bool] | None) -> Iterator[None]:
    """The processor belongs to the newest question: what answers an older one stops."""
    if wanted is None:
        yield
        return
    connection.set_progress_handler(lambda: not wanted(), _LOOK_UP)
    try:
        yield
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_INTERRUPT:
            raise Unwanted from error
        raise
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def told_as_trouble(path: Path) -> Iterator[None]:
    """What is no fault of ours becomes IndexTrouble; a damaged file is noted for the next start."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if schema.is_damage(error):
            schema.flag(path).touch()
        reason = _WEATHER.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if reason is None:
            raise
        raise IndexTrouble(f"The library's index could not be used: {reason}.") from error
