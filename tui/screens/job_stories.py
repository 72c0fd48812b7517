"""Keeps the story of one upload beside the table: asked for when another is looked at, or something happened to it."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen
from textual.worker import WorkType

from tui.uploads.desk import UploadDesk
from tui.uploads.job import Job
from tui.widgets.job_details import JobDetails


class JobStories:
    """Tells `details` of the job that `at` was last called with."""

    def __init__(self, screen: Screen[Any], desk: UploadDesk, details: JobDetails) -> None:
        self._screen = screen
        self._desk = desk
        self._details = details
        self._told: tuple[object, ...] = ()

    def at(self, job: Job | None) -> None:
        """Another job is looked at, or the same one has changed."""
        self._details.job = job
        happened = () if job is None else (job.id, job.state, job.attempts, job.started, job.problem)
        if job is not None and happened != self._told:
            # Not the coroutine itself: one that is replaced before it began would never be awaited.
            work: WorkType[None] = self._tell
            self._screen.run_worker(work, group="story", exclusive=True)
        self._told = happened

    async def _tell(self) -> None:
        job = self._details.job
        steps = await self._desk.steps(job.id) if job is not None else ()
        now = self._details.job
        if self._details.is_attached and now is not None and job is not None and now.id == job.id:
            self._details.steps = steps
