"""Clocks that are set, and machines that sleep, while something is sent: found again, and never sent twice for it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.standin import StandIn, standin
from tests.uploads.hurried import HurriedClock
from tests.uploads.line import bad_line, once_stored
from tests.uploads.rig import copies, running
from tui.api.errors import RateLimited, Unreachable
from tui.api.limits import Limits
from tui.api.pacing import Pacing
from tui.uploads.holding import Holding
from tui.uploads.job import State
from tui.uploads.journal import Journal

HOUR = 3600.0
LARGE = 24 << 20
"""More than all the buffers between two sockets."""


class Wall:
    """This machine's clock on the wall, and its sleep; the service has its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = 0.0
        self.asleep = 0.0
        true, counted = time.time, time.clock_gettime
        monkeypatch.setattr(time, "time", lambda: true() + self.ahead)
        monkeypatch.setattr(time, "clock_gettime", lambda which: counted(which) + self.asleep)


@pytest.fixture
def service() -> Iterator[StandIn]:
    with standin(index_seconds=0.05) as running_service:
        yield running_service


@pytest.fixture
def wall(service: StandIn, monkeypatch: pytest.MonkeyPatch) -> Wall:
    return Wall(monkeypatch)


@pytest.mark.row("N15")
@pytest.mark.parametrize("ahead", [HOUR, -HOUR], ids=["an hour ahead", "an hour behind"])
async def test_what_was_stored_is_found_though_our_clock_was_set_meanwhile(
    service: StandIn, wall: Wall, tmp_path: Path, ahead: float
) -> None:
    """It is looked for by the time at which it began: theirs, and not ours of then."""
    wall.ahead = ahead
    async with bad_line(service.url) as line:
        line.fates = ["answer kept"]
        limits = once_stored(line, Limits(answer=0.3))
        async with running(line.url, tmp_path / "jobs.db", speed=300, limits=limits) as rig:
            await rig.client.list_videos()
            (job_id,) = rig.add(make_clip(tmp_path / "clip.mp4"))
            await rig.eventually(lambda: line.stored == 1, "a stored video")
            wall.ahead = 0.0
            job = await rig.until(job_id, State.READY, State.FAILED)
            states = [step.state for step in rig.journal.steps(job_id)]
        assert (job.state, job.attempts, states.count(State.SENDING)) == (State.READY, 1, 1)
        assert State.UNSURE in states
        assert line.stored == await copies(service) == 1


@pytest.mark.row("N15")
async def test_a_clock_that_is_set_while_we_are_away_changes_nothing_either(
    service: StandIn, wall: Wall, tmp_path: Path
) -> None:
    wall.ahead = HOUR
    async with bad_line(service.url) as line:
        line.fates = ["answer kept"]
        async with running(line.url, tmp_path / "jobs.db") as rig:
            await rig.client.list_videos()
            (job_id,) = rig.add(make_clip(tmp_path / "clip.mp4"))
            await rig.until(job_id, State.SENT)
            await rig.eventually(lambda: line.stored == 1, "a stored video")
        wall.ahead = 0.0
        async with running(line.url, tmp_path / "jobs.db", speed=300) as rig:
            assert (await rig.until(job_id, State.READY, State.FAILED)).state is State.READY
        assert line.stored == await copies(service) == 1


@pytest.mark.row("N15")
async def test_a_machine_that_slept_says_so_and_looks_before_it_sends_again(
    service: StandIn, wall: Wall, tmp_path: Path
) -> None:
    clip = padded(make_clip(tmp_path / "clip.mp4"), LARGE)
    async with bad_line(service.url) as line:
        line.fates = ["deaf"]
        async with running(line.url, tmp_path / "jobs.db", speed=300) as rig:
            (job_id,) = rig.add(clip)
            await rig.eventually(lambda: not line.fates, "bytes on their way")
            wall.asleep = 8 * HOUR
            job = await rig.until(job_id, State.READY)
            story = [(step.state, step.note) for step in rig.journal.steps(job_id)]
        assert (State.UNSURE, "This machine slept for 8 h while it was sending. Looking whether it arrived.") in story
        assert (job.attempts, await copies(service)) == (2, 1)


@pytest.mark.row("N15")
async def test_waits_do_not_go_by_the_clock_on_the_wall(wall: Wall, tmp_path: Path) -> None:
    clock = HurriedClock(1.0)
    pacing = Pacing(clock, jitter=lambda: 0.0)
    pacing.close(100.0, asked_at=clock.monotonic())
    with Journal.open(tmp_path / "jobs.db") as journal:
        holding = Holding(journal, clock)
        for _ in range(4):
            holding.turned_away(Unreachable("No line."))
        for ahead in (HOUR, -HOUR, 8 * HOUR):
            wall.ahead = ahead
            assert 0 < pacing.closed_for <= 100
            assert 0 < holding.seconds() <= 40


@pytest.mark.row("N15", "U16")
async def test_a_pace_that_was_learnt_by_a_wrong_clock_is_not_kept_for_a_year(wall: Wall, tmp_path: Path) -> None:
    clock = HurriedClock(1.0)
    with Journal.open(tmp_path / "jobs.db") as journal:
        wall.ahead = 365 * 86_400.0
        Holding(journal, clock).turned_away(RateLimited("Too many."))
        paced = Holding(journal, clock)
        paced.begun()
        assert 0 < paced.seconds() <= 60
        wall.ahead = 0.0
        later = Holding(journal, clock)
        later.begun()
        assert later.seconds() == 0
