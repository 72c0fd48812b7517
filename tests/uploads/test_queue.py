"""The verbs of the queue, one by one: what each makes of a job in each state."""

from __future__ import annotations

from typing import Any

import pytest

from tests.uploads.alone import START, another_process, bench, job_of, unwritable
from tests.uploads.queueing import IN_DOUBT, only, queue, state_of
from tui.api.values import UploadForm
from tui.uploads.desk import Source, Wish
from tui.uploads.job import State
from tui.uploads.order import sending_order
from tui.uploads.queue import Uploads

WAITED = "Cancelled. It may have arrived: look for it in the library."
WATCHED = "No longer watched; the service has it and goes on indexing."


@pytest.mark.parametrize(
    ("verb", "before", "after", "more"),
    [
        ("cancel", "waiting", State.CANCELLED, {"finished": START, "problem": ""}),
        ("cancel", "paused", State.CANCELLED, {"finished": START}),
        ("cancel", "unsure", State.CANCELLED, {"finished": START, "problem": WAITED, **IN_DOUBT}),
        ("cancel", "indexing", State.CANCELLED, {"finished": START, "problem": WATCHED}),
        ("cancel", "ready", State.READY, {"finished": None}),
        ("pause", "waiting", State.PAUSED, {}),
        ("pause", "unsure", State.UNSURE, IN_DOUBT),
        ("pause", "indexing", State.INDEXING, {}),
        ("pause", "failed", State.FAILED, {}),
        ("resume", "paused", State.WAITING, {"size": 100}),
        ("resume", "unsure", State.UNSURE, IN_DOUBT),
        ("resume", "failed", State.FAILED, {}),
        ("retry", "ready", State.READY, {}),
        ("retry", "indexing", State.INDEXING, {}),
        ("retry", "failed", State.WAITING, {"size": None, "forced": False}),
        ("retry", "failed url", State.WAITING, {"size": 100}),
        ("retry", "refused", State.WAITING, {"size": None}),
        ("retry", "duplicate", State.WAITING, {"forced": True, "video_no": None}),
        ("retry", "cancelled", State.WAITING, {"unsure_since": None}),
        (
            "retry",
            "cancelled in doubt",
            State.UNSURE,
            {"unwanted": False, "problem": "Looking whether it arrived.", **IN_DOUBT},
        ),
        ("retry", "paused", State.WAITING, {"size": 100}),
        ("retry", "unsure", State.UNSURE, {"candidates": ()}),
        ("retry", "unsure asked", State.WAITING, {"candidates": (), "unsure_since": None}),
    ],
)
async def test_what_a_wish_makes_of_a_job(verb: Wish, before: str, after: State, more: dict[str, Any]) -> None:
    async with queue(state_of(before)) as (there, uploads):
        job = only(uploads)
        getattr(uploads, verb)("nobody")
        getattr(uploads, verb)(job.id)
        now = only(uploads)
        assert now.state is after
        assert {name: getattr(now, name) for name in more} == more
        if "asked" in before:
            assert there.notes(job.id)[-1] == (State.WAITING, "a person said that none of those is it")


@pytest.mark.parametrize("wish", ["cancel", "pause", "resume", "retry"])
async def test_what_another_process_runs_is_left_alone(wish: Wish) -> None:
    async with bench() as there:
        with another_process(there) as other:
            states = (State.WAITING, State.PAUSED, State.UNSURE)
            jobs = [job_of(f"{state}.mp4", state, unsure_since=START, candidates=("VI1",)) for state in states]
            other.add(jobs)
            uploads = Uploads(there.client, there.journal, clock=there.clock)
            for job in jobs:
                getattr(uploads, wish)(job.id)
                uploads.adopt(job.id, "VI1")
            await uploads.many(wish, [job.id for job in jobs])
            assert [job.state for job in uploads.jobs] == list(states)


