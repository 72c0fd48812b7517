"""The contact sheet: the covers of what is listed, to walk through and to mark."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from tui.api.values import Video
from tui.covers.desk import CoverDesk
from tui.library.connections import IndexTrouble
from tui.library.index import Index
from tui.library.marks import Marks
from tui.library.matches import Matches
from tui.library.values import Known
from tui.screens.copying import copied, open_address
from tui.screens.marking import Marking
from tui.widgets.cover_grid import CoverGrid
from tui.widgets.key_line import KeyLine
from tui.widgets.lines import content
from tui.widgets.present import cut, name_text
from tui.widgets.video_table import VideoTable

_AT_ONCE: Final = 4
_BREATH: Final = 0.05
"""Seconds that a window of covers stays before any is fetched: one that is passed by costs nothing."""
_SLOW: Final = 0.5
"""A rest in seconds from which on nothing is drawn before the cursor has rested."""


class ContactSheet(Screen[str | None]):
    """Answers with the number of the video that was picked."""

    CSS_PATH = "contact_sheet.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "To the list", id="sheet.pick", tooltip="Back to the list, on this video"),
        Binding("space", "mark('one')", "Mark", id="marks.one", tooltip="Mark this video and go to the next"),
        Binding("z", "mark('undo')", "Undo", id="marks.undo", show=False, tooltip="Undo the last change of the marks"),
        Binding("Z", "mark('redo')", "Redo", id="marks.redo", show=False, tooltip="Do it again"),
        Binding("o", "open", "Open", id="library.open", tooltip="Open the video's address; over ssh, show it"),
        Binding("y", "app.chord('y')", "Copy", id="library.copy", tooltip="Copy something of this video"),
        Binding("y>y", "copy('id')", "Id", id="copy.id", show=False, tooltip="Copy the number"),
        Binding("y>t", "copy('name')", "Name", id="copy.name", show=False, tooltip="Copy the name"),
        Binding("y>u", "copy('url')", "Video URL", id="copy.url", show=False, tooltip="Copy the address"),
        Binding("y>i", "copy('cover')", "Cover URL", id="copy.cover", show=False, tooltip="Copy the cover's address"),
        Binding("escape,q", "dismiss(None)", "Back", id="sheet.back", tooltip="The list as it was"),
    ]

    def __init__(self, index: Index, desk: CoverDesk, marking: Marking, matches: Matches, *, cursor: int) -> None:
        super().__init__()
        self._index = index
        self._desk = desk
        self._marking = marking
        self._matches = matches
        self._loaded = False
        self._unwatch: Callable[[], None] = lambda: None
        self.grid = CoverGrid(matches, desk.known, desk.manner, cursor=cursor)
        self.grid.set_reactive(CoverGrid.marked, marking.marks)

    @property
    def idle(self) -> bool:
        """Whether every cover that is to be seen is there."""
        return self._loaded

    def compose(self) -> ComposeResult:
        yield Static(id="head", markup=False)
        yield self.grid
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        self.grid.focus()
        self._unwatch = self._marking.watch(self._marked)
        self._say()

    def on_unmount(self) -> None:
        self._unwatch()

    def _marked(self, marks: Marks) -> None:
        self.grid.marked = marks

    @on(CoverGrid.Moved)
    def _say(self) -> None:
        grid, video = self.grid, self.grid.video
        place = f"   {grid.cursor + 1:,} of {self._matches.count:,}"
        room = self.app.size.width - len(place) - 20
        name = f"   {cut(name_text(video), room)}" if video is not None else ""
        line = content((("Contact sheet", "strong"), (place, ""), (name, "accent")))
        self.query_one("#head", Static).update(line, layout=False)

    @on(CoverGrid.Scrolled)
    def _scrolled(self) -> None:
        self._loaded = False
        self.grid.veiled = self._desk.manner.rest > _SLOW
        self._load()

    @work(group="covers", exclusive=True)
    async def _load(self) -> None:
        """What is to be seen, a few at a time; another window ends it."""
        rest = self._desk.manner.rest
        await asyncio.sleep(rest if rest > _SLOW else _BREATH)
        self.grid.veiled = False
        wanted = [video for video in self.grid.seen if self._desk.known(video) is None]
        async with asyncio.TaskGroup() as group:
            for _ in range(_AT_ONCE):
                group.create_task(self._fetch(wanted))
        self._loaded = True

    async def _fetch(self, wanted: list[Video]) -> None:
        while wanted:
            video = wanted.pop(0)
            await self._desk.cover(video)
            self.grid.arrived(video.video_no)

    # Commands

    @on(CoverGrid.Picked)
    def action_pick(self) -> None:
        video = self.grid.video
        self.dismiss(video.video_no if video is not None else None)

    def action_mark(self, how: str) -> None:
        video = self.grid.video
        if how != "one":
            self._marking.do(how)
        elif video is not None:
            self._marking.toggle(video.video_no)
            self.grid.action_step(1)

    def action_open(self) -> None:
        known = self._known
        url = known.video.video_url if known else None
        self.app.run_worker(open_address(self, url), group="open")  # whoever goes back at once still wants it

    def action_copy(self, what: str) -> None:
        text = copied(what, self._known, "")
        if text:
            self.app.copy_to_clipboard(text)
        else:
            self.notify("This video has no such thing to copy.", markup=False)

    @property
    def _known(self) -> Known | None:
        video = self.grid.video
        try:
            return self._index.get(video.video_no) if video is not None else None
        except IndexTrouble:
            return None


async def walked(
    screen: Screen[None], index: Index, desk: CoverDesk, marking: Marking, matches: Matches | None
) -> None:
    """Shows the sheet of what is listed, and puts the list's cursor on what was picked there."""
    if matches is None or not matches.count:
        screen.notify("There is nothing in the list to show covers of.", markup=False)
        return
    table = screen.query_one(VideoTable)
    sheet = ContactSheet(index, desk, marking, matches, cursor=min(table.cursor, matches.count - 1))
    picked = await screen.app.push_screen_wait(sheet)
    place = table.matches.position(picked) if picked is not None and table.matches is not None else None
    if place is not None:
        table.cursor = place
