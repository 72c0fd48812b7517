"""The library changes while somebody reads it: what is new waits, what is gone goes, and the cursor stays."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.standin import StandIn
from tests.stories.program import HastyClock, Program, running
from tui.config import Config
from tui.local.filters import Filters
from tui.local.rows import Stored

_DAY = 86_400


def arrive(service: StandIn, *names: str, tags: tuple[str, ...] = ("api",), age: float = 0.0) -> list[str]:
    """New videos on the service, `age` seconds old; their numbers."""
    fresh = []
    for name in names:
        created = int((time.time() - age) * 1000)
        number = service.store.next_number(created)
        fresh.append(Stored(number, created, created - 60_000, name, tags=tags, duration=7, size=1_000_000))
        service.store.add(fresh[-1:])
    return [video.video_no for video in fresh]


def spot(program: Program) -> tuple[str, int]:
    """The video under the cursor, and its line of the screen."""
    return program.video.video_no, program.table.cursor - program.table.scroll_offset.y


async def refreshed(program: Program, *, whole: bool = False) -> None:
    """Presses r and waits until the service has been asked and the screen shows what came of it.

    `whole`: a day has passed, so that all of the library is asked for once more, behind what is new.
    """
    before, now = program.services.sync.synced_at, program.services.clock.now()
    await program.press("r")
    await program.happens(lambda: program.services.sync.synced_at != before, "the service asked what is new")
    if whole:
        index = program.services.index
        await program.happens(lambda: (index.progress().finished_at or 0.0) >= now, "all of the library asked for")
    await program.is_synced()


@pytest.mark.parametrize("keys", [(), ("pagedown", "pagedown", "k"), ("G",)])
async def test_new_videos_wait_until_they_are_wanted(demo: StandIn, tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press(*keys)
        before = spot(program)
        arrive(demo, "first of three", "second of three", "third of three")
        await refreshed(program)
        await program.sees("3 new · R shows them")
        assert spot(program) == before
        assert program.table.count == 383

        await program.press("R")
        await program.is_settled()
        await program.sees_no("3 new")
        assert program.table.count == 386
        assert program.video.video_no == before[0]
        await program.press("g", "g")
        await program.sees("third of three", "second of three", "first of three")


async def test_who_looks_at_the_top_sees_the_new_ones_come_in_above(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        newest = program.video.video_no
        arrive(demo, "just arrived")
        await refreshed(program)
        await program.press("R")
        await program.sees("just arrived")
        assert program.video.video_no == newest


async def test_they_are_noticed_without_a_key(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, config=Config(host=demo.url, refresh_seconds=5)) as program:
        await program.is_synced()
        arrive(demo, "came by itself")
        await program.sees("1 new · R shows them")


async def test_only_what_matches_is_new(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("/")
        await program.type("tag:iceland")
        await program.press("enter")
        await program.is_settled()
        arrive(demo, "one more fjord", tags=("iceland", "api"))
        arrive(demo, "something else")
        await refreshed(program)
        await program.sees("1 new · R shows them")
        await program.press("R")
        await program.sees("29 shown", "one more fjord")
        await program.press("F")
        await program.is_settled()
        await program.press("g", "g")
        await program.sees("something else")


@pytest.mark.row("D12")
async def test_what_is_gone_leaves_and_the_cursor_keeps_its_line(demo: StandIn, tmp_path: Path) -> None:
    clock = HastyClock()
    async with running(demo, tmp_path, clock=clock) as program:
        await program.is_synced()
        await program.press("pagedown", "j", "j")
        gone, line = spot(program)
        following = program.videos()[program.table.cursor + 1].video_no
        demo.store.delete([gone], "default")
        clock.jump(_DAY + 1)
        await refreshed(program, whole=True)
        await program.happens(lambda: program.table.count == 382, "the list without what is gone")
        assert spot(program) == (following, line)
        await program.sees("382 in the library")


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_changes_there_the_cursor_stays_on_its_video(demo: StandIn, tmp_path: Path, seed: int) -> None:
    chance, clock = random.Random(seed), HastyClock()
    async with running(demo, tmp_path, clock=clock) as program:
        await program.is_synced()
        for _ in range(8):
            await program.press(*chance.choices(["j", "k", "pagedown", "pageup", "G", "ctrl+d"], k=chance.randrange(4)))
            await program.press(*chance.choice([(), ("R",), ("s", "z"), ("s", "d"), ("S",), ("-",), ("F",)]))
            await program.is_settled()
            before = program.video.video_no
            for _change in range(chance.randint(1, 4)):
                shake(demo, chance, spare=before)
            clock.jump(_DAY + 1)
            await refreshed(program, whole=True)
            assert program.video.video_no == before
        await program.press("F", "R", "s", "d")
        await program.is_settled()
        there, total = demo.store.page(Filters(), page=1, size=1000, now=int(clock.now() * 1000))
        assert {video.video_no for video in program.videos()} == {video.video_no for video in there}
        assert program.table.count == total, "and in the end the list is what the service has"


def shake(service: StandIn, chance: random.Random, *, spare: str) -> None:
    """Something happens to the library, though not to one video of it."""
    there, _ = service.store.page(Filters(), page=1, size=1000, now=int(time.time() * 1000))
    victims = [video for video in chance.sample(there, 5) if video.video_no != spare]
    kind = chance.randrange(4)
    if kind == 0:
        arrive(service, *[f"new {n}" for n in range(chance.randint(1, 30))])
    elif kind == 1:
        arrive(service, "found in a drawer", age=chance.uniform(0, 900) * _DAY)
    elif kind == 2:
        service.store.delete([video.video_no for video in victims], "default")
    else:
        again = [replace(video, name=video.name + " (renamed)", size=video.size + 1, blob=None) for video in victims]
        service.store.delete([video.video_no for video in victims], "default")
        service.store.add(again)
