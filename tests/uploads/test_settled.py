"""What the settler makes of what it sees: found, asked about, sent again, or given up."""

from __future__ import annotations

from typing import Any

import pytest

from tests.uploads.alone import START, Shelf, at_work, bench, eventually, job_of, taken_by_another, video
from tests.uploads.settling import last_look, settling, unsure
from tui.api.values import Video
from tui.uploads.job import State
from tui.uploads.settle import Settler


async def test_what_is_found_is_adopted_with_the_time_at_which_it_came() -> None:
    job = unsure(started_there=None)
    shelf = Shelf({"default": [video(1, "made-by-the-service", create_time=int(1000 * START) + 3000)]}, skew=-2.0)
    async with settling(job, shelf=shelf) as (there, _, settled):
        await last_look(there, job)
        now = there.job(job.id)
        assert (now.state, now.video_no, now.accepted) == (State.INDEXING, "VI1", START + 5)
        assert there.notes(job.id)[-1] == (State.INDEXING, "found in the library as VI1: same size, same time")
        assert settled == [""]
        assert there.clock.waits == []


async def test_who_says_no_time_came_now() -> None:
    job = unsure("https://example.com/beach.mp4")
    async with bench(job) as there:
        Settler(there.client, there.ledger, there.clock, lambda: None).adopt(job, Video("VI1", created=None))
        assert there.job(job.id).accepted == START
        assert there.notes(job.id)[-1][1] == "found in the library as VI1: same name"
    async with bench(job := unsure()) as there:
        Settler(there.client, there.ledger, there.clock, lambda: None).adopt(job, Video("VI1", created=5_000))
        assert there.job(job.id).accepted == 5.0, "their clock as it is, where nobody knows how it goes"


async def test_a_video_that_another_job_became_is_not_it() -> None:
    job, other = unsure(unsure_since=START - 400), job_of("b.mp4", State.READY, video_no="VI1")
    async with settling(job, other, shelf=Shelf({"default": [video(1)]})) as (there, _, _):
        await last_look(there, job)
        assert there.job(job.id).state is State.WAITING


@pytest.mark.parametrize(
    ("rival", "name", "waits", "state"),
    [
        # A rival leaves to the name what would be told by the size alone.
        (State.SENDING, "beach", 0, State.INDEXING),
        (State.SENDING, "made-by-the-service", 3, State.UNSURE),
        (State.SENT, "made-by-the-service", 3, State.UNSURE),
        (State.UNSURE, "made-by-the-service", 3, State.UNSURE),
        (State.INDEXING, "made-by-the-service", 0, State.INDEXING),
        (State.WAITING, "made-by-the-service", 0, State.INDEXING),
    ],
)
async def test_of_two_of_a_size_the_name_decides_or_a_person(rival: State, name: str, waits: int, state: State) -> None:
    # A person is to say what became of the rival, so that nothing is decided about it meanwhile.
    other = job_of("ski.mp4", rival, candidates=("VI8",), unsure_since=START, video_no="VI9")
    job = unsure()
    async with settling(job, other, shelf=Shelf({"default": [video(1, name)]})) as (there, _, _):
        await last_look(there, job)
        now = there.job(job.id)
        assert (now.state, len(there.clock.waits)) == (state, waits)
        if state is State.UNSURE:
            assert now.candidates == ("VI1",)
            said = "One video in the library may be it: VI1. Say whether it is, or send it again."
            assert now.problem == said


async def test_another_size_is_no_rival() -> None:
    job, other = unsure(), job_of("ski.mp4", State.SENDING, size=101)
    async with settling(job, other, shelf=Shelf({"default": [video(1, "x")]})) as (there, _, _):
        await last_look(there, job)
        assert there.job(job.id).video_no == "VI1"


