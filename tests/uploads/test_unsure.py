"""What may have arrived is looked for, never sent again blindly: one copy on the service, whatever the line does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.rawserver import answering, hanging_up, http, rawserver
from tests.standin import StandIn, ToldTime, standin
from tests.uploads.line import BadLine, bad_line
from tests.uploads.rig import copies, running
from tui.api.values import UploadForm, Video
from tui.uploads.desk import Source
from tui.uploads.intake import new_job
from tui.uploads.job import State
from tui.uploads.journal import Journal
from tui.uploads.lease import Holder
from tui.uploads.settle import TRIES, matching, undated


@pytest.fixture
def theirs() -> ToldTime:
    """The service's clock."""
    return ToldTime()


@pytest.fixture
def service(theirs: ToldTime) -> Iterator[StandIn]:
    with standin(index_seconds=0.1, now=theirs) as running_service:
        yield running_service


@pytest.fixture
async def line(service: StandIn) -> AsyncIterator[BadLine]:
    async with bad_line(service.url) as begun:
        yield begun


@pytest.mark.row("U8")
async def test_an_answer_that_is_lost_is_found_in_the_library(service: StandIn, line: BadLine, tmp_path: Path) -> None:
    line.fates = ["answer lost"]
    async with running(line.url, tmp_path / "jobs.db") as rig:
        (job_id,) = rig.add(make_clip(tmp_path / "clip.mp4"))
        job = await rig.until(job_id, State.READY)
        steps = rig.journal.steps(job_id)
        assert [step.state for step in steps] == [
            State.WAITING,
            State.SENDING,
            State.SENT,
            State.UNSURE,
            State.INDEXING,
            State.READY,
        ]
        assert steps[4].note == f"found in the library as {job.video_no}: same size, same time"
        assert job.accepted is not None
        assert job.attempts == 1
    assert line.stored == 1
    assert await copies(service) == 1


async def test_half_a_body_is_sent_again_after_a_look(service: StandIn, line: BadLine, tmp_path: Path) -> None:
    line.fates = ["broken"]
    async with running(line.url, tmp_path / "jobs.db", speed=500) as rig:
        (job_id,) = rig.add(make_clip(tmp_path / "clip.mp4", seconds=4, width=640, height=360))
        job = await rig.until(job_id, State.READY)
        states = [step.state for step in rig.journal.steps(job_id)]
        assert states.count(State.SENDING) == 2
        assert State.UNSURE in states[states.index(State.SENDING) : len(states) - states[::-1].index(State.SENDING)]
        assert job.attempts == 2
    assert await copies(service) == 1


async def test_a_line_that_always_breaks_is_given_up_in_words(service: StandIn, line: BadLine, tmp_path: Path) -> None:
    line.fates = ["broken"] * 10
    async with running(line.url, tmp_path / "jobs.db", speed=500) as rig:
        (job_id,) = rig.add(make_clip(tmp_path / "clip.mp4"))
        job = await rig.until(job_id, State.FAILED)
        assert job.attempts == TRIES
        assert "3 times" in job.problem
        assert len(line.fates) == 10 - TRIES
    assert await copies(service) == 0


async def test_a_url_whose_answer_is_lost_is_found_by_its_name(service: StandIn, line: BadLine, tmp_path: Path) -> None:
    line.fates = ["answer lost"]
    async with running(line.url, tmp_path / "jobs.db") as rig:
        (job_id,) = rig.uploads.add([Source("https://example.com/films/ski.mp4", UploadForm(), is_url=True)])
        job = await rig.until(job_id, State.READY)
        notes = [step.note for step in rig.journal.steps(job_id)]
        assert f"found in the library as {job.video_no}: same name" in notes
    assert await copies(service) == 1


@pytest.mark.row("U8")
async def test_cancel_after_the_last_byte_frees_the_line_and_tells_that_it_arrived(
    service: StandIn, line: BadLine, tmp_path: Path
) -> None:
    line.fates = ["answer kept"]
    async with running(line.url, tmp_path / "jobs.db", at_once=1) as rig:
        kept, after = rig.add(make_clip(tmp_path / "clip.mp4"), make_clip(tmp_path / "other.mp4", seconds=3))
        await rig.until(kept, State.SENT)
        await rig.eventually(lambda: line.stored == 1, "a stored video")
        rig.uploads.cancel(kept)
        await rig.until(after, State.READY)
        await rig.until(kept, State.READY)
        steps = rig.journal.steps(kept)
        assert any(step.state is State.UNSURE and "cancelled it after the last byte" in step.note for step in steps)
    assert await copies(service) == 2


