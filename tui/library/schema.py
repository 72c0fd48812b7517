"""The shape of the index on disk, and how a file becomes one: private, versioned, and never a reason to fail.

Two tables hold a video: `videos` is narrow, with what is filtered and sorted by, so that a scan of a million is
quick; `details` has the rest, read for the rows on screen. Names are searched by scanning the index on them:
at 1,000,000 of them that takes 70 to 90 ms, which a trigram index only beats for rare words, and it costs disk.
"""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Final

VERSION: Final = 2

_TABLES: Final = """
CREATE TABLE videos (
  id INTEGER PRIMARY KEY, -- see rowid.py
  fold TEXT,              -- the name as it is searched and sorted, null without a name
  status INTEGER NOT NULL,
  duration INTEGER, size INTEGER, created INTEGER, taken INTEGER,
  camera TEXT, latitude REAL, longitude REAL,
  tags TEXT,              -- their ids in words, in order
  first_tag TEXT,         -- as it is sorted
  pixels INTEGER          -- of one frame
);
CREATE TABLE details (
  id INTEGER PRIMARY KEY,
  number TEXT,            -- the video number, null where it is 'VI' and the negative id
  name TEXT,              -- null where it equals fold
  status_word TEXT,       -- null where it is the usual one
  cause TEXT, fps REAL, width INTEGER, height INTEGER, resolution TEXT,
  video_url TEXT, cover_url TEXT, bucket TEXT, blob TEXT,
  sweep INTEGER NOT NULL, -- the last whole sweep during which an answer showed it
  listed_at REAL NOT NULL
);
CREATE TABLE answers (    -- of get_metadata
  id INTEGER PRIMARY KEY, at REAL NOT NULL, raw TEXT NOT NULL
);
CREATE TABLE words (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE tagged (tag INTEGER, id INTEGER, PRIMARY KEY (tag, id)) WITHOUT ROWID;
CREATE TABLE tally (kind TEXT, value, videos INTEGER NOT NULL, PRIMARY KEY (kind, value)) WITHOUT ROWID;
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE UNIQUE INDEX by_number ON details (number) WHERE number IS NOT NULL;
CREATE INDEX by_name ON videos (fold);
CREATE INDEX by_status ON videos (status);
CREATE INDEX by_duration ON videos (duration);
CREATE INDEX by_size ON videos (size);
CREATE INDEX by_taken ON videos (taken);
CREATE INDEX by_camera ON videos (camera COLLATE NOCASE);
CREATE INDEX by_first_tag ON videos (first_tag);
CREATE INDEX by_pixels ON videos (pixels);
CREATE INDEX by_place ON videos (latitude, longitude) WHERE latitude IS NOT NULL;
"""

_DAMAGE: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def settle(path: Path) -> Path:
    """Makes sure that an index of our version lies there, and says where: beside it, if a newer version has the place.

    A damaged file is set aside under another name. Raises OSError if the place can't be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if flag(path).exists():
        _set_aside(path)
    try:
        found = _version(path)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        _set_aside(path)
        found = 0
    if found > VERSION:
        return settle(path.with_name(f"{path.stem}-v{VERSION}{path.suffix}"))
    if 0 < found < VERSION:
        for old in _files(path):
            old.unlink(missing_ok=True)
    if found < VERSION:
        _begin(path)
    return path


def connect(path: Path, *, writes: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode that any one thread at a time may use."""
    connection = sqlite3.connect(
        path, timeout=10.0, isolation_level=None, check_same_thread=False, cached_statements=64
    )
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -4000")
    connection.execute("PRAGMA wal_autocheckpoint = 2000")
    connection.execute("PRAGMA journal_size_limit = 8500000")
    if not writes:
        connection.execute("PRAGMA query_only = ON")
    if not _has_trigonometry(connection):
        _lend_trigonometry(connection)
    return connection


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is broken, not the question or the disk."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE


def flag(path: Path) -> Path:
    """The note beside an index that was found damaged while in use: the next start begins anew."""
    return path.with_name(path.name + ".damaged")


def _version(path: Path) -> int:
    if not path.exists():
        return 0
    connection = sqlite3.connect(path, timeout=10.0)
    try:
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if found == VERSION:
            connection.execute("SELECT count(*) FROM notes").fetchone()
            connection.execute("SELECT max(id) FROM videos").fetchone()
        return found
    finally:
        connection.close()


def _begin(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)
    connection = sqlite3.connect(path, timeout=10.0, isolation_level=None)
    try:
        connection.execute("PRAGMA page_size = 4096")
        # A write-ahead log needs shared memory, which a network's file system may not have.
        if _journal(connection, "WAL") != "wal":
            _journal(connection, "TRUNCATE")
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone()[0] == 0:  # another program may have been quicker
            for statement in _TABLES.strip().split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    finally:
        connection.close()


def _journal(connection: sqlite3.Connection, mode: str) -> str:
    try:
        return str(connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()[0]).lower()
    except sqlite3.OperationalError:
        return ""


def _set_aside(path: Path) -> None:
    mark = f".corrupt-{time.strftime('%Y%m%d-%H%M%S')}"
    for old in _files(path):
        if old.exists():
            old.rename(old.with_name(old.name + mark))
    flag(path).unlink(missing_ok=True)


def _files(path: Path) -> tuple[Path, ...]:
    return (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal")))


def _has_trigonometry(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT cos(radians(0.0))").fetchone()
    except sqlite3.OperationalError:
        return False
    return True


def _lend_trigonometry(connection: sqlite3.Connection) -> None:
    import math

    for function in (math.sin, math.cos, math.radians):
        connection.create_function(function.__name__, 1, function, deterministic=True)
