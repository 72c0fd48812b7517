"""One video as it is known: its facts, when a list showed them, and what `get_metadata` answered, as it came."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from tui.library import rows
from tui.library.values import Known
from tui.library.writing import locate


def known(db: sqlite3.Connection, video_no: str) -> Known | None:
    """Of a video that was never asked about, the text is what its facts make."""
    identity = locate(db, video_no)
    found = {} if identity is None else rows.read(db, [identity])
    if identity not in found:
        return None
    video, listed_at = found[identity]
    answered = db.execute("SELECT at, raw FROM answers WHERE id = ?", (identity,)).fetchone()
    metadata_at, raw = answered or (None, "")
    text = rows.told(raw) or rows.as_json(video)
    return Known(replace(video, raw=text), listed_at, metadata_at, text)


def note_answer(db: sqlite3.Connection, video_no: str, at: float, raw: str | None) -> None:
    """`get_metadata` answered at this time (seconds since the epoch); without `raw` the text of last time stays."""
    identity = locate(db, video_no)
    if identity is None:
        return
    db.execute(
        "INSERT INTO answers VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at"
        + (", raw = excluded.raw" if raw is not None else ""),
        (identity, at, rows.stored(raw or "")),
    )
