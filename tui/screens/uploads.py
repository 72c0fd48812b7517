"""All uploads: what is on its way, how the rest ended, and what can be done about it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from tui.screens.job_wishes import JobWishes
from tui.uploads.desk import UploadDesk
from tui.uploads.job import Job
from tui.widgets.job_details import JobDetails
from tui.widgets.job_table import JobTable
from tui.widgets.job_words import report, sums
from tui.widgets.key_line import KeyLine
from tui.widgets.lines import content


class UploadsScreen(Screen[None]):
    """Shows `jobs`, one line each, and beside them the story of the one under the cursor."""

    CSS_PATH = "uploads.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "retry_failed", "Retry failed", id="jobs.retry-failed", tooltip="Tries all that failed again"),
        Binding("c", "clear", "Clear", id="jobs.clear", tooltip="Takes what has ended off this list"),
        Binding("J", "scroll_story(1)", "Story down", show=False, id="jobs.story-down"),
        Binding("K", "scroll_story(-1)", "Story up", show=False, id="jobs.story-up"),
        Binding("g>l,1", "back", "Library", show=False, id="jobs.library"),
        Binding("escape,q,w", "back", "Back", id="jobs.back", tooltip="Back to the library"),
    ]

    jobs: reactive[tuple[Job, ...]] = reactive(tuple, init=False, repaint=False)

    class Open(Message):
        """A person wants to see this video in the library."""

        def __init__(self, video_no: str) -> None:
            super().__init__()
            self.video_no = video_no

    class Copied(Message):
        """Text that a person wants on the clipboard."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, desk: UploadDesk, *, now: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._wishes = JobWishes(desk, self._say)
        self._sums = Static(id="sums", markup=False)
        self._table = JobTable(empty="  nothing uploaded yet: u sends files or a URL", now=now, id="table")
        self._details = JobDetails(now=now)

    def compose(self) -> ComposeResult:
        yield self._sums
        with Vertical(id="panes"):
            yield self._table.data_bind(UploadsScreen.jobs)
            yield self._details
        yield KeyLine()

    def on_mount(self) -> None:
        self._table.border_title = "Uploads"
        self._details.border_title = "Story"
        self._table.focus_lines()
        self.watch_jobs()

    def watch_jobs(self) -> None:
        if self.is_mounted:
            self._sums.update(content(sums(self.jobs, self.size.width - 4)), layout=False)

    def on_resize(self) -> None:
        self.watch_jobs()

    @on(JobTable.Highlighted)
    def tell(self, event: JobTable.Highlighted) -> None:
        self._details.job = event.job

    @on(JobTable.Asked)
    def ask(self, event: JobTable.Asked) -> None:
        match event.wish:
            case "open" if event.job.video_no:
                self.post_message(self.Open(event.job.video_no))
            case "open":
                self._say("It is not in the library yet: the service gives it a number once all of it is sent.")
            case "copy":
                self.post_message(self.Copied(report(event.job)))
            case wish:
                self._wishes.fulfil(wish, event.job)

    def action_retry_failed(self) -> None:
        self._wishes.retry_failed(self.jobs)

    def action_clear(self) -> None:
        self._wishes.clear_finished(self.jobs)

    def action_scroll_story(self, by: int) -> None:
        self._details.scroll_relative(y=by, animate=False)

    def action_back(self) -> None:
        self.dismiss()

    def _say(self, words: str) -> None:
        self.notify(words, markup=False, timeout=4)
