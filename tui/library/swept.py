"""How far the whole library was swept, kept in the index itself, so that the next start goes on from there."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict

from tui.library.values import Progress


def recalled(db: sqlite3.Connection) -> Progress:
    """What was kept last; that of a library never swept, if nothing was."""
    found = db.execute("SELECT value FROM notes WHERE name = 'progress'").fetchone()
    if found is None:
        return Progress()
    told = json.loads(found[0])
    accepted = told.pop("accepted")
    return Progress(**told, accepted=None if accepted is None else tuple(accepted))


def keep(db: sqlite3.Connection, progress: Progress) -> None:
    """In place of what was kept."""
    db.execute("INSERT OR REPLACE INTO notes VALUES ('progress', ?)", (json.dumps(asdict(progress)),))
