"""The same main job with the older dialect of the API: what it can do is done, what it can't says why."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.clips import make_clip
from tests.standin import StandIn, standin
from tests.stories.program import running
from tui.config import Config
from tui.local.filters import Filters
from tui.uploads.job import State

LIST = "/serve/api/video/list_videos"


def legacy(service: StandIn) -> Config:
    return Config(host=service.url, api="legacy")


async def test_browse_and_filter_by_what_it_knows(demo: StandIn, tmp_path: Path) -> None:
    _videos, total = demo.store.page(Filters(namespace=None), page=1, size=1, now=10**15)
    async with running(demo, tmp_path, config=legacy(demo)) as program:
        await program.is_synced()
        await program.sees(f"{total} in the library")
        assert "default" not in program.lines()[0], "it has no namespaces"
        await program.press("G")
        assert program.table.cursor == total - 1
        await program.is_settled()
        await program.says("Camera not told by this API", "Place not told by this API", "Tags not told by this API")

        await program.press("/")
        await program.type("harb")
        await program.press("enter")
        await program.is_settled()
        names = [video.name.casefold() for video in program.videos()]
        assert names
        assert all("harb" in name for name in names), "a part of a name is enough"

        await program.press("F", "f", "s", "j", "j", "space")
        await program.is_settled()
        await program.sees("13 shown · 13 on the server")
        assert {"page": 1, "size": 200, "status": "FAIL"} in [call.json() for call in demo.faults.to(LIST)]
    assert {call.path for call in demo.faults.calls} == {LIST}, "nothing else is asked"


async def test_what_it_does_not_know_says_why(demo: StandIn, tmp_path: Path) -> None:
    reason = "The legacy API cannot filter by tag, camera, place or capture time."
    async with running(demo, tmp_path, config=legacy(demo), size=(120, 40)) as program:
        await program.is_synced()
        await program.says(reason)
        await program.sees("Camera ─────── as above", "Place ──────── as above", "Taken since ── as above")
        for key in ("t", "c", "g", "d"):
            for press in (("f", key), ("space",), ("x",)):
                await program.press(*press)
                await program.happens(lambda: program.told == [reason], f"why not, at {key}")
            assert program.library.looking_for.is_empty
        await program.press("1", "/")
        await program.type("tag:iceland")
        await program.press("enter")
        await program.is_settled()
        await program.sees("0 shown")
        await program.says(f"No video matches. {reason} Without ‹tag:iceland› there are", "F shows everything again")


async def test_upload_and_watch_it_become_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_clip(tmp_path / "market.mp4", metadata={"creation_time": "2025-06-01T14:30:00Z"})
    monkeypatch.chdir(tmp_path)
    ahead = [0.0]
    with standin(index_seconds=600, now=lambda: time.time() + ahead[0]) as service:
        async with running(service, tmp_path / "home", config=legacy(service)) as program:
            await program.is_synced()
            await program.says("This library is empty.", "u uploads the first video.")
            await program.press("u")
            await program.says(
                "Tags The legacy API takes a file and a callback, no tags, camera, place, time or prompt."
            )
            await program.says("Namespace The legacy API has no namespaces.")
            await program.type("market.mp4")
            await program.press("enter")
            await program.sees("1 file,")
            await program.press("ctrl+g")
            await program.sees("◐ indexing")
            await program.press("escape")
            await program.sees("◐ market", "1 indexing")
            ahead[0] = 600.0
            await program.sees("● market")
            await program.happens(lambda: program.app.jobs[0].state is State.READY, "the upload ready")
            assert program.app.jobs[0].video_no == program.video.video_no
        paths = {call.path for call in service.faults.calls}
        assert paths == {LIST, "/serve/api/video/upload"}, "it is watched through the list"
