"""Ctrl+c stops a question that the service takes its time with, and says so; nothing is left before the second one."""

from __future__ import annotations

from pathlib import Path

from tests.standin import StandIn
from tests.stories.program import running


async def test_ctrl_c_stops_the_question_about_a_video(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        demo.faults.next("hang", None, path="get_metadata")
        await program.press("j")
        await program.happens(lambda: demo.faults.hanging, "a question that is not answered")
        await program.press("j")
        assert program.details.asking
        await program.press("ctrl+c")
        await program.sees("Not asked: you stopped it")
        assert not program.details.asking
        assert program.app.is_running
        assert program.library.stop_request() == "", "nothing more to stop"


async def test_ctrl_c_stops_a_search(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.happens(lambda: not program.details.asking, "nothing is asked about the video")
        demo.faults.next("hang", None, path="list_videos")
        await program.type("/tag:trip ")
        await program.happens(
            lambda: program.app.sync.asking and not program.app.sync.asking.done, "a search under way"
        )
        await program.press("enter")
        await program.is_settled()
        await program.happens(lambda: not program.details.asking, "nothing is asked about the video")
        assert program.library.stop_request() == "The library is not asked for any further: R goes on."
        await program.happens(lambda: program.app.sync.asking and program.app.sync.asking.done, "the search given up")
