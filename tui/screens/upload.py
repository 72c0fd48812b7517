"""The upload modal: choose files or a URL, say what accompanies them, start; then watch what was started."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from tui.screens.job_stories import JobStories
from tui.screens.job_wishes import JobWishes
from tui.text import safe_text
from tui.uploads.desk import Candidate, Source, UploadDesk
from tui.uploads.job import Job
from tui.widgets.chosen_files import Chosen, ChosenFiles, total
from tui.widgets.file_chooser import FileChooser
from tui.widgets.form_checks import check_urls, split_urls
from tui.widgets.form_field import FormField
from tui.widgets.job_table import JobTable
from tui.widgets.job_words import sums_text
from tui.widgets.key_line import KeyLine
from tui.widgets.present import counted
from tui.widgets.segments import Segments
from tui.widgets.started_jobs import StartedJobs
from tui.widgets.upload_draft import UploadDraft
from tui.widgets.upload_form import UploadFields

_LOOKED_AT_ONCE = 8
"""Files looked at in one go: what is known of the first shows while the rest is still being read."""


class UploadModal(ModalScreen[UploadDraft | None]):
    """Dismisses with the draft if nothing was started, and with None once something was."""

    CSS_PATH = "upload.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (70, "-narrow"), (104, "-wide")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+g", "start", "Start", id="upload.start", tooltip="Sends what is chosen"),
        Binding("escape,q", "back", "Close", id="upload.close", tooltip="Closes; a draft is kept, uploads go on"),
        Binding("g", "app.chord('g')", "Go", id="upload.go", show=False),
        Binding("g>g", "app.top", "First line", id="upload.top", show=False),
        Binding("w", "app.jobs", "All uploads", id="upload.all", tooltip="Everything on its way, and how it ended"),
    ]

    jobs: reactive[tuple[Job, ...]] = reactive(tuple, init=False, repaint=False)
    chosen: reactive[tuple[Chosen, ...]] = reactive(tuple, init=False, repaint=False)

    def __init__(
        self,
        desk: UploadDesk,
        *,
        namespaces: tuple[str, ...],
        namespace: str,
        why_not: Mapping[str, str],
        here: Path,
        draft: UploadDraft | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`why_not`: by field (and "url"), why this dialect of the service has no such thing."""
        super().__init__()
        draft = draft or UploadDraft()
        self._desk = desk
        self._draft = draft
        self._wishes = JobWishes(self, desk)
        self._started = False
        self._starting = False
        by_url = draft.by_url and "url" not in why_not
        self._segments = Segments(("Files", "URL"), chosen=int(by_url), why_not=("", why_not.get("url", "")))
        self._files = FileChooser(here, draft.folder or here, draft.typed)
        self._url = FormField("url", "URL", text=draft.urls, placeholder="https://… of an .mp4 or .m3u8")
        self._fields = UploadFields(
            namespaces=namespaces,
            namespace=namespace,
            why_not=why_not,
            texts=draft.texts,
            keep_original=draft.keep_original,
        )
        self._summary = Static(id="summary", markup=False)
        self._watching = StartedJobs(now=now)
        self._stories = JobStories(self, desk, self._watching.details)

    def compose(self) -> ComposeResult:
        with Vertical(id="card") as card:
            card.border_title = "Upload"
            with Vertical(id="choosing"):
                yield self._segments
                with VerticalScroll(id="body", can_focus=False):
                    yield self._files.data_bind(UploadModal.chosen)
                    with Vertical(id="by-url"):
                        yield self._url
                        yield Static("The service fetches it itself, without signing in: at most 1 GB.", classes="hint")
                    yield self._fields
                with Horizontal(id="foot"):
                    yield self._summary
                    yield Button("Start", id="start", variant="primary", compact=True)
            yield self._watching.data_bind(UploadModal.jobs)
            yield KeyLine()

    def on_mount(self) -> None:
        self._show_way(self._segments.chosen)
        self._add(self._draft.paths)
        self._summarise()

    # Choosing

    @on(Segments.Changed)
    def turn(self, event: Segments.Changed) -> None:
        self._show_way(event.chosen)
        self._summarise()

    def _show_way(self, place: int) -> None:
        self.set_class(place == 1, "-by-url")
        (self._url.input if place == 1 else self._files.path).focus()

    @property
    def _by_url(self) -> bool:
        return self._segments.chosen == 1

    @on(FileChooser.Wanted)
    def add_files(self, event: FileChooser.Wanted) -> None:
        self._add(event.paths)

    def _add(self, paths: tuple[Path, ...]) -> None:
        there = {each.path for each in self.chosen}
        fresh = tuple(path for path in dict.fromkeys(paths) if path not in there)
        if fresh:
            self.chosen = self.chosen + tuple(Chosen(path) for path in fresh)
            self._look(fresh)
        elif paths:
            self.notify("That is chosen already.", markup=False, timeout=3)

    @work(group="look")
    async def _look(self, paths: tuple[Path, ...]) -> None:
        for start in range(0, len(paths), _LOOKED_AT_ONCE):
            self._looked(await self._desk.look(paths[start : start + _LOOKED_AT_ONCE]))

    def _looked(self, candidates: tuple[Candidate, ...]) -> None:
        known = {candidate.path: candidate for candidate in candidates}
        self.chosen = tuple(Chosen(each.path, known.get(each.path, each.candidate)) for each in self.chosen)
        self._fields.take_facts([each.candidate.facts for each in self.chosen if each.candidate and each.sendable])
        if self._starting and not self._looking:
            self._starting = False
            self.action_start()

    @property
    def _looking(self) -> bool:
        return any(each.candidate is None for each in self.chosen)

    @on(ChosenFiles.TakenOut)
    def take_out(self, event: ChosenFiles.TakenOut) -> None:
        self.chosen = tuple(each for each in self.chosen if each.path != event.path)
        self._fields.take_facts([each.candidate.facts for each in self.chosen if each.candidate and each.sendable])

    def watch_chosen(self) -> None:
        if self.is_mounted:
            self._summarise()

    @on(Input.Changed, "#field-url PlainInput")
    def judge_url(self, event: Input.Changed) -> None:
        self._url.checked = check_urls(event.value)
        self._summarise()

    # Starting

    @on(Input.Submitted, "#field-url PlainInput")
    def leave_url(self) -> None:
        self.focus_next()

    @on(UploadFields.Completed)
    @on(Button.Pressed, "#start")
    def start_now(self) -> None:
        self.action_start()

    def action_start(self) -> None:
        """Starts, or says why that can't be yet."""
        if self._started:
            return
        if not self._by_url and self._files.path.value.strip():
            self._take_typed()
        elif not self._by_url and self._looking:
            self._starting = True
            self._summarise()
        elif why_not := self._why_not_start() or self._fields.problem():
            self._summarise(why_not)
        else:
            self._start()

    @work(group="look")
    async def _take_typed(self) -> None:
        """Takes the path that is typed but not added as added, then starts."""
        found = await self._files.found(self._files.path.value)
        if found.folder is not None:
            self._files.picker.go(found.folder)
            self._summarise("That is a folder: pick files in it, or press a on it to add all of them")
        else:
            self._files.path.value = ""
            self._add(found.files)
            self.action_start()

    def _why_not_start(self) -> str:
        if self._by_url:
            return check_urls(self._url.input.value).problem
        if not self.chosen:
            return "Choose a file first: type its path, or pick it in the list"
        return "" if any(each.sendable for each in self.chosen) else "None of these can be sent; each says why"

    def _start(self) -> None:
        ids = self._desk.add(self._sources())
        self._started = True
        self.add_class("-started")
        self.query_one("#card").border_title = "Uploading"
        self._watching.begin(ids, () if self._by_url else tuple(each for each in self.chosen if not each.sendable))
        self.watch_jobs()
        self.refresh_bindings()

    def _sources(self) -> tuple[Source, ...]:
        if self._by_url:
            form = self._fields.form()
            return tuple(Source(url, form, is_url=True) for url in split_urls(self._url.input.value))
        files = [each.candidate for each in self.chosen if each.candidate is not None and each.sendable]
        return tuple(Source(str(each.path), self._fields.form(each.facts)) for each in files)

    def _summarise(self, problem: str = "") -> None:
        if self._by_url:
            count = len(split_urls(self._url.input.value))
            said = counted(count, "address", "addresses") if count else "no address yet"
        else:
            said = total(self.chosen)
        if self._starting:
            said += ", then it starts"
        self._summary.set_class(bool(problem), "-problem")
        self._summary.update(Content(safe_text(problem or said)))
        self.query_one("#start").set_class(bool(self._why_not_start()), "-not-yet")

    # Watching

    def watch_jobs(self) -> None:
        if self._started:
            self.query_one("#card").border_subtitle = Content(sums_text(self._watching.started_of(self.jobs)))

    @on(JobTable.Highlighted)
    def tell(self, event: JobTable.Highlighted) -> None:
        self._stories.at(event.job)

    @on(JobTable.Asked)
    def ask(self, event: JobTable.Asked) -> None:
        if event.wish == "inspect":
            self._watching.details.focus()
        elif self._wishes.fulfil(event.wish, event.jobs):
            self._watching.table.action_unmark()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        return action != "start" or not self._started

    def action_back(self) -> None:
        if self._watching.details.has_focus:
            self._watching.table.focus_lines()
        else:
            self.action_close()

    def action_close(self) -> None:
        self.dismiss(None if self._started else self._kept())

    def _kept(self) -> UploadDraft:
        return UploadDraft(
            by_url=self._by_url,
            paths=tuple(each.path for each in self.chosen),
            typed=self._files.path.value,
            folder=self._files.picker.folder,
            urls=self._url.input.value,
            texts=self._fields.edited,
            keep_original=self._fields.keep_original,
        )
