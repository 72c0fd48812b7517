"""A library that is not kept whole: the newest N, or nothing but what is looked at. The status line says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.standin import StandIn, standin
from tests.stories.program import Program, running
from tui.config import Config

LIST = "list_videos"


@pytest.fixture(scope="module")
def thousand() -> Iterator[StandIn]:
    with standin(videos=1_000) as service:
        yield service


@pytest.fixture
def service(thousand: StandIn) -> StandIn:
    thousand.faults.forget()
    return thousand


def pages(service: StandIn) -> set[int]:
    """The pages of the whole library that were asked for."""
    bodies = [call.json() for call in service.faults.to(LIST)]
    return {int(str(body["page"])) for body in bodies if set(body) <= {"page", "size", "unique_id"}}


async def knows(program: Program, words: str) -> None:
    """Waits until the status line says how much is known, and all is quiet."""
    await program.sees(words)
    await program.is_settled()


async def test_the_newest_of_a_large_library(service: StandIn, tmp_path: Path) -> None:
    config = Config(host=service.url, sync="recent:400")
    async with running(service, tmp_path, config=config) as program:
        await knows(program, "newest 400 of 1,000")
        assert pages(service) == {1, 2}
        await program.press("G")
        assert program.table.cursor >= 399
        await knows(program, "newest 600 of 1,000")
        assert program.table.cursor == 399, "the end has moved away; the cursor stays where it was"
        await program.press("G")
        await knows(program, "newest 800 of 1,000")
        await program.press("G")
        await knows(program, "1,000 in the library")
        await program.press("G")
        await program.is_settled()
        assert program.table.cursor == 999
        assert max(pages(service)) == 5, "beyond the last page nothing is asked"


async def test_nothing_but_what_is_looked_at(service: StandIn, tmp_path: Path) -> None:
    config = Config(host=service.url, sync="off")
    async with running(service, tmp_path, config=config) as program:
        await knows(program, "200 of 1,000 looked at")
        assert pages(service) == {1}
        await program.press("G")
        await knows(program, "400 of 1,000 looked at")
        assert pages(service) == {1, 2}


async def test_a_filter_asks_the_service_for_what_is_not_here(service: StandIn, tmp_path: Path) -> None:
    config = Config(host=service.url, sync="off")
    async with running(service, tmp_path, config=config) as program:
        await knows(program, "200 of 1,000 looked at")
        few = [video.video_no for video in program.videos()]
        await program.press("/")
        await program.type("status:failed")
        await program.press("enter")
        await program.is_answered()
        failed = program.videos()
        asking = program.app.sync.asking
        assert asking is not None
        assert len(failed) == asking.on_server
        assert not {video.video_no for video in failed} <= set(few), "more than was here before"
        await program.sees(f"{len(failed)} shown · {len(failed)} on the server")
        await program.press("F")
        await program.sees("of 1,000 looked at")


async def test_a_second_start_goes_on_from_what_is_known(service: StandIn, tmp_path: Path) -> None:
    config = Config(host=service.url, sync="recent:400")
    async with running(service, tmp_path, config=config) as program:
        await knows(program, "newest 400 of 1,000")
    service.faults.next("hang", None)
    async with running(service, tmp_path, config=config) as program:
        await program.sees("newest 400 of 1,000")
        assert program.table.count == 400
    service.faults.clear()
