"""Jobs as a journal keeps them, and the time by which it does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from tests.uploads.alone import START, job_of
from tui.uploads.job import Job, State
from tui.uploads.journal import Journal
from tui.uploads.lease import this_process

BESIDE: Final = replace(this_process(), part="beside")
"""Another living process."""


class Time:
    """Seconds since the epoch, which pass with every look at them."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> float:
        self.at += 1.0
        return self.at


def printed(name: str, state: State = State.WAITING, **more: Any) -> Job:
    return job_of(name, state, **{"print": "7-abc", "video_no": f"VI{name}", "unsure_since": START, **more})


def names(jobs: tuple[Job, ...]) -> list[str]:
    return [job.name.removesuffix(".mp4") for job in jobs]


def story(journal: Journal, job: Job) -> list[tuple[State, str]]:
    return [(step.state, step.note) for step in journal.steps(job.id)]
