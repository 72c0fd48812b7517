"""The tracker by itself: whom it asks when, what it makes of an answer, and what it says meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from tests.uploads.alone import (
    START,
    Bench,
    Shelf,
    at_rest,
    at_work,
    bench,
    eventually,
    job_of,
    taken_by_another,
    video,
)
from tui.api.values import Video
from tui.uploads.job import Job, State
from tui.uploads.tracker import Tracker, usual_time


def indexing(number: int = 1, **more: Any) -> Job:
    told = {"video_no": f"VI{number}", "accepted": START, "started": START}
    return job_of(f"{number}.mp4", State.INDEXING, **{**told, **more})


def ready(number: int, took: float, **more: Any) -> Job:
    return job_of(
        f"{number}.mp4", State.READY, video_no=f"VI{number}", accepted=START - 900, finished=START - 900 + took, **more
    )


def tracker(there: Bench, seen: list[Video] | None = None) -> Tracker:
    return Tracker(there.client, there.ledger, there.clock, ([] if seen is None else seen).append)


def busy(number: int, **more: Any) -> dict[str, object]:
    return video(number, status="UNPARSE", **more)


class TestPauses:
    async def test_it_asks_less_often_the_longer_it_lasts_and_often_after_something_new(self) -> None:
        async with bench(indexing(), shelf=Shelf({"default": [busy(1)]})) as there:
            tracking = tracker(there)
            async with at_work(tracking.run):
                told = [5, 7.5, 11.25, 16.875, 25.3125, 30, 30]
                for count in range(1, len(told) + 1):
                    await there.clock.waiting(*told[:count])
                    assert len(there.shelf.sought) == count
                    there.clock.go_on()
                await there.clock.waiting(*told, 30)
                tracking.wake()
                await there.clock.waiting(*told, 30, 5)
                there.clock.go_on()
                await there.clock.waiting(*told, 30, 5, 7.5)

    @pytest.mark.parametrize(("newest", "longest"), [(None, 300.0), (START, 30.0)])
    async def test_what_is_old_is_in_no_hurry_unless_something_new_is_there(
        self, newest: float | None, longest: float
    ) -> None:
        jobs = indexing(1, accepted=START - 3601), indexing(2, accepted=newest)
        async with bench(*jobs) as there, at_work(tracker(there).run):
            told = [round(min(5 * 1.5**count, longest), 6) for count in range(12)]
            for count in range(1, len(told) + 1):
                await there.clock.waiting(*told[:count])
                there.clock.go_on()

    async def test_without_anything_to_follow_it_sleeps_until_it_is_woken(self) -> None:
        async with bench() as there:
            tracking = tracker(there)
            async with at_work(tracking.run):
                for number in (1, 2):
                    await at_rest()
                    there.ledger.add([indexing(number)])
                    there.shelf.videos["default"] = [video(number)]
                    await at_rest()
                    assert len(there.shelf.sought) == number - 1
                    tracking.wake()
                    await eventually(lambda: not there.ledger.ours(State.INDEXING), "ready")
                    await there.clock.waiting(*[5] * number)
                    there.clock.go_on()


class TestQuestions:
    async def test_one_for_each_namespace_and_two_hundred(self) -> None:
        many = [indexing(number) for number in range(401)]
        other = indexing(500, namespace="trips")
        items = [video(number) for number in range(401)]
        async with bench(*many, other, shelf=Shelf({"default": items, "trips": [video(500)]})) as there:
            seen: list[Video] = []
            await tracker(there, seen).look()
            numbers = [f"VI{number}" for number in range(401)]
            assert there.shelf.sought == [
                ("default", *numbers[:200]),
                ("default", *numbers[200:400]),
                ("default", "VI400"),
                ("trips", "VI500"),
            ]
            assert {job.state for job in there.ledger.jobs} == {State.READY}
            assert [one.video_no for one in seen] == numbers, "another namespace is another index"

    async def test_of_several_in_another_namespace_nobody_hears(self) -> None:
        jobs = [indexing(number, namespace="trips") for number in (1, 2)]
        ours = indexing(3, namespace=None)
        shelf = Shelf({"trips": [video(1), video(2)], "default": [video(3)]})
        async with bench(*jobs, ours, shelf=shelf) as there:
            seen: list[Video] = []
            await tracker(there, seen).look()
            assert [one.video_no for one in seen] == ["VI3"]
            assert sorted(there.shelf.sought) == [("default", "VI3"), ("trips", "VI1", "VI2")]
            assert {job.state for job in there.ledger.jobs} == {State.READY}

    async def test_trouble_in_one_place_is_none_in_the_next(self) -> None:
        away, there_ = indexing(1, namespace="trips"), indexing(2)
        async with bench(away, there_, shelf=Shelf({"default": [video(2)]}, away={"trips"})) as there:
            await tracker(there).look()
            assert there.job(away.id) == away
            assert there.job(there_.id).state is State.READY
            assert there.shelf.sought == [("trips", "VI1"), ("default", "VI2")], "one try, as nobody looks on"
            there.ledger.add([indexing(3, namespace="trips")])
            await tracker(there).look()
            assert there.shelf.sought[2:] == [("trips", "VI1", "VI3")]


class TestAnswers:
    @pytest.mark.parametrize(("size", "told", "known"), [(100, 7, 100), (None, 7, 7), (None, None, None)])
    async def test_what_is_ready_is_over(self, size: int | None, told: int | None, known: int | None) -> None:
        job = indexing(size=size)
        async with bench(job, shelf=Shelf({"default": [video(1, size=told)]})) as there:
            there.clock.gone = 7.0
            await tracker(there).look()
            now = there.job(job.id)
            assert (now.state, now.finished, now.size) == (State.READY, START + 7, known)
            assert there.notes(job.id)[-1][0] is State.READY

    @pytest.mark.parametrize(("cause", "detail"), [("no frames", "no frames"), (None, "")])
    async def test_what_failed_there_says_why(self, cause: str | None, detail: str) -> None:
        job = indexing()
        async with bench(job, shelf=Shelf({"default": [video(1, status="FAIL", cause=cause)]})) as there:
            there.clock.gone = 7.0
            await tracker(there).look()
            now = there.job(job.id)
            assert (now.state, now.finished, now.detail) == (State.FAILED, START + 7, detail)
            assert now.problem == "The service could not index it."

    async def test_what_a_person_has_done_meanwhile_counts(self) -> None:
        jobs = cancelled, gone, again, other = [indexing(number) for number in range(1, 5)]
        shelf = Shelf({"default": [video(number) for number in range(1, 5)]})
        async with bench(*jobs, shelf=shelf) as there:

            def meanwhile() -> None:
                for job in (cancelled, gone):
                    there.ledger.move(job.id, State.CANCELLED)
                there.ledger.clear([gone.id])
                there.ledger.change(again.id, video_no="VI9")

            shelf.meanwhile = meanwhile
            await tracker(there).look()
            states = [job.state for job in there.ledger.jobs]
            assert states == [State.CANCELLED, State.INDEXING, State.READY]
            assert there.job(other.id).state is State.READY

    async def test_what_another_process_has_by_now_holds_up_nobody(self) -> None:
        theirs, ours = indexing(1), indexing(2)
        async with bench(theirs, ours, shelf=Shelf({"default": [video(1), video(2)]})) as there:
            with taken_by_another(there, theirs):
                await tracker(there).look()
                assert there.job(theirs.id).elsewhere
                assert there.job(ours.id).state is State.READY


class TestMeanwhile:
    async def test_what_is_not_shown_for_ten_minutes_is_said_and_taken_back(self) -> None:
        job = indexing()
        async with bench(job) as there:
            tracking = tracker(there)
            there.clock.gone = 600.0
            await tracking.look()
            assert there.job(job.id).problem == ""
            there.clock.gone = 631.0
            await tracking.look()
            assert there.job(job.id).problem == "The service has not shown it for 11 min; still looking."
            there.shelf.videos["default"] = [busy(1)]
            await tracking.look()
            assert there.job(job.id).problem == ""
            there.shelf.videos.clear()
            there.clock.gone += 600.0
            await tracking.look()
            assert there.job(job.id).problem == "", "it was seen ten minutes ago"
            there.clock.gone += 1.0
            await tracking.look()
            assert there.job(job.id).problem == "The service has not shown it for 10 min; still looking."

    async def test_a_problem_that_is_none_is_not_written_again_and_again(self) -> None:
        async with bench(indexing(), shelf=Shelf({"default": [busy(1)]})) as there:
            tracking = tracker(there)
            there.published.clear()
            await tracking.look()
            await tracking.look()
            assert there.published == []

    async def test_the_usual_time_is_the_median_of_its_like(self) -> None:
        done = [ready(number, took, size=size) for number, (took, size) in enumerate([(30, 25), (50, 400), (40, 100)])]
        odd = [ready(7, 900.0, size=24), ready(8, 900.0, size=401)]
        job, url, larger = indexing(), indexing(2, size=None), indexing(3, size=100_000)
        async with bench(*done, *odd, job, url, larger) as there:
            there.published.clear()
            await tracker(there).look()
            assert [there.job(one.id).usual for one in (job, url, larger)] == [40, 50, None]
            assert there.published[0][-3].usual == 40, "shown before anybody is asked"
            assert usual_time(there.journal, 100) == 40
            assert usual_time(there.journal, 103) == 45, "from 25 bytes to 412"

    async def test_two_tell_nothing_and_what_was_told_stays(self) -> None:
        done = [ready(number, 30.0) for number in range(2)]
        job, told = indexing(), indexing(2, usual=5.0)
        async with bench(*done, job, told) as there:
            await tracker(there).look()
            assert there.job(job.id).usual is None
            there.ledger.add([ready(3, 30.0)])
            await tracker(there).look()
            assert there.job(job.id).usual == 30
            assert there.job(told.id).usual == 5

    async def test_where_the_journal_can_not_be_read_nobody_knows(self) -> None:
        async with bench(*(ready(number, 30.0) for number in range(3))) as there:
            there.journal._db.execute("ALTER TABLE jobs RENAME TO away")
            assert usual_time(there.journal, 100) is None
            there.journal._db.execute("ALTER TABLE away RENAME TO jobs")
