"""The story of one upload: when it was queued, sent, accepted and ready, and in whose words it failed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tui.text import safe_block, safe_text
from tui.uploads.job import Job, State
from tui.widgets.job_words import progress, progress_text, state_words, timeline
from tui.widgets.lines import Line, content


class JobDetails(VerticalScroll, can_focus=False):
    """Shows `job`."""

    job: reactive[Job | None] = reactive[Job | None](None, init=False, repaint=False)

    def __init__(self, *, now: Callable[[], float] = time.time) -> None:
        super().__init__(id="story")
        self._now = now
        self._words = Static(markup=False)

    def compose(self) -> ComposeResult:
        yield self._words

    def on_mount(self) -> None:
        self.set_interval(1.0, self._tick)

    def watch_job(self) -> None:
        self._words.update(Content("") if self.job is None else story(self.job, self._now()))

    def _tick(self) -> None:
        if self.job is not None and not self.job.is_finished:
            self._words.update(story(self.job, self._now()), layout=False)


def _whence(job: Job) -> str:
    """The folder of a file, or the whole of a URL."""
    return safe_text(job.source if job.is_url else os.path.dirname(job.source), 2_000)


_BAR = 60
"""Cells for the bytes, their bar included: what fits at 80 columns beside the state."""


def _progress(job: Job, now: float) -> Line:
    return progress(job, now, _BAR) if job.state is State.SENDING else ((progress_text(job, now), ""),)


def story(job: Job, now: float) -> Content:
    """Everything about a job, a line each: what it is, how it stands, why, and what happened so far."""
    words = state_words(job)
    lines = [
        content(((safe_text(job.name), "strong"), (f"  {_whence(job)}", "muted"))),
        content(((f"{words.glyph} {words.word}  ", words.tone), *_progress(job, now))),
    ]
    if job.detail and job.state is not State.FAILED and job.state is not State.REFUSED:
        lines.append(content((("the service: ", "muted"), (safe_block(job.detail, 2_000), ""))))
    if job.attempts > 1:
        lines.append(content(((f"{job.attempts} attempts", "muted"),)))
    if job.candidates:
        lines.append(content((("it may be one of: ", "muted"), (safe_text(", ".join(job.candidates)), ""))))
    lines += [content(((f"{when}  ", "muted"), (what, ""))) for when, what in timeline(job, now)]
    return Content("\n").join(lines)
