"""The saved views: opened by a key, narrowed by name, deleted with a way back, shared as a line of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.library.query_text import QueryProblem
from tui.pressing import press
from tui.text import safe_text
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line
from tui.widgets.name_filter import choosing
from tui.widgets.narrowed_list import NarrowedList
from tui.widgets.present import fit
from tui.widgets.saved_view import SavedView, read_view

_NAME: Final = 20
_KEYED: Final = 9


class _Rows:
    """A view a line: the digit that opens it, its name, and what it is."""

    def __init__(self, views: Sequence[SavedView]) -> None:
        self._views = views

    def __len__(self) -> int:
        return len(self._views)

    def having(self, part: str) -> _Rows:
        return _Rows([view for view in self._views if part in view.name.casefold()])

    def key(self, n: int) -> str:
        return self._views[n].name

    def line(self, n: int, width: int) -> Line:
        view = self._views[n]
        text = view.text.partition("] ")[2] or "everything"
        return (
            (f" {n + 1 if n < _KEYED else ' '} ", "accent"),
            (fit(view.name, min(_NAME, max(8, width // 3))), "strong"),
            (f"  {safe_text(text, 300)}", "muted"),
        )


def _card_keys() -> str:
    """What can be done, beneath the list."""
    keys = (
        f"{press('views.open', 'enter')}, 1-9 open",
        f"{press('views.narrow', '/')} narrow",
        f"{press('views.copy', 'y')} copy",
        f"{press('views.delete', 'x')} delete",
        press("views.back", "esc"),
    )
    return " · ".join(keys)


def _none() -> str:
    save = press("view.save", "B")
    return f" None yet. {save} in the list saves what is to be seen there; a line that was shared is pasted here."


class ViewsList(ModalScreen[SavedView | None]):
    """Dismisses with the view that is to be opened, or None."""

    CSS_PATH = "views_list.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *choosing("views"),
        Binding("y", "copy", "Copy", id="views.copy", tooltip="As a line of text that others can paste here"),
        Binding("x", "delete", "Delete", id="views.delete", tooltip="It can be brought back"),
        Binding("z", "undo", "Bring back", id="views.undo", tooltip="What was deleted last"),
        *(Binding(f"{n}", f"open_nth({n})", f"View {n}", show=False, id=f"views.{n}") for n in range(1, _KEYED + 1)),
    ]

    def __init__(self, views: Sequence[SavedView], keep: Callable[[Sequence[SavedView]], None]) -> None:
        """`keep` is told what is left after a change."""
        super().__init__()
        self._views = list(views)
        self._keep = keep
        self._gone: list[tuple[int, SavedView]] = []
        self._names = NarrowedList(empty=_none())

    def compose(self) -> ComposeResult:
        with Vertical(id="card") as card:
            card.border_title = "Views"
            card.border_subtitle = _card_keys()
            yield self._names
            yield Static(" A line that was shared is opened by pasting it here.", id="words", markup=False)

    def on_mount(self) -> None:
        self._names.show(_Rows(self._views))
        self._names.lines.focus()

    @property
    def _chosen(self) -> SavedView | None:
        return self._called(self._names.lines.key)

    def _called(self, name: str | None) -> SavedView | None:
        return next((view for view in self._views if view.name == name), None)

    def on_paste(self, event: events.Paste) -> None:
        """What others shared; into the line that narrows it goes as ever."""
        if not self._names.lines.has_focus or not event.text.strip():
            return
        event.stop()
        try:
            self.dismiss(read_view(event.text))
        except QueryProblem as problem:
            self.notify(f"That is no view: {problem.message}", markup=False, severity="warning")

    @on(LineList.Picked)
    def action_open(self) -> None:
        if (view := self._chosen) is not None:
            self.dismiss(view)

    def action_open_nth(self, number: int) -> None:
        shown = self._names.lines.rows
        if number <= len(shown):
            self.dismiss(self._called(shown.key(number - 1)))

    def action_narrow(self) -> None:
        self._names.narrow()

    def action_copy(self) -> None:
        if (view := self._chosen) is not None:
            self.app.copy_to_clipboard(view.text)

    def action_delete(self) -> None:
        if (view := self._chosen) is not None:
            self._gone.append((self._views.index(view), view))
            self._views.remove(view)
            self._changed()
            undo = press("views.undo", "z")
            self.notify(f"{view.name} is deleted · {undo} brings it back", markup=False)

    def action_undo(self) -> None:
        if self._gone:
            self._views.insert(*self._gone.pop())
            self._changed()
        else:
            self.notify("Nothing was deleted here.", markup=False, timeout=3)

    def _changed(self) -> None:
        self._keep(self._views)
        self._names.show(_Rows(self._views))
