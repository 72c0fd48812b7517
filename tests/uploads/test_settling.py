"""The turns of the settler: when it looks at the library, and how far back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.uploads.alone import START, Shelf, eventually, video
from tests.uploads.settling import last_look, settling, unsure
from tui.uploads.job import State


class TestTimes:
    async def test_it_looks_at_once_and_at_its_times_and_only_the_last_look_says_no(self) -> None:
        job = unsure()
        async with settling(job) as (there, _, settled):
            for waits in ((30,), (30, 90), (30, 90, 180)):
                await there.clock.waiting(*waits)
                assert len(there.shelf.asked) == len(waits)
                assert there.job(job.id) == job
                assert settled == []
                there.clock.go_on()
            await eventually(lambda: there.job(job.id).state is State.WAITING, "its end")
            assert there.shelf.asked == [("default", 1)] * 4
            assert there.job(job.id).problem == "It did not arrive: it will be sent again."
            assert settled == [""]

    @pytest.mark.parametrize(
        ("name", "sent_at", "since", "waits"),
        [
            ("beach.mp4", None, 0.0, [30]),
            ("https://example.com/beach.mp4", None, 0.0, [30, 90, 180]),
            ("beach.mp4", START, -29.0, [1, 90, 180]),
            ("beach.mp4", START, -30.0, [90, 180]),
            ("beach.mp4", START, -250.0, [50]),
            ("beach.mp4", START, -300.0, []),
            ("beach.mp4", START, +50.0, [30, 90, 180]),
        ],
    )
    async def test_what_has_passed_is_one_look(
        self, name: str, sent_at: float | None, since: float, waits: list[float]
    ) -> None:
        job = unsure(name, sent_at=sent_at, unsure_since=START + since)
        async with settling(job) as (there, _, _):
            await last_look(there, job)
            assert there.clock.waits == waits
            assert len(there.shelf.asked) == 1 + len(waits)
            assert there.job(job.id).state is State.WAITING

    async def test_a_person_need_not_wait_for_the_next_look(self) -> None:
        job = unsure()
        async with settling(job) as (there, settler, _):
            await there.clock.waiting(30)
            settler.look_now("nobody")
            settler.look_now(job.id)
            await there.clock.waiting(30, 30)
            assert len(there.shelf.asked) == 2
            there.clock.go_on()
            await there.clock.waiting(30, 30, 90)
            assert len(there.shelf.asked) == 3

    async def test_it_is_woken_for_the_next_one_and_for_the_same_one_again(self) -> None:
        first, second = unsure(unsure_since=START - 400), unsure("ski.mp4", size=7)
        async with settling(first) as (there, settler, _):
            await eventually(lambda: there.job(first.id).state is State.WAITING, "its end")
            there.ledger.add([second])
            there.ledger.move(first.id, State.SENDING, started=START, started_there=START)
            there.ledger.move(first.id, State.UNSURE, unsure_since=START - 20)
            assert len(there.shelf.asked) == 1
            settler.wake()
            await there.clock.waiting(10)
            assert len(there.shelf.asked) == 2, "both by one look"
            there.clock.go_on()
            await there.clock.waiting(10, 20)
            assert there.job(first.id).state is State.WAITING, "its last line never left"

    async def test_while_the_service_is_away_nothing_is_decided(self) -> None:
        job, other = unsure(unsure_since=START - 250), unsure(namespace="trips", unsure_since=START - 400)
        shelf = Shelf(away={"default"})
        async with settling(job, other, shelf=shelf) as (there, _, _):
            await there.clock.waiting(30)
            assert there.job(other.id).state is State.WAITING, "its namespace can be asked"
            assert there.job(job.id).problem.startswith("It may have arrived; can't look yet: shelf.invalid")
            there.clock.go_on()
            await there.clock.waiting(30, 30)
            there.clock.go_on()
            await there.clock.waiting(30, 30, 30)
            assert there.job(job.id).state is State.UNSURE, "a look that saw nothing is none"
            shelf.away.clear()
            there.clock.go_on()
            await eventually(lambda: there.job(job.id).state is State.WAITING, "its end")
            assert there.shelf.asked.count(("default", 1)) == 4

    async def test_a_look_that_was_missed_takes_none_of_the_later_ones_away(self) -> None:
        job = unsure()
        async with settling(job, shelf=Shelf(away={"default"})) as (there, _, _):
            await there.clock.waiting(30)
            there.shelf.away.clear()
            there.clock.go_on()
            await there.clock.waiting(30, 90)
            there.clock.go_on()
            await there.clock.waiting(30, 90, 180)


class TestHowFarBack:
    """A video that is older than the attempt can't have come of it."""

    @pytest.mark.parametrize(
        ("told", "skew", "since"),
        [
            ({"started_there": START - 50}, 1000.0, START - 55),
            ({"started_there": None}, 1000.0, START + 995),
            ({"started_there": None}, None, START - 600),
            ({"started_there": None, "started": START - 20}, 0.0, START - 25),
            ({"started_there": None, "started": None, "created": START - 70}, 0.0, START - 75),
        ],
    )
    @pytest.mark.parametrize("too_old", [False, True])
    async def test_it_counts_from_where_the_attempt_began_by_their_clock(
        self, told: dict[str, Any], skew: float | None, since: float, too_old: bool
    ) -> None:
        job = unsure(unsure_since=START - 400, **told)
        shelf = Shelf({"default": [video(1, create_time=int(1000 * since) - too_old)]}, skew=skew)
        async with settling(job, shelf=shelf) as (there, _, _):
            await last_look(there, job)
            assert there.job(job.id).state is (State.WAITING if too_old else State.INDEXING)

    @pytest.mark.parametrize(
        ("ages", "pages"),
        [
            ([[1, 2], [4, 5], [5.001, 3], [9, 9]], 3),
            ([[1, 2], [4, 5], [3, 4], [5]], 4),
            ([[1, 2], [None, None], [None, 6], [9, 9]], 3),
            ([[1]], 1),
            ([[1, 2], []], 2),
        ],
    )
    async def test_it_turns_pages_until_they_are_too_old_or_there_are_no_more(
        self, ages: list[list[float | None]], pages: int
    ) -> None:
        there = [age for page in ages for age in page]
        items = [
            video(number, size=7, create_time=None if age is None else int(1000 * (START - age)))
            for number, age in enumerate(there)
        ]
        job = unsure(unsure_since=START - 400)
        async with settling(job, shelf=Shelf({"default": items}, page_size=2)) as (beside, _, _):
            await last_look(beside, job)
            assert beside.shelf.asked == [("default", number) for number in range(1, pages + 1)]
            assert beside.job(job.id).state is State.WAITING

    async def test_it_looks_back_to_the_oldest_of_several(self) -> None:
        late, early = unsure("ski.mp4", size=7), unsure(started_there=START - 500)
        items = [video(number, size=1, create_time=int(1000 * (START - 50 * number))) for number in range(20)]
        items[9] |= {"size": 100}
        async with settling(late, early, shelf=Shelf({"default": items}, page_size=2)) as (there, _, _):
            await last_look(there, early)
            assert there.job(early.id).video_no == "VI9"

    @pytest.mark.parametrize("whole", [False, True])
    async def test_a_list_without_end_is_no_proof_that_it_is_not_there(self, whole: bool) -> None:
        job = unsure(unsure_since=START - 400)
        shelf = Shelf({"default": [video(number, size=7) for number in range(49 if whole else 50)]}, page_size=2)
        async with settling(job, shelf=shelf) as (there, _, settled):
            if whole:
                await last_look(there, job)
                assert there.job(job.id).state is State.WAITING
            else:
                await there.clock.waiting(300)
                said = "It may have arrived, but the list is too long or damaged to tell."
                assert there.job(job.id).problem == said
                assert settled == []
            assert shelf.asked == [("default", number) for number in range(1, 26)]

    async def test_a_page_with_damage_is_no_proof_either_and_is_asked_for_again(self) -> None:
        job = unsure(unsure_since=START - 400)
        shelf = Shelf({"default": [{"video_no": ""}, video(1, size=7), video(3, size=7)]}, page_size=2)
        async with settling(job, shelf=shelf) as (there, _, _):
            await there.clock.waiting(300)
            assert shelf.asked == [("default", 1), ("default", 2)], "what was left out counts as a line of its page"
            assert "too long or damaged" in there.job(job.id).problem
            shelf.videos["default"] = [video(2)]
            there.clock.go_on()
            await eventually(lambda: there.job(job.id).state is State.INDEXING, "found after all")
