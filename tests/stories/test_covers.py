"""Covers told in keys: drawn once the cursor rests, hidden and shown, walked through on a sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.standin import StandIn, standin
from tests.stories.program import Program, running
from tui.api.values import Status
from tui.config import Config
from tui.screens.contact_sheet import ContactSheet

_BLOCK = "▀▀▀▀"
"""In every picture of so many colours: with sixteen, some have no four cells of the kind side by side."""


def _coloured(service: StandIn) -> Config:
    return Config(host=service.url, color="truecolor")


def _with_images(service: StandIn) -> Config:
    return Config(host=service.url, color="truecolor", images="blocks")


async def covered(program: Program) -> None:
    await program.happens(lambda: program.library.beside.following.covering.idle, "the cover drawn")
    await program.is_calm()


async def on_the_sheet(program: Program) -> ContactSheet:
    screen = program.app.screen
    if not isinstance(screen, ContactSheet):
        await program.press("g", "c")
    await program.happens(lambda: isinstance(program.app.screen, ContactSheet), "the sheet")
    await program.is_calm()
    await program.happens(lambda: _sheet(program).idle, "all of its covers")
    await program.is_calm()
    return _sheet(program)


def _sheet(program: Program) -> ContactSheet:
    screen = program.app.screen
    assert isinstance(screen, ContactSheet)
    return screen


def _covered_row(program: Program) -> int:
    return next(n for n, video in enumerate(program.videos()) if video.cover_url)


async def test_a_cover_above_the_facts(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, config=_with_images(demo)) as program:
        await program.is_synced()
        assert program.video.status is Status.INDEXING
        await program.says("No cover until it is indexed.")
        facts = next(n for n, line in enumerate(program.lines()) if "Media" in line)
        await program.hammer(*"j" * _covered_row(program))
        await program.sees(_BLOCK)
        await covered(program)
        assert next(n for n, line in enumerate(program.lines()) if "Media" in line) == facts, "nothing moves"
        await program.press("3", "L")
        await program.sees_no(_BLOCK)
        await program.press("L")
        await program.sees(_BLOCK)
        await program.press("1", "i")
        await program.sees_no(_BLOCK)
        await program.press("j", "i")
        await covered(program)
        kept = list(program.services.folders.covers.iterdir())
        assert kept


async def test_none_is_fetched_for_what_is_passed_by(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, config=_with_images(demo)) as program:
        await program.is_synced()
        await program.hammer(*"j" * 40)
        await covered(program)
        await program.happens(lambda: (cover := program.details.cover) and cover.found, "the cover of where it rests")
        kept = len(list(program.services.folders.covers.glob("*")))
        assert kept <= 10, "one; on a machine that stands still now and then some more"


async def test_by_itself_nothing_is_drawn_where_nobody_looks(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, config=_coloured(demo)) as program:
        await program.is_synced()
        await program.hammer(*"j" * _covered_row(program))
        await program.is_settled()
        assert program.details.cover is None
        await program.press("i")
        await program.sees(_BLOCK)
    async with running(demo, tmp_path, config=_coloured(demo)) as program:
        await program.is_synced()
        assert program.details.cover is not None, "as it was wished the last time"
        await program.press("i")
    async with running(demo, tmp_path, config=_with_images(demo)) as program:
        await program.is_synced()
        assert program.details.cover is not None, "the settings want something else since"


async def test_letters_where_there_are_no_colours(demo: StandIn, tmp_path: Path) -> None:
    config = Config(host=demo.url, images="blocks", color="none", glyphs="ascii")
    async with running(demo, tmp_path, config=config) as program:
        await program.is_synced()
        await program.hammer(*"j" * _covered_row(program))
        await covered(program)
        assert program.details.cover is not None
        assert program.details.cover.manner.letters
        assert "▀" not in program.text


async def test_a_walk_over_the_sheet(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(80, 24), config=_coloured(demo)) as program:
        await program.is_synced()
        videos = program.videos()
        await program.hammer(*"j" * _covered_row(program))
        start = program.table.cursor
        sheet = await on_the_sheet(program)
        assert sheet.grid.cursor == start
        await program.sees(_BLOCK, "Contact sheet", f"{start + 1} of 383")
        await program.press("l", "j")
        assert sheet.grid.cursor == start + 4
        await program.press("space")
        assert program.library.marking.marks.all == {videos[start + 4].video_no}
        assert sheet.grid.cursor == start + 5
        await program.sees("✓")
        await program.press("z")
        assert not program.library.marking.marks
        await program.press("G")
        assert sheet.grid.cursor == 382
        await on_the_sheet(program)
        await program.sees("383 of 383")
        await program.press("pageup", "k", "h", "enter")
        assert program.table.cursor == 382 - 9 - 3 - 1
        assert program.app.screen is program.library


async def test_the_sheet_lets_go_of_what_is_scrolled_away(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(80, 24)) as program:
        await program.is_synced()
        await on_the_sheet(program)
        demo.faults.next("hang", times=None, path="/covers/")
        await program.hammer(*["pagedown"] * 20)
        assert _sheet(program).grid.cursor == 20 * 9
        demo.faults.clear()
        await on_the_sheet(program)
        kept = len(list(program.services.folders.covers.glob("*")))
        assert kept <= 2 * 9, "the first window and the last: whatever was begun on the way was let go"


async def test_back_to_the_list_as_it_was(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("j", "j")
        sheet = await on_the_sheet(program)
        await program.press("l", "l")
        video = sheet.grid.video
        assert video is not None
        await program.press("y", "y")
        await program.happens(lambda: program.app.clipboard == video.video_no, "its number copied")
        await program.press("escape")
        assert program.table.cursor == 2
        await program.press("/")
        await program.type("nothing-has-this-name")
        await program.press("enter")
        await program.is_settled()
        await program.press("g", "c")
        await program.says("nothing in the list to show covers of")


@pytest.mark.parametrize("size", [(40, 10), (20, 5)])
async def test_a_sheet_in_a_small_window(size: tuple[int, int], tmp_path: Path) -> None:
    with standin(videos=30) as service:
        async with running(service, tmp_path, size=size) as program:
            await program.is_synced()
            sheet = await on_the_sheet(program)
            await program.hammer(*"jjjlllkG")
            await on_the_sheet(program)
            assert sheet.grid.cursor == 29
            assert sheet.grid.seen
