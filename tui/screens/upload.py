"""The upload modal: choose files or a URL, say what accompanies them, start; then watch what was started."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.screen import ModalScreen

from tui.pressing import press
from tui.screens.job_stories import JobStories
from tui.screens.job_wishes import JobWishes
from tui.screens.upload_choosing import UploadChoosing
from tui.uploads.desk import UploadDesk
from tui.uploads.job import Job
from tui.widgets.framing import subtitle
from tui.widgets.job_sums import sums_text
from tui.widgets.job_table import JobTable
from tui.widgets.key_line import KeyLine
from tui.widgets.path_history import folders_of
from tui.widgets.started_jobs import StartedJobs
from tui.widgets.upload_draft import UploadDraft


class UploadModal(ModalScreen[UploadDraft | None]):
    """Dismisses with the draft; once something was started, with no more of it than where one was."""

    CSS_PATH = "upload.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (70, "-narrow"), (104, "-wide")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+g", "start", "Start", id="upload.start", tooltip="Sends what is chosen"),
        Binding("escape,q", "back", "Close", id="upload.close", tooltip="Closes; a draft is kept, uploads go on"),
        Binding("w", "app.jobs", "All uploads", id="upload.all", tooltip="Everything on its way, and how it ended"),
    ]

    jobs: reactive[tuple[Job, ...]] = reactive(tuple, init=False, repaint=False)

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
        self._desk = desk
        self._draft = draft or UploadDraft()
        self._wishes = JobWishes(self, desk)
        self._started = False
        self._choosing = UploadChoosing(
            desk.look, namespaces=namespaces, namespace=namespace, why_not=why_not, here=here, draft=self._draft
        )
        self._watching = StartedJobs(now=now)
        self._stories = JobStories(self, desk, self._watching.details)

    def compose(self) -> ComposeResult:
        with Vertical(id="card") as card:
            card.border_title = "Upload"
            yield self._choosing
            yield self._watching.data_bind(UploadModal.jobs)
            yield KeyLine()

    def on_mount(self) -> None:
        self._choosing.files.path.remember(*self._draft.history)

    def action_start(self) -> None:
        if not self._started:
            self._choosing.start()

    @on(UploadChoosing.Begun)
    def begin(self, event: UploadChoosing.Begun) -> None:
        """Hands over what was chosen, and turns to watching it."""
        if self._started:
            return
        self._started = True
        self.add_class("-started")
        self.query_one("#card").border_title = "Uploading"
        self._watching.table.focus_lines()
        self.refresh_bindings()
        self.run_worker(self._hand_over(event), group="hand-over")

    async def _hand_over(self, event: UploadChoosing.Begun) -> None:
        ids = await self._desk.add(event.sources)
        self._watching.begin(ids, event.left_out)
        self._say_sums()

    # Watching

    def watch_jobs(self, before: tuple[Job, ...], now: tuple[Job, ...]) -> None:
        if not before:
            path = self._choosing.files.path
            path.remember(*path.history, *folders_of(now))
        self._say_sums()

    def _say_sums(self) -> None:
        if self._started:
            subtitle(self.query_one("#card"), Content(sums_text(self._watching.started_of(self.jobs))))

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
        if self._choosing.is_about_to_start:
            key = press("app.upload", "u")
            self.notify(
                f"Nothing was sent: the files were still being looked at. {key} goes on with them.", markup=False
            )
        files = self._choosing.files
        again = UploadDraft(folder=files.picker.folder, history=files.path.history)
        self.dismiss(again if self._started else self._choosing.kept())
