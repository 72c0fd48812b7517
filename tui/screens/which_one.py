"""Asks which video an interrupted upload became, where looking found more than one that it may be."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.api.values import Video
from tui.frozen import dataclass
from tui.pressing import press
from tui.screens.shield import Shield
from tui.text import safe_text
from tui.uploads.job import Job
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line, fit_middle
from tui.widgets.present import clock_text, counted, fit, size_text

LATER: Final = "later"
AGAIN: Final = "again"
"""None of them: send it again."""

_ROOMY: Final = 70
"""Cells from which on there is room for the upload time."""


@dataclass(frozen=True, slots=True)
class AnswerRows:
    """The answers, the harmless one first."""

    videos: tuple[tuple[str, Video | None], ...]
    """By number, what is known of it."""

    def __len__(self) -> int:
        return len(self.videos) + 2

    def key(self, n: int) -> str:
        if n == 0:
            return LATER
        return AGAIN if n > len(self.videos) else self.videos[n - 1][0]

    def line(self, n: int, width: int) -> Line:
        if n == 0:
            return ((" Later: leave it as it is", ""),)
        if n > len(self.videos):
            return ((" None of these: send it again", ""),)
        number, video = self.videos[n - 1]
        roomy = width >= _ROOMY
        said = "(not seen yet)" if video is None else video.name
        created = f"  {fit(clock_text(video.created if video else None), 16)}" if roomy else ""
        return (
            (" It is ", "muted"),
            (fit_middle(said, max(12, width - (57 if roomy else 39))), "strong"),
            (fit(size_text(video.size if video else None), 9, right=True), ""),
            (created, ""),
            (f"  {safe_text(number, 60)}", "muted"),
        )


class WhichOne(ModalScreen[str | None]):
    """Dismisses with the number of a video, AGAIN, or None for later."""

    CSS_PATH = "which_one.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer", "Choose", id="which.answer"),
        Binding("escape,q", "dismiss(None)", "Later", id="which.later"),
    ]

    def __init__(self, job: Job, videos: tuple[tuple[str, Video | None], ...]) -> None:
        super().__init__()
        self._job = job
        self._answers = AnswerRows(videos)
        self._lines = LineList()
        self._shield = Shield()

    def compose(self) -> ComposeResult:
        count = len(self._answers.videos)
        size = "" if self._job.size is None else f" ({size_text(self._job.size)})"
        began = "" if self._job.started is None else f" at {clock_text(self._job.started * 1000)}"
        words = (
            f"{safe_text(self._job.name, 60)}{size} began to be sent{began}, and the line broke before the "
            f"service answered. {counted(count, 'video')} in the library may be it."
        )
        with Vertical(id="card") as card:
            card.border_title = "Which video is it?"
            card.border_subtitle = f"{press('which.answer', 'enter')} chooses · {press('which.later', 'esc')} later"
            yield Static(Content(words), id="words")
            yield self._lines

    def on_mount(self) -> None:
        self._shield.watch(self)
        self._lines.rows = self._answers
        self._lines.styles.height = min(len(self._answers), 12)
        self._lines.focus()

    def on_line_list_picked(self, event: LineList.Picked) -> None:
        event.stop()
        self.action_answer()

    def on_key(self, event: events.Key) -> None:
        if self._shield.is_up and event.key == "enter":
            event.stop()
            event.prevent_default()

    def action_answer(self) -> None:
        key = self._answers.key(self._lines.cursor)
        self.dismiss(None if key == LATER else key)
