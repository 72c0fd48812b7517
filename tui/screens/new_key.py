"""Asks for another API key, and lets the service say whether it takes it before anything else is done with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.pressing import press
from tui.text import safe_text
from tui.widgets.secret_input import SecretInput

_ASKING = "asking the service …"


class NewKey(ModalScreen[str | None]):
    """Dismisses with a key that was taken, or None. Holds it no longer than that."""

    CSS_PATH = "new_key.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", show=False, id="key.back")]

    def __init__(self, words: str, try_it: Callable[[str], Awaitable[str]]) -> None:
        """`words`: about the key there is; `try_it` answers why the service takes another one not, empty if it does."""
        super().__init__()
        self._words = safe_text(words, 600)
        self._try_it = try_it
        self._input = SecretInput(placeholder="paste or type it: it is not shown", id="secret")
        self._note = Static(id="note", markup=False)

    def compose(self) -> ComposeResult:
        with Vertical(id="card") as card:
            card.border_title = "Another API key"
            card.border_subtitle = f"enter tries it · {press('key.back', 'esc')} back"
            yield Static(Content(self._words), id="words")
            yield self._input
            yield self._note

    def on_mount(self) -> None:
        self._input.focus()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._say("")

    @on(Input.Submitted)
    def _entered(self) -> None:
        if not self._input.disabled:
            self._try()

    @work(group="try", exclusive=True)
    async def _try(self) -> None:
        secret = self._input.value.strip()
        self._say(_ASKING)
        self._input.disabled = True
        problem = await self._try_it(secret)
        if not problem:
            self._input.value = ""
            self.dismiss(secret)
            return
        self._input.disabled = False
        self._input.focus()
        self._say(problem, is_problem=True)

    def _say(self, words: str, *, is_problem: bool = False) -> None:
        self._note.set_class(is_problem, "-problem")
        self._note.update(Content(safe_text(words, 300)))
