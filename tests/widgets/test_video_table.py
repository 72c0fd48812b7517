"""The list of videos: moving, staying, drawing, and what it costs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from textual import on
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.pilot import Pilot

from tests.widgets.videos import Endless, Listed, number, video
from tui.api.values import Status, Video
from tui.library.index import Index
from tui.library.query import Query
from tui.library.values import NEWEST_FIRST, Column, Sort
from tui.widgets.column_plan import GUTTER, Kind, plan
from tui.widgets.columns import header_text, video_line
from tui.widgets.lines import plain
from tui.widgets.table_rows import Rows
from tui.widgets.video_table import VideoTable

SIZE = (80, 24)
PAGE = SIZE[1] - 3  # two lines of border, one of titles


class TableApp(App[None]):
    """A table in a pane, and everything that it says."""

    CSS = "Vertical { border: round $panel; }"

    def __init__(self, rows: Rows | None = None, *, empty: str = "") -> None:
        super().__init__()
        self.table = VideoTable()
        self.rows = rows
        self.empty = empty
        self.highlighted: list[tuple[str | None, int]] = []
        self.chosen: list[str] = []
        self.sorts: list[Column] = []

    def compose(self) -> ComposeResult:
        with Vertical():
            yield self.table

    def on_mount(self) -> None:
        self.table.empty_words = self.empty
        self.table.show(self.rows)
        self.table.focus()

    @on(VideoTable.Highlighted)
    def _highlighted(self, event: VideoTable.Highlighted) -> None:
        self.highlighted.append((event.video.video_no if event.video else None, event.index))

    @on(VideoTable.Chosen)
    def _chosen(self, event: VideoTable.Chosen) -> None:
        self.chosen.append(event.video.video_no)

    @on(VideoTable.SortAsked)
    def _sort_asked(self, event: VideoTable.SortAsked) -> None:
        self.sorts.append(event.column)


def drawn(table: VideoTable) -> list[str]:
    return [table.render_line(y).text for y in range(table.size.height)]


def spot(table: VideoTable) -> tuple[int, int]:
    """The row of the cursor, and its line of the screen."""
    return table.cursor, table.cursor - table.scroll_offset.y


async def settle(pilot: Pilot[None]) -> None:
    await pilot.pause()


# Moving


@pytest.mark.parametrize(
    ("keys", "cursor"),
    [
        (["j", "j", "down"], 3),
        (["j", "k", "k", "up"], 0),
        (["ctrl+d"], PAGE // 2),
        (["ctrl+d", "ctrl+u"], 0),
        (["pagedown"], PAGE - 1),
        (["pagedown", "pagedown", "pageup"], PAGE - 1),
        (["G"], 999_999),
        (["end", "j", "pagedown"], 999_999),
        (["G", "home"], 0),
        (["G", "k", "pageup"], 999_998 - (PAGE - 1)),
    ],
)
@pytest.mark.row("D4", "X16")
async def test_keys_move_through_a_million_rows(keys: list[str], cursor: int) -> None:
    app = TableApp(Endless(1_000_000))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*keys)
        await settle(pilot)
        table = app.table
        row, line = spot(table)
        assert row == cursor
        assert 0 <= line < PAGE
        assert f"clip {cursor}.mp4" in drawn(table)[line + 1]
        assert app.highlighted[-1] == (number(cursor), cursor)


async def test_a_page_keeps_the_cursor_on_its_line() -> None:
    app = TableApp(Endless(1000))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "j", "j", "pagedown", "ctrl+d")
        assert spot(app.table) == (3 + PAGE - 1 + PAGE // 2, 3)


async def test_the_window_may_scroll_further_than_it_must() -> None:
    app = TableApp(Endless(1000))
    async with app.run_test(size=SIZE) as pilot:
        app.table.scroll_jump = 5
        app.table.move(PAGE)
        await settle(pilot)
        assert spot(app.table) == (PAGE, PAGE - 5)


async def test_enter_and_clicks() -> None:
    app = TableApp(Endless(1000))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "enter")
        await pilot.click(app.table, offset=(20, 4))
        assert app.table.cursor == 3
        await pilot.click(app.table, offset=(20, 5), times=2)
        await settle(pilot)
        assert app.chosen == [number(1), number(4)]


async def test_a_click_on_a_title_asks_for_an_order_and_moves_nothing() -> None:
    app = TableApp(Endless(1000))
    async with app.run_test(size=SIZE) as pilot:
        columns = {slot.kind: slot for slot in plan(app.table.scrollable_content_region.width).slots}
        await pilot.click(app.table, offset=(columns[Kind.SIZE].x + 1, 0))
        await pilot.click(app.table, offset=(GUTTER, 0))
        await settle(pilot)
        assert app.sorts == [Column.SIZE, Column.NAME]
        assert app.table.cursor == 0


async def test_nothing_to_move_in() -> None:
    app = TableApp(Listed([]))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "G", "pagedown", "ctrl+u", "enter", "home")
        await settle(pilot)
        assert app.table.cursor == 0
        assert app.table.video is None
        assert app.chosen == []


# Staying


async def test_rows_inserted_above_change_neither_the_video_nor_its_line() -> None:
    app = TableApp(Listed([video(n) for n in range(100, 300)]))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("pagedown", "j", "j")
        held, before = app.table.video, spot(app.table)
        assert held is not None
        told = len(app.highlighted)
        app.table.show(Listed([video(n) for n in range(90, 300)]), keep=held.video_no)
        await settle(pilot)
        assert app.table.video == held
        assert spot(app.table) == (before[0] + 10, before[1])
        assert app.highlighted[told:] == [(held.video_no, before[0] + 10)]


async def test_a_window_at_the_top_can_follow_new_rows() -> None:
    app = TableApp(Listed([video(n) for n in range(10, 300)]))
    async with app.run_test(size=SIZE) as pilot:
        app.table.show(Listed([video(n) for n in range(8, 300)]), keep=number(10), follow_top=True)
        await settle(pilot)
        assert spot(app.table) == (2, 2)
        app.table.show(Listed([video(n) for n in range(7, 300)]), keep=number(10))
        await settle(pilot)
        assert spot(app.table) == (3, 2)


async def test_a_video_that_is_gone_leaves_the_cursor_where_it_was() -> None:
    app = TableApp(Listed([video(n) for n in range(50)]))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "j")
        app.table.show(Listed([video(n) for n in range(50) if n != 2]), keep=number(2))
        await settle(pilot)
        assert spot(app.table) == (2, 2)
        assert app.highlighted[-1] == (number(3), 2)


async def test_a_window_scrolled_away_stays_on_its_rows() -> None:
    app = TableApp(Listed([video(n, f"clip {n}") for n in range(100, 300)]))
    async with app.run_test(size=SIZE) as pilot:
        app.table.scroll_to(y=50, animate=False, force=True)
        await settle(pilot)
        before = drawn(app.table)
        app.table.show(Listed([video(n, f"clip {n}") for n in range(95, 300)]), keep=number(100))
        await settle(pilot)
        assert drawn(app.table) == before
        assert app.table.cursor == 5


async def test_another_answer_without_a_wish_starts_at_the_top() -> None:
    app = TableApp(Endless(1000))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("G")
        app.table.show(Endless(500))
        await settle(pilot)
        assert spot(app.table) == (0, 0)
        app.table.matches = Endless(400)
        await settle(pilot)
        assert app.table.video == Endless(400).row(0)


async def test_a_change_of_the_highlighted_video_is_told() -> None:
    app = TableApp(Listed([replace(video(0), status=Status.INDEXING), video(1)]))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        told = len(app.highlighted)
        app.table.show(Listed([replace(video(0), status=Status.READY), video(1)]), keep=number(0))
        app.table.show(Listed([replace(video(0), status=Status.READY), video(1)]), keep=number(0))
        await settle(pilot)
        assert app.highlighted[told:] == [(number(0), 0)]


CHANGES = st.lists(st.tuples(st.sampled_from(["insert", "remove"]), st.floats(0, 1, exclude_max=True)), max_size=25)


@settings(max_examples=15, deadline=None)
@given(CHANGES, st.integers(0, 119))
@pytest.mark.row("X17")
async def test_no_change_of_the_library_moves_the_highlighted_video(changes: list[tuple[str, float]], at: int) -> None:
    videos = [video(n * 1000) for n in range(120)]
    app = TableApp(Listed(tuple(videos)))
    async with app.run_test(size=SIZE) as pilot:
        app.table.move(at)
        held, line = number(at * 1000), spot(app.table)[1]
        fresh = 0
        for change, where in changes:
            place = int(where * len(videos))
            if change == "insert":
                fresh += 1
                videos.insert(place, video(500_000 + fresh))
            elif videos[place].video_no != held:
                del videos[place]
            app.table.show(Listed(tuple(videos)), keep=held)
            assert app.table.video is not None
            assert app.table.video.video_no == held
            row, now = spot(app.table)
            # Only the ends of the list may push it: there is nothing above the first row, and nothing below the last.
            assert now == line or app.table.scroll_offset.y in {0, max(0, len(videos) - PAGE)}
            assert 0 <= now < PAGE
            assert row == Listed(videos).position(held)
            line = now
        await settle(pilot)
        assert app.highlighted[-1] == (held, app.table.cursor)


# Drawing


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
async def test_every_line_is_exactly_as_wide_as_the_table(width: int) -> None:
    rows: list[Video | None] = [*(video(n) for n in range(15)), None]
    app = TableApp(Listed(rows))
    async with app.run_test(size=(width, 24)) as pilot:
        app.table.marked = frozenset(number(n) for n in (0, 3, 6))
        app.table.place = (39.9, 116.4)
        await settle(pilot)
        room = app.table.scrollable_content_region.width
        for line in drawn(app.table):
            assert cell_len(line) == room
            assert line.isprintable()


@pytest.mark.parametrize("width", range(1, 130))
def test_columns_fill_their_width(width: int) -> None:
    for place in (None, (39.9, 116.4)):
        columns = plan(width, place=place is not None)
        assert cell_len(header_text(columns, NEWEST_FIRST)) == width
        for n in range(13):
            assert cell_len(plain(video_line(video(n), columns, marked=n == 2, place=place))) == width


def test_columns_by_width() -> None:
    def kinds(width: int, *, place: bool = False, column: Column | None = None) -> list[str]:
        return [slot.kind.value for slot in plan(width, place=place, column=column).slots]

    assert kinds(34) == ["name"]
    assert kinds(35) == ["name", "duration"]
    assert kinds(77) == ["name", "status", "duration", "size", "uploaded"]
    assert kinds(77, place=True) == ["name", "duration", "size", "uploaded", "distance"]
    assert "camera" in kinds(77, column=Column.CAMERA)
    assert kinds(200) == [
        "name", "status", "duration", "size", "uploaded", "camera", "taken", "tags", "resolution",
    ]  # fmt: skip


def test_the_order_is_shown_at_its_column() -> None:
    columns = plan(77)
    assert "Uploaded ▼" in header_text(columns, NEWEST_FIRST)
    assert "Size ▲" in header_text(columns, Sort(Column.SIZE, descending=False))


def test_status_is_told_by_glyph_and_word() -> None:
    columns = plan(77)
    lines = {
        status: plain(video_line(replace(video(0, "a"), status=status), columns, marked=False)) for status in Status
    }
    assert "● a" in lines[Status.READY]
    assert " ready" in lines[Status.READY]
    assert "◐ a" in lines[Status.INDEXING]
    assert " indexing" in lines[Status.INDEXING]
    assert "✗ a" in lines[Status.FAILED]
    assert " failed" in lines[Status.FAILED]


async def test_marks_are_seen() -> None:
    app = TableApp(Endless(10))
    async with app.run_test(size=SIZE) as pilot:
        app.table.marked = frozenset({number(2)})
        await settle(pilot)
        assert [line[0] for line in drawn(app.table)[1:5]] == [" ", " ", "✓", " "]


async def test_a_row_that_vanished_is_dots_and_can_be_passed() -> None:
    app = TableApp(Listed([video(0, "a"), None, video(2, "c")]))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "enter", "j")
        await settle(pilot)
        assert drawn(app.table)[2].strip() == "…"
        assert app.chosen == []
        assert app.highlighted == [(number(0), 0), (None, 1), (number(2), 2)]


async def test_an_empty_list_says_why() -> None:
    app = TableApp(Listed([]), empty="No video matches [/red]\x1b[31m.\n\nF shows everything again")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        words = [line.strip() for line in drawn(app.table)[1:] if line.strip()]
        assert words == ["No video matches [/red]\ufffd[31m.", "F shows everything again"]
        app.table.show(Endless(3))
        await settle(pilot)
        assert "clip 2.mp4" in drawn(app.table)[3]


async def test_a_resized_table_still_shows_its_cursor() -> None:
    app = TableApp(Endless(1000))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("pagedown")
        await pilot.resize_terminal(60, 12)
        await settle(pilot)
        row, line = spot(app.table)
        assert 0 <= line < 9
        assert f"clip {row}.mp4" in drawn(app.table)[line + 1]


# What it costs


class Meter:
    """Counts the bytes that would leave for a terminal with true colours."""

    def __init__(self, app: App[None], monkeypatch: pytest.MonkeyPatch) -> None:
        self.bytes = 0
        show = app._display
        app.console._color_system = ColorSystem.TRUECOLOR

        def display(screen: object, renderable: object) -> None:
            render = getattr(renderable, "render_segments", None)
            if render is not None:
                self.bytes += len(render(app.console).encode())
            show(screen, renderable)  # type: ignore[arg-type] # handed on as it came

        monkeypatch.setattr(app, "_display", display)

    def taken(self) -> int:
        taken, self.bytes = self.bytes, 0
        return taken


@pytest.mark.row("X15")
async def test_a_move_of_the_cursor_repaints_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    ready = Listed([replace(video(n, f"clip {n}.mp4"), status=Status.READY) for n in range(100)])
    app = TableApp(ready)
    async with app.run_test(size=(82, 36)) as pilot:
        await settle(pilot)
        meter = Meter(app, monkeypatch)
        await pilot.press("j")
        await settle(pilot)
        assert 0 < meter.taken() < 400


async def test_the_same_rows_again_repaint_nothing_and_one_other_row_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    videos = [video(n, f"clip {n}.mp4") for n in range(100)]
    app = TableApp(Listed(tuple(videos)))
    async with app.run_test(size=(82, 36)) as pilot:
        await settle(pilot)
        meter = Meter(app, monkeypatch)
        app.table.show(Listed(tuple(videos)), keep=number(0))
        app.table.show(Listed(tuple(videos[:60]) + tuple(videos[61:])), keep=number(0))
        await settle(pilot)
        bar = meter.taken()
        videos[5] = replace(videos[5], size=1)
        app.table.show(Listed(tuple(videos[:60]) + tuple(videos[61:])), keep=number(0))
        await settle(pilot)
        assert bar < 2_000  # the scrollbar, whose length changed; 35 rows would be more than 6,000
        assert 0 < meter.taken() < 300


async def test_it_reads_from_the_real_index(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index.db")
    try:
        index.put([video(n, f"clip {n}.mp4") for n in range(500)], at=1.0)
        app = TableApp(index.find(Query()))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("pagedown", "j")
            held, before = app.table.video, spot(app.table)
            assert held is not None
            newer = replace(video(0, "new.mp4"), video_no="VI-new", created=1_760_000_000_000)
            index.put([newer], at=2.0)
            app.table.show(index.find(Query()), keep=held.video_no)
            await settle(pilot)
            assert app.table.video == held
            assert spot(app.table) == (before[0] + 1, before[1])
            await pilot.press("G")
            assert app.table.video is not None
            assert app.table.video.name == "clip 499.mp4"
    finally:
        index.close()


# What a start begins with


@pytest.mark.parametrize(
    ("change", "alike"),
    [({}, True), ({"fps": 25.0, "raw": "{}"}, True), ({"name": "another"}, False), ({"status": Status.FAILED}, False)],
)
async def test_a_start_begins_with_the_lines_that_are_drawn_alike(change: dict[str, Any], alike: bool) -> None:
    videos = [video(n) for n in range(40)]
    app = TableApp(Listed(videos))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        drawn(app.table)
        looks = app.table.painted
        app.table.show(Listed([replace(videos[0], **change), *videos[1:]]))
        await pilot.press("j", "j")
        assert app.table.begins_with(looks) is alike
