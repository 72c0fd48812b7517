"""What a person wants of many uploads at once: done in slices, so that bytes go on flowing and nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from tui.api.clock import Clock
from tui.uploads.intake import Intake
from tui.uploads.job import Job, State, may_move
from tui.uploads.lane import Lane
from tui.uploads.ledger import Ledger
from tui.uploads.waiting import SLICE, breathe

_SENT_AGAIN: Final = frozenset({State.FAILED, State.CANCELLED, State.DUPLICATE, State.REFUSED, State.PAUSED})

CANCELLED_WORDS: Final[Mapping[State, str]] = {
    State.UNSURE: "Cancelled. It may have arrived: look for it in the library.",
    State.INDEXING: "No longer watched; the service has it and goes on indexing.",
}
"""What is said of a cancelled job, by the state that it was in; nothing where there is nothing to know."""


class Many:
    """Each verb looks at a job when its slice comes: what has changed by then is not what was asked about."""

    def __init__(self, ledger: Ledger, lane: Lane, intake: Intake, clock: Clock) -> None:
        self._ledger = ledger
        self._lane = lane
        self._intake = intake
        self._clock = clock

    async def pause(self, ids: Sequence[str]) -> int:
        """Keeps those that wait or are half sent from being sent; answers with how many that were."""
        return await self._in_slices(ids, self._pause)

    async def resume(self, ids: Sequence[str]) -> int:
        """Undoes `pause`; answers with how many that were."""
        return await self._in_slices(ids, self._resume)

    async def cancel(self, ids: Sequence[str]) -> int:
        """Takes back what has not ended; answers with how many that were."""
        return await self._in_slices(ids, self._cancel)

    async def retry(self, ids: Sequence[str], one: Callable[[str], None]) -> int:
        """Sends again what ended without having been sent or is paused, and does `one` with each of the rest."""
        count = await self._in_slices(ids, lambda jobs: self._retry(jobs, one))
        self._intake.measure_again()
        return count

    async def change(self, changes: Mapping[str, Mapping[str, Any]]) -> None:
        """Fields of jobs that stay in their states."""

        def act(jobs: Sequence[Job]) -> int:
            self._ledger.change_all({job.id: changes[job.id] for job in jobs if job.state is State.WAITING})
            return len(jobs)

        await self._in_slices(tuple(changes), act)

    async def clear(self, ids: Sequence[str]) -> None:
        """Takes those that are over off the list."""

        def act(jobs: Sequence[Job]) -> int:
            self._ledger.clear([job.id for job in jobs if job.is_finished])
            return len(jobs)

        await self._in_slices(ids, act)

    async def _in_slices(self, ids: Sequence[str], act: Callable[[Sequence[Job]], int]) -> int:
        """None of them begins meanwhile: which is sent next is decided when all have changed."""
        count = 0
        with self._lane.untouched(ids):
            for start in range(0, len(ids), SLICE):
                found = (self._ledger.get(job_id) for job_id in ids[start : start + SLICE])
                count += act([job for job in found if job is not None and not job.elsewhere])
                await breathe()
        return count

    def _pause(self, jobs: Sequence[Job]) -> int:
        able = [job for job in jobs if job.state in {State.WAITING, State.SENDING}]
        at_rest: dict[str, dict[str, Any]] = {
            job.id: {} for job in able if not self._lane.break_off(job.id, "pause") and may_move(job, State.PAUSED)
        }
        self._ledger.move_all(at_rest, State.PAUSED)
        return len(able)

    def _resume(self, jobs: Sequence[Job]) -> int:
        paused: dict[str, dict[str, Any]] = {job.id: {} for job in jobs if job.state is State.PAUSED}
        self._ledger.move_all(paused, State.WAITING)
        return len(paused)

    def _cancel(self, jobs: Sequence[Job]) -> int:
        able = [job for job in jobs if not job.is_finished]
        now = self._clock.now()
        at_rest = {
            job.id: {"finished": now, "problem": CANCELLED_WORDS.get(job.state, "")}
            for job in able
            if not self._lane.break_off(job.id, "cancel") and may_move(job, State.CANCELLED)
        }
        self._ledger.move_all(at_rest, State.CANCELLED)
        return len(able)

    def _retry(self, jobs: Sequence[Job], one: Callable[[str], None]) -> int:
        anew = [job for job in jobs if job.state in _SENT_AGAIN and may_move(job, State.WAITING)]
        self._ledger.move_all({job.id: sent_again(job) for job in anew}, State.WAITING)
        apart = {job.id for job in anew}
        for job in jobs:
            if job.id not in apart:
                one(job.id)
        return len(jobs)


def sent_again(job: Job) -> dict[str, Any]:
    """What changes when a person sends a job again: of one that had ended the file as it is now is meant.

    A URL's size is what the service said. What was a duplicate is wanted all the same.
    """
    same_size = job.is_url or not job.is_finished
    return {"forced": job.forced or job.state is State.DUPLICATE} | ({} if same_size else {"size": None})
