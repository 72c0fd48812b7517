"""The second half of a two-key command: waits for the next key, and after a moment shows what there is."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.widgets.commands import Command, key_word

PATIENCE = 0.3
"""Seconds before the popup: who knows the chord never sees it."""


class Chord(ModalScreen[Command | None]):
    """Dismisses with the chosen command, or None."""

    CSS_PATH = "chord.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", show=False, id="chord.back")]

    def __init__(self, prefix: str, commands: tuple[Command, ...]) -> None:
        super().__init__()
        self._prefix = prefix
        self._offered = commands

    def compose(self) -> ComposeResult:
        lines = Content("\n").join(
            Content.assemble(
                (f" {key} ", "bold $primary" if command.enabled else "$foreground-muted"),
                (f" {command.title}", "" if command.enabled else "$foreground-muted"),
            )
            for key, command in _by_key(self._offered).items()
        )
        popup = Static(lines, id="popup")
        popup.border_title = Content(f"{_first(self._prefix, self._offered)} …")
        yield popup

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            return
        event.stop()
        event.prevent_default()
        chosen, said = second_key(self._prefix, self._offered, event)
        if said:
            self.notify(said, markup=False)
        self.dismiss(chosen)


def second_key(prefix: str, commands: tuple[Command, ...], event: events.Event) -> tuple[Command | None, str]:
    """What the key stands for, and what to say where that is nothing; escape and a paste are silently nothing."""
    if not isinstance(event, events.Key) or event.key == "escape":
        return None, ""
    by_key = _by_key(commands)
    chosen = by_key.get(key_word(event.key)) or by_key.get(event.character or "")
    if chosen is not None:
        return chosen, ""
    typed, first = event.character if event.is_printable else event.key, _first(prefix, commands)
    return None, f"{first} {typed} is no command; {first} and a moment shows them."


def _by_key(commands: tuple[Command, ...]) -> dict[str, Command]:
    return {command.keys[-1]: command for command in commands}


def _first(prefix: str, commands: tuple[Command, ...]) -> str:
    return commands[0].keys[0] if commands else key_word(prefix)
