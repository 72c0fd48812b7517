"""What a person does to the whole list: pause, resume, try again what failed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.rawserver import deaf, rawserver
from tests.standin import standin
from tests.uploads.rig import copies, running
from tui.api.values import UploadForm
from tui.uploads.desk import Source
from tui.uploads.intake import new_job
from tui.uploads.job import Job, State
from tui.uploads.journal import Journal


async def test_pause_all_and_resume_all(tmp_path: Path) -> None:
    big = padded(make_clip(tmp_path / "big.mp4"), 64 << 20)
    clips = [make_clip(tmp_path / f"{n}.mp4", seconds=1 + n / 12) for n in range(3)]
    async with rawserver(deaf(1 << 20)) as server, running(server.url, tmp_path / "jobs.db", at_once=1) as rig:
        (sending,) = rig.add(big)
        await rig.eventually(lambda: rig.job(sending).sent > 0, "bytes gone")
        ids = rig.add(*clips)
        assert await rig.uploads.pause_all() == 4
        for job_id in (sending, *ids):
            job = await rig.until(job_id, State.PAUSED)
            assert (job.attempts, job.sent, job.problem) == (0, 0, "")
        assert await rig.uploads.pause_all() == 0
    with standin() as service:
        async with running(service.url, tmp_path / "jobs.db") as rig:
            assert {job.state for job in rig.uploads.jobs} == {State.PAUSED}
            assert await rig.uploads.resume_all() == 4
            assert await rig.uploads.resume_all() == 0
            for job_id in (sending, *ids):
                await rig.until(job_id, State.READY)
        assert await copies(service) == 4


async def test_pause_all_lets_what_is_sent_whole_have_its_answer(tmp_path: Path) -> None:
    with standin() as service:
        service.faults.next("hang", path="/upload")
        async with running(service.url, tmp_path / "jobs.db") as rig:
            (job_id,) = rig.add(make_clip(tmp_path / "a.mp4"))
            await rig.until(job_id, State.SENT)
            assert await rig.uploads.pause_all() == 0
            service.faults.release()
            await rig.until(job_id, State.READY)


async def test_retry_failed_tries_each_that_failed_and_nothing_else(tmp_path: Path) -> None:
    with standin() as service:
        async with running(service.url, tmp_path / "jobs.db") as rig:
            lost = [tmp_path / f"{n}.mp4" for n in range(3)]
            ids = rig.add(*lost, tmp_path / "notes.txt", make_clip(tmp_path / "fine.mp4", seconds=2))
            for job_id in ids[:3]:
                await rig.until(job_id, State.FAILED)
            await rig.until(ids[3], State.FAILED)
            await rig.until(ids[4], State.READY)
            for n, path in enumerate(lost):
                make_clip(path, seconds=1 + n / 12)
        async with running(service.url, tmp_path / "jobs.db") as rig:
            assert await rig.uploads.retry_failed() == 4
            for job_id in ids[:3]:
                assert (await rig.until(job_id, State.READY)).problem == ""
            await rig.until(ids[3], State.FAILED)
        assert await copies(service) == 4


@pytest.mark.row("U13")
async def test_ten_thousand_are_paused_in_slices_between_which_everything_else_goes_on(tmp_path: Path) -> None:
    """Nothing is running: what would be sent is not there, and nobody looks."""
    jobs = [
        Job(id=f"j{n}", source=f"/none/{n}.mp4", is_url=False, name=f"{n}.mp4", form=UploadForm(), size=n)
        for n in range(10_000)
    ]
    with Journal.open(tmp_path / "jobs.db") as journal:
        journal.add(jobs)
    with standin() as service:
        service.faults.next("0402", times=None, path="/upload")
        async with running(service.url, tmp_path / "jobs.db", at_once=1) as rig:
            steps: list[str] = []
            rig.journal._db.set_trace_callback(steps.append)
            pausing = asyncio.create_task(rig.uploads.pause_all())
            turns = 0
            while not pausing.done():
                await asyncio.sleep(0)
                turns += 1
            rig.journal._db.set_trace_callback(None)
            assert pausing.result() == 10_000
            assert turns >= 100
            assert sum(step == "COMMIT" for step in steps) <= 2 * turns
            await rig.eventually(
                lambda: all(job.state is State.PAUSED for job in rig.uploads.jobs), "everything paused"
            )
            rig.uploads.cancel("j7")
            assert sum(job.state is State.PAUSED for job in rig.uploads.jobs) == 9_999


async def test_what_another_process_took_stays_as_it_was(tmp_path: Path) -> None:
    """Its lease decides, not what this process last read."""
    jobs = [replace(new_job(str(tmp_path / name), UploadForm(), created=0.0), state=State.PAUSED) for name in "ab"]
    ours, theirs = (job.id for job in jobs)
    with Journal.open(tmp_path / "jobs.db") as journal:
        journal.add(jobs)
    with standin() as service:
        async with running(service.url, tmp_path / "jobs.db") as rig:
            rig.journal._db.execute("UPDATE jobs SET holder = 'elsewhere/1/1/1' WHERE id = ?", (theirs,))
            await rig.uploads.resume_all()
            assert rig.job(theirs).elsewhere
            await rig.until(ours, State.FAILED)


async def test_what_was_chosen_is_journalled_even_if_the_program_ends_while_it_is_added(tmp_path: Path) -> None:
    sources = [Source(str(tmp_path / f"{n}.mp4"), UploadForm()) for n in range(500)]
    with standin() as service:
        async with running(service.url, tmp_path / "jobs.db") as rig:
            adding = asyncio.create_task(rig.uploads.add_many(sources))
            await rig.eventually(lambda: bool(rig.uploads.jobs), "the first of them")
            adding.cancel()
            await asyncio.wait({adding})
            assert adding.cancelled()
            assert [job.source for job in rig.uploads.jobs] == [source.source for source in sources]
        with Journal.open(tmp_path / "jobs.db") as journal:
            assert len(journal.load()) == 500


async def test_many_of_every_kind_are_cancelled_and_tried_again(tmp_path: Path) -> None:
    with standin() as service:
        service.faults.next("0402", times=None, path="/upload")
        async with running(service.url, tmp_path / "jobs.db") as rig:
            ids = rig.add(*(make_clip(tmp_path / f"{n}.mp4", seconds=1 + n / 12) for n in range(3)))
            (lost,) = rig.add(tmp_path / "lost.mp4")
            await rig.eventually(lambda: all(rig.job(job_id).retry_at for job_id in ids), "everything told to wait")
            await rig.uploads.many("cancel", (*ids, lost, "nobody"))
            for job_id in (*ids, lost):
                await rig.until(job_id, State.CANCELLED, State.FAILED)
            service.faults.clear()
            await rig.uploads.many("retry", (*ids, lost))
            for job_id in ids:
                await rig.until(job_id, State.READY)
            assert (await rig.until(lost, State.FAILED)).problem
        assert await copies(service) == 3
