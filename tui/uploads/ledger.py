"""The one owner of all jobs: every move is on disk before anybody hears of it, or is owed to the disk and said so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from tui.uploads.hold import Hold, held, held_anew
from tui.uploads.job import Job, State, move
from tui.uploads.journal import Journal, JournalTrouble, LeaseLost
from tui.uploads.waiting import SLICE, breathe


class Ledger:
    """Jobs in the order they were added. On the engine's loop, but for `jobs`, which any thread may read."""

    def __init__(self, journal: Journal, on_change: Callable[[], None]) -> None:
        self.journal = journal
        self.jobs: tuple[Job, ...] = ()
        self.trouble: JournalTrouble | None = None
        """Why the last write failed; nothing new is sent while it stands."""
        self._on_change = on_change
        self._jobs: dict[str, Job] = {}
        self._owed: dict[str, bool] = {}
        """Jobs that the disk does not have as they are; True for those it does not have at all."""
        self._hold: Hold | None = None
        self._stale = False

    def take_over(self) -> tuple[Job, ...]:
        """Takes what no living process runs; answers with it."""
        taken = self.journal.claim()
        if taken:
            self.reload()
        return taken

    def reload(self) -> None:
        """Takes in what other processes wrote; what is owed to the disk stays as it is here."""
        loaded = {job.id: job for job in self.journal.load()}
        kept = {job_id: job for job_id, job in self._jobs.items() if self._is_ours(job) or job_id in self._owed}
        merged = {job_id: kept.get(job_id, job) for job_id, job in loaded.items()}
        self._jobs = merged | {job_id: job for job_id, job in kept.items() if job_id in self._owed}
        self.publish()

    def get(self, job_id: str) -> Job | None:
        return self._jobs.get(job_id)

    def ours(self, *states: State) -> list[Job]:
        """The jobs in these states that are run here."""
        return [job for job in self._jobs.values() if job.state in states and not job.elsewhere]

    def add(self, jobs: Sequence[Job]) -> None:
        """New jobs. If the disk takes none, they are shown, said to be unsafe, and not sent."""
        try:
            self.journal.add(jobs)
        except JournalTrouble as trouble:
            self._owe(trouble, jobs, new=True)
        for job in jobs:
            self._jobs[job.id] = held(job, self._hold)
        self.publish()

    def begin(self, job_id: str, *, cleared: Set[str] = frozenset(), **changes: Any) -> Job | None:
        """WAITING to SENDING, on disk before it returns; or the job that already sends or brought the same bytes.

        `cleared`: see Journal.begin. Raises JournalTrouble (then nothing may be sent) and LeaseLost.
        """
        job = move(self._jobs[job_id], State.SENDING, **changes)
        try:
            twin = self.journal.begin(job, cleared=cleared)
        except JournalTrouble as trouble:
            self.trouble = trouble
            raise
        if twin is None:
            self._keep(job)
        return twin

    def wish(self, job_id: str, state: State, *, note: str = "", **changes: Any) -> bool:
        """A move that a person asked for; False if another process has the job by now."""
        try:
            self.move(job_id, state, note=note, **changes)
        except LeaseLost:
            return False
        return True

    def move(self, job_id: str, state: State, *, note: str = "", **changes: Any) -> Job:
        """Raises NotAllowed and LeaseLost. If the disk is full the move holds here and is written later."""
        job = move(self._jobs[job_id], state, **changes)
        self._write(job, note or job.problem, step=True)
        self._keep(job)
        return job

    def change(self, job_id: str, **changes: Any) -> Job:
        """Fields of a job that stays in its state; written, too."""
        job = replace(self._jobs[job_id], **changes)
        self._write(job, "", step=False)
        self._keep(job)
        return job

    def move_all(self, moves: Mapping[str, Mapping[str, Any]], state: State, *, note: str = "") -> None:
        """Many moves in one write; the values are what else changes. Jobs that another process has stay as they are."""
        self._rewrite([move(self._jobs[job_id], state, **changes) for job_id, changes in moves.items()], note)

    def change_all(self, changes: Mapping[str, Mapping[str, Any]]) -> None:
        """Fields of many jobs that stay in their states, in one write."""
        self._rewrite([replace(self._jobs[job_id], **fields) for job_id, fields in changes.items()], None)

    def measured(self, sizes: Mapping[str, int]) -> None:
        """The sizes of files that wait, in bytes; written together."""
        jobs = [
            replace(job, size=sizes[job_id])
            for job_id in sizes
            if (job := self._jobs.get(job_id)) is not None and job.state is State.WAITING and job.size is None
        ]
        try:
            self.journal.write_sizes([job for job in jobs if job.id not in self._owed])
        except JournalTrouble as trouble:
            self.trouble = trouble
        self._jobs.update({job.id: job for job in jobs})
        self.publish()

    def show(self, job_id: str, **changes: Any) -> None:
        """Fields that only matter on screen; seen with the next `publish_if_stale`."""
        if job_id in self._jobs:
            self._jobs[job_id] = replace(self._jobs[job_id], **changes)
            self._stale = True

    def take(self, job_id: str) -> bool:
        """Makes a job ours that ended under another process. False if that is still at it, or it is gone."""
        job = self._jobs.get(job_id)
        try:
            if job is None or not (job_id in self._owed or self.journal.take(job_id)):
                return False
        except JournalTrouble as trouble:
            self.trouble = trouble
            return False
        self._jobs[job_id] = replace(job, elsewhere=False)
        return True

    def clear(self, ids: Iterable[str]) -> None:
        """Takes finished jobs off the list."""
        gone = [job_id for job_id in ids if self._jobs[job_id].is_finished and job_id not in self._owed]
        try:
            self.journal.clear(gone)
        except JournalTrouble as trouble:
            self.trouble = trouble
            return
        for job_id in gone:
            del self._jobs[job_id]
        self.publish()

    async def hold(self, hold: Hold | None) -> None:
        """Puts the reason why nothing is sent on every job that waits, or takes it off."""
        if hold == self._hold:
            return
        before, self._hold = self._hold, hold
        ids = [job.id for job in self.ours(State.WAITING)]
        for start in range(0, len(ids), 2 * SLICE):
            for job_id in ids[start : start + 2 * SLICE]:
                job = self._jobs.get(job_id)
                if job is not None and job.state is State.WAITING:
                    self._jobs[job_id] = held_anew(job, before, hold)
            self.publish()
            await breathe()

    async def settle_debts(self) -> None:
        """Writes what a full disk refused."""
        try:
            while self.trouble is not None:
                self.journal.beat()
                self._settle_some()
                if not self._owed:
                    self.trouble = None
                await breathe()
        except JournalTrouble as trouble:
            self.trouble = trouble

    def _settle_some(self) -> None:
        owed = list(self._owed.items())[:SLICE]
        new = [self._jobs[job_id] for job_id, is_new in owed if is_new]
        old = [self._jobs[job_id] for job_id, is_new in owed if not is_new]
        self.journal.add(new)
        for job in new:
            del self._owed[job.id]
        for job_id in self.journal.rewrite(old, "written late"):
            self.show(job_id, elsewhere=True)
        for job in old:
            del self._owed[job.id]

    def publish(self) -> None:
        """Replaces the snapshot and says so."""
        self._stale = False
        self.jobs = tuple(self._jobs.values())
        self._on_change()

    def publish_if_stale(self) -> None:
        if self._stale:
            self.publish()

    def _write(self, job: Job, note: str, *, step: bool) -> None:
        if job.id in self._owed:
            return  # the next settling of debts writes it as it then is
        try:
            self.journal.write(job, note, step=step)
        except JournalTrouble as trouble:
            self._owe(trouble, [job], new=False)
        except LeaseLost:
            self._jobs[job.id] = replace(self._jobs[job.id], elsewhere=True)
            self.publish()
            raise

    def _rewrite(self, jobs: Sequence[Job], note: str | None) -> None:
        """Without a `note` it is no step of their stories."""
        at_risk = [job for job in jobs if job.id not in self._owed]
        lost: frozenset[str] = frozenset()
        try:
            lost = self.journal.rewrite(at_risk, note)
        except JournalTrouble as trouble:
            self._owe(trouble, at_risk, new=False)
        for job in jobs:
            gone = job.id in lost
            self._jobs[job.id] = replace(self._jobs[job.id], elsewhere=True) if gone else held(job, self._hold)
        if jobs:
            self.publish()

    def _owe(self, trouble: JournalTrouble, jobs: Sequence[Job], *, new: bool) -> None:
        self.trouble = trouble
        self._owed.update({job.id: new for job in jobs})

    def _keep(self, job: Job) -> None:
        self._jobs[job.id] = held(job, self._hold)
        self.publish()

    def _is_ours(self, job: Job) -> bool:
        return not job.elsewhere and not job.is_finished
