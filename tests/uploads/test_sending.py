"""From a file to ready, over a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.standin import StandIn, ToldTime, standin
from tests.uploads.rig import copies, running
from tui.api.values import UploadForm
from tui.uploads.desk import Source
from tui.uploads.job import State


@pytest.fixture
def service() -> Iterator[StandIn]:
    with standin(index_seconds=0.3) as running_service:
        yield running_service


async def test_a_file_becomes_ready(service: StandIn, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "beach day.mp4")
    async with running(service.url, tmp_path / "state" / "jobs.db") as rig:
        (job_id,) = rig.add(clip, form=UploadForm(tags=("sea",), camera="Canon"))
        job = await rig.until(job_id, State.READY)
        assert job.name == "beach day.mp4"
        assert job.size == job.sent == clip.stat().st_size
        assert job.video_no is not None
        assert job.attempts == 1
        assert job.started is not None
        assert job.sent_at is not None
        assert job.accepted is not None
        assert job.finished is not None
        assert job.started <= job.sent_at <= job.accepted <= job.finished
        steps = [step.state for step in rig.journal.steps(job_id)]
        assert steps == [State.WAITING, State.SENDING, State.SENT, State.INDEXING, State.READY]
        assert job.video_no in {video.video_no for video in rig.seen}
    assert await copies(service) == 1


async def test_a_url_becomes_ready(service: StandIn, tmp_path: Path) -> None:
    async with running(service.url, tmp_path / "jobs.db") as rig:
        (job_id,) = rig.uploads.add([Source("https://example.com/films/ski%20trip.mp4", UploadForm(), is_url=True)])
        job = await rig.until(job_id, State.READY, State.FAILED)
        assert job.state is State.READY, job
        assert job.name == "ski trip.mp4"
    assert await copies(service) == 1


@pytest.mark.row("U12")
async def test_what_is_no_video_fails_with_the_services_cause(service: StandIn, tmp_path: Path) -> None:
    fake = tmp_path / "notes.mp4"
    fake.write_bytes(b"these are notes, whatever the name says" * 100)
    async with running(service.url, tmp_path / "jobs.db") as rig:
        (job_id,) = rig.add(fake)
        job = await rig.until(job_id, State.FAILED)
        assert job.video_no is not None
        assert job.problem == "The service could not index it."
        assert job.detail


@pytest.mark.row("U11")
async def test_a_file_that_vanished_fails_in_words_and_the_next_goes_on(service: StandIn, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "here.mp4")
    async with running(service.url, tmp_path / "jobs.db") as rig:
        gone, here = rig.add(tmp_path / "gone.mp4", clip)
        job = await rig.until(gone, State.FAILED)
        assert job.problem == "gone.mp4: there is no such file."
        await rig.until(here, State.READY)
        make_clip(tmp_path / "gone.mp4", seconds=1)
        rig.uploads.retry(gone)
        await rig.until(gone, State.READY)
    assert await copies(service) == 2


@pytest.mark.row("U10")
async def test_a_file_that_changed_after_it_was_chosen_is_not_sent(service: StandIn, tmp_path: Path) -> None:
    first, growing = make_clip(tmp_path / "first.mp4"), make_clip(tmp_path / "growing.mp4", seconds=3)
    service.faults.next("hang", path="upload")
    async with running(service.url, tmp_path / "jobs.db", at_once=1) as rig:
        _, job_id = rig.add(first, growing)
        await rig.eventually(lambda: rig.job(job_id).size is not None, "a measured file")
        await rig.eventually(lambda: service.faults.hanging == 1, "the first one held")
        padded(growing, growing.stat().st_size + 1000)
        service.faults.release()
        job = await rig.until(job_id, State.FAILED)
        assert job.problem == "growing.mp4 changed after it was chosen."
        rig.uploads.retry(job_id)
        await rig.until(job_id, State.READY)


@pytest.mark.row("U12")
async def test_what_the_service_does_not_take_is_refused_before_a_byte(service: StandIn, tmp_path: Path) -> None:
    empty, clip = tmp_path / "empty.mp4", make_clip(tmp_path / "clip.mp4")
    empty.touch()
    (tmp_path / "song.mp3").write_bytes(b"la")
    huge = padded(make_clip(tmp_path / "huge.mp4"), 3 * 1024**3 + 1)
    async with running(service.url, tmp_path / "jobs.db") as rig:
        *refused, fine = rig.add(empty, tmp_path / "song.mp3", huge, clip)
        await rig.until(fine, State.READY)
        problems = [(await rig.until(job_id, State.REFUSED)).problem for job_id in refused]
        assert "empty" in problems[0]
        assert ".mp3" in problems[1]
        assert "3 GB" in problems[2]
    assert service.faults.count("/upload") == 1


async def test_a_hostile_url_is_refused_in_words(service: StandIn, tmp_path: Path) -> None:
    async with running(service.url, tmp_path / "jobs.db") as rig:
        (job_id,) = rig.uploads.add([Source("ftp://example.com/x.mp4", UploadForm(), is_url=True)])
        assert "https://" in (await rig.until(job_id, State.REFUSED)).problem


async def test_the_form_goes_with_the_file(service: StandIn, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4")
    form = UploadForm(
        namespace="trips", tags=("sea", "sun"), camera="X100", taken="2024-05-06 07:08:09", latitude=1.5, longitude=2.5
    )
    async with running(service.url, tmp_path / "jobs.db") as rig:
        (job_id,) = rig.add(clip, form=form)
        job = await rig.until(job_id, State.READY)
        assert job.form == form
        video = await rig.client.get_metadata(job.video_no or "", namespace="trips")
        assert video is not None
        assert (video.camera, video.latitude, video.longitude) == ("X100", 1.5, 2.5)
        assert {"sea", "sun"} <= set(video.tags)


async def test_no_more_than_two_are_sent_at_once_and_all_arrive(service: StandIn, tmp_path: Path) -> None:
    clips = [make_clip(tmp_path / f"clip{number}.mp4", seconds=1 + number / 12) for number in range(6)]
    most = 0
    async with running(service.url, tmp_path / "jobs.db", at_once=2) as rig:
        ids = rig.add(*clips)

        def all_ready() -> bool:
            nonlocal most
            most = max(most, sum(job.is_sending for job in rig.uploads.jobs))
            return all(rig.job(job_id).state is State.READY for job_id in ids)

        await rig.eventually(all_ready, "all ready")
    assert 1 <= most <= 2
    assert await copies(service) == 6


async def test_the_usual_time_is_told_once_three_have_told_it(tmp_path: Path) -> None:
    theirs = ToldTime()
    with standin(index_seconds=60.0, now=theirs) as service:
        async with running(service.url, tmp_path / "jobs.db", at_once=1) as rig:
            for number in range(3):
                (job_id,) = rig.add(make_clip(tmp_path / f"clip{number}.mp4", seconds=1 + number / 12))
                await rig.until(job_id, State.INDEXING)
                theirs.pass_by(60)
                assert (await rig.until(job_id, State.READY)).usual is None
            (job_id,) = rig.add(make_clip(tmp_path / "fourth.mp4", seconds=1.5))
            await rig.eventually(lambda: rig.job(job_id).usual is not None, "a usual time")
            job = rig.job(job_id)
            assert job.state is State.INDEXING
            assert 0.0 < (job.usual or 0.0) < 30.0
