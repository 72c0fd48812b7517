"""What must outlive the program of a deed: what was begun and sent, and which half of a file is whose."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from tui.deeds.deed import FINAL, Deed, Fate, Item, Kind, Phase, Target, loads

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS deeds (id TEXT PRIMARY KEY, kind TEXT, at REAL, phase TEXT, place TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items (
  deed TEXT, n INTEGER, target TEXT, fate TEXT, note TEXT, PRIMARY KEY (deed, n)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parts (
  place TEXT, name TEXT, video_no TEXT, inode INTEGER, validator TEXT, PRIMARY KEY (place, name)) WITHOUT ROWID;
"""
_DAMAGE: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
"""What SQLite says of a file that is no record; of one that another program holds it says something else."""
_NOT_SENT: Final = "not sent: the program ended before"
_NOT_BEGUN: Final = "not begun: the program ended before"
_CUT: Final = "the program ended meanwhile; what is here is gone on with"


class Record:
    """Safe from any thread. Raises OSError where nothing can be kept."""

    def __init__(self, path: Path, *, patience: float = 5.0) -> None:
        """`patience`: seconds that another program which holds the file is waited for. One that is damaged goes."""
        self._lock = threading.Lock()
        self._closed = False
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._db = _connect(path, patience)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGE:
                raise OSError(f"what is done can't be recorded: {error}") from None
            path.unlink(missing_ok=True)
            self._db = _connect(path, patience)
        self._lease, is_alone = _lease(path)
        self._broken_off = self._read_broken_off() if is_alone else ()
        _share(self._lease)

    def close(self) -> None:
        """After this whoever still writes is told so: SQLite itself would not survive it."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._db.close()
            os.close(self._lease)

    def put(self, deed: Deed) -> None:
        """A whole deed, on disk when this returns."""
        with self._writing() as db:
            place = "" if deed.where is None else os.fspath(deed.where)
            values = (deed.id, deed.kind, deed.at, deed.phase.value, _kept(place))
            db.execute("INSERT OR REPLACE INTO deeds VALUES (?, ?, ?, ?, ?)", values)
            db.executemany("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?)", _rows(deed.id, enumerate(deed.items)))

    def note(self, deed_id: str, changed: Sequence[tuple[int, Item]], phase: Phase) -> None:
        """What has changed of it, on disk when this returns. A deed that is over is forgotten."""
        with self._writing() as db:
            if phase in FINAL:
                db.execute("DELETE FROM deeds WHERE id = ?", (deed_id,))
                db.execute("DELETE FROM items WHERE deed = ?", (deed_id,))
                return
            db.execute("UPDATE deeds SET phase = ? WHERE id = ?", (phase.value, deed_id))
            db.executemany("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?)", _rows(deed_id, changed))

    def broken_off(self) -> tuple[Deed, ...]:
        """The deeds that were not over when the program ended: nothing goes on by itself, and that is said.

        None where another copy of the program is running: they may be its own.
        """
        return self._broken_off

    def _read_broken_off(self) -> tuple[Deed, ...]:
        found = self._db.execute("SELECT id, kind, at, phase, place FROM deeds ORDER BY at").fetchall()
        return tuple(self._as_left(*row) for row in found)

    def _as_left(self, deed_id: str, kind: str, at: float, phase: str, place: str) -> Deed:
        rows = self._db.execute("SELECT target, fate, note FROM items WHERE deed = ? ORDER BY n", (deed_id,))
        read = (Item(Target(**json.loads(target)), Fate(fate), note) for target, fate, note in rows)
        items = tuple(_left(item, is_deletion=kind == "delete") for item in read)
        where = Path(json.loads(place)) if json.loads(place) else None
        ended = Phase.UNDONE if phase == Phase.COUNTDOWN.value else Phase.OVER
        told: Kind = "delete" if kind == "delete" else "download"
        problem = "The program ended before it was done."
        return Deed(deed_id, told, at, ended, items, len(items), where, problem=problem, loads=loads(items))

    def part(self, folder: Path, video_no: str) -> tuple[str, int, str] | None:
        """The half of a video's file that lies in a folder: its name to be, its inode, the host's validator."""
        place = _kept(os.fspath(folder))
        text = "SELECT name, inode, validator FROM parts WHERE place = ? AND video_no = ?"
        with self._reading() as db:
            found = db.execute(text, (place, _kept(video_no))).fetchone()
        return None if found is None else (json.loads(found[0]), int(found[1]), str(found[2]))

    def keep_part(self, folder: Path, name: str, video_no: str, inode: int, validator: str) -> None:
        values = (_kept(os.fspath(folder)), _kept(name), _kept(video_no), inode, validator)
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?)", values)

    def forget_part(self, folder: Path, name: str) -> None:
        with self._writing() as db:
            db.execute("DELETE FROM parts WHERE place = ? AND name = ?", (_kept(os.fspath(folder)), _kept(name)))

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._closed:
                raise OSError("what is done can't be recorded any more: the program ends")
            try:
                yield self._db
            except sqlite3.Error as error:
                raise OSError(f"the record of what is done can't be used: {error}") from None

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as db, db:
            yield db


def _lease(path: Path) -> tuple[int, bool]:
    """A lock that every copy of the program shares, and whether nobody else has it now."""
    lease = os.open(path.with_name(path.name + ".lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return lease, False
    except OSError:  # a file system without locks
        return lease, True
    return lease, True


def _share(lease: int) -> None:
    with contextlib.suppress(OSError):
        fcntl.flock(lease, fcntl.LOCK_SH | fcntl.LOCK_NB)


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=patience, check_same_thread=False)
    try:
        db.execute("PRAGMA synchronous = FULL")
        db.executescript(_TABLES)
    except BaseException:
        db.close()
        raise
    return db


def _rows(deed_id: str, numbered: Iterable[tuple[int, Item]]) -> Iterator[tuple[object, ...]]:
    """One after the other: a million of them at once would be more than all else that the program holds."""
    for n, item in numbered:
        target = {"video_no": item.target.video_no, "name": item.target.name, "size": item.target.size}
        yield deed_id, n, json.dumps(target), item.fate.value, item.note


def _left(item: Item, *, is_deletion: bool) -> Item:
    """How an item stands when the program begins anew."""
    if item.fate is Fate.WAITING:
        return replace(item, fate=Fate.LEFT, note=_NOT_SENT if is_deletion else _NOT_BEGUN)
    if item.fate is Fate.WORKING:
        return replace(item, fate=Fate.UNSURE, note="") if is_deletion else replace(item, fate=Fate.LEFT, note=_CUT)
    return item


def _kept(text: str) -> str:
    """Text as SQLite can hold it, half surrogates too."""
    return json.dumps(text)
