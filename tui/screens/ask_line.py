"""Asks for one line of text, judged while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.pressing import press
from tui.text import safe_text
from tui.widgets.form_checks import Checked
from tui.widgets.form_field import PlainInput


class AskLine(ModalScreen[str | None]):
    """Dismisses with the text, which passed its check, or None."""

    CSS_PATH = "ask_line.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", show=False, id="ask.back")]

    def __init__(
        self, title: str, words: str, check: Callable[[str], Checked], *, text: str = "", problem: str = ""
    ) -> None:
        """`problem`: why the text was refused that is asked for again."""
        super().__init__()
        self._title = safe_text(title)
        self._words = safe_text(words)
        self._check = check
        self._text = text
        self._problem = problem
        self._input = PlainInput(text, select_on_focus=False, compact=True, id="answer")
        self._note = Static(id="note", markup=False)

    def compose(self) -> ComposeResult:
        with Vertical(id="card") as card:
            card.border_title = Content(self._title)
            card.border_subtitle = f"enter · {press('ask.back', 'esc')} back"
            yield Static(Content(self._words), id="words")
            yield self._input
            yield self._note

    def on_mount(self) -> None:
        self._input.focus()
        self._judge(self._text)

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        self._judge(event.value)

    def _judge(self, text: str) -> None:
        checked = self._check(text)
        refused = self._problem if text == self._text else ""
        said = refused or checked.problem
        self._say(said or checked.note, is_problem=bool(said))

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        checked = self._check(event.value)
        if checked.fine:
            self.dismiss(event.value)
        else:
            self._say(checked.problem, is_problem=True)

    def _say(self, words: str, *, is_problem: bool) -> None:
        self._note.set_class(is_problem, "-problem")
        self._note.update(Content(safe_text(words, 300)))
