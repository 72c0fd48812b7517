"""What a person does to a job: cancel, pause, retry, clear; and files that the library already has."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.rawserver import RECEIPT, answering, deaf, http, rawserver
from tests.standin import StandIn, standin
from tests.uploads.line import bad_line
from tests.uploads.rig import copies, running
from tui.api.values import UploadForm
from tui.uploads.job import FINISHED, State


@pytest.fixture
def service() -> Iterator[StandIn]:
    with standin() as running_service:
        yield running_service


def resident() -> int:
    """Bytes of memory that this process holds right now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def test_cancel_in_mid_body_frees_the_line_at_once(tmp_path: Path) -> None:
    big = padded(make_clip(tmp_path / "big.mp4"), 64 << 20)
    async with rawserver(deaf(1 << 20)) as server, running(server.url, tmp_path / "jobs.db", at_once=1) as rig:
        first, second = rig.add(big, padded(make_clip(tmp_path / "larger.mp4"), 65 << 20))
        await rig.eventually(lambda: rig.job(first).sent > 0, "bytes gone")
        # The server never reads another byte: nothing but the wish itself can end this.
        rig.uploads.cancel(first)
        job = await rig.until(first, State.CANCELLED)
        await rig.until(second, State.SENDING, State.SENT)
        assert not job.in_doubt
        assert job.problem == ""


async def test_cancel_while_waiting_and_retry_after_all(service: StandIn, tmp_path: Path) -> None:
    service.faults.next("hang", path="/upload")
    async with running(service.url, tmp_path / "jobs.db", at_once=1) as rig:
        first, second = rig.add(make_clip(tmp_path / "a.mp4"), make_clip(tmp_path / "b.mp4", seconds=3))
        await rig.eventually(lambda: service.faults.hanging == 1, "one held")
        rig.uploads.cancel(second)
        assert rig.job(second).state is State.CANCELLED
        service.faults.release()
        await rig.until(first, State.READY)
        assert await copies(service) == 1
        rig.uploads.retry(second)
        await rig.until(second, State.READY)
    assert await copies(service) == 2


async def test_cancel_before_the_attempt_has_begun_to_run(service: StandIn, tmp_path: Path) -> None:
    async with running(service.url, tmp_path / "jobs.db") as rig:
        clips = [make_clip(tmp_path / f"{number}.mp4", seconds=1 + number / 12) for number in range(6)]
        for turns, clip in enumerate(clips):
            (job_id,) = rig.add(clip)
            for _ in range(turns):
                await asyncio.sleep(0)
            rig.uploads.cancel(job_id)
            job = await rig.until(job_id, State.CANCELLED)
            assert not job.in_doubt
    assert service.faults.count("/upload") == 0


async def test_stop_breaks_off_what_can_not_have_arrived_and_it_waits_again(tmp_path: Path) -> None:
    big = padded(make_clip(tmp_path / "big.mp4"), 64 << 20)
    async with rawserver(deaf(1 << 20)) as server, running(server.url, tmp_path / "jobs.db") as rig:
        (job_id,) = rig.add(big)
        await rig.eventually(lambda: rig.job(job_id).sent > 0, "bytes gone")
        rig.uploads.stop()
        job = await rig.until(job_id, State.WAITING)
        assert job.attempts == 0
        await rig.uploads.drain()


async def test_pause_keeps_and_resume_sends(service: StandIn, tmp_path: Path) -> None:
    async with running(service.url, tmp_path / "jobs.db") as rig:
        (job_id,) = rig.add(make_clip(tmp_path / "a.mp4"))
        rig.uploads.pause(job_id)
        other = rig.add(make_clip(tmp_path / "b.mp4", seconds=1))[0]
        await rig.until(other, State.READY)
        assert rig.job(job_id).state is State.PAUSED
        rig.uploads.resume(job_id)
        await rig.until(job_id, State.READY)


async def test_pause_in_mid_body_begins_anew_later(tmp_path: Path) -> None:
    big = padded(make_clip(tmp_path / "big.mp4"), 64 << 20)
    async with rawserver(deaf(1 << 20)) as server, running(server.url, tmp_path / "jobs.db") as rig:
        (job_id,) = rig.add(big)
        await rig.eventually(lambda: rig.job(job_id).sent > 0, "bytes gone")
        rig.uploads.pause(job_id)
        job = await rig.until(job_id, State.PAUSED)
        assert (job.sent, job.attempts) == (0, 0)
        await rig.uploads.drain()  # nothing is sent any more


async def test_wishes_for_what_is_over_or_unknown_do_nothing(service: StandIn, tmp_path: Path) -> None:
    async with running(service.url, tmp_path / "jobs.db") as rig:
        (job_id,) = rig.add(make_clip(tmp_path / "a.mp4"))
        done = await rig.until(job_id, State.READY)
        for verb in (rig.uploads.cancel, rig.uploads.pause, rig.uploads.resume, rig.uploads.retry):
            verb(job_id)
            verb("no such job")
        rig.uploads.adopt(job_id, "VI9")
        assert rig.job(job_id) == done


async def test_finished_jobs_are_cleared_and_the_others_stay(service: StandIn, tmp_path: Path) -> None:
    async with running(service.url, tmp_path / "jobs.db") as rig:
        done, paused = rig.add(make_clip(tmp_path / "a.mp4"), make_clip(tmp_path / "b.mp4", seconds=3))
        rig.uploads.pause(paused)
        await rig.until(done, State.READY)
        await rig.uploads.clear_finished()
        assert [job.id for job in rig.uploads.jobs] == [paused]
    async with running(service.url, tmp_path / "jobs.db") as rig:
        assert [job.id for job in rig.uploads.jobs] == [paused]


