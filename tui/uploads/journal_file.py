"""Opens the journal's file so that it is private, durable and of a shape that this program knows."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

VERSION: Final = 1

_SCHEMA: Final = """
CREATE TABLE jobs(
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  source BLOB NOT NULL,
  job TEXT NOT NULL,
  holder TEXT,
  cleared INTEGER NOT NULL DEFAULT 0,
  state TEXT GENERATED ALWAYS AS (json_extract(job, '$.state')) VIRTUAL,
  size INTEGER GENERATED ALWAYS AS (json_extract(job, '$.size')) VIRTUAL,
  video_no TEXT GENERATED ALWAYS AS (json_extract(job, '$.video_no')) VIRTUAL,
  print TEXT GENERATED ALWAYS AS (json_extract(job, '$.print')) VIRTUAL
);
CREATE INDEX jobs_state ON jobs(state);
CREATE INDEX jobs_video_no ON jobs(video_no) WHERE video_no IS NOT NULL;
CREATE INDEX jobs_print ON jobs(print) WHERE print <> '';
CREATE TABLE holders(holder TEXT PRIMARY KEY, beat REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE steps(id TEXT NOT NULL, at REAL NOT NULL, state TEXT NOT NULL, note TEXT NOT NULL);
CREATE INDEX steps_id ON steps(id);
CREATE TABLE learnt(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_REMOTE: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "gpfs", "fuse.sshfs", "fuse.rclone"}
)


class JournalTrouble(Exception):
    """The journal can't be read or written: nothing new is sent until it can."""

    def __init__(self, what: str, *, advice: str = "") -> None:
        """`what` happened in plain words, and what to do about it."""
        super().__init__(what)
        self.what = what
        self.advice = advice


class JournalTooNew(JournalTrouble):
    """A later version of this program wrote it: reading it as ours might send something twice."""


def open_file(path: Path) -> tuple[sqlite3.Connection, Path | None]:
    """The connection, and where a corrupt predecessor was set aside. Raises JournalTrouble."""
    try:
        _make_private(path)
        try:
            return _connect(path), None
        except sqlite3.DatabaseError as error:
            if not is_corrupt(error):
                raise
        aside = _set_aside(path)
        _make_private(path)
        return _connect(path), aside
    except (OSError, sqlite3.Error) as error:
        raise explain(error, path) from None


class JournalFile:
    """The open file, for one at a time and until it is closed: SQLite itself survives neither two nor a late one."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self._path = path
        self._lock = threading.Lock()
        self._is_closed = False

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All of it on disk at the end, or nothing. Raises JournalTrouble."""
        with self._turn(), _explained(self._path):
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield
                self._db.execute("COMMIT")
            except BaseException:
                _roll_back(self._db)
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Raises JournalTrouble."""
        with self._turn(), _explained(self._path):
            yield

    def close(self) -> None:
        """Waits for who is at it."""
        with self._lock:
            self._is_closed = True
            self._db.close()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._lock:
            if self._is_closed:
                raise JournalTrouble("cannot record progress: the program ends")
            yield


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from None


def is_corrupt(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def explain(error: OSError | sqlite3.Error, path: Path) -> JournalTrouble:
    """Our own words for what the disk or SQLite said."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    number = error.errno if isinstance(error, OSError) else None
    if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR} or number == 28:
        what, advice = "cannot record progress: the disk is full or failing", "Free some space"
    elif code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        what, advice = "cannot record progress: another program holds the upload journal", "Wait a moment"
    elif code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM} or number in {13, 30}:
        what, advice = "cannot record progress: the upload journal may not be written", "Check its permissions"
    elif code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        what, advice = "cannot record progress: the upload journal is damaged", "Restart: it will be set aside"
    else:
        what, advice = "cannot record progress: the upload journal can't be used", "Check the disk"
    return JournalTrouble(what, advice=f"{advice}: {path}")


def _roll_back(db: sqlite3.Connection) -> None:
    with suppress(sqlite3.Error):  # what failed before is what is told; a disk that fails now keeps nothing either
        if db.in_transaction:
            db.execute("ROLLBACK")


def _make_private(path: Path) -> None:
    """SQLite gives its WAL the permissions of the file, so the file must exist with the right ones."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, mode=0o700)
        path.parent.chmod(0o700)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)


def _connect(path: Path) -> sqlite3.Connection:
    # Opened by whoever builds the services, used by the engine's thread alone from then on.
    db = sqlite3.connect(path, timeout=2.0, isolation_level=None, check_same_thread=False)
    try:
        _prepare(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise JournalTooNew(
            "the upload journal was written by a newer version of this program",
            advice=f"Update this program, or move the file away: {path}",
        )
    mode = "" if _is_remote(path) else db.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if mode != "wal":
        db.execute("PRAGMA journal_mode=TRUNCATE")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("BEGIN IMMEDIATE")
    if db.execute("PRAGMA user_version").fetchone()[0] == 0:
        for statement in _SCHEMA.split(";\n"):
            db.execute(statement)
        db.execute(f"PRAGMA user_version={VERSION}")
    db.execute("COMMIT")
    if db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        damaged = sqlite3.DatabaseError("quick_check")
        damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise damaged


def _set_aside(path: Path) -> Path:
    aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    return aside


def _is_remote(path: Path) -> bool:
    """Whether it lies on a file system that several machines share: there WAL loses data without a word."""
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    home = path.resolve()
    mounts = (line.split(" ") for line in lines)
    inside = [(len(fields[1]), fields[2]) for fields in mounts if len(fields) > 2 and home.is_relative_to(fields[1])]
    return bool(inside) and max(inside)[1] in _REMOTE
