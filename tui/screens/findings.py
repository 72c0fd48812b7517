"""A report that comes in bit by bit, from a thread: what is right, what is wrong, and what to change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import ModalScreen

from tui.frozen import dataclass
from tui.pressing import press
from tui.text import safe_text
from tui.widgets.details_facts import wrapped
from tui.widgets.line_view import LineView
from tui.widgets.lines import Line, Tone
from tui.widgets.present import fit

_MARK: Final = 10
_ABOUT: Final = 12
_LEAST: Final = 24
"""Cells that words have beside what they are about; with fewer they go beneath."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding: how it stands, in a word and a tone, what it is about, and what to change."""

    mark: str
    tone: Tone
    about: str
    words: str
    change: str = ""


class Findings(ModalScreen[None]):
    """Shows what `look` yields, as it comes. `look` runs in a thread of its own, which nobody waits for."""

    CSS_PATH = "findings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss(None)", "Back", id="findings.back", tooltip="Back to where you were"),
        Binding("y", "copy", "Copy", id="findings.copy", tooltip="Copy the whole report"),
    ]

    class Found(Message):
        """Another entry; None at the end."""

        def __init__(self, entry: Entry | None) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, title: str, look: Callable[[], Iterator[Entry]]) -> None:
        super().__init__()
        self._title = title
        self._look = look
        self._entries: list[Entry] = []
        self._done = False
        self._view = LineView()

    @property
    def idle(self) -> bool:
        """Whether everything that was looked for is shown."""
        return self._done

    def compose(self) -> ComposeResult:
        yield self._view

    def on_mount(self) -> None:
        self._view.focus()
        threading.Thread(target=self._run, name="doctor", daemon=True).start()

    def _run(self) -> None:
        for entry in self._look():
            if not self.post_message(self.Found(entry)):
                return
        self.post_message(self.Found(None))

    @on(Found)
    def _found(self, event: Found) -> None:
        if event.entry is None:
            self._done = True
        else:
            self._entries.append(event.entry)
        self._show()

    def on_line_view_sized(self) -> None:
        self._show()

    def _show(self) -> None:
        copies = f"{press('findings.copy', 'y')} copies it" if self._done else "looking …"
        state = f"{copies} · {press('findings.back', 'esc')} back"
        self._view.head = ((self._title, "strong"), (f"   {state}", "muted"))
        width = self._view.width
        self._view.lines = ((), *(line for entry in self._entries for line in entry_lines(entry, width)))

    def action_copy(self) -> None:
        self.app.copy_to_clipboard("\n".join(_plain(entry) for entry in self._entries))


def entry_lines(entry: Entry, width: int) -> list[Line]:
    """The entry in lines of at most `width` cells."""
    margin = _MARK + _ABOUT
    beside = width - margin >= _LEAST
    room = max(_LEAST // 2, width - (margin if beside else 2))
    indent = " " * (margin if beside else 2)
    words, change = wrapped(entry.words, room), wrapped(f"→ {entry.change}", room) if entry.change else []
    label: Line = ((fit(entry.mark, _MARK), entry.tone), (fit(entry.about, _ABOUT), "strong"))
    lines: list[Line] = [(*label, (words.pop(0), ""))] if beside else [label]
    lines += [((indent + line, ""),) for line in words]
    lines += [((indent + line, "accent"),) for line in change]
    return lines


def _plain(entry: Entry) -> str:
    change = f"\n    → {entry.change}" if entry.change else ""
    return f"{safe_text(entry.mark)}: {entry.about}: {entry.words}{change}"