@pytest.mark.parametrize(
    ("wish", "states"),
    [
        ("cancel", [State.CANCELLED, State.CANCELLED, State.FAILED]),
        ("pause", [State.PAUSED, State.PAUSED, State.FAILED]),
        ("resume", [State.WAITING, State.WAITING, State.FAILED]),
        ("retry", [State.WAITING, State.WAITING, State.WAITING]),
    ],
)
async def test_a_wish_for_many_is_that_for_each(wish: Wish, states: list[State]) -> None:
    before = State.WAITING, State.PAUSED, State.FAILED
    async with queue(*(job_of(f"{state}.mp4", state) for state in before)) as (_, uploads):
        await uploads.many(wish, [job.id for job in uploads.jobs])
        assert [job.state for job in uploads.jobs] == states


async def test_a_wish_for_all_tells_how_many_they_were() -> None:
    before = State.WAITING, State.WAITING, State.PAUSED, State.FAILED, State.UNSURE
    async with queue(*(job_of(f"{n}.mp4", state, **IN_DOUBT) for n, state in enumerate(before))) as (_, uploads):
        assert await uploads.pause_all() == 2
        assert await uploads.resume_all() == 3
        assert await uploads.retry_failed() == 1
        assert [job.state for job in uploads.jobs] == [State.WAITING] * 4 + [State.UNSURE]
        await uploads.many("cancel", [job.id for job in uploads.jobs[:2]])
        await uploads.clear_finished()
        assert [job.name for job in uploads.jobs] == ["2.mp4", "3.mp4", "4.mp4"]


async def test_a_person_says_what_it_became() -> None:
    async with queue(state_of("unsure asked")) as (there, uploads):
        job = only(uploads)
        there.clock.gone = 5.0
        uploads.adopt("nobody", "VI7")
        uploads.adopt(job.id, "VI7")
        now = only(uploads)
        assert (now.state, now.video_no, now.accepted) == (State.INDEXING, "VI7", START + 5)
        assert there.notes(job.id)[-1] == (State.INDEXING, "a person said so")
        uploads.adopt(job.id, "VI8")
        assert only(uploads) == now
    async with queue(state_of("waiting")) as (_, uploads):
        uploads.adopt(only(uploads).id, "VI7")
        assert only(uploads).state is State.WAITING


async def test_the_order_is_a_persons() -> None:
    async with queue(*(job_of(f"{size}.mp4", size=size) for size in (1, 2, 3, 4))) as (_, uploads):

        def order() -> str:
            return "".join(job.name[0] for job in sending_order(uploads.jobs))

        one, _, three, four = (job.id for job in uploads.jobs)
        await uploads.first(four)
        assert order() == "4123"
        await uploads.sooner(three)
        assert order() == "4132"
        await uploads.later(one)
        assert order() == "4312"


async def test_its_width_and_its_limit_are_told_and_changed() -> None:
    async with queue(at_once=3, limit=1000) as (_, uploads):
        assert (uploads.at_once, uploads.limit, uploads.trouble) == (3, 1000, None)
        await uploads.set_at_once(5)
        for limit in (500, None):
            await uploads.set_limit(limit)
            assert (uploads.at_once, uploads.limit) == (5, limit)
    async with queue() as (there, uploads):
        assert (uploads.at_once, uploads.limit) == (2, None)
        with unwritable(there):
            uploads.add([Source("/films/a.mp4", UploadForm())])
            assert uploads.trouble is not None


async def test_what_is_added_is_in_the_clients_namespace_unless_it_says_more() -> None:
    changes: list[str] = []
    async with queue(on_change=lambda: changes.append("")) as (_, uploads):
        changes.clear()
        ids = uploads.add([Source("/films/a.mp4", UploadForm())])
        assert changes == [""]
        ids += await uploads.add_many([Source("/films/b.mp4", UploadForm(namespace="trips"))])
        assert [(job.id, job.form.namespace) for job in uploads.jobs] == list(
            zip(ids, ["default", "trips"], strict=True)
        )


async def test_what_a_dead_process_left_is_taken_over_before_anything_runs() -> None:
    async with bench() as there:
        with another_process(there) as other:
            other.add([job_of("a.mp4", State.SENDING)])
        uploads = Uploads(there.client, there.journal, clock=there.clock)
        assert only(uploads).state is State.UNSURE
        assert not only(uploads).elsewhere
