"""One file of an upload: what is known of it, and what is sent with it alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.frozen import dataclass
from tui.pressing import press
from tui.text import safe_text
from tui.widgets.choice import Chosen, facts_text
from tui.widgets.form_checks import Checked, check_camera, check_place, check_taken
from tui.widgets.form_field import FormField
from tui.widgets.lines import Line, content
from tui.widgets.prefill import FROM_FILES, from_files, own, sent_text
from tui.widgets.present import cut, size_text

_LABELS: Final = {"camera": "Camera", "taken": "Taken UTC", "place": "Place"}
_CHECKS: Final = {"camera": check_camera, "taken": check_taken, "place": check_place}


@dataclass(frozen=True, slots=True)
class Said:
    """What differs for a file, by field; `start`: and now all that is chosen is to be sent."""

    own: Mapping[str, str]
    start: bool = False


class OneFile(ModalScreen[Said | None]):
    """Dismisses with what was said of this file; with None if all stays as it was."""

    CSS_PATH = "one_file.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="file.back"),
        Binding("ctrl+g", "keep(True)", "Start", id="file.start", tooltip="Keeps this, and sends what is chosen"),
    ]

    def __init__(self, chosen: Chosen, texts: Mapping[str, str]) -> None:
        """`texts`: by field, what the form says for all; fields that can't be used are missing."""
        super().__init__()
        self._chosen = chosen
        self._for_all = {name: sent_text(texts[name], chosen.facts, name) for name in FROM_FILES if name in texts}
        self._fields = {
            name: FormField(name, _LABELS[name], text=chosen.own.get(name, self._for_all[name]))
            for name in self._for_all
            if chosen.sendable
        }

    def compose(self) -> ComposeResult:
        with Vertical(id="card") as card:
            card.border_title = Content(cut(safe_text(self._chosen.path.name, 400), min(60, self.app.size.width - 6)))
            card.border_subtitle = (
                f"{'enter keeps · ' if self._fields else ''}{press('file.start', 'ctrl+g')} starts"
                f" · {press('file.back', 'esc')} back"
            )
            yield Static(Content("\n").join(content(line) for line in known(self._chosen)), id="known")
            if self._fields:
                yield Static("Sent with this file alone, in place of what the form says:", id="words")
            yield from self._fields.values()

    def on_mount(self) -> None:
        for name, field in self._fields.items():
            self._judge(name, field)
        if self._fields:
            next(iter(self._fields.values())).input.focus()

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        for name, field in self._fields.items():
            if field.input is event.input:
                self._judge(name, field)

    def _judge(self, name: str, field: FormField) -> None:
        text = field.input.value
        field.checked = _CHECKS[name](text)
        said = own(self._chosen.facts, name)
        ours = from_files(self._chosen.facts, name)
        field.source = ours if text and text == said else "as in the form" if self._is_same(name) else ""

    def _is_same(self, name: str) -> bool:
        return self._fields[name].input.value.strip() == self._for_all[name]

    @on(Input.Submitted)
    def go_on(self, event: Input.Submitted) -> None:
        fields = tuple(self._fields.values())
        field = next(field for field in fields if field.input is event.input)
        if field.checked.swapped:
            field.input.value = field.checked.swapped
        elif field is fields[-1]:
            self.action_keep()
        else:
            self.focus_next()

    def action_keep(self, start: bool = False) -> None:
        """Keeps what differs, if all of it can be sent; with `start`, it then is."""
        wrong = next((field for field in self._fields.values() if not field.checked.fine), None)
        if wrong is not None:
            wrong.input.focus()
            return
        self.dismiss(Said({name: self._text(name) for name in self._fields if not self._is_same(name)}, start))

    def _text(self, name: str) -> str:
        text = self._fields[name].input.value.strip()
        checked: Checked = _CHECKS[name](text)
        return checked.tidy or text


def known(chosen: Chosen) -> tuple[Line, ...]:
    """Everything that looking at a file found out, a line each."""
    candidate = chosen.candidate
    lines: list[Line] = [((safe_text(chosen.path, 2_000), "muted"),)]
    if candidate is None:
        return (*lines, (("looking…", "muted"),))
    size = "" if candidate.size is None else size_text(candidate.size)
    facts = facts_text(candidate.facts)
    lines.append(((" · ".join(part for part in (size, facts) if part) or "nothing is known of it", ""),))
    lines += [((f"! {safe_text(warning)}", "warn"),) for warning in candidate.warnings]
    if candidate.problem:
        lines.append(((f"✗ can't be sent: {safe_text(candidate.problem)}", "bad"),))
    return tuple(lines)
