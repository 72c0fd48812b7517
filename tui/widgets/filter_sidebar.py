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
from tui.widgets.filter_entry import FIELDS
from tui.widgets.filter_keys import FILTER_KEYS
from tui.widgets.filter_lines import TITLES, Row
from tui.widgets.filter_rows import FACETS, NARROWABLE, WIDEST, FilterRows, FilterView, Said
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
        layers: list entry;
        border: round $border-blurred;
        border-title-color: $text-muted;
        &:focus-within { border: round $primary; border-title-color: $text-primary; border-title-style: bold; }
        &.-filtered { border-subtitle-color: $text-accent; }
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
        self.border_title = "2 Filters"
        self._is_bare = late
        self._lines = LineList()
        self._today = today
        self._view = FilterView()
        self._rows = FilterRows(self._view)
        self._rows_of_map = 0

    def compose(self) -> ComposeResult:
        if not self._is_bare:
            yield self._lines
            yield self.map
            yield self._entry

    @cached_property
    def _entry(self) -> FilterInput:
        from tui.widgets.filter_input import FilterInput  # like the map, not before the first paint

        return FilterInput(self._today)

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
        self._lines.cursor = self._rows.first(section)
        if reason := self.why_not.get(section):
            self.notify(reason, severity="warning", markup=False)
        elif edit:
            self._edit(section)

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
            self._hold(row.section)
            self._change(self.looking_for.toggled(FACETS[row.section], row.text))
        else:
            self._edit(row.section)

    def action_exclude(self) -> None:
        row = self._usable_row()
        if row.kind == "value" and row.section in FACETS:
            self._hold(row.section)
            self._change(self.looking_for.toggled_out(FACETS[row.section], row.text))

    def action_only(self) -> None:
        row = self._usable_row()
        if row.kind == "value" and row.section in FACETS:
            self._hold(row.section)
            self._change(self.looking_for.only(FACETS[row.section], row.text))
        else:
            self._edit(row.section)

    def action_narrow(self) -> None:
        row = self._usable_row()
        if row.section not in NARROWABLE:
            raise SkipAction
        self._edit(row.section)

    def action_clear(self) -> None:
        section = self._row.section
        self._look(replace(self._view, narrow={**self._view.narrow, section: ""}))
        self._change(self.looking_for.cleared(section))

    def action_clear_all(self) -> None:
        self._look(replace(self._view, narrow={}, held=None))
        self._change(Query())

    def action_here(self) -> None:
        if reason := self.why_not.get("place"):
            self.notify(reason, severity="warning", markup=False)
            return
        self.post_message(self.HerePlease())

    def action_wider(self, direction: int) -> None:
        near = self.looking_for.near
        if near is None:
            self.notify("There is no place yet: enter on Place, or . for the current video's", markup=False)
            return
        km = float(f"{near.km * _RADIUS_STEP**direction:.2g}")
        self._change(replace(self.looking_for, near=replace(near, km=max(_SMALLEST_KM, min(LONGEST_KM, km)))))

    # Typing into a row

    @property
    def editing(self) -> bool:
        """Whether something is being typed into a row."""
        return self._view.editing is not None

    def _edit(self, section: Section) -> None:
        if section not in NARROWABLE and section not in FIELDS:
            return
        self._lines.cursor = self._row_to_edit(section)
        self.add_class("-editing")
        self._entry.focus()
        self._look(replace(self._view, editing=section))
        self._entry.begin(section, self.looking_for, self._view.narrow.get(section, ""))

    def _leave(self) -> None:
        section = self._view.editing
        if section is None:
            return
        self._look(replace(self._view, said=None, editing=None))
        if self._entry.has_focus:
            self._lines.focus()
        self.remove_class("-editing")
        if section in NARROWABLE:
            self._lines.cursor = self._rows.first(section)

    def on_filter_input_narrowed(self, event: FilterInput.Narrowed) -> None:
        event.stop()
        self._look(replace(self._view, narrow={**self._view.narrow, event.section: event.text}))

    def on_filter_input_read(self, event: FilterInput.Read) -> None:
        event.stop()
        if event.section != self._view.editing:
            return
        said = Said(event.section, event.said, event.tone) if event.said else None
        self._look(replace(self._view, said=said))
        # Names narrow the list while they are typed; half a place or half a date would only mislead.
        if event.query is not None and event.section == "name":
            self._change(event.query)

    def on_filter_input_left(self, event: FilterInput.Left) -> None:
        event.stop()
        if event.query is not None:
            self._change(event.query)
        self._leave()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        if event.widget is self._entry:
            self._leave()

    def _row_to_edit(self, section: Section) -> int:
        return self._rows.header(section) if section in NARROWABLE else self._rows.first(section)

    def _place_entry(self) -> None:
        """Lays the input over its row."""
        section = self._view.editing
        if section is None:
            return
        indent = len(TITLES[section]) + 2 if section in NARROWABLE else 2
        self._entry.styles.offset = (indent, self._row_to_edit(section) - self._lines.scroll_offset.y)
        self._entry.styles.width = max(8, self.size.width - 1 - indent)

    # What is shown

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        event.stop()
        if self._view.held and self._row.section != self._view.held[0]:
            self._look(replace(self._view, held=None))

    @on(LineList.Picked)
    def _picked(self, event: LineList.Picked) -> None:
        event.stop()
        self.action_include()

    @property
    def _row(self) -> Row:
        return self._rows.rows[self._lines.cursor]

    def _usable_row(self) -> Row:
        """The row under the cursor; where its section can't be used, that is said and the key does nothing."""
        row = self._row
        if reason := self.why_not.get(row.section):
            self.notify(reason, severity="warning", markup=False)
            return Row("note", "status")
        return row

    def _hold(self, section: Section) -> None:
        if section in FACETS and not (self._view.held and self._view.held[0] == section):
            order = tuple(value for value, _count in self._view.values(section))
            self._view = replace(self._view, held=(section, order))

    def _change(self, query: Query) -> None:
        if query != self.looking_for:
            self.looking_for = query
            self.post_message(self.Changed(query))

    def _show(self) -> None:
        if self._is_bare:
            return
        # One column is the scroll bar's, whether it is to be seen or not.
        width, height = self.size.width - 1, self.size.height - self._map_rows()
        self._look(
            replace(
                self._view,
                query=self.looking_for,
                facets=self.facets,
                why_not=self.why_not,
                width=min(WIDEST, width),
                height=height,
            )
        )
        active = len(self.looking_for.chips())
        self.set_class(bool(active), "-filtered")
        self.border_subtitle = f"{active} active" if active else ""

    def _map_rows(self) -> int:
        """Lines of the map, which are as many as show the world, or none."""
        rows = self.size.width // 4 if self.size.height >= _MAP_FROM else 0
        if rows != self._rows_of_map:
            self._rows_of_map = rows
            self.map.styles.height = rows
            self.map.display = bool(rows)
        return rows

    def _look(self, view: FilterView) -> None:
        self._view = view
        self._rows = FilterRows(view)
        self._lines.rows = self._rows
        self._place_entry()
