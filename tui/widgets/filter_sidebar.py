"""The filters beside the library: every facet with its values and counts, edited with single keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import DescendantBlur
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.library.query import Near, Query, Section
from tui.library.query_values import DEFAULT_KM, LONGEST_KM, utc_today
from tui.library.values import Facets
from tui.pressing import press
from tui.widgets.filter_keys import FILTER_KEYS
from tui.widgets.filter_lines import Row
from tui.widgets.filter_list import FilterList
from tui.widgets.filter_rows import FACETS, NARROWABLE, WIDEST
from tui.widgets.filter_typing import FilterTyping
from tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from tui.widgets.filter_input import FilterInput
    from tui.widgets.map_view import MapView

_RADIUS_STEP: Final = 1.5
_SMALLEST_KM: Final = 0.05
_MAP_FROM: Final = 40
"""Lines of the sidebar from which its list can do without those of a map."""


class FilterSidebar(Widget):
    """Edits `looking_for`; answers with `Changed`. All rows are one list, whatever they belong to."""

    BINDINGS: ClassVar[list[BindingType]] = FILTER_KEYS
    BINDING_GROUP_TITLE = "Filters"
    DEFAULT_CSS = """
    FilterSidebar {
        width: 30; height: 1fr; padding: 0 0 0 1;
        layers: list entry; layout: vertical; /* empty it is blank, and not its own name */
        border: round $border-blurred;
        border-title-color: $text-muted; border-subtitle-color: $text-accent;
        &:focus-within { border: round $primary; border-title-color: $text-primary; border-title-style: bold; }
        & > LineList { layer: list; width: 1fr; height: 1fr; background: transparent; }
        & > LineList { scrollbar-background: $background; scrollbar-color: $border-blurred; }
        & > MapView { layer: list; width: 1fr; height: 0; display: none; }
        & > FilterInput { layer: entry; position: absolute; display: none; width: 10; background: $boost; }
        &.-editing > FilterInput { display: block; }
    }
    """

    looking_for: reactive[Query] = reactive(Query, init=False, repaint=False)
    facets: reactive[Facets] = reactive(Facets, init=False, repaint=False)
    why_not: reactive[Mapping[str, str]] = reactive[Mapping[str, str]](dict, init=False, repaint=False)
    """Why a section (its name as in `Section`) can't be used, in words."""

    class Changed(Message):
        """The query was edited."""

        def __init__(self, query: Query) -> None:
            super().__init__()
            self.query = query

    class HerePlease(Message):
        """The place of the current video is wanted: answer with `use_place`."""

    def __init__(
        self,
        *,
        today: Callable[[], date] = utc_today,
        late: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """`late`: there is nothing in it until `furnish` is called."""
        super().__init__(id=id, classes=classes)
        self.border_title = f"{press('go.filters', '2')} Filters"
        self._is_bare = late
        self._lines = LineList()
        self._shown = FilterList(self._lines)
        self._typing = FilterTyping(self, self._shown, today)
        self._rows_of_map = 0

    def compose(self) -> ComposeResult:
        if not self._is_bare:
            yield self._lines
            yield self.map
            yield self._typing.entry

    @cached_property
    def map(self) -> MapView:
        """Of what is looked for; to be seen where the list leaves room for it."""
        from tui.widgets.map_view import MapView

        return MapView(id="small-map")

    async def furnish(self) -> None:
        """Makes what is in it."""
        self._is_bare = False
        await self.recompose()
        self._show()

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        self._show()

    def watch_looking_for(self) -> None:
        self._show()

    def watch_facets(self) -> None:
        self._show()

    def watch_why_not(self) -> None:
        self._show()

    def focus(self, scroll_visible: bool = True) -> FilterSidebar:
        """Focuses the list inside."""
        self._lines.focus(scroll_visible)
        return self

    def jump_to(self, section: Section, *, edit: bool = False) -> None:
        """Focuses the first row of a section; `edit` also opens its field, or narrows its values."""
        self._lines.focus()
        self._shown.enter(section)
        if reason := self.why_not.get(section):
            self.notify(reason, severity="warning", markup=False)
        elif edit:
            self._typing.begin(section, self.looking_for)

    def use_place(self, latitude: float, longitude: float) -> None:
        """Looks around this point, with the radius that is set."""
        near = self.looking_for.near
        self._change(replace(self.looking_for, near=Near(latitude, longitude, near.km if near else DEFAULT_KM)))

    # What the keys do

    def action_include(self) -> None:
        row = self._usable_row()
        if row.kind == "value" and row.section == "id":
            self._change(replace(self.looking_for, ids=tuple(n for n in self.looking_for.ids if n != row.text)))
        elif row.kind == "value":
            self._shown.hold(row.section)
            self._change(self.looking_for.toggled(FACETS[row.section], row.text))
        else:
            self._typing.begin(row.section, self.looking_for)

    def action_exclude(self) -> None:
        row = self._usable_row()
        if row.kind == "value" and row.section in FACETS:
            self._shown.hold(row.section)
            self._change(self.looking_for.toggled_out(FACETS[row.section], row.text))

    def action_only(self) -> None:
        row = self._usable_row()
        if row.kind == "value" and row.section in FACETS:
            self._shown.hold(row.section)
            self._change(self.looking_for.only(FACETS[row.section], row.text))
        else:
            self._typing.begin(row.section, self.looking_for)

    def action_narrow(self) -> None:
        row = self._usable_row()
        if row.section not in NARROWABLE:
            raise SkipAction
        self._typing.begin(row.section, self.looking_for)

    def action_clear(self) -> None:
        section = self._shown.row.section
        self._shown.narrow(section, "")
        self._change(self.looking_for.cleared(section))

    def action_clear_all(self) -> None:
        self._shown.look(narrow={}, held=None)
        self._change(Query())

    def action_here(self) -> None:
        if reason := self.why_not.get("place"):
            self.notify(reason, severity="warning", markup=False)
            return
        self.post_message(self.HerePlease())

    def action_wider(self, direction: int) -> None:
        near = self.looking_for.near
        if near is None:
            only, here = press("filters.only", "enter"), press("filters.here", ".")
            self.notify(f"There is no place yet: {only} on Place, or {here} for the current video's", markup=False)
            return
        km = float(f"{near.km * _RADIUS_STEP**direction:.2g}")
        self._change(replace(self.looking_for, near=replace(near, km=max(_SMALLEST_KM, min(LONGEST_KM, km)))))

    # Typing into a row

    @property
    def editing(self) -> bool:
        """Whether something is being typed into a row."""
        return self._typing.section is not None

    def on_filter_input_narrowed(self, event: FilterInput.Narrowed) -> None:
        event.stop()
        self._shown.narrow(event.section, event.text)
        self._typing.lie()

    def on_filter_input_read(self, event: FilterInput.Read) -> None:
        event.stop()
        if (query := self._typing.heard(event)) is not None:
            self._change(query)

    def on_filter_input_left(self, event: FilterInput.Left) -> None:
        event.stop()
        if event.query is not None:
            self._change(event.query)
        self._typing.leave()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        if self.editing and event.widget is self._typing.entry:
            self._typing.leave()

    # What is shown

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        event.stop()
        self._shown.loosen()
        self._typing.lie()

    @on(LineList.Picked)
    def _picked(self, event: LineList.Picked) -> None:
        event.stop()
        self.action_include()

    def _usable_row(self) -> Row:
        """The row under the cursor; where its section can't be used, that is said and the key does nothing."""
        row = self._shown.row
        if reason := self.why_not.get(row.section):
            self.notify(reason, severity="warning", markup=False)
            return Row("note", "status")
        return row

    def _change(self, query: Query) -> None:
        if query != self.looking_for:
            self.looking_for = query
            self.post_message(self.Changed(query))

    def _show(self) -> None:
        if self._is_bare:
            return
        # One column is the scroll bar's, whether it is to be seen or not.
        width, height = self.size.width - 1, self.size.height - self._map_rows()
        self._shown.look(
            query=self.looking_for,
            facets=self.facets,
            why_not=self.why_not,
            width=min(WIDEST, width),
            height=height,
        )
        self._typing.lie()
        active = len(self.looking_for.chips())
        self.border_subtitle = f"{active} active" if active else ""

    def _map_rows(self) -> int:
        """Lines of the map, which are as many as show the world, or none."""
        rows = self.size.width // 4 if self.size.height >= _MAP_FROM else 0
        if rows != self._rows_of_map:
            self._rows_of_map = rows
            self.map.styles.height = rows
            self.map.display = bool(rows)
        return rows
