"""The list of videos: any length, drawn a window at a time, and calm, whatever happens to the library beneath."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from typing import ClassVar, TypeAlias

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.api.values import Video
from tui.library.values import NEWEST_FIRST, Sort
from tui.widgets import table_rows
from tui.widgets.column_plan import GUTTER, SORTED_BY, Columns, Plan, plan, why_no_further
from tui.widgets.columns import Place
from tui.widgets.table_paint import Look
from tui.widgets.table_rows import Rows
from tui.widgets.table_shape import LOOKS, MOVING, PARTS
from tui.widgets.table_sight import HEADER, Sight, TableLines
from tui.widgets.table_window import Spot, revealed, settled


class VideoTable(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows `matches`; says where the cursor is. The cursor stays on its video, and on its line of the screen."""

    BINDINGS: ClassVar[list[BindingType]] = MOVING
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"video-table--{part}" for part in PARTS}
    DEFAULT_CSS = LOOKS

    matches: reactive[Rows | None] = reactive[Rows | None](None, init=False, repaint=False, always_update=True)
    cursor: reactive[int] = reactive(0, init=False, repaint=False)
    marked: reactive[Container[str]] = reactive[Container[str]](frozenset[str](), init=False, repaint=False)
    sort: reactive[Sort] = reactive(NEWEST_FIRST, init=False, repaint=False)
    place: reactive[Place | None] = reactive[Place | None](None, init=False, repaint=False)
    """Distances are shown from here."""
    columns: reactive[Columns] = reactive(Columns, init=False, repaint=False)
    empty_words: reactive[str] = reactive("", init=False, repaint=False)
    """What is said where there are no rows: a headline, then what to do about it, a line each."""
    skipped: reactive[int] = reactive(0, init=False, repaint=False)
    """How many columns beside the name are scrolled away to the left."""
    scroll_jump: reactive[int] = reactive(1, init=False, repaint=False)
    """Rows scrolled at once when the cursor leaves the window: more than one saves repaints on a slow line."""

    Highlighted: TypeAlias = table_rows.Highlighted
    Chosen: TypeAlias = table_rows.Chosen
    SortAsked: TypeAlias = table_rows.SortAsked

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._held: str | None = None
        self._top_held: str | None = None
        self._told: tuple[Video | None, int] | None = None
        self._lines = TableLines(self._part_style)

    # What is shown

    @property
    def count(self) -> int:
        return self.matches.count if self.matches is not None else 0

    @property
    def video(self) -> Video | None:
        """The video under the cursor."""
        return self._row(self.cursor)

    def show(self, matches: Rows | None, *, keep: str | None = None, follow_top: bool = False) -> None:
        """Shows another answer with the cursor on the video `keep`, on its line of the screen.

        If it is gone the cursor stays at its index; without `keep` it goes to the top. With `follow_top` a window
        that is at the very top stays there, so that new rows are seen while the cursor still stays on its video.
        """
        spot = self._spot
        self.set_reactive(VideoTable.matches, matches)
        self._measure()
        if keep is None:
            spot = Spot()
        else:
            top = None if spot.sees_cursor(self._page) else self._position(self._top_held)
            cursor = self._position(keep)
            spot = settled(spot, self._page, self.count, cursor=cursor, top=top, follow_top=follow_top)
        self.set_reactive(VideoTable.cursor, spot.cursor)
        self.scroll_to(y=spot.top, animate=False, force=True)
        self._settle()

    def watch_matches(self, matches: Rows | None) -> None:
        self.show(matches, keep=self._held)

    def _settle(self) -> None:
        self._repaint()
        video = self.video
        if video is not None or not self.count:
            self._held = video.video_no if video is not None else None
        if self._told != (video, self.cursor):
            self._told = (video, self.cursor)
            self.post_message(self.Highlighted(self, video, self.cursor))

    # The window

    @property
    def _spot(self) -> Spot:
        return Spot(self.cursor, self.scroll_offset.y)

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    @property
    def _page(self) -> int:
        return max(1, self.size.height - HEADER)

    def _row(self, n: int) -> Video | None:
        matches = self.matches
        return matches.row(n) if matches is not None and 0 <= n < matches.count else None

    def _position(self, video_no: str | None) -> int | None:
        return None if self.matches is None or video_no is None else self.matches.position(video_no)

    def _measure(self) -> None:
        # Set beneath the reactive: that one would lay the whole screen out anew for every row that arrives.
        size = Size(self._width, self.count + HEADER)
        if size != self.virtual_size:
            self.set_reactive(VideoTable.virtual_size, size)
            if self.is_mounted:
                self.vertical_scrollbar.window_virtual_size = size.height

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        self.vertical_scrollbar.position = new_value
        if round(old_value) != round(new_value):
            first = self._row(self.scroll_offset.y)
            self._top_held = first.video_no if first is not None else None
            self._repaint()

    def on_resize(self) -> None:
        self._lines.forget()
        self.set_reactive(VideoTable.skipped, 0)
        self._measure()
        self._reveal()

    # Moving

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, self.count - 1))

    def watch_cursor(self) -> None:
        self._reveal()
        self._settle()

    def _reveal(self) -> None:
        if self.size.height:
            top = revealed(self._spot, self._page, jump=self.scroll_jump)
            if top != self.scroll_offset.y:
                self.scroll_to(y=top, animate=False, force=True)

    def move(self, by: int) -> None:
        """Moves the cursor by so many rows, as far as there are any."""
        self.cursor += by

    def page(self, by: int) -> None:
        """Moves cursor and window together by so many rows, so that the cursor keeps its line of the screen."""
        self.scroll_to(y=self.scroll_offset.y + by, animate=False, force=True)
        self.cursor += by

    def action_move(self, by: int) -> None:
        self.move(by)

    def action_half(self, direction: int) -> None:
        self.page(direction * max(1, self._page // 2))

    def action_page(self, direction: int) -> None:
        self.page(direction * max(1, self._page - 1))

    def action_top(self) -> None:
        self.cursor = 0

    def action_bottom(self) -> None:
        self.cursor = self.count - 1

    def action_go_to(self, line: int) -> None:
        self.cursor = line

    def action_columns(self, by: int) -> None:
        if reason := why_no_further(self.plan, by):
            self.notify(reason, markup=False, timeout=4)
        else:
            self.skipped += by

    def action_choose(self) -> None:
        if (video := self.video) is not None:
            self.post_message(self.Chosen(self, video))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y < HEADER:
            if offset.x >= GUTTER and (column := SORTED_BY.get(self.plan.kind_at(offset.x))):
                self.post_message(self.SortAsked(self, column))
            return
        index = self.scroll_offset.y + offset.y - HEADER
        if index < self.count:
            chosen = event.chain == 2 and index == self.cursor
            self.cursor = index
            if chosen:
                self.action_choose()

    # Painting

    @property
    def plan(self) -> Plan:
        """The columns that have room."""
        place = self.place is not None
        return plan(self._width, place=place, column=self.sort.column, wish=self.columns, skipped=self.skipped)

    def notify_style_update(self) -> None:
        self._lines.forget()
        super().notify_style_update()

    def watch_columns(self) -> None:
        self.set_reactive(VideoTable.skipped, 0)
        self._repaint()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._repaint()

    def _repaint(self) -> None:
        """Repaints those of the visible lines that look different now."""
        for y in self._lines.changed(self._sight):
            self.refresh(Region(0, y, self._width, 1))

    watch_marked = watch_sort = watch_place = watch_skipped = watch_empty_words = _repaint

    @property
    def painted(self) -> dict[int, Look]:
        """How its lines were drawn the last time."""
        return self._lines.painted.copy()

    def begins_with(self, looks: Mapping[int, Look]) -> bool:
        """Whether its lines would be drawn like these with the cursor on the first row, and the focus."""
        return self._lines.are_alike(replace(self._sight, spot=Spot(), has_focus=True), looks)

    def render_line(self, y: int) -> Strip:
        return self._lines.drawn(self._sight, y)

    @property
    def _sight(self) -> Sight:
        return Sight(
            rows=self.matches,
            spot=self._spot,
            has_focus=self.has_focus,
            height=self.size.height,
            columns=self.plan,
            sort=self.sort,
            place=self.place,
            marked=self.marked,
            empty_words=self.empty_words,
        )

    def _part_style(self, part: str) -> Style:
        return self.get_component_rich_style(f"video-table--{part}") if part else self.rich_style
