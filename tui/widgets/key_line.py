"""The footer: the few keys that matter now, most important first, never more than one line."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from tui.widgets.commands import Command, active_commands


class KeyLine(Widget):
    """Shows what the focused pane and its screen offer, and is repainted only when that changes."""

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; padding: 0 1; }
    """

    typed: reactive[str] = reactive("", init=False)
    """A count that is being typed."""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def render(self) -> Content:
        room = self.size.width - (len(self.typed) + 2 if self.typed else 0)
        keys = key_words(active_commands(self.screen), room)
        blank = " " * (self.size.width - keys.cell_length - len(self.typed))
        # On a line too short for it a count loses its end.
        return Content.assemble(keys, blank, (self.typed[: self.size.width], "bold $primary")) if self.typed else keys


def key_words(commands: tuple[Command, ...], width: int) -> Content:
    """As many commands as fit into `width` cells: those of everywhere have room before others, help before all."""
    shown = [command for command in commands if command.shown]
    shown.sort(key=lambda command: command.id == "app.help")
    line = Content("")
    for n, command in enumerate(shown):
        words = f" {command.title}"
        needed = _cells(command) - (0 if line else 2)
        reserved = sum(_cells(later) for later in shown[n + 1 :] if _outranks(later, command))
        if line.cell_length + needed + reserved > width:
            continue
        style = "bold $primary" if command.enabled else "$foreground-muted"
        line = Content.assemble(
            line,
            "  " if line else "",
            (command.key_text, style),
            (words, "" if command.enabled else "$foreground-muted"),
        )
    return line


def _cells(command: Command) -> int:
    """With the gap before it."""
    return 2 + len(command.key_text) + 1 + len(command.title)


def _outranks(one: Command, other: Command) -> bool:
    return one.id == "app.help" or (one.id.startswith("app.") and not other.id.startswith("app."))
