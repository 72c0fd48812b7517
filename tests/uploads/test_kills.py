"""A batch whose program dies again and again, at moments that nobody chose: every file ends on the service once."""

from __future__ import annotations

import asyncio
import collections
import os
import random
from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.conditions import until
from tests.standin import standin
from tests.uploads.children import kill, uploader
from tests.uploads.rig import copies, running
from tui.uploads.job import State
from tui.uploads.journal import Journal

_KILLS = 20
_FILES = 60


@pytest.mark.row("U1", "U2")
@pytest.mark.slow
async def test_kill_nine_at_twenty_random_moments_leaves_every_file_once(tmp_path: Path) -> None:
    seed = int.from_bytes(os.urandom(4))
    moments = random.Random(seed)
    clips = [padded(make_clip(tmp_path / f"{n:02}.mp4"), (1 << 20) + n) for n in range(_FILES)]
    with standin() as service:
        service.faults.next("hang", path="/upload")
        # An answer that takes a while gives a kill the time to hit between the last byte and the answer.
        service.faults.next("slow", times=None, path="/upload", seconds=0.05)
        left: list[Path] = clips
        hit: collections.Counter[State] = collections.Counter()
        for number in range(_KILLS):
            child = await uploader(service.url, service.key, tmp_path / "jobs.db", *left, speed=100)
            left = []
            if number == 0:
                # On however slow a machine, one is being sent when the first of them dies.
                await until(lambda: service.faults.hanging == 1, "an answer held back")
            # Not a wait for anything: the moment of the kill is to be arbitrary.
            await asyncio.sleep(moments.uniform(0.0, 0.5))
            await kill(child)
            service.faults.release()
            hit.update(states(tmp_path / "jobs.db"))
        service.faults.clear()
        await until(lambda: service.faults.under_way == 0, "what was held over, before anybody looks for it")
        async with running(service.url, tmp_path / "jobs.db", speed=200) as rig:
            await rig.eventually(lambda: all(job.is_finished for job in rig.uploads.jobs), f"all over ({seed=})")
            wrong = [job for job in rig.uploads.jobs if job.state is not State.READY]
            assert not wrong, f"{seed=} {wrong}"
            numbers = {job.video_no for job in rig.uploads.jobs}
        assert len(numbers) == await copies(service) == _FILES, f"{seed=}"
    assert hit[State.SENDING] + hit[State.SENT], f"no kill hit anything: {seed=} {hit}"


def states(journal: Path) -> list[State]:
    """What a journal says that nobody has opened since its process died."""
    with Journal.open(journal) as opened:
        return [job.state for job in opened.load()]
