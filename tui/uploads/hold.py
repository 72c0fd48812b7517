"""Why nothing is sent at present, and how that stands on the jobs that wait."""

from __future__ import annotations

from dataclasses import replace

from tui.frozen import dataclass
from tui.uploads.job import Job, State


@dataclass(frozen=True, slots=True)
class Hold:
    """A reason that concerns every job that waits."""

    problem: str
    detail: str = ""
    retry_at: float | None = None
    """Seconds since the epoch; None when it ends with something else than time."""
    apart: float | None = None
    """Seconds from one upload to the next from then on, where that is known."""


def held(job: Job, hold: Hold | None) -> Job:
    """With the reason on it, if it waits and has none of its own."""
    if hold is None or job.state is not State.WAITING or job.problem:
        return job
    return replace(job, problem=hold.problem, detail=hold.detail, retry_at=hold.retry_at, apart=hold.apart)


def held_anew(job: Job, before: Hold | None, hold: Hold | None) -> Job:
    """The same, where another reason may stand on it."""
    if before is None or not _shows(job, before):
        return held(job, hold)
    if hold is None:
        return replace(job, problem="", detail="", retry_at=None, apart=None)
    return replace(job, problem=hold.problem, detail=hold.detail, retry_at=hold.retry_at, apart=hold.apart)


def _shows(job: Job, hold: Hold) -> bool:
    return (job.problem, job.detail, job.retry_at) == (hold.problem, hold.detail, hold.retry_at)