async def test_drain_finishes_what_is_sent_and_begins_nothing(service: StandIn, tmp_path: Path) -> None:
    service.faults.next("hang", path="/upload")
    async with running(service.url, tmp_path / "jobs.db", at_once=1) as rig:
        first, second = rig.add(make_clip(tmp_path / "a.mp4"), make_clip(tmp_path / "b.mp4", seconds=3))
        await rig.until(first, State.SENT)
        service.faults.release()
        await rig.uploads.drain()
        assert rig.job(first).state in {State.INDEXING, State.READY}
        assert rig.job(second).state is State.WAITING
    assert await copies(service) == 1


@pytest.mark.row("U13")
async def test_the_same_file_again_is_a_duplicate_unless_it_is_wanted(service: StandIn, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    twin = Path(shutil.copy(clip, tmp_path / "renamed.mp4"))
    async with running(service.url, tmp_path / "jobs.db") as rig:
        (first,) = rig.add(clip)
        video_no = (await rig.until(first, State.READY)).video_no
        await rig.uploads.clear_finished()
        (second,) = rig.add(twin)
        job = await rig.until(second, State.DUPLICATE)
        assert job.video_no == video_no
        assert str(video_no) in job.problem
        assert await copies(service) == 1
        rig.uploads.retry(second)
        assert (await rig.until(second, State.READY)).video_no != video_no
    assert await copies(service) == 2


async def test_what_was_deleted_from_the_library_is_no_duplicate(service: StandIn, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    async with running(service.url, tmp_path / "jobs.db") as rig:
        (first,) = rig.add(clip)
        video_no = (await rig.until(first, State.READY)).video_no
        service.store.delete([video_no or ""], "default")
        (second,) = rig.add(clip)
        await rig.until(second, State.READY)
    assert await copies(service) == 1


async def test_files_alike_at_both_ends_are_told_apart(service: StandIn, tmp_path: Path) -> None:
    one = padded(make_clip(tmp_path / "one.mp4"), 4 << 20)
    other = padded(make_clip(tmp_path / "other.mp4"), 4 << 20)
    with other.open("r+b") as file:
        file.seek(2 << 20)
        file.write(b"another middle")
    async with running(service.url, tmp_path / "jobs.db") as rig:
        (first,) = rig.add(one)
        await rig.until(first, State.READY)
        (second,) = rig.add(other)
        await rig.until(second, State.READY)
    assert await copies(service) == 2


@pytest.mark.row("U13")
async def test_the_same_file_twice_at_once_is_sent_once(service: StandIn, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    service.faults.next("slow", path="/upload", seconds=0.2)
    async with running(service.url, tmp_path / "jobs.db") as rig:
        ids = rig.add(clip, clip)
        await rig.eventually(lambda: all(rig.job(job_id).state in FINISHED for job_id in ids), "both over")
        assert {rig.job(job_id).state for job_id in ids} == {State.READY, State.DUPLICATE}
    assert await copies(service) == 1
    assert service.faults.count("/upload") == 1


async def test_the_same_file_to_another_namespace_is_no_duplicate(service: StandIn, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    async with running(service.url, tmp_path / "jobs.db") as rig:
        (first,) = rig.add(clip)
        await rig.until(first, State.READY)
        (second,) = rig.add(clip, form=UploadForm(namespace="trips"))
        await rig.until(second, State.READY)


async def test_progress_is_shown_while_bytes_leave(tmp_path: Path) -> None:
    big = padded(make_clip(tmp_path / "big.mp4"), 256 << 20)
    async with rawserver(deaf(150 << 20)) as server, running(server.url, tmp_path / "jobs.db", speed=1) as rig:
        (job_id,) = rig.add(big)
        await rig.eventually(lambda: bool(rig.job(job_id).rate), "a rate")
        job = rig.job(job_id)
        assert job.state is State.SENDING
        assert 0 < job.sent < 256 << 20
        assert job.seconds_left is None or time.time() - (job.started or 0.0) >= 5.0, "not yet"


async def test_a_large_file_takes_no_memory(tmp_path: Path) -> None:
    big = padded(make_clip(tmp_path / "big.mp4"), 200 << 20)
    async with rawserver(answering(http(RECEIPT))) as server, running(server.url, tmp_path / "jobs.db") as rig:
        before, most = resident(), 0

        def is_there() -> bool:
            nonlocal most
            most = max(most, resident())
            return rig.job(job_id).state is State.INDEXING

        (job_id,) = rig.add(big)
        await rig.eventually(is_there, "accepted")
    assert most - before < 40 << 20


@pytest.mark.row("U13")
async def test_sums_equal_inputs_on_a_bad_line(service: StandIn, tmp_path: Path) -> None:
    paths = [make_clip(tmp_path / f"{number}.mp4", seconds=1 + number / 12) for number in range(6)]
    (tmp_path / "notes.txt").write_text("no film")
    async with bad_line(service.url) as line:
        line.fates = ["answer lost", "fine", "broken"]
        async with running(line.url, tmp_path / "jobs.db", speed=1000) as rig:
            ids = rig.add(*paths, tmp_path / "notes.txt", tmp_path / "gone.mp4")
            rig.uploads.cancel(ids[5])
            await rig.eventually(lambda: all(job.is_finished for job in rig.uploads.jobs), "all over")
            states = [job.state for job in rig.uploads.jobs]
    assert states == [State.READY] * 5 + [State.CANCELLED, State.REFUSED, State.FAILED]
    assert await copies(service) == 5
