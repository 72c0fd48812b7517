"""Browsing: from the first paint to the last row, the order, the panes, and one video's details."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import pytest

from tests.standin import StandIn, standin
from tests.stories.program import running
from tui.api.clock import SystemClock
from tui.api.values import Status
from tui.config import Config

METADATA = "get_metadata"


async def test_to_the_end_and_back(demo: StandIn, tmp_path: Path) -> None:
    demo.faults.next("hang", 1)
    async with running(demo, tmp_path) as program:
        await program.sees("Asking the service what is there …")
        demo.faults.release()
        await program.is_synced()
        await program.sees("383 in the library · synced")
        table = program.table
        page = table.size.height - 1
        newest = program.video

        await program.press("G")
        assert table.cursor == table.count - 1 == 382
        assert program.video.name in program.lines()[-4]
        await program.press("j", "pagedown", "ctrl+d")
        assert table.cursor == 382

        await program.press("g", "g")
        assert program.video.video_no == newest.video_no
        await program.press("k", "pageup", "ctrl+u")
        assert table.cursor == 0

        await program.press("pagedown", "pagedown")
        assert table.cursor == 2 * (page - 1)
        await program.press("pageup")
        assert table.cursor == page - 1
        await program.press("ctrl+d")
        assert table.cursor == page - 1 + page // 2
        await program.press("ctrl+u", "j", "j", "k", "down", "up")
        assert table.cursor == page
        await program.sees(program.video.name)


@pytest.mark.slow
@pytest.mark.row("D4")
async def test_ten_thousand_videos(tmp_path: Path) -> None:
    with standin(videos=10_000) as service:
        async with running(service, tmp_path) as program:
            await program.sees("syncing")
            await program.is_synced()
            await program.sees("10,000 in the library")
            await program.press("G")
            assert program.table.cursor == 9_999
            await program.sees("_0009998")
            await program.press("pageup", "pageup", "pagedown")
            assert program.table.cursor == 9_999 - (program.table.size.height - 2)
            await program.press("/")
            await program.type("harbour_ -status:failed")
            await program.press("enter")
            await program.is_settled()
            assert 800 < program.table.count < 1_000
            await program.sees(f"{program.table.count:,} shown")
            await program.press("G")
            await program.sees("harbour_000")
            assert service.faults.count("list_videos") < 70, "each page of the sweep is asked once"


async def test_the_second_start_paints_before_any_answer(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        newest = program.video
    demo.faults.next("hang", None)
    demo.faults.forget()
    async with running(demo, tmp_path) as program:
        await program.sees(newest.name, "383")
        await program.press("G")
        assert program.table.cursor == 382
        await program.happens(lambda: demo.faults.hanging, "the service asked, and silent")
        await program.press("/")
        await program.type("tag:iceland")
        await program.press("enter")
        await program.sees("#iceland", "28 shown")


async def test_orders(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(140, 40)) as program:
        await program.is_synced()
        for chord, column in (("z", "size"), ("u", "duration"), ("a", "taken"), ("d", "created")):
            await program.press("s", chord)
            await program.is_settled()
            known = [value for value in (getattr(video, column) for video in program.videos()) if value is not None]
            assert known == sorted(known, reverse=True), column
        await program.press("s", "d")
        await program.is_settled()
        dates = [video.created or 0 for video in program.videos()]
        assert dates == sorted(dates), "the same chord again turns the order round"
        await program.press("s", "t")
        await program.is_settled()
        await program.sees("Name ▲")
        await program.press("S")
        await program.is_settled()
        await program.sees("Name ▼")
        await program.press("s", "s")
        await program.is_settled()
        runs = [status for status, _run in groupby(video.status for video in program.videos())]
        assert sorted(runs) == sorted(Status), "equal ones stand together"
        await program.press("s", "number_sign")
        await program.is_settled()
        firsts = [video.tags[0].casefold().encode("utf-8", "replace") for video in program.videos() if video.tags]
        assert firsts == sorted(firsts)
        await program.press("s", "p")
        await program.is_settled()
        sizes = [video.width * video.height for video in program.videos() if video.width and video.height]
        assert sizes == sorted(sizes, reverse=True)
        assert len(set(sizes)) > 1


async def test_the_cursor_keeps_its_video_in_another_order(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("pagedown", "j")
        before = program.video
        await program.press("s", "z")
        await program.is_settled()
        assert program.video.video_no == before.video_no
        await program.sees(before.name)


async def test_a_chord_shows_what_there_is_and_a_wrong_key_does_nothing(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("s")
        await program.sees("Upload time", "Capture time", "Size")
        await program.press("escape")
        await program.sees_no("Capture time")
        order = program.library.order
        await program.press("s", "x", "s", "7")
        assert program.library.order == order
        assert program.app.screen is program.library


async def test_keys_typed_ahead_go_where_they_would_have_gone(demo: StandIn, tmp_path: Path) -> None:
    """A slow line delivers them all at once."""
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.hammer("G", "g", "g")
        assert program.table.cursor == 0
        await program.hammer("j", "j", "s", "z", "k")
        await program.is_settled()
        assert program.library.order.column == "size"
        await program.hammer("s", "d", "/", *"tag:paris", "enter", "j")
        await program.is_settled()
        assert program.library.looking_for.tags == ("paris",)
        assert program.table.has_focus
        await program.hammer("F", "f", "s", "j", "space", "1")
        await program.is_settled()
        assert [chip.text for chip in program.library.looking_for.chips()] == ["status:indexing"]
        await program.hammer("g", "j", "escape", "u", *"abc")
        await program.sees("Path       abc")
        await program.hammer("escape", "?", *"quit")
        await program.happens(lambda: re.search(r" q +Quit ", program.text), "the one command of that name")


async def test_panes(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        panes = program.library.panes

        async def goes(key: str, pane: str) -> None:
            await program.press(key)
            assert panes.focused == pane, key

        await goes("tab", "details")
        await goes("tab", "filters")
        await goes("tab", "table")
        await goes("shift+tab", "filters")
        await goes("l", "table")
        await goes("l", "details")
        await goes("h", "table")
        await goes("right", "details")
        await goes("left", "table")
        await goes("2", "filters")
        await goes("3", "details")
        await goes("escape", "table")
        await goes("enter", "details")
        await goes("1", "table")
        await program.press("4")
        await program.sees("nothing uploaded yet: u sends files or a URL")
        await program.press("escape")
        await goes("p", "table")
        await program.sees_no("3 Details")
        await goes("tab", "filters")
        await goes("tab", "table")
        await goes("M", "table")
        await program.sees_no("2 Filters")
        await goes("3", "details")
        await program.sees("3 Details")
        await goes("2", "filters")
        await program.sees("2 Filters")


async def test_one_pane_at_a_time_in_a_small_window(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(80, 24)) as program:
        await program.is_synced()
        assert sum("●" in line or "◐" in line or "✗" in line for line in program.lines()) >= 14
        await program.sees_no("2 Filters")
        await program.press("2")
        await program.sees("2 Filters", "Camera")
        await program.press("escape")
        await program.sees("1 Library")
        await program.press("enter")
        await program.sees("3 Details", "Capture")
        await program.press("h")
        await program.sees("1 Library")


async def test_details_are_asked_for_once_the_cursor_rests(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, clock=SystemClock()) as program:
        await program.is_synced()
        asked = demo.faults.count(METADATA)
        assert asked == 1, "the first video, on which the cursor rests from the start"
        await program.hammer(*["j"] * 60)
        await program.is_settled()
        assert program.table.cursor == 60
        assert demo.faults.count(METADATA) - asked <= 12, "one; on a machine that stands still now and then some more"
        assert f"video_no={program.video.video_no}" in demo.faults.to(METADATA)[-1].query
        await program.sees(" s ago")


@pytest.mark.row("N21")
async def test_an_answer_about_another_video_is_dropped(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        demo.faults.next("hang", 1, path=METADATA)
        await program.press("j")
        await program.happens(lambda: demo.faults.hanging, "the second video asked about")
        late = program.video
        await program.press("j")
        shown = program.details.known
        assert shown is not None
        assert shown.video.video_no == program.video.video_no != late.video_no
        demo.faults.release()
        await program.is_settled()
        known = program.details.known
        assert known is not None
        assert known.video.video_no == program.video.video_no
        in_index = program.services.index.get(late.video_no)
        assert in_index is not None
        assert in_index.metadata_at is not None, "what came late is kept all the same"


async def test_details_say_how_old_they_are_and_why_they_could_not_be_asked(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.sees(" s ago")
        demo.faults.next("0402", None, path=METADATA)
        await program.press("j")
        await program.says("The account has no credits left.")
        demo.faults.clear()
        await program.press("k")
        await program.press("j")
        await program.happens(lambda: program.details.problem == "", "nothing wrong any more")
        await program.sees(" s ago")


async def test_facts_and_json(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(140, 24)) as program:
        await program.is_synced()
        await program.press("/")
        await program.type("status:failed")
        await program.press("enter")
        await program.is_settled()
        assert program.video.cause
        await program.says(program.video.cause)
        await program.press("3", "L")
        await program.sees('"video_no":', program.video.video_no, '"status": "FAIL"')
        await program.press("H", "1")
        await program.sees("Media")
        view = program.details.query_one("LineView")
        await program.press("J", "J")
        assert view.scroll_offset.y == 2
        await program.press("K")
        assert view.scroll_offset.y == 1
        assert program.table.has_focus


async def test_what_is_missing_is_said(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("/")
        await program.type('camera:"Viofo A129 Plus"')
        await program.press("enter")
        await program.is_settled()
        await program.sees("no GPS was supplied")


async def test_copy(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("y", "y")
        assert program.app.clipboard == program.video.video_no
        await program.press("y", "j")
        assert f'"{program.video.video_no}"' in program.app.clipboard
        await program.says("Sent to the terminal's clipboard")


async def test_refresh_asks_now(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        demo.faults.forget()
        demo.faults.next("hang", 1)
        await program.press("r")
        await program.sees("asking for news …")
        await program.happens(lambda: demo.faults.hanging, "the question held")
        demo.faults.release()
        await program.sees_no("asking for news …")
        assert demo.faults.count("list_videos") >= 1


async def test_the_title_and_the_key_that_is_never_shown(demo: StandIn, tmp_path: Path) -> None:
    config = Config(host=demo.url, namespace="travel", read_only=True)
    async with running(demo, tmp_path, config=config) as program:
        await program.sees("travel · read-only")
        await program.press("?")
        assert demo.key not in program.text
