"""Uploads as a table of any length: one line each, and a change repaints only its own line."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.uploads.job import Job, State
from tui.widgets.job_rows import JobRows
from tui.widgets.line_list import LineList


class JobTable(Widget):
    """Shows `jobs`; the cursor's job is `job`. Keys ask for something to be done, with what is marked or with `job`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "ask('inspect')", "Story", id="jobs.inspect", tooltip="Everything that happened to it"),
        Binding(
            "x", "ask_all('cancel')", "Cancel", id="jobs.cancel", tooltip="Stops this upload; it can be tried again"
        ),
        Binding(
            "r", "ask_all('retry')", "Retry", id="jobs.retry", tooltip="Tries this upload again, or sends it anyway"
        ),
        Binding("p", "ask_all('pause')", "Pause", id="jobs.pause", tooltip="Pauses this upload, or goes on with it"),
        Binding("a", "ask('decide')", "Decide", id="jobs.decide", tooltip="Says which video an unsure upload became"),
        Binding("o", "ask('open')", "Open", id="jobs.open", tooltip="Shows the video in the library"),
        Binding("y", "app.chord('y')", "Copy", id="jobs.copy", tooltip="Copies the file, number or error"),
        Binding("y>y", "ask_all('copy')", "Everything", id="jobs.copy-all", show=False),
        Binding("y>i", "ask_all('copy-id')", "Video number", id="jobs.copy-id", show=False),
        Binding("y>e", "ask_all('copy-error')", "Error", id="jobs.copy-error", show=False),
        Binding("y>f", "ask_all('copy-file')", "File or URL", id="jobs.copy-file", show=False),
        Binding("space", "mark", "Mark", id="jobs.mark", show=False, tooltip="Marks it: keys mean all that are"),
        Binding("v", "span", "Mark from here", id="jobs.span", show=False, tooltip="Marks from here to where you go"),
        Binding(
            "A", "mark_all", "Mark all", id="jobs.mark-all", show=False, tooltip="Marks all that are shown, or none"
        ),
        Binding("escape", "unmark", "Unmark", id="jobs.unmark", show=False),
        Binding(
            "less_than_sign", "ask('sooner')", "Sooner", id="jobs.sooner", show=False, tooltip="Sent before another"
        ),
        Binding(
            "greater_than_sign", "ask('later')", "Later", id="jobs.later", show=False, tooltip="Sent after another"
        ),
        Binding("T", "ask('first')", "Send next", id="jobs.first", show=False, tooltip="To the top of what waits"),
    ]
    DEFAULT_CSS = """
    JobTable { height: 1fr; }
    JobTable LineList { height: 1fr; }
    """

    jobs: reactive[tuple[Job, ...]] = reactive(tuple, init=False, repaint=False)
    job: reactive[Job | None] = reactive(None, init=False, repaint=False)
    marked: reactive[frozenset[str]] = reactive(frozenset, init=False, repaint=False, bindings=True)
    places: reactive[Mapping[str, int]] = reactive(dict, init=False, repaint=False)
    """By job that waits, how many are sent before it."""

    class Asked(Message):
        """A person wants something done: cancel, retry, pause, inspect, decide, open, sooner, later, first, copy…"""

        def __init__(self, wish: str, jobs: tuple[Job, ...]) -> None:
            super().__init__()
            self.wish = wish
            self.jobs = jobs

    class Highlighted(Message):
        """Another job is under the cursor, or the same one has changed."""

        def __init__(self, job: Job | None) -> None:
            super().__init__()
            self.job = job

    class Marked(Message):
        """Other jobs are marked now."""

    def __init__(
        self,
        *,
        empty: str = "",
        now: Callable[[], float] = time.time,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._now = now
        self._anchor: str | None = None
        self._before_span: frozenset[str] = frozenset()
        self.lines = LineList(empty=empty)

    def compose(self) -> ComposeResult:
        yield self.lines

    def on_mount(self) -> None:
        self._show()
        self.lines.cursor = _first_at_work(self.jobs)
        self.set_interval(1.0, self._tick)

    def watch_jobs(self, before: tuple[Job, ...], now: tuple[Job, ...]) -> None:
        if not self.is_mounted:
            return
        if self.marked:
            self.marked = self.marked.intersection(job.id for job in now)
        self._show()
        if not before:
            self.lines.cursor = _first_at_work(now)

    def watch_job(self, before: Job | None, job: Job | None) -> None:
        self.post_message(self.Highlighted(job))
        if _open_question(before) != _open_question(job):
            self.refresh_bindings()

    def watch_marked(self) -> None:
        self._show()
        self.post_message(self.Marked())

    def on_focus(self) -> None:
        self.lines.focus()

    def focus_lines(self) -> None:
        """Puts the keyboard on the lines."""
        self.lines.focus()

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        event.stop()
        self._take_job()
        self._extend_span()

    def on_line_list_picked(self, event: LineList.Picked) -> None:
        event.stop()
        self.action_ask("inspect")

    def action_ask(self, wish: str) -> None:
        if self.job is not None:
            self.post_message(self.Asked(wish, (self.job,)))

    def action_ask_all(self, wish: str) -> None:
        """Of what is marked, else of what is under the cursor."""
        if self.marked:
            self.post_message(self.Asked(wish, tuple(job for job in self.jobs if job.id in self.marked)))
        else:
            self.action_ask(wish)

    # Marking

    def action_mark(self) -> None:
        if self.job is not None:
            self._anchor = None
            self.marked = self.marked ^ {self.job.id}
            self.lines.action_move(1)

    def action_span(self) -> None:
        """Begins to mark with every move; the second time leaves it at that."""
        if self._anchor is not None or self.job is None:
            self._anchor = None
        else:
            self._anchor, self._before_span = self.job.id, self.marked
            self._extend_span()

    def _extend_span(self) -> None:
        if self._anchor is None:
            return
        start = next((n for n, job in enumerate(self.jobs) if job.id == self._anchor), self.lines.cursor)
        low, high = sorted((start, self.lines.cursor))
        self.marked = self._before_span.union(job.id for job in self.jobs[low : high + 1])

    def action_mark_all(self) -> None:
        self._anchor = None
        everything = frozenset(job.id for job in self.jobs)
        self.marked = frozenset() if self.marked == everything else everything

    def action_unmark(self) -> None:
        self._anchor = None
        self.marked = frozenset()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "unmark":
            return bool(self.marked) or self._anchor is not None
        return parameters != ("decide",) or _open_question(self.job)

    # Showing

    def _show(self) -> None:
        self.lines.rows = JobRows(self.jobs, self._now(), self.marked, self.places)
        self._take_job()

    def _take_job(self) -> None:
        place = self.lines.cursor
        self.job = self.jobs[place] if place < len(self.jobs) else None

    def _tick(self) -> None:
        if any(not job.is_finished for job in self.jobs):
            self.lines.rows = JobRows(self.jobs, self._now(), self.marked, self.places)


def _open_question(job: Job | None) -> bool:
    return job is not None and bool(job.candidates) and not job.elsewhere


def _first_at_work(jobs: tuple[Job, ...]) -> int:
    at_work = (n for n, job in enumerate(jobs) if not job.is_finished and job.state is not State.WAITING)
    waiting = (n for n, job in enumerate(jobs) if not job.is_finished)
    return next(at_work, next(waiting, max(0, len(jobs) - 1)))
