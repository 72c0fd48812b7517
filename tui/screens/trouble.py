"""What went wrong, whole: in plain words, why, what to do next, and the service's own words beneath."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.pressing import press
from tui.text import safe_block
from tui.widgets.scrolled import Scrolled


class Trouble(ModalScreen[str | None]):
    """Dismisses with `retry` or None."""

    CSS_PATH = "trouble.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss(None)", "Close", id="trouble.close"),
        Binding("r", "dismiss('retry')", "Try again", id="trouble.retry"),
        Binding("y", "copy", "Copy", id="trouble.copy"),
    ]

    def __init__(self, what: str, *, advice: str = "", detail: str = "") -> None:
        super().__init__()
        self._what = safe_block(what, 4_000)
        self._advice = safe_block(advice, 4_000)
        self._detail = safe_block(detail, 20_000)

    def compose(self) -> ComposeResult:
        with Scrolled(id="card") as card:
            card.border_title = "What is wrong"
            card.border_subtitle = (
                f"{press('trouble.retry', 'r')} try again · {press('trouble.copy', 'y')} copy"
                f" · {press('trouble.close', 'esc')} close"
            )
            yield Static(Content(self._what), id="what")
            if self._advice:
                yield Static(Content(self._advice), id="advice")
            if self._detail:
                yield Static(Content.assemble(("The service said: ", "$foreground-muted"), self._detail), id="detail")

    def action_copy(self) -> None:
        parts = (self._what, self._advice, self._detail)
        self.app.copy_to_clipboard("\n".join(part for part in parts if part))
