"""Our files on this machine: room on the disk, and whether index and journal are whole. Looks, and mends nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import quote

from tui.doctor.finding import Finding
from tui.folders import Folders
from tui.uploads.job import FINISHED

_MEGABYTE: Final = 1_000_000
_LITTLE: Final = 1_000 * _MEGABYTE
_TOO_LITTLE: Final = 50 * _MEGABYTE
_CHECK_SECONDS: Final = 10.0
"""How long a file is checked through at the most."""


def look_at_disk(folders: Folders) -> Iterator[Finding]:
    """Room where our files are, and whether we may write there."""
    for folder in dict.fromkeys((folders.data, folders.state)):
        there = _existing(folder)
        free = shutil.disk_usage(there).free
        facts = {"folder": os.fspath(folder), "free": free}
        words = f"{free / 1e9:,.1f} GB free for {folder}"
        if not os.access(there, os.W_OK | os.X_OK):
            change = f"Make {there} writable, or set XDG_DATA_HOME and XDG_STATE_HOME elsewhere."
            yield Finding("Disk", f"{there} can't be written", "problem", change, facts)
        elif free < _TOO_LITTLE:
            yield Finding(
                "Disk", words, "problem", "Make room: uploads stop when their journal can't be written.", facts
            )
        elif free < _LITTLE:
            yield Finding("Disk", words, "note", "Make room soon: index and journal grow with the library.", facts)
        else:
            yield Finding("Disk", words, facts=facts)


def _existing(folder: Path) -> Path:
    return next((each for each in (folder, *folder.parents) if each.exists()), Path("/"))


def look_at_index(path: Path) -> Iterator[Finding]:
    """The index of one library: its size, how many videos it knows, and whether it is whole."""
    if path.with_name(path.name + ".damaged").exists():
        yield Finding("Index", "was found damaged", "note", "The next start sets it aside and fills a new one.")
    yield _file("Index", path, "it is filled at the first start", "videos", "SELECT count(*) FROM videos")


def look_at_journal(path: Path) -> Iterator[Finding]:
    """The uploads of one account: whether their journal is whole, and what is still open."""
    aside = sorted(path.parent.glob(f"{path.name}.damaged-*")) if path.parent.exists() else []
    if aside:
        change = f"{aside[-1]} holds what could not be read; delete it when you don't miss an upload."
        yield Finding("Journal", "a damaged one was set aside", "note", change)
    ended = ", ".join(f"'{state.value}'" for state in sorted(FINISHED))
    unfinished = f"SELECT count(*) FROM jobs WHERE state NOT IN ({ended})"
    yield _file("Journal", path, "nothing was uploaded from here yet", "unfinished uploads", unfinished)


def _file(about: str, path: Path, absent: str, what: str, count: str) -> Finding:
    facts: dict[str, object] = {"file": os.fspath(path), "exists": path.exists()}
    if not path.exists():
        return Finding(about, f"none yet: {absent}", facts=facts)
    size = sum(file.stat().st_size for file in (path, _beside(path, "-wal")) if file.exists())
    try:
        with closing(sqlite3.connect(f"file:{quote(os.fspath(path))}?mode=ro", uri=True, timeout=2.0)) as db:
            counted = int(db.execute(count).fetchone()[0])
            whole = _quick_check(db)
    except sqlite3.Error:
        return Finding(about, f"{path} can't be read", "problem", _mend(about, path), facts | {"bytes": size})
    facts |= {"bytes": size, "count": counted, "whole": whole}
    words = f"{counted:,} {what}, {size / _MEGABYTE:,.1f} MB, {_wholeness(whole)}"
    if whole is False:
        return Finding(about, words, "problem", _mend(about, path), facts)
    return Finding(about, words, facts=facts)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _quick_check(db: sqlite3.Connection) -> bool | None:
    """Whether SQLite finds the file whole; None if it did not come to an end in time."""
    end = time.monotonic() + _CHECK_SECONDS
    db.set_progress_handler(lambda: time.monotonic() > end, 100_000)
    try:
        return bool(db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.OperationalError:
        return None


def _wholeness(whole: bool | None) -> str:
    if whole is None:
        return f"nothing wrong found in {_CHECK_SECONDS:.0f} s of checking"
    return "whole" if whole else "damaged"


def _mend(about: str, path: Path) -> str:
    if about == "Index":
        return f"Delete {path}: the next start fills it again from the service."
    return "Start the program: it sets a damaged journal aside and says so. Uploads under way are then not known."