async def test_cancel_after_the_last_byte_of_what_never_arrived_ends_cancelled(tmp_path: Path) -> None:
    with standin() as there:
        there.faults.next("hang", path="upload")
        async with running(there.url, tmp_path / "jobs.db", speed=3000) as rig:
            (job_id,) = rig.add(make_clip(tmp_path / "clip.mp4"))
            await rig.until(job_id, State.SENT)
            rig.uploads.cancel(job_id)
            job = await rig.until(job_id, State.CANCELLED)
            assert job.problem == "Cancelled. It did not arrive."
            assert not job.in_doubt


async def test_a_server_that_hangs_up_after_the_last_byte_and_stored_nothing(tmp_path: Path) -> None:
    nothing = {"code": "0000", "msg": "success", "data": {"videos": [], "total_count": "0"}}
    async with (
        rawserver(hanging_up(), answering(http(nothing))) as server,
        running(server.url, tmp_path / "jobs.db", speed=10) as rig,
    ):
        (job_id,) = rig.add(make_clip(tmp_path / "clip.mp4"))
        job = await rig.until(job_id, State.UNSURE)
        assert "Looking whether it arrived" in job.problem
        rig.uploads.cancel(job_id)
        job = await rig.until(job_id, State.CANCELLED)
        assert "may have arrived" in job.problem
        rig.uploads.retry(job_id)
        # Not sent: looked for.
        assert rig.job(job_id).state is State.UNSURE


async def test_a_video_that_another_upload_became_is_not_taken_for_it(
    service: StandIn, line: BadLine, tmp_path: Path
) -> None:
    """As many bytes, of the same moment: what is ours by then can't be this one, too."""
    one, other = (padded(make_clip(tmp_path / f"{n}.mp4", seconds=n), 200_000) for n in (1, 3))
    line.fates = ["fine", "swallowed and closed"]
    async with running(line.url, tmp_path / "jobs.db", speed=1000) as rig:
        (first,) = rig.add(one)
        theirs = (await rig.until(first, State.READY)).video_no
        (second,) = rig.add(other)
        job = await rig.until(second, State.READY)
        assert (job.attempts, job.video_no == theirs) == (2, False)
    assert await copies(service) == 2


async def test_two_that_may_be_it_are_asked_about(
    service: StandIn, theirs: ToldTime, line: BadLine, tmp_path: Path
) -> None:
    clip = make_clip(tmp_path / "clip.mp4")
    async with running(line.url, tmp_path / "stranger.db") as stranger:
        (other,) = stranger.add(clip)
        await stranger.until(other, State.READY)
    theirs.pass_by(-60.0)  # however long it takes until ours begins, that was not before
    line.fates = ["answer lost"]
    async with running(line.url, tmp_path / "jobs.db") as rig:
        (mine,) = rig.add(clip)
        await rig.eventually(lambda: len(rig.job(mine).candidates) == 2, "two to choose from")
        job = rig.job(mine)
        assert job.state is State.UNSURE
        named = ", ".join(job.candidates)
        assert job.problem == f"2 videos in the library may be it: {named}. Say which it is, or send it again."
        theirs.pass_by(60.0)  # what the stranger sent is ready again
        rig.uploads.adopt(mine, job.candidates[0])
        assert (await rig.until(mine, State.READY)).video_no == job.candidates[0]
    assert await copies(service) == 2


async def test_a_person_may_say_that_none_of_them_is_it(
    service: StandIn, theirs: ToldTime, line: BadLine, tmp_path: Path
) -> None:
    line.fates = ["answer lost"]
    async with running(line.url, tmp_path / "stranger.db") as stranger:
        (other,) = stranger.uploads.add([Source("https://example.com/a.mp4", UploadForm(), is_url=True)])
        await stranger.until(other, State.READY)
    theirs.pass_by(-60.0)  # however long it takes until ours begins, that was not before
    line.fates = ["broken"]
    async with running(line.url, tmp_path / "jobs.db", speed=2000) as rig:
        (mine,) = rig.uploads.add([Source("https://example.com/b.mp4", UploadForm(), is_url=True)])
        await rig.eventually(lambda: len(rig.job(mine).candidates) == 1, "one that may be it")
        (number,) = rig.job(mine).candidates
        said = f"One video in the library may be it: {number}. Say whether it is, or send it again."
        assert rig.job(mine).problem == said
        rig.uploads.retry(mine)
        await rig.until(mine, State.READY)
    assert await copies(service) == 2


