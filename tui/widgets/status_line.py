"""Draws the status words, and only when they have changed."""

from __future__ import annotations

from collections.abc import Sized
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.library.picking import Tally
from tui.library.values import SyncMode, SyncState
from tui.uploads.job import Job
from tui.widgets.lines import TONES, Line, joined, plain
from tui.widgets.status_words import Standing, status_words


class StatusLine(Widget):
    """One line; every part of what it tells is a reactive of its own."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"status-line--{tone}" for tone in TONES}
    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        width: 1fr;
        padding: 0 1;
        & > .status-line--muted { color: $text-muted; }
        & > .status-line--strong { text-style: bold; }
        & > .status-line--accent { color: $text-accent; }
        & > .status-line--good { color: $text-success; }
        & > .status-line--warn { color: $text-warning; }
        & > .status-line--bad { color: $text-error; }
    }
    """

    shown: reactive[int] = reactive(0, init=False, repaint=False)
    filtered: reactive[bool] = reactive(False, init=False, repaint=False)
    new: reactive[int] = reactive(0, init=False, repaint=False)
    marked: reactive[Sized] = reactive[Sized](frozenset[str](), init=False, repaint=False)
    tally: reactive[Tally] = reactive(Tally, init=False, repaint=False)
    """Where the marked ones are, by the last count."""
    doing: reactive[Line] = reactive[Line]((), init=False, repaint=False)
    """What goes on with many videos at once, in a few words."""
    sync: reactive[SyncState] = reactive(SyncState, init=False, repaint=False)
    asked_at: reactive[float | None] = reactive[float | None](None, init=False, repaint=False)
    """When somebody asked for news, seconds since the epoch."""
    mode: reactive[SyncMode] = reactive[SyncMode]("full", init=False, repaint=False)
    jobs: reactive[tuple[Job, ...]] = reactive[tuple[Job, ...]]((), init=False, repaint=False)
    now: reactive[float] = reactive(0.0, init=False, repaint=False)
    """Seconds since the epoch: who sets it less often has a quieter line."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._painted: Line | None = None

    @property
    def standing(self) -> Standing:
        """What is told at present."""
        return Standing(
            shown=self.shown,
            filtered=self.filtered,
            new=self.new,
            marked=len(self.marked),
            hidden=self.tally.hidden,
            gone=self.tally.gone,
            doing=self.doing,
            sync=self.sync,
            asked_at=self.asked_at,
            mode=self.mode,
            jobs=self.jobs,
            now=self.now,
        )

    @property
    def words(self) -> str:
        """The line as text."""
        return plain(self._line()).strip()

    def on_mount(self) -> None:
        for name in ("shown", "filtered", "new", "marked", "tally", "doing", "sync", "asked_at", "mode", "jobs", "now"):
            self.watch(self, name, self._update, init=False)

    def _line(self) -> Line:
        return joined(status_words(self.standing, self.size.width))

    def _update(self) -> None:
        if self._line() != self._painted:
            self.refresh()

    def render_line(self, y: int) -> Strip:
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        line = self._painted = self._line()
        segments = [Segment(text, self._style(tone)) for text, tone in line]
        return Strip(segments, self.size.width)

    def _style(self, tone: str) -> Style:
        return self.get_component_rich_style(f"status-line--{tone}") if tone else self.rich_style
