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
from textual.widgets import Static

from tui.frozen import dataclass
from tui.widgets.choice import Chosen, about, in_short
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line, Tone, content, fit_middle, plain
from tui.widgets.present import cells, cut, fit, size_text


@dataclass(frozen=True, slots=True)
class ChosenRows:
    """Chosen files as rows."""

    chosen: tuple[Chosen, ...] = ()

    def __len__(self) -> int:
        return len(self.chosen)

    def key(self, n: int) -> str:
        return str(self.chosen[n].path)

    def line(self, n: int, width: int) -> Line:
        head, (said, tone) = self._head(n, width), about(self.chosen[n])
        return (*head, (in_short(said, width - cells(plain(head))), tone))

    def untold(self, n: int, width: int, lines: int) -> Line:
        """What there is to say of a file, if its row has no room for it: a piece a line, all narrower than the row."""
        said, tone = about(self.chosen[n])
        if cells(said) <= width - cells(plain(self._head(n, width))):
            return ()
        first, *others = said.split(" · ")
        return _wrapped(((first, tone), *((each, "muted") for each in others)), width - 1, lines)

    def _head(self, n: int, width: int) -> Line:
        each = self.chosen[n]
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
        )


class ChosenFiles(Widget):
    """Shows `chosen`, and what the row under the cursor has no room for; `x` asks for a file to be taken out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x,delete", "take_out", "Take out", id="chosen.take-out", tooltip="Takes this file out of the upload"),
        Binding("enter", "describe", "This file", id="chosen.describe", tooltip="What is known and sent of it alone"),
    ]
    DEFAULT_CSS = """
    ChosenFiles { border: round $border-blurred; border-title-color: $text-muted; }
    ChosenFiles:focus-within { border: round $primary; }
    ChosenFiles LineList { height: 1fr; }
    ChosenFiles #untold { height: auto; padding: 0 0 0 1; display: none; }
    ChosenFiles #untold.-said { display: block; }
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
        self._untold = Static(id="untold", markup=False)
        self._told: Line = ()

    def compose(self) -> ComposeResult:
        yield self._lines
        yield self._untold

    def on_mount(self) -> None:
        self.watch_chosen()

    def watch_chosen(self) -> None:
        self._lines.rows = ChosenRows(self.chosen)
        self.border_title = Content("Chosen" + (f" {len(self.chosen):,}" if self.chosen else ""))
        self._tell()

    def on_resize(self) -> None:
        self._tell()

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        event.stop()
        self._tell()

    def _tell(self) -> None:
        """Beneath the list, which keeps two of five lines at least."""
        width, most = self.size.width - 1, max(1, self.size.height * 3 // 5)
        told = ChosenRows(self.chosen).untold(self._lines.cursor, width, most) if self.chosen and width > 0 else ()
        if told != self._told:
            self._told = told
            self._untold.set_class(bool(told), "-said")
            self._untold.update(Content("\n").join(content((each,)) for each in told))

    def on_line_list_picked(self, event: LineList.Picked) -> None:
        event.stop()
        self.action_describe()

    def action_take_out(self) -> None:
        if self.chosen:
            self.post_message(self.TakenOut(self.chosen[self._lines.cursor].path))

    def action_describe(self) -> None:
        if self.chosen:
            self.post_message(self.Opened(self.chosen[self._lines.cursor]))


def _wrapped(pieces: Line, width: int, most: int) -> Line:
    lines = [(line.plain.rstrip(), tone) for text, tone in pieces for line in Content(text).wrap(width)]
    if len(lines) > most:
        text, tone = lines[most - 1]
        lines[most - 1 :] = [(cut(f"{text} …", width), tone)]
    return tuple(lines)
