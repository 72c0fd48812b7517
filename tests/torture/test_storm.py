"""Ten minutes in which the service turns everybody away: one clock for all who wait, and nothing is lost by it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from tests.api.conftest import MakeClient
from tests.clips import make_clip
from tests.conditions import until
from tests.faults import Fault
from tests.rawserver import answering, http, rawserver
from tests.standin import StandIn, standin
from tests.uploads.rig import Rig, copies, running
from tui.api.errors import RateLimited
from tui.api.values import Weather
from tui.commands.pages import Pages
from tui.library.index import Index
from tui.library.query import Query
from tui.library.sync import Sync
from tui.uploads.job import State

MINUTES = 10.0
MOST_ASKED = 120
"""Of those who wait (a sweep, a look at what is new, an upload, its tracking), at the end of each of 25 waits."""


@pytest.mark.row("N1")
@pytest.mark.parametrize("fault", ["0429", "429"])
async def test_ten_minutes_of_being_turned_away(tmp_path: Path, fault: Fault) -> None:
    told: list[Weather] = []
    with standin(videos=300) as service:
        async with running(service.url, tmp_path / "jobs.db", speed=3000) as rig:
            index = Index.open(tmp_path / "library.sqlite")
            sync = Sync(rig.client, index, clock=rig.clock, on_change=lambda: None, on_weather=told.append)
            work = asyncio.create_task(sync.run())
            try:
                await until(lambda: sync.state.synced_at is not None and not sync.state.sweeping, "a first sweep")
                told.clear()
                service.faults.next(fault, None)
                await _storm(rig, sync, service)
                assert index.total() == 300, "what was known stays known"
                (job_id,) = rig.add(make_clip(tmp_path / "clip.mp4"))
                await rig.eventually(lambda: rig.job(job_id).retry_at is not None, "a countdown")
                job = rig.job(job_id)
                assert (job.state, job.attempts) == (State.WAITING, 0)
                assert "limiting us" in job.problem
                service.faults.clear()
                rig.uploads.retry(job_id)
                sync.refresh()
                assert (await rig.until(job_id, State.READY)).attempts == 1
                await until(lambda: sync.state.weather.fair, "fair weather")
            finally:
                work.cancel()
                with suppress(asyncio.CancelledError):
                    await work
                index.close()
        assert {weather.problem for weather in told} == {"The service is limiting us.", ""}
        assert await copies(service) == 301


async def _storm(rig: Rig, sync: Sync, service: StandIn) -> None:
    """Ten minutes by the program's own clock, with somebody who asks for what is new all the time."""
    before, end = service.faults.count(), rig.clock.monotonic() + 60 * MINUTES
    while rig.clock.monotonic() < end or service.faults.count() < before + 3:
        sync.refresh()
        await asyncio.sleep(0.003)
    assert not sync.state.weather.fair
    assert sync.state.weather.retry_at is not None
    assert service.faults.count() - before <= MOST_ASKED


@pytest.mark.row("N2")
async def test_a_script_is_told_at_once_that_it_is_turned_away_for_long(connect: MakeClient, tmp_path: Path) -> None:
    """A minute is waited for without a word, a day is not."""
    answer = http({"code": "0429", "msg": ""}, 429, headers={"Retry-After": "86400"})
    index = Index.open(tmp_path / "library.sqlite")
    try:
        async with rawserver(answering(answer)) as server:
            reading = Pages(connect(server.url), index, Query(), most=None).read()
            with pytest.raises(RateLimited, match="limiting us"):
                await anext(reading)
            assert len(server.visits) <= 3
    finally:
        index.close()
