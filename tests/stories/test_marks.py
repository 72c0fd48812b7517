"""Marks told in keys: one, a range, all, the others; kept through filters, refreshes and restarts."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.standin import StandIn, standin
from tests.stories.program import Program, running
from tui.library.index import Index
from tui.library.marks import Marks
from tui.library.matches import Matches
from tui.library.query import Query


async def marks_settle(program: Program) -> None:
    await program.is_settled()
    await program.happens(lambda: program.library.marking.idle, "the marks counted and kept")
    await program.is_calm()


async def test_one_by_one_and_away_again(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        first, second, third = program.videos()[:3]
        await program.press("space", "j", "space")
        assert program.library.marking.marks.all == {first.video_no, third.video_no}
        assert program.table.cursor == 3
        await program.sees("2 marked", "✓")
        await program.press("k", "k", "space")
        assert second.video_no in program.library.marking.marks
        await program.press("escape")
        await program.sees_no("marked")
        await program.press("z")
        await program.sees("3 marked")
        await program.press("z", "z")
        assert program.library.marking.marks.all == {first.video_no}
        await program.press("Z")
        assert program.library.marking.marks.all == {first.video_no, third.video_no}


async def test_a_range_follows_the_cursor_until_it_is_ended(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        videos = [video.video_no for video in program.videos()]
        await program.press("j", "v", "j", "j", "j", "k")
        await program.sees("range · v ends it")
        assert program.library.marking.marks.all == set(videos[1:4])
        await program.press("g", "g")
        assert program.library.marking.marks.all == set(videos[:2])
        await program.press("v", "G")
        assert program.library.marking.marks.all == set(videos[:2])
        await program.press("v", "g", "g")
        await program.sees(f"{len(videos):,} marked")
        await program.press("escape")
        await program.sees_no("range · v ends it")
        assert len(program.library.marking.marks) == len(videos)
        await program.press("z")
        assert program.library.marking.marks.all == set(videos[:2])


async def test_all_of_a_filter_and_the_others(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        everything = {video.video_no for video in program.videos()}
        await program.press("/")
        await program.type("tag:beach")
        await program.press("enter")
        await program.is_settled()
        beach = {video.video_no for video in program.videos()}
        await program.press("A")
        await program.says(f"{len(beach)} videos marked: all that the filter shows")
        assert program.library.marking.marks.all == beach
        await program.press("I")
        await program.happens(lambda: not program.library.marking.marks, "none of them marked")
        await program.press("F", "I")
        await program.sees(f"{len(everything):,} marked")
        await program.press("/")
        await program.type("tag:beach")
        await program.press("enter", "I")
        await program.sees(f"{len(everything - beach):,} marked, {len(everything - beach):,} hidden by the filter")
        assert program.library.marking.marks.all == everything - beach


async def test_escape_goes_one_level_at_a_time(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("space", "f", "s", "1")
        await program.press("1", "v", "j")
        await program.is_settled()
        assert len(program.library.marking.marks) >= 2
        await program.press("/")
        await program.type("a")
        await program.press("enter", "escape")
        assert program.library.marking.marks
        await program.press("escape")
        assert not program.library.marking.marks
        assert not program.library.looking_for.is_empty
        await program.press("escape")
        assert program.library.looking_for.is_empty


async def test_they_are_there_after_a_restart_and_stay_through_what_arrives(tmp_path: Path) -> None:
    with standin(videos=300) as service:
        async with running(service, tmp_path) as program:
            await program.is_synced()
            await program.press("space", "space", "s", "t", "space")
            await marks_settle(program)
            marked = program.library.marking.marks.all
            assert len(marked) == 3
        gone = min(marked)
        async with running(service, tmp_path) as program:
            await program.sees("3 marked")
            await program.is_synced()
            service.store.delete([gone], "default")
            program.services.index.forget([gone])
            await program.press("r")
            await program.sees("3 marked, 1 gone")
            assert program.library.marking.marks.all == marked


async def test_many_at_once(tmp_path: Path) -> None:
    """More than are read while a key is pressed, and more than a set is made anew for."""
    with standin(videos=4_000) as service:
        async with running(service, tmp_path) as program:
            await program.is_synced()
            await program.press("v", "G")
            await program.sees("4,000 marked")
            await program.press("v", "g", "g", "space")
            await program.sees("3,999 marked")
            await marks_settle(program)
        async with running(service, tmp_path) as program:
            await program.sees("3,999 marked")


async def test_keys_typed_ahead_act_on_what_was_asked_to_be_marked(
    demo: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library that takes its time to say what all of it is: whatever is pressed meanwhile comes after it."""
    gate, picked = threading.Event(), Index.picked

    def slow(index: Index, query: Query, *, horizon: int | None) -> Iterable[str]:
        assert gate.wait(60)
        return picked(index, query, horizon=horizon)

    monkeypatch.setattr(Index, "picked", slow)
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        first, *others = (video.video_no for video in program.videos())
        await program.tap("A", "space", "y", "y")
        assert not program.library.marking.marks
        assert program.app.clipboard == ""
        gate.set()
        await program.happens(lambda: program.app.clipboard.count("\n") == len(others) - 1, "all but the first copied")
        assert program.library.marking.marks == Marks.of(others)
        gate.clear()
        await program.tap("I", "escape", "z")
        gate.set()
        await marks_settle(program)
        assert program.library.marking.marks == Marks.of([first])


async def test_a_long_range_is_marked_whole_although_it_was_ended_before_it_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, numbers = threading.Event(), Matches.numbers

    def slow(matches: Matches, low: int, high: int) -> list[str]:
        assert gate.wait(60)
        return numbers(matches, low, high)

    monkeypatch.setattr(Matches, "numbers", slow)
    with standin(videos=700) as service:
        async with running(service, tmp_path) as program:
            await program.is_synced()
            await program.tap("v", "G", "v", "k", "space")
            assert not len(program.library.marking.marks) > 300
            gate.set()
            await marks_settle(program)
            assert len(program.library.marking.marks) == 699
            gate.clear()
            await program.tap("escape", "v", "g", "g", "y", "y")
            gate.set()
            await program.happens(lambda: program.app.clipboard.count("\n") == 699, "the range copied")
