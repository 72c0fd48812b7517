"""Uploads as a table of any length: one line each, and a change repaints only its own line."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.uploads.job import Job, State
from tui.widgets.job_words import WIDEST_WORD, progress, state_words
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line, fit_middle
from tui.widgets.present import fit, size_text

_STATE = WIDEST_WORD + 2
_SIZE = 8


@dataclass(frozen=True, slots=True)
class JobRows:
    """Jobs at a moment, as rows."""

    jobs: tuple[Job, ...]
    now: float
    """Seconds since the epoch."""

    def __len__(self) -> int:
        return len(self.jobs)

    def key(self, n: int) -> str:
        return self.jobs[n].id

    def line(self, n: int, width: int) -> Line:
        job = self.jobs[n]
        words = state_words(job)
        name = max(12, min(44, width * 25 // 100))
        left: Line = ((" " + fit_middle(job.name, name), ""), ("  ", ""))
        if width >= 110:
            left += ((fit(size_text(job.size), _SIZE, right=True), "muted"), ("  ", ""))
        left += ((f"{words.glyph} {fit(words.word, _STATE - 2)}", words.tone), ("  ", ""))
        rest = width - name - _STATE - 5 - (_SIZE + 2 if width >= 110 else 0)
        return left + progress(job, self.now, rest)


class JobTable(Widget):
    """Shows `jobs`; the cursor's job is `job`, and the marked keys ask for something to be done with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "ask('cancel')", "Cancel", id="jobs.cancel", tooltip="Stops this upload; r sends it after all"),
        Binding("r", "ask('retry')", "Retry", id="jobs.retry", tooltip="Tries this upload again"),
        Binding("p", "ask('pause')", "Pause", id="jobs.pause", tooltip="Pauses this upload, or goes on with it"),
        Binding("o,enter", "ask('open')", "Open", id="jobs.open", tooltip="Shows the video in the library"),
        Binding("y", "ask('copy')", "Copy", id="jobs.copy", tooltip="Copies the file, number and error of this upload"),
    ]
    DEFAULT_CSS = """
    JobTable { height: 1fr; }
    JobTable LineList { height: 1fr; }
    """

    jobs: reactive[tuple[Job, ...]] = reactive(tuple, init=False, repaint=False)
    job: reactive[Job | None] = reactive(None, init=False, repaint=False)

    class Asked(Message):
        """A person wants something done with a job: cancel, retry, pause, open or copy."""

        def __init__(self, wish: str, job: Job) -> None:
            super().__init__()
            self.wish = wish
            self.job = job

    class Highlighted(Message):
        """Another job is under the cursor, or the same one has changed."""

        def __init__(self, job: Job | None) -> None:
            super().__init__()
            self.job = job

    def __init__(
        self,
        *,
        empty: str = "",
        now: Callable[[], float] = time.time,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._now = now
        self._lines = LineList(empty=empty)

    def compose(self) -> ComposeResult:
        yield self._lines

    def on_mount(self) -> None:
        self._show()
        self._lines.cursor = _first_at_work(self.jobs)
        self.set_interval(1.0, self._tick)

    def watch_jobs(self, before: tuple[Job, ...], now: tuple[Job, ...]) -> None:
        if not self.is_mounted:
            return
        self._show()
        if not before:
            self._lines.cursor = _first_at_work(now)

    def watch_job(self, job: Job | None) -> None:
        self.post_message(self.Highlighted(job))

    def on_focus(self) -> None:
        self._lines.focus()

    def focus_lines(self) -> None:
        """Puts the keyboard on the lines."""
        self._lines.focus()

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        event.stop()
        self._take_job()

    def on_line_list_picked(self, event: LineList.Picked) -> None:
        event.stop()
        self.action_ask("open")

    def action_ask(self, wish: str) -> None:
        if self.job is not None:
            self.post_message(self.Asked(wish, self.job))

    def _show(self) -> None:
        self._lines.rows = JobRows(self.jobs, self._now())
        self._take_job()

    def _take_job(self) -> None:
        place = self._lines.cursor
        self.job = self.jobs[place] if place < len(self.jobs) else None

    def _tick(self) -> None:
        if any(not job.is_finished for job in self.jobs):
            self._lines.rows = JobRows(self.jobs, self._now())


def _first_at_work(jobs: tuple[Job, ...]) -> int:
    at_work = (n for n, job in enumerate(jobs) if not job.is_finished and job.state is not State.WAITING)
    waiting = (n for n, job in enumerate(jobs) if not job.is_finished)
    return next(at_work, next(waiting, max(0, len(jobs) - 1)))
