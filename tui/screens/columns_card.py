"""Choosing, ordering and sizing the columns of the list, which is seen behind the card as it would be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.pressing import press
from tui.widgets.column_plan import TITLES, WIDTHS, Columns, Kind, Plan
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line, Tone
from tui.widgets.present import fit


class _Lines:
    """The chosen ones where they stand, the others between them or after them."""

    def __init__(self, kinds: Sequence[Kind], columns: Columns, shown: frozenset[Kind], *, place: bool) -> None:
        self.kinds = kinds
        self._columns = columns
        self._shown = shown
        self._place = place

    def __len__(self) -> int:
        return len(self.kinds)

    def key(self, n: int) -> str:
        return self.kinds[n].value

    def line(self, n: int, width: int) -> Line:
        kind = self.kinds[n]
        chosen = dict(self._columns.chosen)
        mark = "✓" if kind in chosen else " "
        cells = chosen.get(kind, 0) or WIDTHS[kind]
        note = self._note(kind) if kind in chosen or kind in self._shown else ""
        tone: Tone = "" if kind in chosen else "muted"
        return (
            (f" {mark} ", "accent"),
            (fit(TITLES[kind], 10), tone),
            (fit(str(cells) if kind in chosen else "", 4, right=True), "muted"),
            (fit(f"  {note}", max(0, width - 17)), "muted"),
        )

    def _note(self, kind: Kind) -> str:
        if kind is Kind.DISTANCE and not self._place:
            return "once a place is set"
        if kind not in self._shown:
            return f"no room: {press('columns.wide', 'W')}"
        return "" if kind in dict(self._columns.chosen) else "shown for now"


class ColumnsCard(ModalScreen[Columns | None]):
    """Dismisses with what was chosen, or None. What is behind it stays to be seen."""

    CSS_PATH = "columns_card.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,x", "switch", "Show or hide", id="columns.toggle"),
        Binding("J,greater_than_sign", "shift(1)", "Further right", id="columns.later"),
        Binding("K,less_than_sign", "shift(-1)", "Further left", id="columns.earlier"),
        Binding("plus", "size(1)", "Wider", id="columns.wider"),
        Binding("minus,underscore", "size(-1)", "Narrower", id="columns.narrower"),
        Binding("W", "wide", "All of them", id="columns.wide", tooltip="However short the name gets"),
        Binding("r", "reset", "What fits", id="columns.reset", tooltip="As if nothing had ever been chosen"),
        Binding("enter", "keep", "Keep", id="columns.keep", tooltip="Keep them, at the next start, too"),
        Binding("escape,q", "dismiss(None)", "Back", id="columns.back", tooltip="As they were before"),
    ]

    def __init__(self, columns: Columns, try_on: Callable[[Columns], Plan], *, place: bool) -> None:
        """`try_on` shows some for a while, and answers with those that have room. `place`: whether one is set."""
        super().__init__()
        self._try_on = try_on
        self._place = place
        self._columns = columns
        self._kinds = [*dict(columns.chosen), *(kind for kind in WIDTHS if kind not in dict(columns.chosen))]
        self._list = LineList(id="columns")
        self._words = Static(id="words", markup=False)

    def compose(self) -> ComposeResult:
        with Vertical(id="card") as card:
            card.border_title = "Columns"
            card.border_subtitle = f"{press('columns.keep', 'enter')} keeps · {press('columns.back', 'esc')} back"
            yield self._list
            yield self._words

    def on_mount(self) -> None:
        shown = [slot.kind for slot in self._try_on(self._columns).slots]
        if not self._columns.chosen:
            self._kinds.sort(key=lambda kind: shown.index(kind) if kind in shown else len(shown))
        self._show(self._columns)
        self._list.focus()

    @property
    def _kind(self) -> Kind:
        return Kind(self._list.key or Kind.STATUS)

    def _show(self, columns: Columns) -> None:
        self._columns = columns
        shown = frozenset(slot.kind for slot in self._try_on(columns).slots)
        self._list.rows = _Lines(tuple(self._kinds), columns, shown, place=self._place)
        all_of_them = "on" if columns.wide else "off"
        later, earlier = press("columns.later", "J"), press("columns.earlier", "K")
        wider, narrower = press("columns.wider", "+"), press("columns.narrower", "-")
        self._words.update(
            f" {press('columns.toggle', 'space')} shows, hides · {later} {earlier} moves\n"
            f" {wider} {narrower} sizes · {press('columns.reset', 'r')} what fits\n"
            f" {press('columns.wide', 'W')} all, with short names: {all_of_them}"
        )

    def _settle(self) -> None:
        """What is seen now becomes what was chosen: who changes one thing wants to keep the rest."""
        if not self._columns.chosen:
            shown = [slot.kind for slot in self._try_on(self._columns).slots if slot.kind is not Kind.NAME]
            self._columns = replace(self._columns, chosen=tuple((kind, 0) for kind in shown))

    def _choose(self, widths: Mapping[Kind, int]) -> None:
        chosen = tuple((kind, widths[kind]) for kind in self._kinds if kind in widths)
        self._show(replace(self._columns, chosen=chosen))

    @on(LineList.Picked)
    def action_switch(self) -> None:
        kind = self._kind
        self._settle()
        widths = dict(self._columns.chosen)
        if widths.keys() == {kind}:
            fits = press("columns.reset", "r")
            self.notify(f"One column beside the name stays: {fits} shows what fits.", markup=False, timeout=3)
        elif kind in widths:
            self._choose({one: width for one, width in widths.items() if one is not kind})
        else:
            self._choose({**widths, kind: 0})

    def action_shift(self, by: int) -> None:
        kind = self._kind
        self._settle()
        at = self._kinds.index(kind)
        self._kinds.insert(max(0, at + by), self._kinds.pop(at))
        self._choose(dict(self._columns.chosen))

    def action_size(self, by: int) -> None:
        kind = self._kind
        self._settle()
        if kind not in dict(self._columns.chosen):
            shows = press("columns.toggle", "space")
            self.notify(f"Only what is shown has a size: {shows} shows it.", markup=False, timeout=3)
        else:
            self._show(self._columns.with_width(kind, by))

    def action_wide(self) -> None:
        self._show(replace(self._columns, wide=not self._columns.wide))

    def action_reset(self) -> None:
        self._show(Columns())

    def action_keep(self) -> None:
        self.dismiss(self._columns)
