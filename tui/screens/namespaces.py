"""Which part of the account is looked at: those that are known here, those that the service lists, and any other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from typing import Any, ClassVar, Final

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.pressing import press
from tui.screens.ask_line import AskLine
from tui.screens.confirm import Confirm
from tui.text import safe_text
from tui.widgets.form_checks import Checked
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line
from tui.widgets.name_filter import choosing
from tui.widgets.narrowed_list import NarrowedList
from tui.widgets.present import counted, fit

LEGACY: Final = "The legacy API has no namespaces."
_LONGEST: Final = 200
_ASKING: Final = "asking the service which there are …"
_NOTE: Final = 22


class _Rows:
    """Each with what is known of it."""

    def __init__(self, names: Iterable[str], present: str, seen: Collection[str]) -> None:
        self._names = tuple(names)
        self._present = present
        self._seen = seen

    def having(self, part: str) -> _Rows:
        return _Rows((name for name in self._names if part in name.casefold()), self._present, self._seen)

    def __len__(self) -> int:
        return len(self._names)

    def key(self, n: int) -> str:
        return self._names[n]

    def line(self, n: int, width: int) -> Line:
        name = self._names[n]
        present = name == self._present
        note = "you are here" if present else "known here" if name in self._seen else "listed by the service"
        return (
            (" ✓ " if present else "   ", "accent"),
            (fit(safe_text(name, _LONGEST), max(10, width - _NOTE - 3)), "strong" if present else ""),
            (fit(note, _NOTE), "muted"),
        )


class NamespaceList(ModalScreen[str | None]):
    """Dismisses with the name of a namespace, or None."""

    CSS_PATH = "namespaces.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *choosing("namespaces"),
        Binding("a", "another", "Another", id="namespaces.another", tooltip="By its name"),
        Binding("y", "copy", "Copy", id="namespaces.copy", tooltip="Copy the name"),
    ]

    def __init__(self, present: str, seen: Sequence[str], ask: Callable[[], Awaitable[tuple[str, ...] | str]]) -> None:
        """`seen`: those known on this machine; `ask` asks the service, and answers with its list or why not."""
        super().__init__()
        self._present = present
        self._seen = tuple(seen)
        self._ask = ask
        self._listed: tuple[str, ...] = ()
        self._names = NarrowedList(besides=f"; {press('namespaces.another', 'a')} asks for another")
        self._words = Static(f" {_ASKING}", id="words", markup=False)

    def compose(self) -> ComposeResult:
        with Vertical(id="card") as card:
            card.border_title = "Namespaces"
            card.border_subtitle = _card_keys()
            yield self._names
            yield self._words

    def on_mount(self) -> None:
        self._show()
        self._names.lines.focus()
        self.run_worker(self._look(), group="namespaces")

    async def _look(self) -> None:
        found = await self._ask()
        if isinstance(found, str):
            self._words.update(f" The service does not list them: {safe_text(found, 200)}")
        else:
            self._listed = found
            self._words.update(f" The service lists {len(found):,}.")
            self._show()

    def _show(self) -> None:
        """The present one, then those of this machine, then those that the service lists besides."""
        names = dict.fromkeys([self._present, *self._seen, *self._listed])
        self._names.show(_Rows(names, self._present, frozenset(self._seen)))

    @on(LineList.Picked)
    def action_open(self) -> None:
        if (name := self._names.lines.key) is not None:
            self.dismiss(name)

    def action_narrow(self) -> None:
        self._names.narrow()

    def action_copy(self) -> None:
        if (name := self._names.lines.key) is not None:
            self.app.copy_to_clipboard(name)

    def action_another(self) -> None:
        self.run_worker(self._ask_name(), group="another", exclusive=True)

    async def _ask_name(self) -> None:
        words = "The name of a part of the account, as the service calls it (unique_id). Upper and lower case matter."
        name = await self.app.push_screen_wait(AskLine("Another namespace", words, check_name))
        if name is not None:
            self.dismiss(name.strip())


def _card_keys() -> str:
    keys = (
        f"{press('namespaces.open', 'enter')} open",
        f"{press('namespaces.narrow', '/')} narrow",
        f"{press('namespaces.another', 'a')} another",
        press("namespaces.back", "esc"),
    )
    return " · ".join(keys)


def check_name(text: str) -> Checked:
    """Whether a namespace can be called so."""
    name = text.strip()
    if not name or len(name) > _LONGEST:
        return Checked("a name, please" if not name else "that is too long for a name")
    return Checked() if name.isprintable() else Checked("that is no name")


async def ask_about(app: App[Any], name: str) -> bool:  # Any: what the app returns
    """Whether a namespace that nobody has seen is to be looked at."""
    words = (
        f"{safe_text(name, _LONGEST)} was never seen, neither here nor in the service's list. Looking at it creates "
        "it: the service does that by itself, and has no call that takes it away again."
    )
    answers = (("s", "Stay where I am"), ("y", "Create it and look"))
    return await app.push_screen_wait(Confirm("A new namespace?", words, answers)) == "y"


async def ask_to_break_off(app: App[Any], name: str, uploads: int) -> bool:
    """Whether what is half sent may begin anew for the sake of another namespace."""
    words = (
        f"{counted(uploads, 'upload')} being sent. In {safe_text(name, 60)} they go on by themselves, each into the "
        "namespace that it was meant for; but a file that is half sent is sent again from its beginning."
    )
    answers = (("s", "Stay until they are sent"), ("g", "Go there, and send them again"))
    return await app.push_screen_wait(Confirm("Uploads are being sent", words, answers)) == "g"
