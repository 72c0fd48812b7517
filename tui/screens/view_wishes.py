"""How the list is looked at: its order, its columns, and views of it that are kept under a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from textual.binding import Binding, BindingType

from tui.library.values import NEWEST_FIRST, Column
from tui.pressing import press
from tui.widgets.column_plan import Columns, Kind, Plan
from tui.widgets.video_table import VideoTable

if TYPE_CHECKING:
    from tui.library.query import Query
    from tui.screens.library import LibraryScreen
    from tui.widgets.saved_view import SavedView

ViewWish = Literal["columns", "wide", "save", "views", "reverse"]

VIEWING: Final[list[BindingType]] = [
    Binding("s>d", "sort_by('uploaded')", "Upload time", id="sort.uploaded", show=False, tooltip="Sort by upload time"),
    Binding("s>a", "sort_by('taken')", "Capture time", id="sort.taken", show=False, tooltip="Sort by capture time"),
    Binding("s>t", "sort_by('name')", "Name", id="sort.name", show=False, tooltip="Sort by name"),
    Binding("s>u", "sort_by('duration')", "Length", id="sort.duration", show=False, tooltip="Sort by length"),
    Binding("s>z", "sort_by('size')", "Size", id="sort.size", show=False, tooltip="Sort by size"),
    Binding("s>s", "sort_by('status')", "Status", id="sort.status", show=False, tooltip="Sort by status"),
    Binding("s>c", "sort_by('camera')", "Camera", id="sort.camera", show=False, tooltip="Sort by camera"),
    Binding("s>number_sign", "sort_by('tags')", "Tag", id="sort.tags", show=False, tooltip="Sort by the first tag"),
    Binding("s>p", "sort_by('pixels')", "Pixels", id="sort.pixels", show=False, tooltip="Sort by size of the picture"),
    Binding("s>g", "sort_by('distance')", "Distance", id="sort.distance", show=False, tooltip="The nearest first"),
    Binding("S", "view('reverse')", "Reverse order", id="sort.reverse", show=False, tooltip="The other way round"),
    Binding("C", "view('columns')", "Columns", id="view.columns", show=False, tooltip="Choose, order and size them"),
    Binding("W", "view('wide')", "All columns", id="view.wide", show=False, tooltip="However short the name gets"),
    Binding("b", "view('views')", "Views", id="view.open", show=False, tooltip="Open what was saved under a name"),
    Binding("B", "view('save')", "Save view", id="view.save", show=False, tooltip="Query, order and columns"),
]


def no_place() -> str:
    """Why nothing can be ordered by distance."""
    here, place = press("place.here", "."), press("filter.place", "f g")
    return f"Distance from where? {here} looks around this video, {place} asks for a place."


class ViewWishes:
    """Owns the columns; has order, columns and views come back."""

    def __init__(self, library: LibraryScreen) -> None:
        self._library = library
        remembered = library.memory.library
        self.columns = Columns.read(remembered.columns, wide=remembered.wide)

    def do(self, what: ViewWish) -> None:
        """One of the commands."""
        library = self._library
        match what:
            case "reverse":
                library.order = library.order.reversed
            case "wide":
                self._wear(replace(self.columns, wide=not self.columns.wide))
                library.notify(self._width_words, markup=False, timeout=4)
            case "columns":
                library.run_worker(self._choose_columns(), group="view", exclusive=True)
            case "save":
                library.run_worker(self._ask_name(), group="view", exclusive=True)
            case "views":
                library.run_worker(self._open_list(), group="view", exclusive=True)

    def sort_by(self, column: Column) -> None:
        """Orders the list; by distance only where there is a place to be away from."""
        library = self._library
        if column is Column.DISTANCE and library.looking_for.near is None:
            library.notify(no_place(), markup=False, timeout=6)
        else:
            library.order = library.order.asked(column)

    def settled(self, query: Query) -> None:
        """Another query was meant: without a place there is no distance to go by."""
        if query.near is None and self._library.order.column is Column.DISTANCE:
            self._library.order = NEWEST_FIRST

    # Columns

    @property
    def _table(self) -> VideoTable:
        return self._library.query_one(VideoTable)

    def show(self) -> None:
        """Puts the remembered columns on."""
        self._table.columns = self.columns

    @property
    def _width_words(self) -> str:
        if not self.columns.wide:
            return "As many columns as leave the names their room."
        missing = len(self.columns.wanted) - len([one for one in self._table.plan.slots if one.kind is not Kind.NAME])
        wide, right, left = press("view.wide", "W"), press("table.right", "L"), press("table.left", "H")
        more = f"; {missing} still without room: {right} goes there, {left} back" if missing > 0 else ""
        return f"All columns, the names as short as that takes{more}. {wide} again: as before."

    def _try_on(self, columns: Columns) -> Plan:
        self._table.columns = columns
        return self._table.plan

    def _wear(self, columns: Columns) -> None:
        self.columns = self._table.columns = columns
        memory = self._library.memory
        memory.keep(replace(memory.library, columns=columns.texts, wide=columns.wide))

    async def _choose_columns(self) -> None:
        from tui.screens.columns_card import ColumnsCard

        place = self._library.looking_for.near is not None
        chosen = await self._library.app.push_screen_wait(ColumnsCard(self.columns, self._try_on, place=place))
        self._wear(self.columns if chosen is None else chosen)

    # Views

    def views(self) -> tuple[SavedView, ...]:
        """Those that are kept."""
        from tui.widgets.saved_view import read_views

        return read_views(self._library.memory.library.views)

    def open(self, view: SavedView) -> None:
        """Looks at it; what it says nothing about is as it is at first."""
        library = self._library
        library.looking_for = view.query
        library.order = view.sort
        self._wear(view.columns)
        library.panes.focus_pane("table")

    def save(self, name: str) -> None:
        """Keeps what is to be seen under this name, instead of what had it before."""
        from tui.widgets.saved_view import SavedView, fit_name

        library = self._library
        view = SavedView(fit_name(name), library.looking_for, library.order, self.columns)
        kept = {other.name: other for other in self.views()} | {view.name: view}
        self._keep(tuple(kept.values()))
        library.notify(f"Kept as {view.name}: {press('view.open', 'b')} opens it.", markup=False)

    def _keep(self, views: Sequence[SavedView]) -> None:
        memory = self._library.memory
        memory.keep(replace(memory.library, views=tuple(view.text for view in views)))

    async def _open_list(self) -> None:
        from tui.screens.views_list import ViewsList

        view = await self._library.app.push_screen_wait(ViewsList(self.views(), self._keep))
        if view is not None:
            self.open(view)

    async def _ask_name(self) -> None:
        from tui.screens.ask_line import AskLine
        from tui.screens.confirm import Confirm
        from tui.widgets.form_checks import Checked
        from tui.widgets.saved_view import fit_name

        taken = {view.name for view in self.views()}

        def check(text: str) -> Checked:
            name = fit_name(text)
            if not name:
                return Checked("a name, please")
            return Checked(note="there is one of this name: it is asked about" if name in taken else "")

        app = self._library.app
        words = f"The query, its order and the columns come back under this name: {press('view.open', 'b')}."
        name = await app.push_screen_wait(AskLine("Save this view", words, check))
        if name is None:
            return
        if fit_name(name) in taken:
            answers = (("n", "Keep the one there is"), ("y", "Replace it"))
            words = f"There is a view called {fit_name(name)}."
            if await app.push_screen_wait(Confirm("Replace it?", words, answers)) != "y":
                return
        self.save(name)
