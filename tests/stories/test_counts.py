"""Numbers before motions: what they do, how they are seen and dropped, and that digits alone still go to the panes."""

from __future__ import annotations

from pathlib import Path

from tests.standin import StandIn
from tests.stories.program import running


async def test_a_count_moves_so_often_and_is_seen_while_it_is_typed(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(80, 24)) as program:
        await program.is_synced()
        table = program.table
        await program.press("5")
        assert program.lines()[-1].rstrip().endswith(" 5")
        assert "? Help" in program.lines()[-1]
        await program.press("j")
        assert table.cursor == 5
        assert not program.lines()[-1].rstrip().endswith("5")
        await program.hammer("1", "2", "G")
        assert table.cursor == 11
        await program.hammer("2", "k")
        assert table.cursor == 9
        await program.hammer("1", "0", "g", "g")
        assert table.cursor == 9
        await program.hammer("3", "pagedown")
        assert table.cursor == 9 + 3 * (table.size.height - 2)
        await program.hammer("9", "9", "9", "9", "9", "9", "9", "9", "9", "j")
        assert table.cursor == table.count - 1
        await program.hammer("2", "0", "0", "g", "g")
        assert table.cursor == 199
        await program.press("g", "g")
        assert table.cursor == 0, "a count is used up by the motion"


async def test_esc_drops_a_count_and_nothing_else(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("/")
        await program.type("tag:iceland")
        await program.press("enter")
        await program.is_settled()
        await program.press("g", "g", "7", "escape", "j")
        assert program.table.cursor == 1
        await program.sees("tag:iceland", "28 shown")
        await program.hammer("7", "i", "j")
        assert program.table.cursor == 2, "a key that is no motion takes the count away"


async def test_digits_alone_go_to_the_panes(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("2", "j", "j")
        assert program.table.cursor == 0
        assert program.filters.has_focus_within
        await program.press("3")
        assert program.details.has_focus_within
        await program.press("1")
        assert program.table.has_focus
        await program.press("4")
        await program.sees("Uploads")


async def test_digits_are_text_where_text_is_typed(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("/")
        await program.type("gx010 2")
        await program.sees("gx010 2")
        assert program.table.cursor == 0


async def test_counts_in_the_other_panes(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(120, 24)) as program:
        await program.is_synced()
        await program.hammer("2", "1", "j")
        await program.is_settled()
        await program.press("3", "L")
        view = program.app.focused
        assert view is not None
        await program.press("7", "j")
        assert view.scroll_offset.y == 7
        await program.press("1")
        await program.hammer("5", "J")
        assert view.scroll_offset.y == 12
