"""Ctrl+c stops a question that the service takes its time with, and says so; nothing is left before the second one."""

from __future__ import annotations

from pathlib import Path

from tests.standin import StandIn
from tests.stories.program import running


async def test_ctrl_c_stops_what_is_asked_and_says_what(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        demo.faults.next("hang", None, path="get_metadata")
        await program.press("j", "j")
        await program.happens(lambda: demo.faults.hanging, "a question that is not answered")
        await program.press("ctrl+c")
        await program.says(
            "The service is no longer asked about this video. Ctrl+c again leaves.",
            "Not asked: you stopped it with ctrl+c.",
        )
        assert program.app.is_running
        demo.faults.clear()
        demo.faults.next("hang", None, path="list_videos")
        await program.type("/tag:trip ")
        await program.happens(lambda: demo.faults.hanging, "a search that is not answered")
        await program.happens(lambda: program.app.sync.asking and not program.app.sync.asking.done, "and seen to be")
        program.app._parting._interrupted_at = -10.0  # as if the first one was long ago
        await program.press("enter", "ctrl+c")
        await program.says("The library is not asked for any further: R goes on.")
        await program.happens(lambda: program.app.sync.asking and program.app.sync.asking.done, "the search given up")
