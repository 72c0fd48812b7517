"""The library at a glance: what there is, in bars, each of them a filter."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Static

from tui.library.index import Index
from tui.library.query import Query
from tui.library.query_text import text_of
from tui.library.statistics import Share, Statistics
from tui.pressing import press
from tui.widgets.bars import Bar, BarRows, bars
from tui.widgets.key_line import KeyLine
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line, content
from tui.widgets.present import cut, size_text

_SIDE_BY_SIDE = 100
_LEFT = frozenset({"Status", "Camera", "Tag"})
_ONLY_COUNTED = "The query language has no words for these: they can only be counted."


class StatisticsScreen(Screen[Query | None]):
    """Shows what matches `query`. Dismisses with another query where one was picked."""

    CSS_PATH = "statistics.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_SIDE_BY_SIDE, "-wide")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "Filter by it", id="statistics.pick", tooltip="Shows these videos in the list"),
        Binding("x", "leave_out", "All but these", id="statistics.out", tooltip="Shows all others in the list"),
        Binding("tab,shift+tab,h,l,left,right", "other", "Other side", id="statistics.other", show=False),
        Binding("y", "copy", "Copy", id="statistics.copy", tooltip="Copies the counts, with tabs between"),
        Binding("escape,q", "dismiss(None)", "Back", id="statistics.back", tooltip="The list as it was"),
    ]

    def __init__(self, index: Index, query: Query) -> None:
        super().__init__()
        self._index = index
        self._query = query
        self._statistics: Statistics | None = None
        self._lists = (LineList(empty="counting…", id="left"), LineList(id="right"))
        self._bars: tuple[tuple[Bar, ...], tuple[Bar, ...]] = ((), ())

    def compose(self) -> ComposeResult:
        yield Static(content(self._head()), id="head", markup=False)
        with Container(id="bars"):
            yield from self._lists
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        self._lists[0].focus()
        self._count()

    @work(group="count", exclusive=True)
    async def _count(self) -> None:
        self._statistics = found = await asyncio.to_thread(self._index.statistics, self._query)
        left = [part for part in found.parts if part.title in _LEFT]
        right = [part for part in found.parts if part.title not in _LEFT]
        self._bars = (bars(left), bars(right))
        for lines, shown in zip(self._lists, self._bars, strict=True):
            lines.empty = "" if found.videos else "No video matches."
            lines.rows = BarRows(shown, found.videos)
            lines.cursor = next((n for n, bar in enumerate(shown) if bar.share), 0)
        self.query_one("#head", Static).update(content(self._head()), layout=False)

    def _head(self) -> Line:
        what = cut(text_of(self._query), 60) or "everything"
        found = self._statistics
        if found is None:
            return ("Statistics", "strong"), (f"   {what}", "accent")
        hours, minutes = divmod(found.seconds // 60, 60)
        sums = f"   {found.videos:,} videos · {hours:,} h {minutes:02} min · {size_text(found.bytes)}"
        return ("Statistics", "strong"), (sums, ""), (f" · {what}", "accent")

    # Commands

    def _share(self) -> Share | None:
        side = 1 if self._lists[1].has_focus else 0
        at = self._lists[side].cursor
        return self._bars[side][at].share if at < len(self._bars[side]) else None

    def on_line_list_picked(self) -> None:
        self.action_pick()

    def action_pick(self) -> None:
        share = self._share()
        self._leave_with(share.query if share else None, share)

    def action_leave_out(self) -> None:
        share = self._share()
        self._leave_with(share.without if share else None, share)

    def _leave_with(self, query: Query | None, share: Share | None) -> None:
        if query is not None:
            self.dismiss(query)
        elif share is not None:
            pick = press("statistics.pick", "enter")
            no_opposite = f"The query language has no words for all but these; {pick} shows these."
            self.notify(no_opposite if share.query else _ONLY_COUNTED, markup=False)

    def action_other(self) -> None:
        self._lists[self._lists[0].has_focus].focus()

    def action_copy(self) -> None:
        found = self._statistics
        if found is not None:
            shares = ((part.title, share) for part in found.parts for share in part.shares)
            lines = (f"{title}\t{share.name}\t{share.videos}" for title, share in shares)
            self.app.copy_to_clipboard("\n".join(lines))
