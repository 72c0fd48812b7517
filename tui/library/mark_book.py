"""The book in which the marks outlive the program: one small database for each account and namespace."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Final

from tui.library import rows
from tui.library.marks import Marks
from tui.library.schema import is_damage

_NOT_OURS: Final = sqlite3.SQLITE_ERROR
"""A database in which there are no marks as we know them."""


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
                    found = Marks.of(rows.told(row[0]) for row in db.execute("SELECT number FROM marks"))
            except sqlite3.Error as error:
                if not is_damage(error) and getattr(error, "sqlite_errorcode", 0) != _NOT_OURS:
                    raise OSError(f"The marks could not be read: {error}") from None
                self._path.unlink(missing_ok=True)
                return self._kept
            self._kept = found
            return self._kept

    def keep(self, marks: Marks) -> None:
        """Writes what has changed since the last time."""
        with self._lock:
            if marks == self._kept:
                return
            try:
                with self._opened() as db:
                    db.execute("BEGIN IMMEDIATE")
                    for came, went in marks.steps(self._kept):
                        db.executemany("DELETE FROM marks WHERE number = ?", ((rows.stored(one),) for one in went))
                        db.executemany("INSERT OR IGNORE INTO marks VALUES (?)", ((rows.stored(one),) for one in came))
                    db.execute("COMMIT")
            except sqlite3.Error as error:
                raise OSError(f"The marks could not be kept: {error}") from None
            self._kept = marks

    def _opened(self) -> closing[sqlite3.Connection]:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        db = sqlite3.connect(self._path, timeout=self._patience, isolation_level=None, check_same_thread=False)
        try:
            db.execute("CREATE TABLE IF NOT EXISTS marks (number PRIMARY KEY) WITHOUT ROWID")
        except BaseException:
            db.close()
            raise
        return closing(db)
