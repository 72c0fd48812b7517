"""The files chosen for an upload: what is known of each, and why one can't be sent."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.frozen import dataclass
from tui.widgets.choice import Chosen, about
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line, Tone, fit_middle
from tui.widgets.present import fit, size_text


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
            (f"own {', '.join(each.own)} · " if each.own else "", "accent"),
            (said, tone),
        )


class ChosenFiles(Widget):
    """Shows `chosen`; `x` asks for a file to be taken out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x,delete", "take_out", "Take out", id="chosen.take-out", tooltip="Takes this file out of the upload"),
        Binding("enter", "describe", "This file", id="chosen.describe", tooltip="What is known and sent of it alone"),
    ]
    DEFAULT_CSS = """
    ChosenFiles { border: round $border-blurred; border-title-color: $text-muted; }
    ChosenFiles:focus-within { border: round $primary; }
    ChosenFiles LineList { height: 1fr; }
    """

    chosen: reactive[tuple[Chosen, ...]] = reactive(tuple, init=False, repaint=False)

    class TakenOut(Message):
        """A person does not want to send this file."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    class Opened(Message):
        """A person wants to see and say what concerns this file alone."""

        def __init__(self, chosen: Chosen) -> None:
            super().__init__()
            self.chosen = chosen

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
        self.action_describe()

    def action_take_out(self) -> None:
        if self.chosen:
            self.post_message(self.TakenOut(self.chosen[self._lines.cursor].path))

    def action_describe(self) -> None:
        if self.chosen:
            self.post_message(self.Opened(self.chosen[self._lines.cursor]))
