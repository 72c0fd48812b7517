"""Files that the library already has though this program never sent them: told by bytes and name, never by less."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.clips import make_clip
from tests.standin import KEY, StandIn, standin
from tests.uploads.rig import Rig, copies, running
from tui.api.client import Client
from tui.api.values import Status, UploadForm, Video
from tui.library.index import Index
from tui.uploads.intake import new_job
from tui.uploads.job import State
from tui.uploads.journal import Journal


@pytest.fixture
def service() -> Iterator[StandIn]:
    with standin() as running_service:
        yield running_service


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    opened = Index.open(tmp_path / "index" / "library.db")
    yield opened
    opened.close()


async def sent_by_other_means(service: StandIn, clip: Path, index: Index) -> str:
    """Another program's upload, which the next sweep found; answers with its number."""
    client = Client(host=service.url, key=KEY)
    try:
        receipt = await client.upload(clip, UploadForm())
        while (video := await client.get_metadata(receipt.video_no)) is None or video.status is not Status.READY:
            await asyncio.sleep(0.01)
        index.put((await client.list_videos()).videos, at=0.0)
    finally:
        await client.aclose()
    return receipt.video_no


async def sent_twice(rig: Rig, service: StandIn, clip: Path) -> None:
    """It is sent, although one like it is there."""
    (job_id,) = rig.add(clip)
    assert (await rig.until(job_id, State.READY, State.DUPLICATE)).state is State.READY
    assert await copies(service) == 2


async def test_what_came_by_other_means_is_a_duplicate_unless_it_is_wanted(
    service: StandIn, index: Index, tmp_path: Path
) -> None:
    clip = make_clip(tmp_path / "Beach Day.mp4")
    video_no = await sent_by_other_means(service, clip, index)
    async with running(service.url, tmp_path / "jobs.db", same_size=index.same_size) as rig:
        (job_id,) = rig.add(clip)
        job = await rig.until(job_id, State.DUPLICATE, State.READY)
        assert (job.state, job.video_no) == (State.DUPLICATE, video_no)
        assert job.problem == f"Already in your library as {video_no}: the same name and the same number of bytes."
        assert await copies(service) == 1
        rig.uploads.retry(job_id)
        assert (await rig.until(job_id, State.READY)).video_no != video_no
    assert await copies(service) == 2


async def test_the_same_bytes_under_another_name_are_sent(service: StandIn, index: Index, tmp_path: Path) -> None:
    """Nothing but the size would speak for it: the service tells no checksum."""
    await sent_by_other_means(service, make_clip(tmp_path / "a.mp4"), index)
    async with running(service.url, tmp_path / "jobs.db", same_size=index.same_size) as rig:
        await sent_twice(rig, service, make_clip(tmp_path / "b.mp4"))


async def test_the_same_name_with_another_size_is_sent(service: StandIn, index: Index, tmp_path: Path) -> None:
    await sent_by_other_means(service, make_clip(tmp_path / "one" / "a.mp4"), index)
    async with running(service.url, tmp_path / "jobs.db", same_size=index.same_size) as rig:
        await sent_twice(rig, service, make_clip(tmp_path / "two" / "a.mp4", seconds=3))


async def test_what_was_deleted_meanwhile_is_sent(service: StandIn, index: Index, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    video_no = await sent_by_other_means(service, clip, index)
    service.store.delete([video_no], "default")
    async with running(service.url, tmp_path / "jobs.db", same_size=index.same_size) as rig:
        (job_id,) = rig.add(clip)
        assert (await rig.until(job_id, State.READY, State.DUPLICATE)).state is State.READY
    assert await copies(service) == 1


async def test_while_the_service_can_not_be_asked_the_index_is_believed(
    service: StandIn, index: Index, tmp_path: Path
) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    await sent_by_other_means(service, clip, index)
    service.faults.next("500", times=None, path="get_metadata")
    async with running(service.url, tmp_path / "jobs.db", same_size=index.same_size) as rig:
        (job_id,) = rig.add(clip)
        await rig.until(job_id, State.DUPLICATE)
    assert await copies(service) == 1


async def test_what_failed_at_the_service_is_no_copy(service: StandIn, index: Index, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    failed = Video("VI1", name="a", status=Status.FAILED, size=clip.stat().st_size)
    index.put([failed], at=0.0)
    async with running(service.url, tmp_path / "jobs.db", same_size=index.same_size) as rig:
        (job_id,) = rig.add(clip)
        await rig.until(job_id, State.READY)


async def test_another_namespace_is_another_library(service: StandIn, index: Index, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    await sent_by_other_means(service, clip, index)
    async with running(service.url, tmp_path / "jobs.db", same_size=index.same_size) as rig:
        (job_id,) = rig.add(clip, form=UploadForm(namespace="trips"))
        await rig.until(job_id, State.READY)


async def test_another_file_of_that_name_and_size_that_we_sent_is_told_apart(
    service: StandIn, index: Index, tmp_path: Path
) -> None:
    """Our own were compared byte by byte, which beats any name."""
    one, other = make_clip(tmp_path / "one" / "a.mp4"), make_clip(tmp_path / "two" / "a.mp4")
    changed = bytearray(other.read_bytes())
    changed[-1] ^= 1
    other.write_bytes(changed)
    async with running(service.url, tmp_path / "jobs.db", same_size=index.same_size) as rig:
        (job_id,) = rig.add(one)
        await rig.until(job_id, State.READY)
        index.put(rig.seen, at=0.0)
        await sent_twice(rig, service, other)


async def test_a_copy_that_shows_up_late_is_noticed_before_a_second_is_sent(
    service: StandIn, index: Index, tmp_path: Path
) -> None:
    """The answer was lost, the looks found nothing, and then a sweep shows it after all."""
    clip = make_clip(tmp_path / "a.mp4")
    late = await sent_by_other_means(service, clip, index)
    interrupted = replace(new_job(str(clip), UploadForm(), created=0.0), attempts=1, size=clip.stat().st_size)
    with Journal.open(tmp_path / "jobs.db") as journal:
        journal.add([interrupted])
    async with running(service.url, tmp_path / "jobs.db", same_size=index.same_size) as rig:
        assert (await rig.until(interrupted.id, State.DUPLICATE)).video_no == late
    assert await copies(service) == 1


async def test_a_broken_index_is_no_reason_not_to_send(service: StandIn, tmp_path: Path) -> None:
    def broken(_: int) -> tuple[Video, ...]:
        raise OSError(5, "input/output error")

    async with running(service.url, tmp_path / "jobs.db", same_size=broken) as rig:
        (job_id,) = rig.add(make_clip(tmp_path / "a.mp4"))
        await rig.until(job_id, State.READY)
