"""A part of the line for uploads: kept to on average, shared fairly, and changed while bytes leave."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.conditions import PATIENCE
from tests.rawserver import RECEIPT, answering, deaf, http, rawserver
from tests.uploads.hurried import HurriedClock
from tests.uploads.rig import running
from tui.uploads.job import State
from tui.uploads.throttle import Throttle


class SteppedClock:
    """Time passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.time = 1000.0

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += seconds
        await asyncio.sleep(0)


async def test_without_a_limit_everything_may_leave_at_once() -> None:
    clock = SteppedClock()
    assert await Throttle(clock).grant(1 << 30) == 1 << 30
    assert clock.time == 1000.0


@pytest.mark.parametrize("limit", [1, 7, 1_000, 125_000, 10_000_000])
async def test_the_limit_is_the_average_and_portions_are_small(limit: int) -> None:
    clock = SteppedClock()
    throttle, gone = Throttle(clock, limit), 0
    while gone < 10 * limit:
        portion = await throttle.grant(1 << 20)
        assert 1 <= portion <= max(1, limit // 8)
        gone += portion
    assert clock.time - 1000.0 == pytest.approx(10, rel=0.05)


async def test_what_was_not_used_is_not_saved_up() -> None:
    clock = SteppedClock()
    throttle = Throttle(clock, 1000)
    clock.time += 3600
    began = clock.time
    gone = 0
    while gone < 2000:
        gone += await throttle.grant(2000 - gone)
    assert clock.time - began >= 1.7


async def test_two_that_are_sent_share_it_evenly() -> None:
    clock = SteppedClock()
    throttle = Throttle(clock, 8000)
    gone = [0, 0]

    async def send(which: int) -> None:
        while sum(gone) < 80_000:
            gone[which] += await throttle.grant(1 << 20)

    await asyncio.gather(send(0), send(1))
    assert abs(gone[0] - gone[1]) <= 2000


async def test_another_limit_counts_from_now_on_and_nothing_is_carried_over() -> None:
    clock = SteppedClock()
    throttle = Throttle(clock, 10_000_000)
    clock.time += 5
    throttle.change(1001)
    began = clock.time
    portions = [await throttle.grant(1 << 20) for _ in range(8)]
    assert portions == [125] * 8
    assert clock.time - began == pytest.approx(1000 / 1001, rel=1e-6)
    throttle.change(0)
    assert throttle.limit == 1


async def test_a_byte_a_second_is_one_byte_each_second() -> None:
    clock = SteppedClock()
    throttle = Throttle(clock, 1)
    clock.time += 3600
    began = clock.time
    assert [await throttle.grant(10) for _ in range(3)] == [1, 1, 1]
    assert clock.time - began == pytest.approx(2.0, abs=0.01)


async def test_a_limit_that_is_lifted_frees_who_waits() -> None:
    throttle = Throttle(HurriedClock(0.001), 1)
    waiting = asyncio.create_task(throttle.grant(1 << 20))
    await asyncio.sleep(0)
    throttle.change(None)
    async with asyncio.timeout(PATIENCE):
        assert await waiting == 1 << 20
    assert throttle.limit is None


async def test_an_upload_keeps_to_the_limit_and_hears_of_its_end(tmp_path: Path) -> None:
    """At a byte a second it would last for months; without the limit it is through at once."""
    big = padded(make_clip(tmp_path / "big.mp4"), 8 << 20)
    async with rawserver(answering(http(RECEIPT))) as server, running(server.url, tmp_path / "jobs.db") as rig:
        await rig.uploads.set_limit(100)
        assert rig.uploads.limit == 100
        (job_id,) = rig.add(big)
        await rig.eventually(lambda: rig.job(job_id).sent > 0, "the first bytes")
        assert rig.job(job_id).sent < 1 << 20
        await rig.uploads.set_limit(None)
        job = await rig.until(job_id, State.INDEXING)
        assert job.attempts == 1


async def test_a_limited_upload_is_cancelled_at_once(tmp_path: Path) -> None:
    big = padded(make_clip(tmp_path / "big.mp4"), 8 << 20)
    async with rawserver(deaf(64 << 20)) as server, running(server.url, tmp_path / "jobs.db", speed=1) as rig:
        await rig.uploads.set_limit(1)
        (job_id,) = rig.add(big)
        await rig.until(job_id, State.SENDING)
        rig.uploads.cancel(job_id)
        assert not (await rig.until(job_id, State.CANCELLED)).in_doubt
