"""Turned away, no credit, no line, wrong key: the queue waits as a whole, says why, and nothing of it is an attempt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clips import make_clip
from tests.faults import Fault
from tests.rawserver import nobody
from tests.standin import StandIn, standin
from tests.uploads.hurried import HurriedClock
from tests.uploads.rig import copies, running
from tui.api.errors import RateLimited, Unreachable
from tui.api.values import UploadForm
from tui.uploads.holding import Holding
from tui.uploads.job import State
from tui.uploads.journal import Journal


@pytest.fixture
def service() -> Iterator[StandIn]:
    with standin() as running_service:
        yield running_service


@pytest.mark.row("N1", "N4", "N5")
@pytest.mark.parametrize("fault", ["0429", "429", "0402", "0401", "401"])
async def test_what_turns_one_away_holds_all_and_counts_for_nothing(
    service: StandIn, tmp_path: Path, fault: Fault
) -> None:
    # Until somebody has seen it: the shortest of these waits are shorter than what a disk may take.
    service.faults.next(fault, times=None, path="/upload")
    async with running(service.url, tmp_path / "jobs.db", speed=200, at_once=1) as rig:
        ids = rig.add(make_clip(tmp_path / "a.mp4"), make_clip(tmp_path / "b.mp4", seconds=1))
        await rig.eventually(lambda: all(rig.job(job_id).retry_at is not None for job_id in ids), "both told to wait")
        waiting = [rig.job(job_id) for job_id in ids]
        assert {job.state for job in waiting} == {State.WAITING}
        assert all(job.problem for job in waiting)
        service.faults.clear()
        for job_id in ids:
            job = await rig.until(job_id, State.READY)
            assert job.attempts == 1
            assert job.problem == ""
    assert await copies(service) == 2


async def test_a_service_that_is_not_there_is_waited_for(tmp_path: Path) -> None:
    with nobody() as url:
        async with running(url, tmp_path / "jobs.db", speed=100) as rig:
            (job_id,) = rig.add(make_clip(tmp_path / "clip.mp4"))
            await rig.eventually(lambda: bool(rig.job(job_id).problem), "a reason")
            job = rig.job(job_id)
            assert (job.state, job.attempts) == (State.WAITING, 0)
            assert job.retry_at is not None


async def test_retry_does_not_wait_for_the_countdown(service: StandIn, tmp_path: Path) -> None:
    service.faults.next("0402", path="/upload")
    async with running(service.url, tmp_path / "jobs.db", speed=1) as rig:
        (job_id,) = rig.add(make_clip(tmp_path / "clip.mp4"))
        await rig.eventually(lambda: rig.job(job_id).retry_at is not None, "held")
        rig.uploads.retry(job_id)
        await rig.until(job_id, State.READY)


async def test_a_refusal_fails_the_one_and_not_the_others(service: StandIn, tmp_path: Path) -> None:
    async with running(service.url, tmp_path / "jobs.db", dialect="legacy", at_once=1) as rig:
        (refused,) = rig.add(make_clip(tmp_path / "a.mp4"), form=UploadForm(tags=("sea",)))
        (fine,) = rig.add(make_clip(tmp_path / "b.mp4", seconds=1))
        job = await rig.until(refused, State.FAILED)
        assert "legacy" in job.problem
        assert job.attempts == 1
        await rig.until(fine, State.READY)
    assert await copies(service) == 1


@pytest.mark.row("U16")
async def test_the_slow_pace_is_learnt_and_remembered_for_a_day(tmp_path: Path) -> None:
    now = [1_000_000.0]

    class Clock(HurriedClock):
        def now(self) -> float:
            return now[0]

        def monotonic(self) -> float:
            return now[0]

    with Journal.open(tmp_path / "jobs.db") as journal:
        holding = Holding(journal, Clock())
        assert holding.seconds() == 0
        assert holding.why() is None
        holding.begun()
        assert holding.seconds() == 0
        holding.turned_away(RateLimited("Too many uploads."))
        assert holding.seconds() == 60
        now[0] += 60
        assert holding.seconds() == 0
        holding.begun()
        again = Holding(journal, Clock())
        again.begun()
        assert again.seconds() == 60
        why = again.why()
        assert why is not None
        assert "one upload a minute" in why.problem
        assert why.retry_at == now[0] + 60
        now[0] += 2 * 86_400
        assert Holding(journal, Clock()).seconds() == 0


@pytest.mark.row("N2")
async def test_waits_grow_to_ten_minutes_and_start_small_again(tmp_path: Path) -> None:
    with Journal.open(tmp_path / "jobs.db") as journal:
        clock = HurriedClock(0.0)
        holding = Holding(journal, clock)
        waits = []
        for _ in range(10):
            holding.turned_away(Unreachable("No line."))
            waits.append(holding.seconds())
        assert waits[:4] == [5, 10, 20, 40]
        assert waits[-1] == 600
        holding.welcome()
        holding.turned_away(Unreachable("No line."))
        assert holding.seconds() == 5
        holding.turned_away(RateLimited("Later.", retry_after=7200))
        assert holding.seconds() == 7200
        holding.lift()
        assert holding.seconds() == 0


async def test_the_cap_on_indexing_teaches_no_pace_and_stops_no_reading(tmp_path: Path) -> None:
    with standin() as service:
        service.faults.next("cap", times=None, path="/upload")
        async with running(service.url, tmp_path / "jobs.db", speed=1000.0) as rig:
            ids = rig.add(make_clip(tmp_path / "a.mp4", seconds=1), make_clip(tmp_path / "b.mp4", seconds=3))
            await rig.eventually(lambda: any(rig.job(job_id).retry_at for job_id in ids), "the queue told to wait")
            held = next(rig.job(job_id) for job_id in ids if rig.job(job_id).retry_at)
            assert (held.attempts, held.detail) == (0, "The rolling 2-hour indexing cap is reached [1021]")
            assert rig.client.pacing.closed_for == 0
            service.faults.clear()
            for job_id in ids:
                await rig.until(job_id, State.READY)
            assert rig.journal.learnt("upload_pace_learnt_at") is None
        assert await copies(service) == 2
