"""From accepted to ready: how often it is asked, for how many at once, and what is said meanwhile."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clips import make_clip
from tests.standin import StandIn, ToldTime, standin
from tests.uploads.rig import running
from tui.api.values import UploadForm
from tui.uploads.intake import new_job
from tui.uploads.job import Job, State
from tui.uploads.journal import Journal
from tui.uploads.progress import Progress


def accepted(number: int, *, ago: float = 0.0, namespace: str = "default") -> Job:
    """A job that an earlier run of the program left behind."""
    now = time.time() - ago
    job = new_job(f"/films/{number}.mp4", UploadForm(namespace=namespace), created=now)
    return replace(job, state=State.INDEXING, video_no=f"VI{number}", accepted=now, started=now, sent_at=now)


def left_behind(path: Path, *jobs: Job) -> None:
    with Journal.open(path) as journal:
        journal.add(jobs)


async def test_one_question_for_all_that_are_being_indexed(tmp_path: Path) -> None:
    theirs = ToldTime()
    with standin(index_seconds=3600.0, now=theirs) as service:
        async with running(service.url, tmp_path / "jobs.db", at_once=4) as rig:
            ids = rig.add(*(make_clip(tmp_path / f"{n}.mp4", seconds=1 + n / 12) for n in range(4)))
            for job_id in ids:
                await rig.until(job_id, State.INDEXING)
            numbers = {rig.job(job_id).video_no for job_id in ids}
            await rig.eventually(
                lambda: any(set(_numbers(question)) == numbers for question in _questions(service)), "one for all four"
            )
            service.faults.forget()
            theirs.pass_by(3600)
            for job_id in ids:
                await rig.until(job_id, State.READY)
        assert service.faults.count("get_metadata") == 0


async def test_hundreds_are_one_question_for_each_two_hundred(tmp_path: Path) -> None:
    left_behind(tmp_path / "jobs.db", *(accepted(n) for n in range(350)))
    with standin() as service:
        async with running(service.url, tmp_path / "jobs.db") as rig:
            await rig.eventually(lambda: len(_questions(service)) >= 2, "all of them asked for")
        asked = [question["video_nos"] for question in _questions(service)[:2]]
        assert asked == [[f"VI{n}" for n in range(200)], [f"VI{n}" for n in range(200, 350)]]
        assert service.faults.count("get_metadata") == 0


async def test_a_single_one_is_asked_for_by_get_metadata(tmp_path: Path) -> None:
    theirs = ToldTime()
    with standin(index_seconds=3600.0, now=theirs) as service:
        async with running(service.url, tmp_path / "jobs.db") as rig:
            (job_id,) = rig.add(make_clip(tmp_path / "a.mp4"))
            await rig.eventually(lambda: service.faults.count("get_metadata") >= 2, "asked for again")
            assert rig.job(job_id).state is State.INDEXING
            theirs.pass_by(3600)
            await rig.until(job_id, State.READY)
        assert service.faults.count("list_videos") == 0


async def test_the_legacy_dialect_is_tracked_through_its_list(tmp_path: Path) -> None:
    with standin(index_seconds=0.3) as service:
        async with running(service.url, tmp_path / "jobs.db", dialect="legacy") as rig:
            ids = rig.add(*(make_clip(tmp_path / f"{n}.mp4", seconds=1 + n / 12) for n in range(2)))
            for job_id in ids:
                await rig.until(job_id, State.READY)


@pytest.mark.row("U17")
async def test_not_visible_yet_is_no_news(tmp_path: Path) -> None:
    theirs = ToldTime()
    with standin(visible_after=3600.0, index_seconds=3600.0, now=theirs) as service:
        async with running(service.url, tmp_path / "jobs.db") as rig:
            (job_id,) = rig.add(make_clip(tmp_path / "a.mp4"))
            await rig.eventually(lambda: service.faults.count("get_metadata") >= 2, "asked for again")
            job = rig.job(job_id)
            assert (job.state, job.problem) == (State.INDEXING, "")
            theirs.pass_by(3600)
            await rig.until(job_id, State.READY)


async def test_questions_become_rare_and_start_anew_with_a_new_upload(tmp_path: Path) -> None:
    left_behind(tmp_path / "jobs.db", accepted(1))
    with standin(index_seconds=600) as service:
        async with running(service.url, tmp_path / "jobs.db", speed=2000) as rig:
            await rig.eventually(lambda: rig.clock.waits.count(30.0) >= 2, "the longest pause")
            pauses = [wait for wait in rig.clock.waits if wait >= 5.0]
            assert pauses[:6] == [5.0, 7.5, 11.25, 16.875, 25.3125, 30.0]
            rig.clock.waits.clear()
            (job_id,) = rig.add(make_clip(tmp_path / "a.mp4"))
            await rig.until(job_id, State.INDEXING)
            await rig.eventually(lambda: 5.0 in rig.clock.waits, "a short pause again")


@pytest.mark.row("U17")
async def test_what_is_old_is_asked_for_every_five_minutes(tmp_path: Path) -> None:
    left_behind(tmp_path / "jobs.db", accepted(1, ago=7200))
    with standin() as service:
        async with running(service.url, tmp_path / "jobs.db", speed=5000) as rig:
            await rig.eventually(lambda: 300.0 in rig.clock.waits, "the pause of the old")


@pytest.mark.row("U17")
async def test_what_vanished_for_long_is_told_and_still_looked_for(tmp_path: Path) -> None:
    job = accepted(1, ago=1200)
    left_behind(tmp_path / "jobs.db", job)
    with standin() as service:
        async with running(service.url, tmp_path / "jobs.db", speed=1000) as rig:
            await rig.eventually(lambda: "not shown it for 20 min" in rig.job(job.id).problem, "words")
            assert rig.job(job.id).state is State.INDEXING
            before = service.faults.count("get_metadata")
            await rig.eventually(lambda: service.faults.count("get_metadata") > before, "another look")


async def test_each_namespace_is_asked_for_its_own(tmp_path: Path) -> None:
    jobs = [accepted(n, namespace=name) for n, name in enumerate(("one", "one", "two", "two"))]
    left_behind(tmp_path / "jobs.db", *jobs)
    with standin() as service:
        async with running(service.url, tmp_path / "jobs.db") as rig:
            await rig.eventually(lambda: len(_questions(service)) >= 2, "both asked for")
            asked = _questions(service)[:2]
    assert [(question["unique_id"], question["video_nos"]) for question in asked] == [
        ("one", ["VI0", "VI1"]),
        ("two", ["VI2", "VI3"]),
    ]


async def test_trouble_with_the_service_is_survived(tmp_path: Path) -> None:
    theirs = ToldTime()
    with standin(index_seconds=3600.0, now=theirs) as service:
        async with running(service.url, tmp_path / "jobs.db") as rig:
            (job_id,) = rig.add(make_clip(tmp_path / "a.mp4"))
            await rig.until(job_id, State.INDEXING)
            service.faults.next("html", times=4, path="get_metadata")
            theirs.pass_by(3600)
            await rig.until(job_id, State.READY)


async def test_cancelled_while_indexing_is_no_longer_watched(tmp_path: Path) -> None:
    job = accepted(1)
    left_behind(tmp_path / "jobs.db", job)
    with standin() as service:
        async with running(service.url, tmp_path / "jobs.db") as rig:
            rig.uploads.cancel(job.id)
            cancelled = rig.job(job.id)
    assert (cancelled.state, cancelled.video_no) == (State.CANCELLED, "VI1")
    assert "goes on indexing" in cancelled.problem


@pytest.mark.row("N15", "U18")
def test_time_left_is_told_after_five_seconds_and_not_while_nothing_moves() -> None:
    progress = Progress(1000, 0.0)
    assert progress.rate(0.0) is None
    for second in range(1, 5):
        progress.gone(second * 10, float(second))
        assert progress.seconds_left(float(second)) is None
    progress.gone(50, 5.0)
    assert progress.rate(5.0) == pytest.approx(10.0)
    assert progress.seconds_left(5.0) == pytest.approx(95.0)
    assert progress.seconds_left(12.0) is None
    assert progress.rate(60.0) == 0.0


def test_the_rate_is_of_late() -> None:
    progress = Progress(None, 0.0)
    sent = 0
    for tick in range(200):
        sent += 1000 if tick < 100 else 10
        progress.gone(sent, tick / 10)
    assert progress.rate(19.9) == pytest.approx(100, rel=0.1)
    assert progress.seconds_left(19.9) is None


@pytest.mark.row("U18")
@given(st.lists(st.tuples(st.floats(0, 100), st.integers(0, 10**12)), max_size=50), st.integers(1, 10**12))
def test_no_rate_and_no_time_left_is_ever_negative(events: list[tuple[float, int]], size: int) -> None:
    progress, now = Progress(size, 0.0), 0.0
    for seconds, sent in events:
        now += seconds
        progress.gone(sent, now)
        assert (progress.rate(now) or 0.0) >= 0.0
        assert (progress.seconds_left(now) or 0.0) >= 0.0


async def test_the_usual_time_is_told_after_a_restart_too(tmp_path: Path) -> None:
    """What took how long is in the journal; a job that is followed on needs nothing to happen first."""
    done = [replace(accepted(n), state=State.READY, accepted=1000.0, finished=1030.0, size=1 << 20) for n in range(3)]
    watched = replace(accepted(3), size=1 << 20)
    left_behind(tmp_path / "jobs.db", *done, watched)
    with standin() as service:
        async with running(service.url, tmp_path / "jobs.db") as rig:
            await rig.eventually(lambda: rig.job(watched.id).usual == 30.0, "a usual time")


def _numbers(question: dict[str, object]) -> list[str]:
    numbers = question.get("video_nos")
    return list(map(str, numbers)) if isinstance(numbers, list) else []


def _questions(service: StandIn) -> list[dict[str, object]]:
    """What the list was asked for, as far as it has come in."""
    return [call.json() for call in service.faults.to("list_videos") if call.body.endswith(b"}")]
