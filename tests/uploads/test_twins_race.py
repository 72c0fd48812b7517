"""The same bytes that arrive by another hand while a job is still being looked at: one copy all the same."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.clips import make_clip
from tests.conditions import PATIENCE
from tests.standin import StandIn, standin
from tests.uploads.rig import copies, running
from tui.api.values import UploadForm, Video
from tui.uploads.intake import new_job
from tui.uploads.job import Job, State, move
from tui.uploads.journal import Journal


@pytest.fixture
def service() -> Iterator[StandIn]:
    with standin() as running_service:
        yield running_service


async def test_a_twin_that_arrives_while_it_is_looked_for_is_not_overlooked(service: StandIn, tmp_path: Path) -> None:
    looking, arrived = threading.Event(), threading.Event()

    def slow_index(_: int) -> Sequence[Video]:
        looking.set()
        assert arrived.wait(PATIENCE)
        return ()

    journal, clip = tmp_path / "jobs.db", make_clip(tmp_path / "a.mp4")
    async with running(service.url, journal, same_size=slow_index) as slow, running(service.url, journal) as quick:
        (second,) = slow.add(clip)
        await slow.eventually(looking.is_set, "the journal was asked, the index is being asked")
        (first,) = quick.add(clip)
        sent = await quick.until(first, State.READY)
        slow.known.add(str(sent.video_no))
        arrived.set()
        job = await slow.until(second, State.DUPLICATE)
        assert job.video_no == sent.video_no
    assert await copies(service) == 1


async def test_what_another_copy_of_the_program_is_sending_is_waited_for(service: StandIn, tmp_path: Path) -> None:
    """Nothing happens here when that one is through, and yet it is noticed."""
    journal, clip = tmp_path / "jobs.db", make_clip(tmp_path / "a.mp4")
    service.faults.next("hang", path="/upload")
    async with running(service.url, journal) as theirs, running(service.url, journal) as ours:
        (first,) = theirs.add(clip)
        await theirs.until(first, State.SENT)
        (second,) = ours.add(clip)
        await ours.eventually(lambda: "being sent as a.mp4" in ours.job(second).problem, "it waits")
        service.faults.release()
        sent = await theirs.until(first, State.READY)
        ours.known.add(str(sent.video_no))
        assert (await ours.until(second, State.DUPLICATE)).video_no == sent.video_no
    assert await copies(service) == 1
    assert service.faults.count("/upload") == 1


@pytest.mark.parametrize("state", [State.INDEXING, State.READY])
def test_what_arrived_is_in_the_way_until_somebody_has_looked_closely(tmp_path: Path, state: State) -> None:
    with Journal.open(tmp_path / "jobs.db") as journal:
        there = _alike("/there.mp4", state=state, video_no="VI1")
        journal.add([there, *(jobs := [_alike(f"/{n}.mp4") for n in range(3)])])
        begun = [move(job, State.SENDING, started=1.0) for job in jobs]
        assert journal.begin(begun[0]) == there
        assert journal.begin(replace(begun[1], forced=True)) is None
        journal.write(replace(begun[1], print=""))
        assert journal.begin(begun[2], cleared={there.id}) is None
        under_way = journal.begin(begun[0], cleared={there.id, begun[2].id})
        assert under_way is not None
        assert under_way.id == begun[2].id


def _alike(source: str, **more: object) -> Job:
    job = new_job(source, UploadForm(namespace="default"), created=0.0)
    return replace(job, print="7-abc", **more)  # type: ignore[arg-type] # fields of Job
