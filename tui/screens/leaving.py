"""Asks what becomes of the uploads that are under way when somebody leaves."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar, Final, Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.screens.shield import Shield
from tui.text import safe_text
from tui.uploads.job import Job, State, under_way
from tui.widgets.job_words import progress_text, state_words
from tui.widgets.lines import Line, content, fit_middle
from tui.widgets.present import counted, duration_text

Answer = Literal["finish", "pause"]

_NAMED: Final = 5
_NAME: Final = 30
_ANSWERS: Final = (
    ("s", "Stay", "(enter)"),
    ("b", "Finish in the background", "this screen goes, the uploads go on"),
    ("p", "Pause and quit", "they wait until you go on with them"),
)

_MEANT: Final[dict[str, Answer | None]] = {"enter": None, "s": None, "b": "finish", "p": "pause"}


class Leaving(ModalScreen[Answer | None]):
    """Shows those of `jobs` that are under way. Dismisses with what is to be done before leaving, None for staying."""

    CSS_PATH = "leaving.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Stay", id="leaving.stay"),
        Binding("ctrl+c", "app.interrupt", "Leave at once", show=False, id="leaving.at-once"),
    ]

    jobs: reactive[tuple[Job, ...]] = reactive(tuple, init=False, repaint=False)

    def __init__(self, *, now: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._now = now
        self._words = Static(id="jobs", markup=False)
        self._shield = Shield()

    def compose(self) -> ComposeResult:
        with Vertical(id="card") as card:
            card.border_title = "Uploads are under way"
            yield self._words
            for key, title, explanation in _ANSWERS:
                words = Content.assemble(
                    (f" {key} ", "bold $primary"), f" {title}  ", (explanation, "$foreground-muted")
                )
                yield Static(words, classes="answer")

    def on_mount(self) -> None:
        self._shield.watch(self)
        self.watch_jobs()

    def watch_jobs(self) -> None:
        lines = named(under_way(self.jobs), self._now()) or ((("Everything is sent by now.", "good"),),)
        self._words.update(Content("\n").join(content(line) for line in lines))

    def on_key(self, event: events.Key) -> None:
        if event.key in {"escape", "q", "ctrl+c"} or self._shield.is_up:
            return
        if event.key in _MEANT:
            event.stop()
            event.prevent_default()
            self.dismiss(_MEANT[event.key])


def named(jobs: tuple[Job, ...], now: float) -> tuple[Line, ...]:
    """What is being sent, a line each, then how much more there is and how long all that takes."""
    sending = [job for job in jobs if job.is_sending]
    lines: list[Line] = []
    for job in sending[:_NAMED]:
        words = state_words(job)
        lines.append(
            (
                (f"{words.glyph} ", words.tone),
                (fit_middle(safe_text(job.name), _NAME), ""),
                ("  ", ""),
                (progress_text(job, now), "muted"),
            )
        )
    more = len(sending) - _NAMED
    if more > 0:
        lines.append(((f"and {more:,} more", "muted"),))
    waiting = [job for job in jobs if job.state is State.WAITING]
    if waiting:
        lines.append(
            (
                (counted(len(waiting), "upload") + (" waits" if len(waiting) == 1 else " wait"), ""),
                (_why(waiting[0]), "muted"),
            )
        )
    left = _seconds_left(jobs)
    if left is not None:
        lines.append(((f"about {duration_text(left)} at the present rate", "muted"),))
    return tuple(lines)


def _why(job: Job) -> str:
    return f": {safe_text(job.problem, 200)}" if job.problem else ""


def _seconds_left(jobs: tuple[Job, ...]) -> float | None:
    """Until all bytes are gone, as far as that can be known."""
    rate = sum(job.rate or 0.0 for job in jobs)
    if rate <= 0 or any(job.size is None and not job.is_url for job in jobs):
        return None
    return sum((job.size or 0) - job.sent for job in jobs) / rate
