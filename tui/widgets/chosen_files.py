"""The files chosen for an upload: what is known of each, and why one can't be sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.text import safe_text
from tui.uploads.desk import Candidate, Facts
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line, Tone, fit_middle
from tui.widgets.present import counted, duration_text, fit, size_text


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file, and what looking at it found; None until it was looked at."""

    path: Path
    candidate: Candidate | None = None

    @property
    def sendable(self) -> bool:
        return self.candidate is not None and self.candidate.sendable


def about(chosen: Chosen) -> tuple[str, Tone]:
    """What there is to say of a file: the reason why not, else what it is with its warnings."""
    candidate = chosen.candidate
    if candidate is None:
        return "looking…", "muted"
    if candidate.problem:
        return safe_text(candidate.problem), "bad"
    facts = _facts_text(candidate.facts)
    warnings = "; ".join(safe_text(warning) for warning in candidate.warnings)
    return " · ".join(part for part in (warnings, facts) if part), "warn" if warnings else "muted"


def _facts_text(facts: Facts | None) -> str:
    if facts is None:
        return ""
    size = f"{facts.width}×{facts.height}" if facts.width and facts.height else ""
    length = duration_text(facts.duration) if facts.duration is not None else ""
    return "  ".join(part for part in (length, safe_text(facts.codec or "", 20), size) if part)


def total(chosen: tuple[Chosen, ...]) -> str:
    """`3 files, 1.2 GB · 1 can't be sent · looking at 2`; accounts for every file."""
    good = [each.candidate for each in chosen if each.candidate is not None and each.sendable]
    waiting = sum(each.candidate is None for each in chosen)
    bad = len(chosen) - len(good) - waiting
    parts = [f"{counted(len(good), 'file')}, {size_text(sum(each.size or 0 for each in good))}"] if good else []
    parts += [f"{bad:,} can't be sent"] if bad else []
    parts += [f"looking at {waiting:,}"] if waiting else []
    return " · ".join(parts) or "no file chosen yet"


@dataclass(frozen=True, slots=True)
class ChosenRows:
    """Chosen files as rows."""

    chosen: tuple[Chosen, ...] = ()

    def __len__(self) -> int:
        return len(self.chosen)

    def key(self, n: int) -> str:
        return str(self.chosen[n].path)

    def line(self, n: int, width: int) -> Line:
        each = self.chosen[n]
        said, tone = about(each)
        glyph: tuple[str, Tone] = ("✓", "good")
        if each.candidate is None:
            glyph = ("·", "muted")
        elif not each.sendable:
            glyph = ("✗", "bad")
        elif each.candidate.warnings:
            glyph = ("!", "warn")
        size = size_text(each.candidate.size) if each.sendable and each.candidate is not None else ""
        name = max(10, min(40, width * 2 // 5))
        return (
            (f" {glyph[0]} ", glyph[1]),
            (fit_middle(each.path.name, name), ""),
            (fit(size, 8, right=True) + "  " if size else "  ", "muted"),
            (said, tone),
        )


class ChosenFiles(Widget):
    """Shows `chosen`; `x` asks for a file to be taken out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x,delete", "take_out", "Take out", id="chosen.take-out", tooltip="Takes this file out of the upload"),
        Binding("enter", "explain", "Why", id="chosen.explain", tooltip="Says all that is known of this file"),
    ]
    DEFAULT_CSS = """
    ChosenFiles { border: round $foreground 30%; border-title-color: $text-muted; }
    ChosenFiles:focus-within { border: round $primary; }
    ChosenFiles LineList { height: 1fr; }
    """

    chosen: reactive[tuple[Chosen, ...]] = reactive(tuple, init=False, repaint=False)

    class TakenOut(Message):
        """A person does not want to send this file."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    def __init__(self) -> None:
        super().__init__(id="chosen")
        self._lines = LineList(empty=" what you choose is listed here")

    def compose(self) -> ComposeResult:
        yield self._lines

    def on_mount(self) -> None:
        self.watch_chosen()

    def watch_chosen(self) -> None:
        self._lines.rows = ChosenRows(self.chosen)
        self.border_title = Content("Chosen" + (f" {len(self.chosen):,}" if self.chosen else ""))

    def on_line_list_picked(self, event: LineList.Picked) -> None:
        event.stop()
        self.action_explain()

    def action_take_out(self) -> None:
        if self.chosen:
            self.post_message(self.TakenOut(self.chosen[self._lines.cursor].path))

    def action_explain(self) -> None:
        if self.chosen:
            each = self.chosen[self._lines.cursor]
            said, _tone = about(each)
            self.notify(f"{safe_text(each.path, 200)}\n{said or 'nothing is known of it'}", markup=False, timeout=8)
