"""The lane by itself: who begins when, who is kept from it, and how it ends. What is sent are addresses to fetch."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from tests.uploads.alone import START, Bench, Shelf, at_rest, at_work, bench, eventually, job_of, unwritable
from tui.api.errors import OutOfCredit
from tui.uploads.attempt import Attempts
from tui.uploads.hold import Hold
from tui.uploads.holding import Holding
from tui.uploads.job import Job, State
from tui.uploads.lane import Lane
from tui.uploads.twins import Twins


@dataclass(slots=True)
class Scene:
    """A lane, and what it stands on."""

    there: Bench
    lane: Lane
    holding: Holding
    twins: Twins

    @property
    def begun(self) -> list[str]:
        """What the service was told to fetch, by the last letter."""
        return [url[-1] for url in self.there.shelf.fetched]

    async def until(self, begun: str) -> None:
        """Until these have begun; and no more has begun once everything is at rest."""
        await eventually(lambda: self.begun == list(begun), f"{begun}: {self.begun}")
        await at_rest()
        assert self.begun == list(begun)

    def answer(self, letters: str) -> None:
        """The service has fetched these."""
        self.there.shelf.doors.update(map(url, letters))


def url(letter: str) -> str:
    return f"https://example.com/{letter}"


def jobs(letters: str) -> list[Job]:
    return [job_of(url(letter), size=index) for index, letter in enumerate(letters)]


@asynccontextmanager
async def lane(*waiting: Job, at_once: int = 2, shelf: Shelf | None = None) -> AsyncIterator[Scene]:
    """A lane that does not run yet."""
    async with bench(*waiting, shelf=shelf) as there:
        holding = Holding(there.journal, there.clock)
        twins = Twins(there.client, there.ledger, lambda _: False, lambda _: ())

        async def pace(count: int) -> int:
            return count

        attempts = Attempts(there.client, there.ledger, there.clock, holding, twins, pace, lambda: None)
        yield Scene(there, Lane(there.ledger, there.clock, attempts, holding, twins, at_once), holding, twins)


@asynccontextmanager
async def running(scene: Scene) -> AsyncIterator[None]:
    async def run() -> None:
        async with asyncio.TaskGroup() as group:
            await scene.lane.run(group)

    async with at_work(run):
        yield


@pytest.mark.parametrize(("asked", "width"), [(0, 1), (1, 1), (5, 5), (8, 8), (9, 8)])
async def test_it_has_room_for_one_to_eight(asked: int, width: int) -> None:
    async with lane(at_once=asked) as scene:
        assert scene.lane.at_once == width
        scene.lane.widen(3)
        scene.lane.widen(asked)
        assert scene.lane.at_once == width


async def test_as_many_as_there_is_room_for_begin_in_their_order_and_the_next_when_one_is_through() -> None:
    async with lane(*reversed(jobs("abcde"))) as scene, running(scene):
        await scene.until("ab")
        scene.answer("b")
        await scene.until("abc")
        scene.lane.widen(3)
        await scene.until("abcd")
        scene.lane.widen(1)
        scene.answer("ac")
        await scene.until("abcd")
        scene.answer("d")
        await scene.until("abcde")
        scene.answer("e")
        await eventually(lambda: not scene.there.ledger.ours(State.SENT), "all through")
        assert {job.state for job in scene.there.ledger.jobs} == {State.INDEXING}


async def test_it_is_woken_for_what_comes_later() -> None:
    async with lane() as scene, running(scene):
        await scene.until("")
        scene.there.ledger.add(jobs("a"))
        await scene.until("")
        scene.lane.wake()
        await scene.until("a")


async def test_what_is_held_back_begins_when_it_is_let_go() -> None:
    held = jobs("ab")
    async with lane(*held, *jobs("c")) as scene:
        scene.lane.hold_back([held[0].id])
        scene.lane.hold_back([held[1].id])
        async with running(scene):
            await scene.until("c")
            scene.lane.let_go()
            await scene.until("ca")


async def test_what_a_person_decides_about_is_left_alone_until_the_last_has_decided() -> None:
    waiting = jobs("abc")
    async with lane(*waiting) as scene:
        with scene.lane.untouched(job.id for job in waiting):
            async with running(scene):
                with scene.lane.untouched([waiting[0].id]):
                    await scene.until("")
                await scene.until("")
        async with running(scene):
            await scene.until("ab")


async def test_the_end_of_a_decision_wakes_the_lane() -> None:
    waiting = jobs("a")
    async with lane(*waiting) as scene, running(scene):
        with scene.lane.untouched([waiting[0].id]):
            await eventually(lambda: not scene.begun, "nothing")
        await scene.until("a")


async def test_draining_begins_nothing_new_and_returns_when_what_is_sent_has_its_answer() -> None:
    async with lane(*jobs("abc")) as scene, running(scene):
        await scene.until("ab")
        draining = asyncio.create_task(scene.lane.drain())
        scene.answer("a")
        await eventually(lambda: len(scene.there.ledger.ours(State.INDEXING)) == 1, "one through")
        assert not draining.done()
        scene.answer("b")
        await eventually(draining.done, "drained")
        scene.lane.wake()
        await scene.until("ab")


async def test_where_nothing_is_sent_draining_is_over_at_once() -> None:
    async with lane(*jobs("a")) as scene:
        await scene.lane.drain()
        async with running(scene):
            await scene.until("")


async def test_stopping_breaks_off_all_and_begins_nothing() -> None:
    async with lane(*jobs("abc")) as scene, running(scene):
        await scene.until("ab")
        scene.lane.stop()
        await eventually(lambda: len(scene.there.ledger.ours(State.UNSURE)) == 2, "both broken off")
        scene.lane.wake()
        await scene.until("ab")
        await scene.lane.drain()


async def test_breaking_off_tells_whether_bytes_have_left() -> None:
    first, second = jobs("ab")
    async with lane(first, second, at_once=1) as scene, running(scene):
        assert not scene.lane.break_off(first.id, "cancel"), "it has not begun"
        await scene.until("a")
        assert scene.lane.break_off(first.id, "cancel")
        assert not scene.lane.break_off(second.id, "cancel")
        await scene.until("ab")
        now = scene.there.job(first.id)
        assert (now.state, now.unwanted) == (State.UNSURE, True)


async def test_what_is_still_looked_at_has_sent_nothing() -> None:
    (job,) = jobs("a")
    async with lane(job) as scene, asyncio.TaskGroup() as group:
        scene.lane._begin(group)
        assert not scene.lane.break_off(job.id, "cancel")
        assert scene.there.job(job.id).state is State.WAITING


async def test_progress_is_told_once_a_second_while_something_is_sent() -> None:
    async with lane(*jobs("a")) as scene, at_work(scene.lane.tell):
        await at_rest()
        assert scene.there.clock.waits == []
        async with running(scene):
            await scene.until("a")
            await scene.there.clock.waiting(1.0)
            scene.there.ledger.show(scene.there.ledger.jobs[0].id, rate=5.0)
            assert scene.there.ledger.jobs[0].rate is None
            scene.there.clock.go_on()
            await scene.there.clock.waiting(1.0, 1.0)
            assert scene.there.ledger.jobs[0].rate == 5.0
            scene.answer("a")
            await eventually(lambda: scene.there.ledger.jobs[0].state is State.INDEXING, "through")
            scene.there.clock.go_on()
            await at_rest()
            assert scene.there.clock.waits == [1.0, 1.0], "nothing moves, nothing is told"


async def test_turned_away_all_wait_with_the_reason_and_begin_when_it_is_over() -> None:
    async with lane(*jobs("a")) as scene:
        scene.holding.turned_away(OutOfCredit("No credit."))
        async with running(scene):
            await scene.there.clock.waiting(300)
            (job,) = scene.there.ledger.jobs
            assert (job.state, job.problem, job.retry_at) == (State.WAITING, "No credit.", START + 300)
            assert scene.begun == []
            scene.there.clock.go_on()
            await scene.until("a")
            assert scene.there.ledger.jobs[0].problem == ""


async def test_one_a_minute_is_kept_to_between_two_that_have_room() -> None:
    async with lane(*jobs("ab")) as scene:
        scene.there.journal.learn("upload_pace_learnt_at", str(START))
        scene.holding = Holding(scene.there.journal, scene.there.clock)
        scene.lane._holding = scene.lane._attempts._holding = scene.holding
        scene.holding.begun()
        async with running(scene):
            await scene.there.clock.waiting(60)
            scene.there.clock.go_on()
            await eventually(lambda: len(scene.begun) >= 1, "the first")


async def test_nothing_is_sent_that_can_not_be_written_down() -> None:
    async with lane(*jobs("a")) as scene:
        with unwritable(scene.there):
            scene.there.ledger.add(jobs("b"))
        trouble = scene.there.ledger.trouble
        assert trouble is not None
        async with running(scene):
            told = Hold(f"Nothing new is sent: {trouble.what}.", trouble.advice)
            await eventually(lambda: scene.there.ledger.jobs[0].problem == told.problem, "the reason")
            assert scene.there.ledger.jobs[0].detail == told.detail
            await scene.until("")
            await scene.there.ledger.settle_debts()
            scene.lane.wake()
            await scene.until("ab")


async def test_who_waits_for_a_twin_lets_the_next_go_first() -> None:
    first, second, third = jobs("abc")
    async with lane(first, second, third, at_once=1) as scene:
        twin = job_of("twin.mp4", State.SENDING)
        scene.there.ledger.add([twin])
        scene.twins.wait_for(first.id, twin)
        async with running(scene):
            await scene.until("b")
            scene.there.ledger.move(twin.id, State.FAILED)
            scene.answer("b")
            await scene.until("ba")
