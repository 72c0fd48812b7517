"""What survives the end of the program, of whatever kind."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.conditions import until
from tests.standin import ToldTime, standin
from tests.uploads.children import uploader
from tests.uploads.line import bad_line
from tests.uploads.rig import copies, running
from tui.uploads.job import State
from tui.uploads.journal import Journal


async def test_indexing_is_followed_on_after_a_restart(tmp_path: Path) -> None:
    theirs = ToldTime()
    with standin(index_seconds=3600.0, now=theirs) as service:
        async with running(service.url, tmp_path / "jobs.db") as rig:
            (job_id,) = rig.add(make_clip(tmp_path / "clip.mp4"))
            video_no = (await rig.until(job_id, State.INDEXING)).video_no
        async with running(service.url, tmp_path / "jobs.db") as rig:
            assert rig.job(job_id).state is State.INDEXING
            theirs.pass_by(3600)
            assert (await rig.until(job_id, State.READY)).video_no == video_no
        assert service.faults.count("/upload") == 1


async def test_what_waits_is_sent_after_a_restart(tmp_path: Path) -> None:
    clips = [make_clip(tmp_path / f"{number}.mp4", seconds=1 + number / 12) for number in range(4)]
    with standin() as service:
        service.faults.next("hang", times=None, path="/upload")
        async with running(service.url, tmp_path / "jobs.db") as rig:
            ids = rig.add(*clips)
            await rig.eventually(lambda: service.faults.hanging == 2, "two held")
            rig.uploads.pause(ids[3])
        service.faults.clear()
        await until(lambda: service.faults.under_way == 0, "what was held over, before anybody looks for it")
        async with running(service.url, tmp_path / "jobs.db", speed=1000) as rig:
            assert rig.job(ids[3]).state is State.PAUSED
            rig.uploads.resume(ids[3])
            for job_id in ids:
                await rig.until(job_id, State.READY)
        assert await copies(service) == 4


@pytest.mark.row("U1")
async def test_kill_nine_with_half_a_body_gone(tmp_path: Path) -> None:
    """The process is killed while it sends; the next one looks, and then sends it once."""
    clip = padded(make_clip(tmp_path / "clip.mp4"), 64 << 20)
    with standin() as service:
        async with bad_line(service.url) as line:
            line.fates = ["answer kept"]
            child = await uploader(line.url, service.key, tmp_path / "jobs.db", clip)
            await until(lambda: service.faults.count("/upload") == 1, "an upload begun")
            child.send_signal(signal.SIGKILL)
            await asyncio.to_thread(child.wait)
            with Journal.open(tmp_path / "jobs.db") as journal:
                (before,) = journal.load()
                assert before.state in {State.SENDING, State.SENT}
            async with running(line.url, tmp_path / "jobs.db", speed=2000) as rig:
                job = await rig.until(before.id, State.READY)
                assert job.cut_short == 1
            assert await copies(service) == 1


@pytest.mark.row("U15", "P7")
async def test_a_process_that_lives_keeps_its_jobs(tmp_path: Path) -> None:
    """Two on one journal: the second shows the first one's job and never sends it."""
    with standin() as service:
        service.faults.next("hang", path="/upload")
        async with running(service.url, tmp_path / "jobs.db") as first:
            (job_id,) = first.add(make_clip(tmp_path / "clip.mp4"))
            await first.until(job_id, State.SENT)
            second = await uploader(service.url, service.key, tmp_path / "jobs.db")
            try:
                with Journal.open(tmp_path / "jobs.db") as journal:
                    assert [job.state for job in journal.load()] == [State.SENT]
                service.faults.release()
                await first.until(job_id, State.READY)
            finally:
                second.kill()
                await asyncio.to_thread(second.wait)
        assert service.faults.count("/upload") == 1


@pytest.mark.row("U15")
async def test_the_other_copys_jobs_are_shown_and_taken_over_when_it_dies(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4")
    with standin() as service:
        service.faults.next("hang", path="/upload")
        other = await uploader(service.url, service.key, tmp_path / "jobs.db", clip)
        await until(lambda: service.faults.hanging == 1, "an answer held")
        async with running(service.url, tmp_path / "jobs.db", speed=200) as rig:
            (job,) = rig.uploads.jobs
            assert job.elsewhere
            rig.uploads.cancel(job.id)
            rig.uploads.retry(job.id)
            assert rig.job(job.id).elsewhere
            assert service.faults.count("/upload") == 1
            service.faults.next("503", times=None, path="list_videos")
            other.send_signal(signal.SIGKILL)
            await asyncio.to_thread(other.wait)
            service.faults.release()
            await rig.eventually(lambda: service.faults.under_way == 0, "what was held over")
            service.faults.clear()  # now it may be looked for
            await rig.until(job.id, State.READY)
        assert await copies(service) == 1
