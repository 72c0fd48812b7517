"""What was started together, while it is on its way: a line each, what was left out, and the story of one."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from tui.text import safe_text
from tui.uploads.job import Job
from tui.widgets.choice import Chosen
from tui.widgets.job_details import JobDetails
from tui.widgets.job_table import JobTable
from tui.widgets.job_view import places

_NAMED = 3
"""Files left out that are told by name."""


class StartedJobs(Widget):
    """Shows those of `jobs` that were started here; what is wanted of them is told by `JobTable.Asked`."""

    jobs: reactive[tuple[Job, ...]] = reactive(tuple, init=False, repaint=False)

    def __init__(self, *, now: Callable[[], float]) -> None:
        super().__init__(id="watching")
        self._ids: frozenset[str] = frozenset()
        self.table = JobTable(empty="handing them over…", now=now)
        self._left_out = Static(id="left-out", markup=False)
        self.details = JobDetails(now=now)

    def compose(self) -> ComposeResult:
        yield self.table
        yield self._left_out
        yield self.details

    def begin(self, ids: tuple[str, ...], left_out: tuple[Chosen, ...]) -> None:
        """From now on shows these jobs, and says why the rest was not sent."""
        self._ids = frozenset(ids)
        self._left_out.update(Content("\n".join(_why_left_out(left_out))))
        self.watch_jobs()
        self.table.focus_lines()

    def started_of(self, jobs: tuple[Job, ...]) -> tuple[Job, ...]:
        """Those that were started here."""
        return tuple(job for job in jobs if job.id in self._ids)

    def watch_jobs(self) -> None:
        if self._ids:
            self.table.places = places(self.jobs)
            self.table.jobs = self.started_of(self.jobs)


def _why_left_out(chosen: tuple[Chosen, ...]) -> list[str]:
    lines = [
        f"not sent: {safe_text(each.path.name)}: {safe_text(each.candidate.problem)}"
        for each in chosen[:_NAMED]
        if each.candidate is not None
    ]
    more = len(chosen) - _NAMED
    return lines + ([f"and {more:,} more that could not be sent"] if more > 0 else [])
