"""A question with few answers, each on a key of its own; the harmless one is focused, and no answer is too quick."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.screens.shield import Shield
from tui.text import safe_block, safe_text


class Confirm(ModalScreen[str | None]):
    """Dismisses with the key of the answer, or None."""

    CSS_PATH = "confirm.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Back", show=False, id="confirm.back")
    ]

    def __init__(self, title: str, words: str, answers: tuple[tuple[str, str], ...]) -> None:
        """`answers`: key and what it does, the harmless one first; enter takes that one."""
        super().__init__()
        self._title = safe_text(title)
        self._words = safe_block(words, 2_000)
        self._answers = answers
        self._shield = Shield()

    def compose(self) -> ComposeResult:
        with Vertical(id="card") as card:
            card.border_title = Content(self._title)
            yield Static(Content(self._words), id="words")
            for position, (key, words) in enumerate(self._answers):
                enter = " (enter)" if position == 0 else ""
                label = Content.assemble((f" {key} ", "bold $primary"), f" {words}", (enter, "$foreground-muted"))
                yield Static(label, classes="answer")

    def on_mount(self) -> None:
        self._shield.watch(self)

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape" or self._shield.is_up:
            return
        pressed = self._answers[0][0] if event.key == "enter" else event.character
        if pressed in dict(self._answers):
            event.stop()
            self.dismiss(pressed)
