"""The panes at every size of a window: which are seen, how keys move them, and that no change of size leaves a mark."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest
from textual import events
from textual.geometry import Size

from tests.stage import Setting, Stage, place, staged
from tests.standin import StandIn
from tests.stories.program import Program, running


async def resize(program: Program, width: int, height: int) -> None:
    size = Size(width, height)
    driver = program.app._driver
    assert driver is not None
    driver._size = size
    program.app.post_message(events.Resize(size, size))
    await asyncio.sleep(0)


async def has_size(program: Program, width: int, height: int) -> None:
    panes = program.library.panes
    await program.happens(lambda: panes.outer_size.width == width, f"panes {width} wide")
    await program.happens(lambda: height - 2 <= panes.outer_size.height <= height, f"a screen {height} high")
    await program.is_calm()


def titles(program: Program) -> list[str]:
    """The panes that are to be seen, from the titles on their borders."""
    return [title for title in ("2 Filters", "1 Library", "3 Details") if f"─ {title}" in program.text]


async def shows(program: Program, *panes: str) -> None:
    await program.happens(lambda: titles(program) == list(panes), f"the panes {panes} on the screen")


def rows(program: Program) -> int:
    """How many lines of the screen are videos."""
    return sum(any(glyph in line for glyph in "●◐✗") and "ready  as of" not in line for line in program.lines())


def width(program: Program, pane: str) -> int:
    return program.library.query_one(f"#{pane}").outer_size.width


def height(program: Program, pane: str) -> int:
    return program.library.query_one(f"#{pane}").outer_size.height


async def is_now(program: Program, pane: str, *, width: int = 0, height: int = 0) -> None:
    """Waits until a pane is so wide or high."""
    widget = program.library.query_one(f"#{pane}")
    if width:
        await program.happens(lambda: widget.outer_size.width == width, f"{pane} {width} wide")
    if height:
        await program.happens(lambda: widget.outer_size.height == height, f"{pane} {height} high")


async def test_three_two_or_one(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(120, 36)) as program:
        await program.is_synced()

        async def at(width: int, height: int) -> list[str]:
            await resize(program, width, height)
            await has_size(program, width, height)
            return titles(program)

        assert await at(120, 36) == ["2 Filters", "1 Library", "3 Details"]
        assert await at(80, 24) == ["1 Library", "3 Details"]
        assert rows(program) >= 14
        assert await at(60, 40) == ["1 Library", "3 Details"]
        assert height(program, "details") < 20
        assert await at(60, 20) == ["1 Library"]
        assert rows(program) >= 14
        assert await at(60, 12) == [], "borders go before rows"
        assert rows(program) >= 8
        assert await at(20, 5) == []
        assert rows(program) >= 3
        for size in ((1, 1), (5, 2), (300, 3), (2, 80)):
            await at(*size)
        assert await at(100, 30) == ["2 Filters", "1 Library", "3 Details"]


async def test_where_two_have_room_filters_come_when_they_are_wanted(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(80, 24)) as program:
        await program.is_synced()
        await program.press("2")
        await shows(program, "2 Filters", "1 Library")
        await program.press("l")
        await shows(program, "1 Library", "3 Details")
        await program.press("M")
        await shows(program, "2 Filters", "1 Library")
        await program.press("M", "p")
        await shows(program, "1 Library")
        await program.press("3")
        await shows(program, "1 Library", "3 Details")


async def test_details_beside_and_below(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(120, 36)) as program:
        await program.is_synced()
        list_width = width(program, "list")
        await program.press("P")
        await program.happens(
            lambda: width(program, "list") == width(program, "details") > list_width, "the new size of a pane"
        )
        assert height(program, "details") < height(program, "list")
        await program.press("P")
        await is_now(program, "list", width=list_width)
    async with running(demo, tmp_path, size=(60, 40)) as program:
        await program.is_synced()
        await program.press("P")
        await program.says("There is no room for the details beside the list")


async def test_a_pane_grows_and_shrinks_by_key(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(140, 36)) as program:
        await program.is_synced()
        for key, pane in (("2", "filters"), ("3", "details")):
            await program.press(key)
            before = width(program, pane)
            await program.press(">", ">")
            await is_now(program, pane, width=before + 8)
            await program.press("<")
            await is_now(program, pane, width=before + 4)
        await program.press("1")
        before = width(program, "list")
        await program.press(">")
        await is_now(program, "list", width=before + 4)
        await program.hammer("3", *">" * 11)
        await is_now(program, "list", width=40)
        await program.says("This pane can't be larger: the others need the rest.")
        await program.hammer("P", *"<" * 7)
        await is_now(program, "details", height=5)
        await program.says("This pane can't be smaller: that is the least it can be.")


async def test_one_pane_has_all_the_room_until_it_is_given_back(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(120, 36)) as program:
        await program.is_synced()
        await program.press("m")
        await shows(program, "1 Library")
        await is_now(program, "list", width=120)
        await program.press("tab")
        await shows(program, "3 Details")
        await program.press("m")
        await shows(program, "2 Filters", "1 Library", "3 Details")
        assert program.library.panes.focused == "details"
        await program.press("m", ">")
        await program.says("m gives the others theirs again")
        await program.press("escape")
        await shows(program, "2 Filters", "1 Library", "3 Details")
    async with running(demo, tmp_path, size=(60, 20)) as program:
        await program.is_synced()
        for key in ("m", "P", ">"):
            await program.press(key)
        await program.says("There is room for one pane at a time")
        await shows(program, "1 Library")


async def test_a_covered_library_fits_when_it_is_seen_again(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(120, 36)) as program:
        await program.is_synced()
        await program.press("w")
        await resize(program, 60, 20)
        await program.happens(lambda: program.app.screen.size == Size(60, 20), "the new size")
        await program.press("q")
        await shows(program, "1 Library")
        await program.press("?")
        await resize(program, 120, 36)
        await program.happens(lambda: program.app.screen.size == Size(120, 36), "the old size")
        await program.press("escape")
        await shows(program, "2 Filters", "1 Library", "3 Details")


async def at_rest(stage: Stage, size: tuple[int, int]) -> list[str]:
    await has_size(stage.program, *size)
    await stage.program.is_settled()
    await stage.is_still()
    return stage.program.lines()


@pytest.mark.slow
@pytest.mark.row("T10")
async def test_two_hundred_changes_of_size_leave_no_mark(tmp_path: Path) -> None:
    dice = random.Random("sizes")
    last = ((80, 24), (120, 36))
    seen = []
    with place(tmp_path / "stormy"):
        async with staged(Setting(), (100, 30), tmp_path / "stormy") as stage:
            await stage.is_synced()
            for size in last:
                for n in range(100):
                    await resize(stage.program, dice.randint(1, 220), dice.randint(1, 70))
                    if n % 20 == 0:
                        await stage.program.is_calm()
                await resize(stage.program, *size)
                seen.append(await at_rest(stage, size))
    for number, size in enumerate(last):
        home = tmp_path / f"calm {number}"
        with place(home):
            async with staged(Setting(), size, home) as stage:
                await stage.is_synced()
                assert await at_rest(stage, size) == seen[number]
