"""What a person wants of many uploads at once: whom it concerns, what it makes of them, and that it comes in slices."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conditions import until
from tests.uploads.alone import START, at_work, eventually, job_of
from tests.uploads.parts import Parts, parts, sending
from tui.uploads.job import Job, State
from tui.uploads.many import sent_again

VIDEO = {"video_no": "VI1"}
DOUBT = {"unsure_since": START}
WAITED = "Cancelled. It may have arrived: look for it in the library."
WATCHED = "No longer watched; the service has it and goes on indexing."


def one_of_each() -> list[Job]:
    """A job in each state, called by it."""
    more: dict[State, dict[str, Any]] = {State.INDEXING: VIDEO, State.READY: VIDEO, State.UNSURE: DOUBT}
    return [job_of(f"{state}.mp4", state, **more.get(state, {})) for state in State]


def states(made: Parts) -> dict[str, str]:
    """What has become of whom, but for those that are as they were."""
    return {
        name: job.state.value
        for job in made.there.ledger.jobs
        if (name := job.name.removesuffix(".mp4")) != job.state.value
    }


def ids(made: Parts) -> list[str]:
    return [job.id for job in made.there.ledger.jobs]


@asynccontextmanager
async def each() -> AsyncIterator[Parts]:
    """A job in each state, one whose process is another one, and one that nobody knows."""
    async with parts(*one_of_each()) as made:
        yield made
        assert made.there.journal.load() == made.there.ledger.jobs


async def test_what_waits_or_is_sent_is_paused() -> None:
    async with each() as made:
        assert await made.many.pause(["nobody", *ids(made)]) == 2
        assert states(made) == {"waiting": "paused", "sending": "paused"}


async def test_what_is_paused_is_resumed() -> None:
    async with each() as made:
        assert await made.many.resume(["nobody", *ids(made)]) == 1
        assert states(made) == {"paused": "waiting"}


async def test_what_has_not_ended_is_cancelled_and_what_has_its_bytes_there_has_its_answer() -> None:
    async with each() as made:
        assert await made.many.cancel(["nobody", *ids(made)]) == 6
        now = {job.name.removesuffix(".mp4"): job for job in made.there.ledger.jobs}
        cancelled = {name: job.problem for name, job in now.items() if job.finished == START}
        assert cancelled == {"waiting": "", "sending": "", "unsure": WAITED, "indexing": WATCHED, "paused": ""}
        assert states(made) == dict.fromkeys(cancelled, "cancelled")


async def test_what_ended_unsent_or_is_paused_is_sent_again_and_the_rest_one_by_one() -> None:
    async with each() as made:
        doubted = job_of("doubted.mp4", State.CANCELLED, **DOUBT)
        made.there.ledger.add([doubted])
        apart: list[str] = []
        assert await made.many.retry(["nobody", *ids(made)], apart.append) == 12
        again = ("failed", "cancelled", "paused", "duplicate", "refused")
        assert states(made) == {**dict.fromkeys(again, "waiting"), "doubted": "cancelled"}
        assert [made.there.job(job_id).name.removesuffix(".mp4") for job_id in apart] == [
            "waiting",
            "sending",
            "sent",
            "unsure",
            "indexing",
            "ready",
            "doubted",
        ]
        assert {job.name: job.size for job in made.there.ledger.jobs if job.size is None} == {
            f"{name}.mp4": None for name in again if name != "paused"
        }


async def test_what_is_sent_again_is_measured_again(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"12345")
    failed = job_of(state=State.FAILED, source=str(tmp_path / "a.mp4"))
    async with parts(failed) as made, at_work(made.intake.run):
        await eventually(lambda: not made.intake._news.is_set(), "it rests")
        await made.many.retry([failed.id], lambda _: None)
        await until(lambda: made.there.job(failed.id).size == 5, "measured")


@pytest.mark.parametrize(
    ("job", "changes"),
    [
        (job_of(state=State.FAILED), {"forced": False, "size": None}),
        (job_of(state=State.FAILED, forced=True), {"forced": True, "size": None}),
        (job_of(state=State.DUPLICATE), {"forced": True, "size": None}),
        (job_of(state=State.PAUSED), {"forced": False}),
        (job_of("https://example.com/a", State.FAILED), {"forced": False}),
        (job_of("https://example.com/a", State.DUPLICATE), {"forced": True}),
    ],
)
def test_the_file_as_it_is_now_is_meant_and_a_duplicate_is_wanted(job: Job, changes: dict[str, Any]) -> None:
    assert sent_again(job) == changes


async def test_fields_of_what_waits_are_changed() -> None:
    async with each() as made:
        changes = {job.id: {"turn": float(place)} for place, job in enumerate(made.there.ledger.jobs)}
        await made.many.change({"nobody": {"turn": 50.0}, **changes})
        assert [job.turn for job in made.there.ledger.jobs] == [0.0] + [None] * 10
        assert states(made) == {}


async def test_what_is_over_is_taken_off_the_list() -> None:
    async with each() as made:
        await made.many.clear(["nobody", *ids(made)])
        left = ["waiting", "sending", "sent", "unsure", "indexing", "paused"]
        assert [job.state.value for job in made.there.ledger.jobs] == left


@pytest.mark.parametrize("verb", ["pause", "resume", "cancel", "retry", "change", "clear"])
async def test_what_another_process_runs_is_left_alone(verb: str) -> None:
    asked: list[str] = []
    async with parts(*one_of_each()) as made:
        for job_id in ids(made):
            made.there.ledger.show(job_id, elsewhere=True)
        made.there.ledger.publish()
        before, wanted = made.there.ledger.jobs, ids(made)
        match verb:
            case "retry":
                assert await made.many.retry(wanted, asked.append) == 0
            case "change":
                await made.many.change({job_id: {"turn": 1.0} for job_id in wanted})
            case "clear":
                await made.many.clear(wanted)
            case _:
                assert await getattr(made.many, verb)(wanted) == 0
        assert made.there.ledger.jobs == before
        assert asked == []


@pytest.mark.parametrize("verb", ["pause", "cancel"])
async def test_the_attempt_itself_ends_what_bytes_have_left_of(verb: str) -> None:
    sent, other = job_of("a.mp4", State.SENDING), job_of("b.mp4")
    async with parts(sent, other) as made:
        attempt = asyncio.create_task(asyncio.Event().wait())
        made.lane._running[sent.id] = attempt  # type: ignore[assignment]  # it only has to be one that can be ended
        assert await getattr(made.many, verb)([sent.id, other.id]) == 2
        await asyncio.wait({attempt})
        assert attempt.cancelled()
        assert made.attempts._wishes == {sent.id: verb}
        assert made.there.job(sent.id).state is State.SENDING
        assert made.there.job(other.id).state is (State.PAUSED if verb == "pause" else State.CANCELLED)


async def test_they_are_changed_in_slices_and_none_begins_meanwhile() -> None:
    jobs = [job_of(f"https://example.com/{number}") for number in range(120)]
    async with parts(*jobs) as made:
        made.there.published.clear()
        pausing = asyncio.create_task(made.many.pause(ids(made)))
        await asyncio.sleep(0)
        async with sending(made):
            await asyncio.wait({pausing})
            assert pausing.result() == 120
            paused = [sum(job.state is State.PAUSED for job in told) for told in made.there.published]
            assert paused == [50, 100, 120]
            assert made.there.shelf.fetched == []
            await made.many.resume(ids(made)[119:])
            await eventually(lambda: made.there.shelf.fetched == ["https://example.com/119"], "it may begin again")


async def test_what_has_changed_by_its_turn_is_not_what_was_asked_about() -> None:
    jobs = [job_of(f"{number}.mp4") for number in range(60)]
    async with parts(*jobs) as made:
        pausing = asyncio.create_task(made.many.pause(ids(made)))
        await asyncio.sleep(0)
        made.there.ledger.move(jobs[55].id, State.CANCELLED)
        made.there.ledger.move(jobs[56].id, State.CANCELLED)
        made.there.ledger.clear([jobs[56].id])
        await asyncio.wait({pausing})
        assert pausing.result() == 58
        assert made.there.job(jobs[55].id).state is State.CANCELLED
