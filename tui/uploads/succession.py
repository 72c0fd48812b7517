"""What the dead leave behind: jobs that no living process runs, as they read back."""

from __future__ import annotations

import sqlite3
from typing import Final

from tui.uploads.job import Job, recovered
from tui.uploads.journal_rows import job_from
from tui.uploads.lease import BEAT_SECONDS, Holder

OVER: Final = "('ready', 'failed', 'cancelled', 'duplicate', 'refused')"


def abandoned(db: sqlite3.Connection, me: str, now: float) -> list[tuple[Job, Job]]:
    """Each such job as it was written and as it reads back, in order; what one died sending comes back as unsure.

    Forgets the dead. Within a transaction of the caller's.
    """
    beats = dict(db.execute("SELECT holder, beat FROM holders"))
    rows = db.execute(
        f"SELECT source, job, holder FROM jobs WHERE holder IS NOT ? AND state NOT IN {OVER} ORDER BY place", (me,)
    ).fetchall()
    alive = {holder: _lives(holder, me, beats, now) for holder in {row[2] for row in rows} | set(beats)}
    found: list[tuple[Job, Job]] = []
    for source, text, holder in rows:
        if not alive[holder]:
            written = job_from(source, text)
            found.append((written, recovered(written, ended=_ended(beats.get(holder), now))))
    db.executemany("DELETE FROM holders WHERE holder = ?", [(holder,) for holder in beats if not alive[holder]])
    return found


def _lives(holder: str | None, me: str, beats: dict[str, float], now: float) -> bool:
    if holder is None:
        return False
    return holder == me or Holder.parse(holder).lives(beat=beats.get(holder, 0.0), now=now)


def _ended(beat: float | None, now: float) -> float:
    """When the process that sent it can have died at the latest."""
    return now if beat is None else min(beat + BEAT_SECONDS, now)
