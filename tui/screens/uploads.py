"""All uploads: what is on its way, how the rest ended, and what can be done about it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from tui.pressing import press
from tui.screens.ask_line import AskLine
from tui.screens.job_report import export
from tui.screens.job_stories import JobStories
from tui.screens.job_wishes import JobWishes
from tui.screens.uploads_keys import KEYS
from tui.text import safe_text
from tui.uploads.desk import UploadDesk
from tui.uploads.job import Job
from tui.widgets.job_details import JobDetails
from tui.widgets.job_sums import sums
from tui.widgets.job_table import JobTable
from tui.widgets.job_view import JobView, places
from tui.widgets.job_words import words_of
from tui.widgets.key_line import KeyLine
from tui.widgets.lines import content
from tui.widgets.name_filter import NameFilter
from tui.widgets.present import rate_text
from tui.widgets.rates import check_rate, rate_of


class UploadsScreen(Screen[None]):
    """Shows those of `jobs` that `view` asks for, one line each, and beside them the story of one."""

    CSS_PATH = "uploads.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-usual"), (160, "-roomy")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    jobs: reactive[tuple[Job, ...]] = reactive(tuple, init=False, repaint=False)
    view: reactive[JobView] = reactive(JobView, init=False, repaint=False)

    def __init__(self, desk: UploadDesk, *, here: Path, now: Callable[[], float] = time.time) -> None:
        """`here`: where reports are written to."""
        super().__init__()
        self._desk = desk
        self._here = here
        self._wishes = JobWishes(self, desk)
        self._widening = asyncio.Lock()
        self._sums = Static(id="sums", markup=False)
        self._narrowing = NameFilter()
        self._table = JobTable(now=now, id="table")
        self._details = JobDetails(now=now)
        self._stories = JobStories(self, desk, self._details)

    def compose(self) -> ComposeResult:
        yield self._sums
        yield self._narrowing
        with Vertical(id="panes"):
            yield self._table
            yield self._details
        yield KeyLine()

    def on_mount(self) -> None:
        self._details.border_title = "Story"
        self._table.focus_lines()
        self._show()

    def watch_jobs(self) -> None:
        if self.is_mounted:
            self._show()

    def watch_view(self) -> None:
        self._show()

    def on_resize(self) -> None:
        self._say_sums()

    def _show(self) -> None:
        shown = self.view.of(self.jobs)
        self._table.lines.empty = self._why_empty()
        self._table.places = places(self.jobs)
        self._table.jobs = shown
        self._say_sums()
        self._say_view()

    def _why_empty(self) -> str:
        if not self.jobs:
            return f"  nothing uploaded yet: {press('app.upload', 'u')} sends files or a URL"
        return f"  no upload is like that: {press('jobs.show-all', 'F')} shows all again"

    def _say_sums(self) -> None:
        self._sums.update(content(sums(self.jobs, self.size.width - 4, self.view.state)), layout=False)

    @on(JobTable.Marked)
    def _say_view(self) -> None:
        parts = [f"{press('go.jobs', '4')} Uploads"]
        if self.view.narrowed:
            parts.append(f"{len(self._table.jobs):,} of {len(self.jobs):,}")
        if self.view.state is not None:
            parts.append(words_of(self.view.state).word)
        if self.view.text:
            parts.append(f"“{safe_text(self.view.text, 30)}”")
        if self.view.order == "state":
            parts.append("by state and turn")
        if self._table.marked:
            parts.append(f"{len(self._table.marked):,} marked")
        self._table.border_title = Content(" · ".join(parts))
        self._say_pace()

    def _say_pace(self) -> None:
        limit = "" if self._desk.limit is None else f" · at most {rate_text(self._desk.limit)}"
        self._table.border_subtitle = Content(f"{self._desk.at_once} at a time{limit}")

    @on(JobTable.Highlighted)
    def tell(self, event: JobTable.Highlighted) -> None:
        self._stories.at(event.job)

    @on(JobTable.Asked)
    def ask(self, event: JobTable.Asked) -> None:
        if event.wish == "inspect":
            self.add_class("-story")
            self._details.focus()
            return
        if event.wish in {"sooner", "later", "first"} and self.view.order != "state":
            self.view = replace(self.view, order="state")  # else nobody would see it move
        if self._wishes.fulfil(event.wish, event.jobs):
            self._table.action_unmark()

    # Which are shown

    def action_step(self, by: int) -> None:
        self.view = self.view.stepped(self.jobs, by)

    def action_clear_view(self) -> None:
        self._narrowing.close()
        self.view = JobView(order=self.view.order)

    def action_sort(self) -> None:
        self.view = replace(self.view, order="added" if self.view.order == "state" else "state")

    def action_narrow(self) -> None:
        self._narrowing.open(self.view.text)

    @on(NameFilter.Changed)
    def narrow(self, event: NameFilter.Changed) -> None:
        self.view = replace(self.view, text=event.text)

    @on(NameFilter.Left)
    def back_to_the_table(self) -> None:
        self._table.focus_lines()

    # All of them

    def action_retry_failed(self) -> None:
        self.run_worker(self._wishes.retry_failed(), group="all")

    def action_pause_all(self) -> None:
        self.run_worker(self._wishes.pause_all(self.jobs), group="all")

    def action_clear(self) -> None:
        self.run_worker(self._wishes.clear_finished(self.jobs), group="all")

    @work(group="width")
    async def action_at_once(self, by: int) -> None:
        async with self._widening:  # each press counts from what the one before came to
            await self._desk.set_at_once(self._desk.at_once + by)
        self._say_pace()

    def action_limit(self) -> None:
        self.run_worker(self._ask_limit(), group="ask")

    async def _ask_limit(self) -> None:
        now = "" if self._desk.limit is None else rate_text(self._desk.limit)
        question = AskLine(
            "Bandwidth", "The most that all uploads together may take; empty for no limit.", check_rate, text=now
        )
        answer = await self.app.push_screen_wait(question)
        if answer is not None:
            await self._desk.set_limit(rate_of(answer))
            self._say_pace()

    def action_export(self) -> None:
        marked = tuple(job for job in self._table.jobs if job.id in self._table.marked)
        jobs = marked or self._table.jobs
        if not jobs:
            self.notify("There is nothing to export.", markup=False)
            return
        name = time.strftime("uploads-%Y-%m-%d.json")
        # Of the app: what was named is written, also for whoever closes the list at once.
        self.app.run_worker(export(self, self._desk, jobs, self._here, name), group="ask")

    # Where the keys go

    def action_turn(self) -> None:
        if self._details.has_focus:
            self._close_story()
        else:
            self._details.focus()

    def action_scroll_story(self, by: int) -> None:
        self._details.action_move(by)

    def action_back(self) -> None:
        if self._details.has_focus:
            self._close_story()
        elif self.view.narrowed:
            self.action_clear_view()
        else:
            self.dismiss()

    def action_leave(self) -> None:
        self.dismiss()

    def _close_story(self) -> None:
        self.remove_class("-story")
        self._table.focus_lines()
