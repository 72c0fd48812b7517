"""One line to type into, wherever one is needed: nothing that is pasted acts on the terminal or is lost."""

from __future__ import annotations

from textual import events
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Input

from tui.text import safe_text

_LONGEST = 4_000


class LineInput(Input):
    """An `Input` without a border whose value is always safe to show."""

    virtual_size = reactive(Size(0, 0))  # usually another letter would lay out the whole screen anew

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(placeholder=placeholder, id=id, select_on_focus=False, compact=True)
        self.cursor_blink = False  # it would be traffic for ever

    def validate_value(self, value: str) -> str:
        return safe_text(value[:_LONGEST], _LONGEST)

    def on_paste(self, event: events.Paste) -> None:
        """Several lines become one: Textual alone would take the first and drop the rest."""
        event.prevent_default()
        event.stop()
        pasted = safe_text(" ".join(event.text[:_LONGEST].split()), _LONGEST)
        if pasted:
            self.replace(pasted, *sorted(self.selection))

    def say(self, text: str) -> None:
        """Replaces everything; the cursor goes to the end."""
        self.value = text
        self.cursor_position = len(self.value)