@pytest.mark.row("U1")
async def test_after_a_kill_between_the_journal_and_the_answer_the_copy_is_adopted(
    service: StandIn, line: BadLine, tmp_path: Path
) -> None:
    clip = make_clip(tmp_path / "clip.mp4")
    path = tmp_path / "jobs.db"
    line.fates = ["answer kept"]
    async with running(line.url, path) as rig:
        (job_id,) = rig.add(clip)
        await rig.until(job_id, State.SENT)
        await rig.eventually(lambda: line.stored == 1, "a stored video")
        # What a dead process leaves behind: its last written word, held by nobody who lives.
        dead = Journal.open(tmp_path / "dead.db", holder=Holder("another boot", 1, "1"), now=lambda: 1.0)
        dead.add([replace(rig.job(job_id), name=clip.name)])
        dead._db.close()
    async with running(line.url, tmp_path / "dead.db") as rig:
        job = await rig.until(job_id, State.READY)
        assert job.cut_short == 1
    assert line.stored == 1
    assert await copies(service) == 1


async def test_what_was_being_sent_at_an_orderly_end_is_settled_at_the_next_start(
    service: StandIn, line: BadLine, tmp_path: Path
) -> None:
    line.fates = ["answer kept"]
    async with running(line.url, tmp_path / "jobs.db") as rig:
        (job_id,) = rig.add(make_clip(tmp_path / "clip.mp4"))
        await rig.until(job_id, State.SENT)
        await rig.eventually(lambda: line.stored == 1, "a stored video")
    with Journal.open(tmp_path / "jobs.db") as journal:
        assert [job.state for job in journal.load()] == [State.UNSURE]
    async with running(line.url, tmp_path / "jobs.db") as rig:
        await rig.until(job_id, State.READY)
    assert await copies(service) == 1


async def test_looking_waits_while_the_service_is_away(service: StandIn, line: BadLine, tmp_path: Path) -> None:
    line.fates = ["answer lost"]
    service.faults.next("503", times=None, path="list_videos")
    async with running(line.url, tmp_path / "jobs.db") as rig:
        (job_id,) = rig.add(make_clip(tmp_path / "clip.mp4"))
        await rig.eventually(lambda: "can't look yet" in rig.job(job_id).problem, "words about it")
        assert rig.job(job_id).state is State.UNSURE
        service.faults.clear()
        await rig.until(job_id, State.READY)
    assert await copies(service) == 1


class TestMatching:
    """Which of the newest videos a job may have become."""

    job = replace(new_job("/films/beach.mp4", UploadForm(), created=0.0), size=100)
    video = Video("VI1", name="beach", size=100, created=5_000)

    def test_the_exact_size_in_the_window_is_it(self) -> None:
        others = [
            replace(self.video, video_no="VI2", size=101),
            replace(self.video, video_no="VI3", created=1_000),
            replace(self.video, video_no="VI4", created=None),
        ]
        assert matching(self.job, [self.video, *others], since=4_000) == (self.video,)

    def test_a_name_made_by_the_service_does_not_matter(self) -> None:
        made = replace(self.video, name="1be6a69f3c6e49bf986235d68807ab1f")
        assert matching(self.job, [made], since=0) == (made,)

    def test_of_several_the_one_with_the_name(self) -> None:
        other = replace(self.video, video_no="VI2", name="ski")
        assert matching(self.job, [other, self.video], since=0) == (self.video,)

    def test_a_name_quoted_as_in_a_url(self) -> None:
        job = replace(new_job("/films/beach day.mp4", UploadForm(), created=0.0), size=100)
        quoted = replace(self.video, name="beach%20day.mp4")
        other = replace(self.video, video_no="VI2", name="x")
        assert matching(job, [quoted, other], since=0) == (quoted,)

    def test_a_url_without_a_name_may_be_any_of_that_time(self) -> None:
        job = new_job("https://example.com/v?id=3", UploadForm(), created=0.0, is_url=True)
        two = (self.video, replace(self.video, video_no="VI2", size=7))
        assert matching(job, two, since=0) == two
        named = replace(self.video, video_no="VI3", name="v")
        assert matching(job, [*two, named], since=0) == (named,)

    def test_at_the_very_moment_it_may_be_it(self) -> None:
        made = replace(self.video, name="1be6a69f3c6e49bf986235d68807ab1f")
        assert matching(self.job, [made], since=5_000) == (made,)

    def test_of_what_has_no_age_the_same_size_is_asked_about_and_of_a_url_the_same_name(self) -> None:
        ageless = replace(self.video, created=None)
        larger, other = replace(ageless, video_no="VI2", size=101), replace(ageless, video_no="VI3", name="ski")
        assert undated(self.job, [self.video, ageless, larger, other]) == (ageless, other)
        url = new_job("https://example.com/beach.mp4", UploadForm(), created=0.0, is_url=True)
        assert undated(url, [self.video, ageless, larger, other]) == (ageless, larger)
