"""What may accompany an upload, as a form that judges every text while it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.api.values import UploadForm
from tui.uploads.desk import Facts
from tui.widgets.form_checks import (
    Checked,
    check_callback,
    check_camera,
    check_namespace,
    check_place,
    check_tags,
    check_taken,
)
from tui.widgets.form_field import FormField
from tui.widgets.prefill import EACH, FROM_FILES, form_of, offer
from tui.widgets.tick import Tick

LAST = "callback"


class UploadFields(Widget):
    """The form. `why_not` names the fields that can't be used, each with its reason."""

    DEFAULT_CSS = """
    UploadFields { height: auto; }
    UploadFields .keep { height: auto; }
    UploadFields .keep > .label { width: 11; }
    """

    class Completed(Message):
        """Enter was pressed in the last field."""

    def __init__(
        self,
        *,
        namespaces: tuple[str, ...],
        namespace: str,
        why_not: Mapping[str, str],
        texts: Mapping[str, str],
        keep_original: bool,
    ) -> None:
        """`texts`: by field, what was edited by hand before."""
        super().__init__(id="fields")
        self._namespaces = namespaces
        self._why_not = why_not
        self._filled: dict[str, str] = {"namespace": namespace}
        self._keep = Tick(
            "keep the original file",
            keep_original,
            compact=True,
            disabled="keep_original" in why_not,
            id="keep-original",
        )
        self._fields = {
            field.field: field
            for field in (
                self._field("namespace", "Namespace", texts, suggester=SuggestFromList(namespaces)),
                self._field("tags", "Tags", texts, placeholder="e.g. beach, summer"),
                self._field("camera", "Camera", texts, placeholder="e.g. Canon EOS 5D"),
                self._field("taken", "Taken UTC", texts, placeholder="e.g. 2025-06-01 14:30:00"),
                self._field("place", "Place", texts, placeholder="e.g. 39.9042, 116.4074, or Paris"),
                self._field("prompt", "Prompt", texts, placeholder="what its description should look for"),
                self._field("callback", "Callback", texts, placeholder="https://… is told when it is ready"),
            )
        }

    def _field(
        self,
        name: str,
        label: str,
        texts: Mapping[str, str],
        *,
        placeholder: str = "",
        suggester: SuggestFromList | None = None,
    ) -> FormField:
        return FormField(
            name,
            label,
            text=texts.get(name, self._filled.get(name, "")),
            placeholder=placeholder,
            why_not=self._why_not.get(name, ""),
            suggester=suggester,
        )

    def compose(self) -> ComposeResult:
        for field in self._fields.values():
            if field.field == LAST:
                with Horizontal(classes="keep"):
                    yield Static("", classes="label")
                    yield self._keep
            yield field

    @property
    def keep_original(self) -> bool:
        return self._keep.value

    @property
    def texts(self) -> dict[str, str]:
        """By field, everything that would be sent."""
        return {name: field.input.value for name, field in self._fields.items() if not field.input.disabled}

    @property
    def edited(self) -> dict[str, str]:
        """By field, what a person changed."""
        return {name: text for name, text in self.texts.items() if text != self._filled.get(name, "")}

    def form(self, facts: Facts | None = None, alone: Mapping[str, str] | None = None) -> UploadForm:
        """What accompanies one upload, given what its file says of itself and what was typed for it `alone`."""
        return form_of(self.texts, self.keep_original, facts, alone)

    def problem(self) -> str:
        """Why nothing can be sent with this form, and puts the cursor there; empty when all is well."""
        for name, field in self._fields.items():
            checked = Checked() if field.input.disabled else self._judge(name, field.input.value)
            if not checked.fine:
                field.input.focus()
                return f"{name.capitalize()}: {checked.problem}"
        return ""

    def take_facts(self, files: Sequence[Facts | None]) -> None:
        """Fills what nobody has typed into from the files themselves."""
        for name in FROM_FILES:
            field = self._fields[name]
            if field.input.disabled or field.input.value != self._filled.get(name, ""):
                continue
            found = offer(files, name)
            self._filled[name] = found.text
            field.input.value = found.text
            field.source = found.note

    @on(Input.Changed)
    def judge(self, event: Input.Changed) -> None:
        event.stop()
        field = self._of(event.input)
        field.checked = self._judge(field.field, event.value)
        if event.value != self._filled.get(field.field, ""):
            field.source = ""

    @on(Input.Submitted)
    def go_on(self, event: Input.Submitted) -> None:
        event.stop()
        field = self._of(event.input)
        if field.checked.swapped:
            field.input.value = field.checked.swapped
        elif field.field == LAST:
            self.post_message(self.Completed())
        else:
            self.screen.focus_next()

    @on(Input.Blurred)
    def tidy(self, event: Input.Blurred) -> None:
        event.stop()
        field = self._of(event.input)
        if field.field == "taken" and field.checked.tidy and field.checked.fine:
            field.input.value = field.checked.tidy

    def _of(self, changed: Input) -> FormField:
        return next(field for field in self._fields.values() if field.input is changed)

    def _judge(self, name: str, text: str) -> Checked:
        if name in FROM_FILES and text.strip() == EACH:
            return Checked()
        match name:
            case "namespace":
                return check_namespace(text, self._namespaces)
            case "tags":
                return check_tags(text)
            case "camera":
                return check_camera(text)
            case "taken":
                return check_taken(text)
            case "place":
                return check_place(text)
            case "callback":
                return check_callback(text)
            case _:
                return Checked()