@pytest.mark.parametrize(
    ("name", "rival", "names", "waits", "found"),
    [
        ("beach.mp4", False, ["x", "y"], 0, ("VI0", "VI1")),
        ("beach.mp4", True, ["x", "y"], 3, ("VI0", "VI1")),
        ("https://example.com/beach.mp4", False, ["x"], 3, ("VI0",)),
        ("https://example.com/beach.mp4", False, ["beach", "beach"], 3, ("VI0", "VI1")),
        ("beach.mp4", False, ["x"] * 12, 0, tuple(f"VI{number}" for number in range(10))),
    ],
)
async def test_a_person_is_asked_once_time_tells_no_more(
    name: str, rival: bool, names: list[str], waits: int, found: tuple[str, ...]
) -> None:
    job = unsure(name)
    others = [job_of("ski.mp4", State.SENDING)] if rival else []
    items = [video(number, called) for number, called in enumerate(names)]
    async with settling(job, *others, shelf=Shelf({"default": items})) as (there, _, settled):
        await last_look(there, job)
        now = there.job(job.id)
        assert (now.candidates, len(there.clock.waits), settled) == (found, waits, [])
        if len(names) > 1:
            said = f"{len(names)} videos in the library may be it: {', '.join(found)}."
            assert now.problem == f"{said} Say which it is, or send it again."
        assert not there.clock.is_waited_for, "what a person is asked about is not looked for"


async def test_what_has_no_age_is_asked_about_by_the_last_look() -> None:
    job = unsure()
    shelf = Shelf({"default": [video(1, create_time=None)]})
    async with settling(job, shelf=shelf) as (there, _, settled):
        await last_look(there, job)
        assert there.job(job.id).candidates == ("VI1",)
        assert there.clock.waits == [30, 90, 180]
        assert settled == []


@pytest.mark.parametrize(
    ("told", "state", "problem"),
    [
        ({"unwanted": True, "attempts": 9}, State.CANCELLED, "Cancelled. It did not arrive."),
        ({"attempts": 2}, State.WAITING, "It did not arrive: it will be sent again."),
        (
            {"attempts": 3, "cut_short": 10},
            State.FAILED,
            "Interrupted 3 times, and it did not arrive. The line may be too weak for it.",
        ),
        ({"cut_short": 9}, State.WAITING, "It did not arrive: it will be sent again."),
        (
            {"cut_short": 10},
            State.PAUSED,
            "This program ended 10 times while sending it. It did not arrive.",
        ),
    ],
)
async def test_what_did_not_arrive_is_sent_again_unless_that_makes_no_sense(
    told: dict[str, Any], state: State, problem: str
) -> None:
    job = unsure(unsure_since=START - 400, detail="reset by peer", **told)
    async with settling(job) as (there, _, settled):
        await eventually(lambda: settled == [""], "its end")
        now = there.job(job.id)
        assert (now.state, now.problem, now.unsure_since) == (state, problem, None)
        assert now.finished == (START if state in {State.CANCELLED, State.FAILED} else None)
        assert now.detail == ("reset by peer" if state is State.FAILED else "")


async def test_a_person_who_was_quicker_is_right() -> None:
    job, gone, third = unsure(), unsure("gone.mp4", size=7), unsure("ski.mp4", size=8)
    shelf = Shelf({"default": [video(1), video(2, size=7), video(3, "ski", size=8)]})
    async with bench(job, gone, third, shelf=shelf) as there:

        def cancelled() -> None:
            for one in (job, gone):
                there.ledger.move(one.id, State.CANCELLED)
            there.ledger.clear([gone.id])

        shelf.meanwhile = cancelled
        async with at_work(Settler(there.client, there.ledger, there.clock, lambda: None).run):
            await eventually(lambda: there.job(third.id).state is State.INDEXING, "the one that nobody cancelled")
            assert there.job(job.id).state is State.CANCELLED
            assert there.ledger.get(gone.id) is None


async def test_what_another_process_has_by_now_holds_up_nobody() -> None:
    theirs, ours = unsure(), unsure("ski.mp4", size=7)
    shelf = Shelf({"default": [video(1), video(2, "ski", size=7)]})
    async with bench(theirs, ours, shelf=shelf) as there:
        settler = Settler(there.client, there.ledger, there.clock, lambda: None)
        with taken_by_another(there, theirs):
            async with at_work(settler.run):
                await eventually(lambda: there.job(ours.id).state is State.INDEXING, "ours is settled")
                assert shelf.asked == [("default", 1)]
                assert there.job(theirs.id).elsewhere
