"""The story of one upload: how it stands, why, and everything that happened to it so far."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tui.text import safe_block, safe_text
from tui.uploads.job import Job, State, Step
from tui.widgets.job_story import timeline
from tui.widgets.job_words import hint, progress, progress_text, state_words
from tui.widgets.lines import Line, content
from tui.widgets.motions import MOTIONS
from tui.widgets.present import homely


class JobDetails(VerticalScroll, inherit_bindings=False):
    """Shows `job` with its `steps`."""

    BINDINGS: ClassVar[list[BindingType]] = MOTIONS

    job: reactive[Job | None] = reactive[Job | None](None, init=False, repaint=False)
    steps: reactive[tuple[Step, ...]] = reactive[tuple[Step, ...]]((), init=False, repaint=False)

    def __init__(self, *, now: Callable[[], float] = time.time) -> None:
        super().__init__(id="story")
        self._now = now
        self._words = Static(markup=False)

    def compose(self) -> ComposeResult:
        yield self._words

    def on_mount(self) -> None:
        self.set_interval(1.0, self._tick)

    def watch_job(self, before: Job | None, job: Job | None) -> None:
        if before is None or job is None or before.id != job.id:
            self.set_reactive(JobDetails.steps, ())
            self.scroll_to(y=0, animate=False, force=True)
        self._tell()

    def watch_steps(self) -> None:
        self._tell()

    def _tell(self) -> None:
        self._words.update(Content("") if self.job is None else story(self.job, self.steps, self._now()))

    def _tick(self) -> None:
        if self.job is not None and not self.job.is_finished:
            self._words.update(story(self.job, self.steps, self._now()), layout=False)

    def action_move(self, lines: int) -> None:
        self.scroll_relative(y=lines, animate=False, force=True)

    def action_half(self, direction: int) -> None:
        self.action_move(direction * max(1, self.size.height // 2))

    def action_page(self, direction: int) -> None:
        self.action_move(direction * max(1, self.size.height - 1))

    def action_top(self) -> None:
        self.scroll_to(y=0, animate=False, force=True)

    def action_bottom(self) -> None:
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    def action_go_to(self, line: int) -> None:
        self.scroll_to(y=line, animate=False, force=True)


def _whence(job: Job) -> str:
    """The folder of a file, or the whole of a URL."""
    return safe_text(job.source if job.is_url else homely(os.path.dirname(job.source)), 2_000)


_BAR = 60
"""Cells for the bytes, their bar included: what fits at 80 columns beside the state."""


def _progress(job: Job, now: float) -> Line:
    return progress(job, now, _BAR) if job.state is State.SENDING else ((progress_text(job, now), ""),)


def story(job: Job, steps: tuple[Step, ...], now: float) -> Content:
    """Everything about a job, a line each: what it is, how it stands, why, and what happened so far."""
    words = state_words(job)
    lines = [
        content(((safe_text(job.name), "strong"), (f"  {_whence(job)}", "muted"))),
        content(((f"{words.glyph} {words.word}  ", words.tone), *_progress(job, now))),
    ]
    if job.detail and job.state is not State.FAILED and job.state is not State.REFUSED:
        lines.append(content((("the service: ", "muted"), (safe_block(job.detail, 2_000), ""))))
    if said := hint(job):
        lines.append(content(((said, "accent"),)))
    lines += [content(((f"{when}  ", "muted"), (what, tone))) for when, what, tone in timeline(steps, job, now)]
    return Content("\n").join(lines)
