"""The jobs on disk: written before the first byte leaves, so that no crash loses one or sends it twice."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tui.uploads.job import Job, State, Step
from tui.uploads.journal_file import JournalFile, JournalTooNew, JournalTrouble, open_file
from tui.uploads.journal_rows import job_from, job_text, source_bytes
from tui.uploads.lease import Holder, this_process
from tui.uploads.succession import OVER, abandoned

__all__ = ["Journal", "JournalTooNew", "JournalTrouble", "LeaseLost", "Step"]

_FREE: Final = f"(holder IS NULL OR holder = ?1 OR state IN {OVER})"
"""Ours, or nobody's: what has ended is anybody's to begin again."""


class LeaseLost(Exception):
    """Another process runs this job now: it must not be sent or changed from here."""


class Journal:
    """One connection. A write takes about 0.3 ms and is on disk when it returns; what comes too late is told so."""

    def __init__(
        self, path: Path, db: sqlite3.Connection, now: Callable[[], float], holder: Holder, set_aside: Path | None
    ) -> None:
        self.path = path
        self.set_aside = set_aside
        """Where a damaged journal was moved to when this one was opened, if it was."""
        self._db = db
        self._file = JournalFile(db, path)
        self._now = now
        self._me = str(holder)
        self._seen = -1

    @classmethod
    def open(cls, path: Path, *, now: Callable[[], float] = time.time, holder: Holder | None = None) -> Self:
        """Creates it where there is none. Raises JournalTrouble, and JournalTooNew for a later version's."""
        db, set_aside = open_file(path)
        journal = cls(path, db, now, holder or this_process(), set_aside)
        try:
            journal.beat()
        except JournalTrouble:
            db.close()
            raise
        return journal

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.let_go()
        self._file.close()

    def let_go(self) -> None:
        """Of every job, so that another process may run them at once."""
        with suppress(JournalTrouble), self._file.writing():  # else the end of this process lets go of them
            self._db.execute("UPDATE jobs SET holder = NULL WHERE holder = ?", (self._me,))
            self._db.execute("DELETE FROM holders WHERE holder = ?", (self._me,))

    def add(self, jobs: Sequence[Job]) -> None:
        """New jobs, in this order, run by this process."""
        rows = [(job.id, source_bytes(job), job_text(job), self._me) for job in jobs]
        now = self._now()
        with self._file.writing():
            self._db.executemany("INSERT INTO jobs(id, source, job, holder) VALUES (?, ?, ?, ?)", rows)
            self._db.executemany(
                "INSERT INTO steps(id, at, state, note) VALUES (?, ?, ?, '')",
                [(job.id, now, job.state) for job in jobs],
            )

    def write(self, job: Job, note: str = "", *, step: bool = True) -> None:
        """The job as it is now, with a line of its story. Raises LeaseLost, JournalTrouble."""
        with self._file.writing():
            self._update(job)
            if step:
                self._step(job, note)

    def rewrite(self, jobs: Sequence[Job], note: str | None) -> frozenset[str]:
        """Many jobs as they are now, and with a `note` a line of each one's story; those that ended become ours.

        Answers with the ids of those that another process runs, which stay as they were.
        """
        lost = set()
        with self._file.writing():
            for job in jobs:
                changed = self._db.execute(
                    f"UPDATE jobs SET holder = ?1, job = ?3 WHERE id = ?2 AND {_FREE}",
                    (self._me, job.id, job_text(job)),
                )
                if changed.rowcount != 1:
                    lost.add(job.id)
                elif note is not None:
                    self._step(job, note or job.problem)
        return frozenset(lost)

    def write_sizes(self, jobs: Iterable[Job]) -> None:
        """The sizes of jobs of this process, and nothing else of them."""
        with self._file.writing():
            self._db.executemany(
                "UPDATE jobs SET job = json_set(job, '$.size', ?) WHERE id = ? AND holder = ?",
                [(job.size, job.id, self._me) for job in jobs],
            )

    def begin(self, job: Job, *, cleared: Set[str] = frozenset()) -> Job | None:
        """Writes a job that is about to be sent, unless the same bytes may be on their way or there: then that job.

        `cleared`: the ids of jobs that arrived and were found to be something else, or gone from the library.
        """
        with self._file.writing():
            twin = None if job.forced else self._twin(job, cleared)
            if twin is None:
                self._update(job)
                self._step(job, "")
            return twin

    def load(self) -> tuple[Job, ...]:
        """Every job that was not cleared away, in the order they were added; `elsewhere` says who runs it."""
        with self._file.reading():
            rows = self._db.execute("SELECT source, job, holder FROM jobs WHERE cleared = 0 ORDER BY place").fetchall()
        return tuple(self._job(row) for row in rows)

    def claim(self) -> tuple[Job, ...]:
        """Takes over what no living process runs: what one died sending comes back as unsure."""
        with self._file.writing():
            found = abandoned(self._db, self._me, self._now())
            for before, job in found:
                self._take(job, changed=job is not before)
        return tuple(job for _, job in found)

    def take(self, job_id: str) -> bool:
        """Makes an ended job, or one that nobody runs, this process's own."""
        with self._file.writing():
            taken = self._db.execute(f"UPDATE jobs SET holder = ?1 WHERE id = ?2 AND {_FREE}", (self._me, job_id))
            return taken.rowcount == 1

    def beat(self) -> None:
        """Says that this process lives."""
        with self._file.writing():
            self._db.execute("INSERT OR REPLACE INTO holders(holder, beat) VALUES (?, ?)", (self._me, self._now()))

    def changed_elsewhere(self) -> bool:
        """Whether another process has written since this was last asked."""
        with self._file.reading():
            version = int(self._db.execute("PRAGMA data_version").fetchone()[0])
        changed, self._seen = version != self._seen, version
        return changed

    def clear(self, ids: Iterable[str]) -> None:
        """Takes finished jobs off the list. They stay known: for the usual time, and against sending twice."""
        with self._file.writing():
            self._db.executemany(
                f"UPDATE jobs SET cleared = 1 WHERE id = ? AND state IN {OVER}", [(job_id,) for job_id in ids]
            )

    def steps(self, job_id: str) -> tuple[Step, ...]:
        """The story of a job, oldest first."""
        with self._file.reading():
            rows = self._db.execute("SELECT at, state, note FROM steps WHERE id = ? ORDER BY rowid", (job_id,))
            return tuple(Step(at, State(state), note) for at, state, note in rows)

    def knows(self, video_no: str) -> bool:
        """Whether a job of any process already became this video."""
        with self._file.reading():
            return self._db.execute("SELECT 1 FROM jobs WHERE video_no = ?", (video_no,)).fetchone() is not None

    def indexing_times(self, smallest: int, largest: int) -> tuple[float, ...]:
        """Seconds from accepted to ready of the latest hundred videos between these sizes in bytes."""
        took = "json_extract(job, '$.finished') - json_extract(job, '$.accepted')"
        with self._file.reading():
            rows = self._db.execute(
                f"SELECT {took} FROM jobs WHERE state = 'ready' AND size BETWEEN ? AND ? AND {took} >= 0"
                " ORDER BY place DESC LIMIT 100",
                (smallest, largest),
            )
            return tuple(float(row[0]) for row in rows)

    def alike(self, job: Job) -> tuple[Job, ...]:
        """Other jobs of files that look like this one and that are, or may be, at the service; newest first."""
        with self._file.reading():
            return self._alike(job)

    def learn(self, name: str, value: str) -> None:
        """Remembers something about the service across starts."""
        with self._file.writing():
            self._db.execute("INSERT OR REPLACE INTO learnt(name, value) VALUES (?, ?)", (name, value))

    def learnt(self, name: str) -> str | None:
        with self._file.reading():
            row = self._db.execute("SELECT value FROM learnt WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def _job(self, row: tuple[bytes, str, str | None]) -> Job:
        source, text, holder = row
        job = job_from(source, text)
        return job if holder in {None, self._me} or job.is_finished else replace(job, elsewhere=True)

    def _update(self, job: Job) -> None:
        changed = self._db.execute(
            "UPDATE jobs SET job = ? WHERE id = ? AND holder = ?", (job_text(job), job.id, self._me)
        )
        if changed.rowcount != 1:
            raise LeaseLost(job.id)

    def _take(self, job: Job, *, changed: bool) -> None:
        self._db.execute("UPDATE jobs SET holder = ?, job = ? WHERE id = ?", (self._me, job_text(job), job.id))
        if changed:
            self._step(job, "this program ended while it was being sent")

    def _step(self, job: Job, note: str) -> None:
        self._db.execute(
            "INSERT INTO steps(id, at, state, note) VALUES (?, ?, ?, ?)",
            (job.id, self._now(), job.state, note.encode("utf-8", "replace").decode()),
        )

    def _alike(self, job: Job) -> tuple[Job, ...]:
        if not job.print:
            return ()
        rows = self._db.execute(
            "SELECT source, job, holder FROM jobs WHERE print = ? AND id <> ?"
            " AND state IN ('sending', 'sent', 'unsure', 'indexing', 'ready') ORDER BY place DESC",
            (job.print, job.id),
        ).fetchall()
        jobs = (self._job(row) for row in rows)
        return tuple(other for other in jobs if other.form.namespace == job.form.namespace)

    def _twin(self, job: Job, cleared: Set[str]) -> Job | None:
        """The same bytes, from this process or another: under way, or arrived since somebody last looked closely."""
        return next((other for other in self._alike(job) if other.id not in cleared or not _is_there(other)), None)


def _is_there(job: Job) -> bool:
    """Whether the service has it, and not only perhaps."""
    return job.state in {State.INDEXING, State.READY}
