"""The library at a glance, and each bar a filter."""

from __future__ import annotations

from pathlib import Path

from tests.standin import StandIn
from tests.stories.program import Program, running
from tui.screens.statistics import StatisticsScreen


async def open_statistics(program: Program) -> None:
    await program.press("g", "s")
    await program.sees("Length ──")


async def test_a_bar_filters_the_list(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(120, 36)) as program:
        await program.is_synced()
        await open_statistics(program)
        await program.sees("383 videos")
        await program.press("j", "enter")
        await program.is_settled()
        assert program.library.looking_for.statuses == ("failed",)
        assert len(program.videos()) == 11

        await open_statistics(program)
        await program.sees("11 videos")
        await program.press("tab", "x")
        await program.is_settled()
        assert program.library.looking_for.statuses == ("failed",)
        await program.sees("no words for all but these")
        assert isinstance(program.app.screen, StatisticsScreen)
        await program.press("escape")
        assert not isinstance(program.app.screen, StatisticsScreen)


async def test_all_but_a_bar(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(80, 24)) as program:
        await program.is_synced()
        await open_statistics(program)
        await program.press("x")
        await program.is_settled()
        assert program.library.looking_for.without_statuses == ("ready",)
        await open_statistics(program)
        await program.press("y")
        await program.happens(lambda: "Status\tfailed\t11" in program.app.clipboard, "the counts copied")


async def test_nothing_to_count(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(80, 24)) as program:
        await program.is_synced()
        await program.press("/")
        await program.type("nothing-has-this-name")
        await program.press("enter")
        await program.press("g", "s")
        await program.sees("No video matches.")
        await program.press("enter", "escape")
        assert not isinstance(program.app.screen, StatisticsScreen)
