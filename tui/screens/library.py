"""Find, look, act: the place where a person spends the day. Reads the index; asks the service behind its back."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import Resize
from textual.reactive import var
from textual.screen import Screen

from tui.library.query import Query, Section
from tui.library.values import NEWEST_FIRST, Column, Sort, SyncMode, SyncState
from tui.memory import Memory, remembered_query, remembered_sort
from tui.pressing import press
from tui.screens.acting import ACTING, Acting
from tui.screens.beside import Beside
from tui.screens.copying import COPYING, Copies
from tui.screens.covering import COVERING
from tui.screens.library_keys import CHORDS, MOVING
from tui.screens.library_words import Surroundings
from tui.screens.listing import Listing
from tui.screens.marking import MARKING, Marking
from tui.screens.panes import Pane, Panes
from tui.screens.placing import Placing
from tui.screens.showing import Ages
from tui.screens.view_wishes import VIEWING, ViewWish, ViewWishes
from tui.screens.wishes import Wish, Wishes
from tui.widgets.details import Details
from tui.widgets.filter_sidebar import FilterSidebar
from tui.widgets.key_line import KeyLine
from tui.widgets.query_bar import QueryBar
from tui.widgets.status_line import StatusLine
from tui.widgets.video_table import VideoTable

if TYPE_CHECKING:
    from tui.covers.desk import CoverDesk
    from tui.deeds.deed import Deed
    from tui.deeds.desk import DeedDesk
    from tui.library.desk import LibraryDesk
    from tui.screens.finding import Look
    from tui.uploads.job import Job

_ONE_FRAME: Final = 0.02
"""Seconds that the echo of a key waits for what the key finds: nobody sees them."""


class LibraryScreen(Screen[None]):
    """Owns what is looked for, in which order, and up to which moment; everything else is read."""

    AUTO_FOCUS = "#table"  # at once: to focus the first pane and then this one would dress both twice
    BINDINGS: ClassVar[list[BindingType]] = [*MOVING, *CHORDS, *VIEWING, *COPYING, *MARKING, *ACTING, *COVERING]

    edition: var[int] = var(0, init=False)
    jobs: var[tuple[Job, ...]] = var(())
    sync: var[SyncState] = var(SyncState)
    deeds: var[tuple[Deed, ...]] = var(())
    looking_for: var[Query] = var(Query, init=False)
    order: var[Sort] = var(NEWEST_FIRST, init=False)

    def __init__(
        self,
        desk: LibraryDesk,
        deed_desk: DeedDesk,
        covers: CoverDesk,
        *,
        title: str,
        namespace: str,
        mode: SyncMode,
        read_only: bool = False,
        start: Callable[[], None],
        start_words: Sequence[str] = ("memories-tui",),
        now: Callable[[], float] = time.time,
        memory: Memory | None = None,
    ) -> None:
        """`start` wakes the service's side; it is called after the first paint. `now`: seconds since the epoch.

        `start_words`: the command line that shows this library. `memory`: what it looked like the last time.
        """
        super().__init__()
        self._desk = desk
        self._covers = covers
        self._title = title
        self._mode = mode
        self._start = start
        self._now = now
        self.memory = memory or Memory()
        self.viewing = ViewWishes(self)
        self.wishes = Wishes(self, desk, remembered_query(self.memory.library))
        self.set_reactive(LibraryScreen.looking_for, self.wishes.settled)
        self.set_reactive(LibraryScreen.order, remembered_sort(self.memory.library))
        self._ages = Ages(self, now)
        self._placing = Placing(self)
        self.panes = Panes(self.memory.state, id="panes")
        self._listing = Listing(
            self,
            desk,
            Surroundings(namespace, mode, read_only, desk.why_not, desk.key),
            sought=lambda: (self.looking_for, self.order),
            sync=lambda: self.sync,
            find=self._find,
            show_look=self._show_look,
        )
        self.finding = self._listing.finding
        self.beside = Beside(self, desk, covers, self._listing, looking_for=lambda: self.looking_for, now=now)
        horizon = self._listing.horizon
        self.marking = Marking(self, desk.index, desk.marks, lambda: (self.looking_for, horizon.moment))
        self.acting = Acting(self, deed_desk, self.marking, now)
        self._copies = Copies(
            self,
            start_words,
            known=lambda: self.beside.following.known(),
            looking_for=lambda: self.looking_for,
            marking=self.marking,
            copy_marked=self.acting.copy,
        )

    def compose(self) -> ComposeResult:
        with self.panes:
            yield FilterSidebar(late=True, id="filters").data_bind(LibraryScreen.looking_for)
            with Container(id="main"):
                with Vertical(id="list"):
                    query = QueryBar(history=self.memory.library.history, late=True, id="query")
                    yield query.data_bind(LibraryScreen.looking_for)
                    yield VideoTable(id="table").data_bind(sort=LibraryScreen.order)
                yield Details(late=True, id="details")
        yield StatusLine(id="status").data_bind(LibraryScreen.sync, LibraryScreen.jobs)
        yield KeyLine(id="keys")

    def on_resize(self, event: Resize) -> None:
        self.panes.fit(event.size)

    def on_mount(self) -> None:
        self.panes.fit(self.app.size)
        self.query_one("#list").border_title = Content(f"{press('go.library', '1')} Library · {self._title}")
        self.query_one(FilterSidebar).why_not = self._desk.why_not
        self.query_one(Details).untold = "not told by this API" if "metadata" in self._desk.why_not else ""
        self.query_one(StatusLine).mode = self._mode
        self._ages.look()
        self.viewing.show()
        self.query_one(VideoTable).focus()
        if not self._listing.show_first(self._desk.first):
            self._find()
        self.run_worker(self.finding.run(), group="finding")
        self.run_worker(self.marking.run(), group="marks")
        self.call_after_refresh(lambda: self.run_worker(self._furnish(), group="furnish"))
        if not self.looking_for.is_empty:
            self.finding.service.ask(self.looking_for)
        self.set_interval(1.0, lambda: self._ages.tick(self.sync, self.jobs))

    async def _furnish(self) -> None:
        await self.beside.furnish()
        self._start()

    # What is shown

    def _find(self) -> None:
        self._listing.find()
        self.marking.recount()
        self.beside.look()

    def _show_look(self, _video_no: str, look: Look) -> None:
        self.beside.show(look)
        self._ages.look()

    # What changes

    def watch_edition(self) -> None:
        if self.is_mounted:
            self._listing.horizon.settle(self.sync)
            self._admit_own()
            self._find()
            self.beside.follow()

    def watch_sync(self, after: SyncState) -> None:
        if not self.is_mounted:
            return
        self._ages.look()
        self._listing.horizon.settle(after)
        self._listing.emptiness.say()
        if self._listing.is_another_stage:
            self._find()

    def watch_deeds(self, deeds: tuple[Deed, ...]) -> None:
        if self.is_mounted:
            self.acting.show(deeds)

    def watch_jobs(self) -> None:
        if self.is_mounted:
            self._admit_own()

    def _admit_own(self) -> None:
        if self._listing.admit(self.jobs):
            self._find()

    def watch_looking_for(self, query: Query) -> None:
        self._find()
        self.finding.service.ask(query)
        if not self.query_one(QueryBar).editing:
            self.wishes.settle_on(query)

    def watch_order(self) -> None:
        self._find()
        self.wishes.remember()

    @on(Panes.Wished)
    def _panes_wished(self) -> None:
        self.memory.keep(self.panes.remembered(self.memory.state))

    @on(FilterSidebar.Changed)
    @on(QueryBar.Changed)
    async def _changed(self, event: FilterSidebar.Changed | QueryBar.Changed) -> None:
        self.looking_for = event.query
        # Nothing is painted meanwhile: what is typed and what it finds are one frame where the index is quick.
        await self.finding.rows.answered(within=_ONE_FRAME)

    @on(QueryBar.Left)
    def _left(self) -> None:
        self.wishes.settle_on(self.looking_for)
        self.panes.focus_pane("table")

    @on(FilterSidebar.HerePlease)
    def _here(self) -> None:
        self._placing.here()

    def on_descendant_focus(self) -> None:
        self.beside.catch_up()

    def on_map_view_sized(self) -> None:
        self.beside.look()

    def action_place(self, what: str) -> None:
        self._placing.do(what)

    @on(VideoTable.Chosen)
    def _chosen(self) -> None:
        self.panes.focus_pane("details")

    @on(VideoTable.SortAsked)
    async def _sort_asked(self, event: VideoTable.SortAsked) -> None:
        await self.action_sort_by(event.column.value)

    @on(VideoTable.Highlighted)
    def _highlighted(self, event: VideoTable.Highlighted) -> None:
        self.beside.follow()
        self.marking.moved()
        if event.video is not None and self._listing.showing.is_last(event.index):
            self._desk.extend()

    # Commands

    def action_edit_query(self) -> None:
        self.query_one(QueryBar).edit()

    def action_refresh(self) -> None:
        self._desk.refresh()
        self._find()
        self.query_one(StatusLine).asked_at = self._now()

    def action_take_in(self) -> None:
        self.action_refresh()
        self._listing.take_in()
        self._find()

    @property
    def is_behind(self) -> bool:
        """Whether the rows of what is looked for are not there yet."""
        return self.finding.rows.is_behind

    def stop_request(self) -> str:
        """Ctrl+c: what was stopped, in a word; empty where nothing was under way."""
        from tui.screens.stopping import stop_request

        return stop_request(self._desk, self.finding, self.query_one(Details), self.sync)

    def action_wish(self, what: Wish) -> None:
        self.wishes.do(what)

    def action_drop_condition(self) -> None:
        self.looking_for = self._listing.emptiness.way_out or self.looking_for

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        return None if action == "drop_condition" and self._listing.emptiness.way_out is None else True

    def why_not_now(self, action: str) -> str:
        """Why a command makes no sense now; nothing where it does."""
        return self._listing.emptiness.why_no_way_out if action == "drop_condition" else ""

    def action_mark(self, how: str) -> None:
        if how != "undo" or not self.acting.undo():
            self.marking.do(how)

    async def action_act(self, what: str) -> None:
        await self.acting.do(what)

    def action_alike(self, what: str) -> None:
        self.wishes.alike(what)

    def action_back(self) -> None:
        if self.panes.restore():
            return
        if self.panes.focused != "table":
            self.panes.focus_pane("table")
        elif not (self.acting.undo() or self.marking.step_back()) and not self.looking_for.is_empty:
            self.wishes.do("clear")

    def action_filter_by(self, section: Section) -> None:
        self.panes.focus_pane("filters")
        self.query_one(FilterSidebar).jump_to(section, edit=section != "status")

    def action_focus_pane(self, pane: Pane) -> None:
        self.panes.focus_pane(pane)

    async def action_sort_by(self, column: str) -> None:
        with self.app.batch_update():
            self.viewing.sort_by(Column(column))
            await self.finding.rows.answered(within=_ONE_FRAME)

    def action_view(self, what: ViewWish) -> None:
        self.viewing.do(what)

    def action_scroll_details(self, by: int) -> None:
        self.query_one(Details).scroll_detail(by)

    def action_copy(self, what: str) -> None:
        self._copies.copy(what)

    def action_by_hand(self) -> None:
        self._copies.by_hand()

    def action_cover(self) -> None:
        if reason := self.beside.following.covering.toggle():
            self.notify(reason, markup=False, timeout=4)

    @work(group="sheet", exclusive=True)
    async def action_contact_sheet(self) -> None:
        from tui.screens.contact_sheet import walked

        await walked(self, self._desk.index, self._covers, self.marking, self._listing.showing.matches)

    def action_open(self) -> None:
        self._copies.open()

    def go_to(self, video_no: str) -> None:
        """Puts the cursor on a video, showing everything if the present filter hides it."""
        if not self._listing.going_to(video_no):
            self._listing.horizon.take_in()
            self.looking_for = Query()
        self._find()
        self.panes.focus_pane("table")
