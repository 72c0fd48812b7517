"""One field of a form: its name, its text, and beside it what is to be said of that text."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.suggester import Suggester
from textual.widgets import Input, Static

from tui.text import safe_text
from tui.widgets.form_checks import Checked

_LONGEST = 4_000


def paste_plainly(field: Input, event: events.Paste) -> None:
    """Puts the first pasted line into the field as text that can't act on the terminal; says so if there were more."""
    event.prevent_default()
    event.stop()
    lines = [line for line in event.text.splitlines() if line.strip()]
    if not lines:
        return
    field.insert_text_at_cursor(safe_text(lines[0], _LONGEST))
    if len(lines) > 1:
        field.notify(f"Only the first of {len(lines)} lines was taken", severity="warning", markup=False)


class PlainInput(Input):
    """An input of one line whose value is always safe to show, wherever it came from."""

    def validate_value(self, value: str) -> str:
        return safe_text(value, _LONGEST)

    def on_paste(self, event: events.Paste) -> None:
        paste_plainly(self, event)


class FormField(Horizontal):
    """A labelled input; `checked` is the judgement shown beside it, `source` where its text came from."""

    DEFAULT_CSS = """
    FormField { height: auto; width: 1fr; }
    FormField > .label { width: 11; color: $text-muted; }
    FormField:focus-within > .label { color: $text-accent; text-style: bold; }
    FormField > PlainInput { width: 1fr; }
    FormField > .note { width: 38%; height: auto; padding: 0 0 0 2; color: $text-muted; }
    FormField.-problem > .note { color: $text-error; }
    FormField.-problem > .label { color: $text-error; }
    """

    checked: reactive[Checked] = reactive(Checked, init=False, repaint=False)
    source: reactive[str] = reactive("", init=False, repaint=False)

    def __init__(
        self,
        field: str,
        label: str,
        *,
        text: str = "",
        placeholder: str = "",
        why_not: str = "",
        suggester: Suggester | None = None,
    ) -> None:
        """`why_not`: why this field can't be used at all."""
        super().__init__(id=f"field-{field}")
        self.field = field
        self._label = label
        self._why_not = why_not
        self.input = PlainInput(
            "" if why_not else text,
            placeholder=safe_text(why_not, 200) or placeholder,
            suggester=suggester,
            disabled=bool(why_not),
            select_on_focus=False,
            compact=True,
        )
        self.input.cursor_blink = False
        self._note = Static(classes="note", markup=False)
        # The reason stands where the text would: one line of it is enough for a form full of them.
        self._note.display = not why_not

    def compose(self) -> ComposeResult:
        yield Static(self._label, classes="label", markup=False)
        yield self.input
        yield self._note

    def watch_checked(self) -> None:
        self._say()

    def watch_source(self) -> None:
        self._say()

    def _say(self) -> None:
        if self._why_not:
            return
        said = self.checked.problem or " · ".join(part for part in (self.source, self.checked.note) if part)
        self.set_class(bool(self.checked.problem), "-problem")
        self._note.update(Content(safe_text(said, 300)))
