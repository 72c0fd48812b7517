"""A line to type a part of a name into; what it narrows follows every letter."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from tui.widgets.line_input import LineInput


def choosing(area: str) -> list[BindingType]:
    """The commands of every list of names of which one is chosen; `area` begins their ids."""
    return [
        Binding("enter", "open", "Open", id=f"{area}.open"),
        Binding("slash", "narrow", "Narrow", id=f"{area}.narrow", tooltip="Only names with these letters"),
        Binding("escape,q", "dismiss(None)", "Back", id=f"{area}.back"),
    ]


class NameFilter(Horizontal):
    """Hidden until opened; enter keeps what was typed, esc takes it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "Take back", show=False, id="name.give-up"),
        Binding("down,up", "keep", "To the list", show=False, id="name.keep"),
    ]
    DEFAULT_CSS = """
    NameFilter { height: 1; padding: 0 2; display: none; }
    NameFilter.-open { display: block; }
    NameFilter > .label { width: 2; color: $text-accent; }
    NameFilter > LineInput { width: 1fr; }
    """

    class Changed(Message):
        """Another text is looked for."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """The keyboard should go elsewhere."""

    def __init__(self, placeholder: str = "a part of the name or number") -> None:
        super().__init__(id="name")
        self._input = LineInput(placeholder=placeholder)

    def compose(self) -> ComposeResult:
        yield Static("/", classes="label", markup=False)
        yield self._input

    def open(self, text: str) -> None:
        """Shows it with this text, and takes the keyboard."""
        self.add_class("-open")
        self._input.say(text)
        self._input.focus()

    def close(self) -> None:
        """Hides it, empty."""
        self.remove_class("-open")
        self._input.value = ""

    @on(Input.Changed)
    def tell(self, event: Input.Changed) -> None:
        event.stop()
        if self.has_class("-open"):
            self.post_message(self.Changed(event.value.strip()))

    @on(Input.Submitted)
    def keep(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        if not self._input.value.strip():
            self.remove_class("-open")
        self.post_message(self.Left())

    def action_give_up(self) -> None:
        self.close()
        self.post_message(self.Changed(""))
        self.post_message(self.Left())
