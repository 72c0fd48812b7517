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
        self._prefix = commands[0].keys[0] if commands else key_word(prefix)
        self._commands = {command.keys[-1]: command for command in commands}

    def compose(self) -> ComposeResult:
        lines = Content("\n").join(
            Content.assemble(
                (f" {key} ", "bold $primary" if command.enabled else "$foreground-muted"),
                (f" {command.title}", "" if command.enabled else "$foreground-muted"),
            )
            for key, command in self._commands.items()
        )
        popup = Static(lines, id="popup")
        popup.border_title = Content(f"{self._prefix} …")
        popup.display = False
        yield popup

    def on_mount(self) -> None:
        self.set_timer(PATIENCE, self._show)

    def _show(self) -> None:
        self.query_one("#popup").display = True

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            return
        event.stop()
        event.prevent_default()
        chosen = self._commands.get(key_word(event.key)) or self._commands.get(event.character or "")
        if chosen is None:
            typed = event.character if event.is_printable else event.key
            self.notify(f"{self._prefix} {typed} is no command; {self._prefix} and a moment shows them.", markup=False)
        self.dismiss(chosen)
