"""Whom each verb of the queue wakes: every scene waits for nothing but the wish itself."""

from __future__ import annotations

import pytest

from tests.uploads.alone import Shelf, another_process, at_rest, at_work, eventually, job_of, unwritable, video
from tests.uploads.queueing import IN_DOUBT, only, queue, state_of
from tui.api.errors import OutOfCredit
from tui.api.values import UploadForm, Video
from tui.uploads.desk import Source
from tui.uploads.job import State


async def test_from_an_address_to_ready() -> None:
    seen: list[Video] = []
    shelf = Shelf({"default": [video(1, "film")]}, doors={"https://example.com/film"})
    async with queue(shelf=shelf, on_video=seen.append) as (_, uploads), at_work(uploads.run):
        uploads.add([Source("https://example.com/film", UploadForm(), is_url=True)])
        await eventually(lambda: only(uploads).state is State.READY, "ready")
        assert [one.video_no for one in seen] == ["VI1"]


@pytest.mark.parametrize("verb", ["resume", "retry"])
async def test_what_is_let_go_on_begins_at_once(verb: str) -> None:
    job = job_of("https://example.com/film", State.PAUSED)
    async with queue(job) as (there, uploads), at_work(uploads.run):
        await at_rest()
        getattr(uploads, verb)(job.id)
        await eventually(lambda: bool(there.shelf.fetched), "begun")


async def test_what_had_failed_begins_at_once() -> None:
    job = job_of("https://example.com/film", State.FAILED)
    async with queue(job) as (there, uploads), at_work(uploads.run):
        await at_rest()
        uploads.retry(job.id)
        await eventually(lambda: bool(there.shelf.fetched), "begun")


async def test_a_person_who_says_again_need_not_wait_for_the_countdown() -> None:
    job = job_of("https://example.com/film")
    async with queue(job) as (there, uploads):
        uploads._holding.turned_away(OutOfCredit("No credit."))
        async with at_work(uploads.run):
            await eventually(lambda: only(uploads).problem == "No credit.", "the reason")
            assert there.shelf.fetched == []
            uploads.retry(job.id)
            await eventually(lambda: bool(there.shelf.fetched), "begun")


@pytest.mark.parametrize("verb", ["cancel", "pause"])
async def test_what_is_broken_off_frees_the_line(verb: str) -> None:
    jobs = [job_of(f"https://example.com/{letter}", size=size) for size, letter in enumerate("ab")]
    async with queue(*jobs, at_once=1) as (there, uploads), at_work(uploads.run):
        await eventually(lambda: uploads.jobs[0].state is State.SENT, "all is gone")
        getattr(uploads, verb)(jobs[0].id)
        await at_rest()
        state = uploads.jobs[0].state
        if verb == "pause":
            assert state is State.SENT, "too late for that"
        else:
            await eventually(lambda: len(there.shelf.fetched) == 2, "the next one")
            assert (uploads.jobs[0].state, uploads.jobs[0].unwanted) == (State.UNSURE, True)


async def test_a_cancelled_one_that_may_be_there_is_looked_for_and_found() -> None:
    job = state_of("cancelled in doubt")
    async with queue(job, shelf=Shelf({"default": [video(1, "a")]})) as (_, uploads), at_work(uploads.run):
        await at_rest()
        uploads.retry(job.id)
        await eventually(lambda: only(uploads).state is State.READY, "found, and watched to its end")


async def test_a_person_who_asks_again_is_not_kept_waiting() -> None:
    job = job_of("a.mp4", State.UNSURE, **IN_DOUBT)
    async with queue(job) as (there, uploads), at_work(uploads.run):
        await eventually(lambda: 30.0 in there.clock.waits, "the first look")
        assert len(there.shelf.asked) == 1
        uploads.retry(job.id)
        await eventually(lambda: len(there.shelf.asked) == 2, "another look")


async def test_what_a_person_adopted_is_watched() -> None:
    job = state_of("unsure asked")
    async with queue(job, shelf=Shelf({"default": [video(7)]})) as (_, uploads), at_work(uploads.run):
        await at_rest()
        uploads.adopt(job.id, "VI7")
        await eventually(lambda: only(uploads).state is State.READY, "ready")


async def test_what_a_process_that_ended_leaves_behind_is_gone_on_with() -> None:
    async with queue() as (there, uploads), at_work(uploads.run):
        await at_rest()
        with another_process(there) as other:
            other.add([job_of("https://example.com/film")])
        for _ in range(10):
            await eventually(lambda: there.clock.is_waited_for, "the next glance")
            there.clock.go_on()
        await eventually(lambda: bool(there.shelf.fetched), "begun")


async def test_it_goes_on_once_the_journal_can_be_written_again() -> None:
    async with queue() as (there, uploads), at_work(uploads.run):
        with unwritable(there):
            uploads.add([Source("https://example.com/film", UploadForm(), is_url=True)])
            await at_rest()
        await eventually(lambda: there.clock.is_waited_for, "the next glance")
        there.clock.go_on()
        await eventually(lambda: bool(there.shelf.fetched), "begun")
        assert uploads.trouble is None


async def test_draining_and_stopping() -> None:
    jobs = [job_of(f"https://example.com/{letter}", size=size) for size, letter in enumerate("ab")]
    async with queue(*jobs, at_once=1) as (there, uploads), at_work(uploads.run):
        await eventually(lambda: uploads.jobs[0].state is State.SENT, "all is gone")
        uploads.stop()
        await uploads.drain()
        assert [job.state for job in uploads.jobs] == [State.UNSURE, State.WAITING]
        assert len(there.shelf.fetched) == 1
