"""Choosing other colours: each theme is put on while the cursor rests on it, esc puts the one before back on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.timer import Timer

from tui.pressing import press
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line
from tui.widgets.present import cells, fit

_REST: Final = 0.15
"""Seconds: who runs through the list does not pay for a picture of every theme on the way."""


class _Offers:
    """The themes as rows; the one that was on is ticked."""

    def __init__(self, offers: Sequence[tuple[str, str]], worn: str) -> None:
        self._offers = offers
        self._worn = worn

    def __len__(self) -> int:
        return len(self._offers)

    def key(self, n: int) -> str:
        return self._offers[n][0]

    def line(self, n: int, width: int) -> Line:
        name, note = self._offers[n]
        room = width - 4 - cells(note)
        return (("✓ " if name == self._worn else "  ", "accent"), (fit(name, room), ""), (f" {note} ", "muted"))


class ThemeChoice(ModalScreen[str | None]):
    """Dismisses with the name of a theme, or None. What is behind it stays to be seen: it is what one looks at."""

    CSS_PATH = "themes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "Keep", id="themes.keep", tooltip="Keep these colours, at the next start, too"),
        Binding("escape,q", "dismiss(None)", "Back", id="themes.back", tooltip="The colours that were there before"),
    ]

    def __init__(self, offers: Sequence[tuple[str, str]], worn: str, try_on: Callable[[str], None]) -> None:
        """`offers`: names, each with a word about it; `worn`: the one that is on. `try_on` shows one for a while."""
        super().__init__()
        self._try_on = try_on
        self._rest: Timer | None = None
        self._list = LineList()
        # Beneath the reactives: nothing has moved yet that would have to be tried on.
        self._list.set_reactive(LineList.rows, _Offers(offers, worn))
        self._list.set_reactive(LineList.cursor, [name for name, _ in offers].index(worn))
        self._list.styles.height = len(offers)

    def compose(self) -> ComposeResult:
        with Vertical(id="card") as card:
            card.border_title = "Theme"
            card.border_subtitle = f"{press('themes.keep', 'enter')} keeps · {press('themes.back', 'esc')} back"
            yield self._list

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(_REST, lambda: self._try_on(event.key))

    @on(LineList.Picked)
    def action_keep(self) -> None:
        self.dismiss(self._list.key)
