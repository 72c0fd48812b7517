"""A journal that can't be written, from any step of an upload on: nothing new begins, what is under way ends once."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.standin import StandIn, standin
from tests.uploads.rig import Rig, copies, running
from tui.uploads.job import State
from tui.uploads.journal import Journal

LARGE = 24 << 20
"""More than all the buffers between two sockets."""


@contextmanager
def full(rig: Rig, path: Path) -> Iterator[None]:
    """Every write fails and reads go on: another program's lock stands for the full disk."""
    rig.journal._db.execute("PRAGMA busy_timeout=1")
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        blocker.close()


async def being_sent(rig: Rig, job_id: str, service: StandIn) -> None:
    await rig.eventually(lambda: rig.job(job_id).state is State.SENDING, "it being sent")


async def sent(rig: Rig, job_id: str, service: StandIn) -> None:
    await rig.eventually(lambda: service.faults.hanging == 1, "all of it sent")
    await rig.until(job_id, State.SENT)


async def indexed(rig: Rig, job_id: str, service: StandIn) -> None:
    await rig.until(job_id, State.INDEXING)


STEPS: dict[str, Callable[[Rig, str, StandIn], Awaitable[None]]] = {
    "while it is sent": being_sent,
    "before the answer": sent,
    "while it is indexed": indexed,
}


@pytest.mark.row("U14")
@pytest.mark.parametrize("step", STEPS)
async def test_from_any_step_on(tmp_path: Path, step: str) -> None:
    path, ahead = tmp_path / "jobs.db", [0.0]
    with standin(index_seconds=3600.0, now=lambda: time.time() + ahead[0]) as service:
        if step != "while it is indexed":
            service.faults.next("hang", path="/upload")
        clip = make_clip(tmp_path / "clip.mp4")
        if step == "while it is sent":
            padded(clip, LARGE)
        async with running(service.url, path, at_once=1) as rig:
            (job_id,) = rig.add(clip)
            await STEPS[step](rig, job_id, service)
            with full(rig, path):
                (late,) = rig.add(make_clip(tmp_path / "late.mp4", seconds=3))
                service.faults.clear()
                await rig.until(job_id, State.INDEXING)
                ahead[0] = 3700.0
                first = await rig.until(job_id, State.READY)
                await rig.eventually(lambda: "Nothing new is sent" in rig.job(late).problem, "words")
                assert (first.attempts, service.faults.count("/upload")) == (1, 1)
                assert rig.uploads.trouble is not None
            await rig.until(late, State.INDEXING)
            ahead[0] = 7400.0
            await rig.until(late, State.READY)
            await rig.eventually(lambda: rig.uploads.trouble is None, "a journal that is whole again")
        assert await copies(service) == 2
    with Journal.open(path) as journal:
        assert [job.state for job in journal.load()] == [State.READY, State.READY]
