"""Uploads whose program dies at any step, whose service turns everybody away, and whose line gets slower and slower."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.api.conftest import MakeClient, QuickClock
from tests.clips import make_clip, padded
from tests.conditions import until
from tests.rawserver import RECEIPT, Act, answering, http, nobody, rawserver, turning_away, turning_away_politely
from tests.standin import KEY, StandIn, standin
from tests.uploads.children import kill, uploader
from tests.uploads.line import bad_line
from tests.uploads.rig import copies, running
from tui.api.errors import ApiError, Interrupted, RateLimited, Refused, Unauthorized
from tui.api.values import UploadForm
from tui.uploads.holding import Holding
from tui.uploads.intake import new_job
from tui.uploads.job import Job, State
from tui.uploads.journal import Journal
from tui.uploads.lease import this_process
from tui.uploads.order import sending_order
from tui.uploads.progress import Progress
from tui.uploads.settle import CRASHES
from tui.widgets.job_words import progress, progress_text
from tui.widgets.lines import plain

LARGE = 24 << 20
"""More than all the buffers between two sockets."""


@pytest.fixture
def service() -> Iterator[StandIn]:
    with standin(index_seconds=0.05) as running_service:
        yield running_service


def left_behind(journal: Path) -> Job:
    """What a dead process has written of its one job."""
    with Journal.open(journal) as opened:
        (job,) = opened.load()
    return job


async def ends_once(service: StandIn, url: str, journal: Path) -> None:
    """The next start brings it to its end, and the service has it once."""
    async with running(url, journal, speed=300) as rig:
        (job,) = rig.uploads.jobs
        ended = await rig.until(job.id, State.READY, State.FAILED, State.PAUSED)
        assert ended.state is State.READY, ended
    assert await copies(service) == 1


@pytest.mark.row("U1")
async def test_killed_before_the_service_was_there(service: StandIn, tmp_path: Path) -> None:
    clip, journal = make_clip(tmp_path / "clip.mp4"), tmp_path / "jobs.db"
    with nobody() as url, Journal.open(journal) as beside:
        # Its next try is minutes away: whoever looks late sees the same.
        child = await uploader(url, KEY, journal, clip, speed=0.01)
        (job,) = beside.load()
        tried = [State.WAITING, State.SENDING, State.WAITING]
        await until(lambda: [step.state for step in beside.steps(job.id)] == tried, "the door found closed")
        await kill(child)
    assert left_behind(journal).state is State.WAITING
    await ends_once(service, service.url, journal)


@pytest.mark.row("U1")
async def test_killed_before_the_first_byte_was_taken(service: StandIn, tmp_path: Path) -> None:
    clip, journal = padded(make_clip(tmp_path / "clip.mp4"), LARGE), tmp_path / "jobs.db"
    async with bad_line(service.url) as line:
        line.fates = ["deaf"]
        child = await uploader(line.url, KEY, journal, clip)
        await until(lambda: not line.fates, "its request")
        await kill(child)
        assert left_behind(journal).state is State.SENDING
        await ends_once(service, line.url, journal)


@pytest.mark.row("U1")
async def test_killed_when_the_answer_was_there(tmp_path: Path) -> None:
    """Whether its number was written or not: nobody sends it again."""
    clip, journal = make_clip(tmp_path / "clip.mp4"), tmp_path / "jobs.db"
    ahead = [0.0]
    with standin(index_seconds=3600.0, now=lambda: time.time() + ahead[0]) as service:
        child = await uploader(service.url, KEY, journal, clip, speed=100)
        await until(lambda: service.faults.count("get_metadata") > 0, "the video being followed")
        await kill(child)
        job = left_behind(journal)
        assert (job.state, bool(job.video_no)) == (State.INDEXING, True)
        ahead[0] = 3700.0
        await ends_once(service, service.url, journal)
        assert service.faults.count("/upload") == 1


@pytest.mark.row("U2")
@pytest.mark.parametrize(("deaths", "ends_as"), [(3, State.READY), (CRASHES - 1, State.PAUSED)])
async def test_deaths_are_no_attempts_and_are_not_endless_either(
    service: StandIn, tmp_path: Path, deaths: int, ends_as: State
) -> None:
    clip, journal = make_clip(tmp_path / "clip.mp4"), tmp_path / "jobs.db"
    gone = replace(this_process(), pid=2**22 + 1, started="gone")
    begun = new_job(str(clip), UploadForm(), created=time.time())
    begun = replace(begun, state=State.SENDING, started=time.time(), cut_short=deaths, size=clip.stat().st_size)
    dead = Journal.open(journal, holder=gone)
    dead.add([begun])
    dead._db.close()
    async with running(service.url, journal, speed=300) as rig:
        job = await rig.until(begun.id, State.READY, State.PAUSED, State.FAILED)
        assert (job.state, job.cut_short) == (ends_as, deaths + 1)
        assert job.attempts == (1 if ends_as is State.READY else 0)
        if ends_as is State.PAUSED:
            assert job.problem == f"This program ended {CRASHES} times while sending it. It did not arrive."
    assert await copies(service) == (1 if ends_as is State.READY else 0)


@pytest.mark.row("N5")
@pytest.mark.parametrize(
    ("code", "said"),
    [("0403", "has disabled this account"), ("9009", "denies permission"), ("0402", "no credits left")],
)
async def test_what_the_account_may_not_holds_the_queue_as_a_whole(tmp_path: Path, code: str, said: str) -> None:
    refusal = http({"code": code, "msg": f"no, {KEY}", "data": None})
    clips = [make_clip(tmp_path / f"{n}.mp4", seconds=1 + n / 12) for n in range(3)]
    async with rawserver(answering(refusal)) as server, running(server.url, tmp_path / "jobs.db", at_once=1) as rig:
        ids = rig.add(*clips)
        await rig.eventually(lambda: all(rig.job(job_id).retry_at for job_id in ids), "all told to wait")
        jobs = [rig.job(job_id) for job_id in ids]
        assert {(job.state, job.attempts) for job in jobs} == {(State.WAITING, 0)}
        assert all(said in job.problem and f"[{code}]" in job.detail for job in jobs)
        assert not any(KEY in repr(job) for job in jobs)


@pytest.mark.row("U16")
async def test_fifty_files_where_one_a_minute_is_taken(service: StandIn, tmp_path: Path) -> None:
    """Being turned away once tells the pace: all fifty keep their order, know about when, and lose no attempt."""
    films = [tmp_path / f"{n:02}.mp4" for n in range(50)]
    for n, film in enumerate(films):
        film.write_bytes(bytes(1000 + n))
    service.faults.next("0429", path="/upload")
    async with running(service.url, tmp_path / "jobs.db", speed=0.1, at_once=1) as rig:
        ids = rig.add(*films)
        await rig.eventually(lambda: all(rig.job(job_id).retry_at for job_id in ids), "all told to wait")
        await rig.eventually(lambda: all(rig.job(job_id).size for job_id in ids), "all measured")
        line = sending_order(rig.uploads.jobs)
        assert {(job.state, job.attempts, job.apart) for job in line} == {(State.WAITING, 0, 60.0)}
        assert sorted(job.id for job in line) == sorted(ids)
        said = plain(progress(line[-1], rig.clock.now(), 60, len(line) - 1))
        assert re.fullmatch(r"49 before it, about (49|50) minutes", said)
    assert service.faults.count("/upload") == 1


@pytest.mark.row("N2")
async def test_no_wish_of_the_service_holds_the_queue_for_ever(tmp_path: Path) -> None:
    """It is obeyed for a day at most, which can be told as a time of day, and lifted by a person at any time."""
    with Journal.open(tmp_path / "jobs.db") as journal:
        clock = QuickClock()
        holding = Holding(journal, clock)
        for asked, obeyed in ((120.0, 120.0), (86_400.0, 86_400.0), (2.5e11, 86_400.0), (1e300, 86_400.0)):
            holding.turned_away(RateLimited("The service is limiting us.", retry_after=asked))
            assert holding.seconds() == pytest.approx(obeyed)
            why = holding.why()
            assert why is not None
            assert why.retry_at == pytest.approx(clock.now() + obeyed, abs=1.0)
        holding.lift()
        assert holding.seconds() == 0.0


@pytest.mark.row("U6", "U7")
@pytest.mark.parametrize("early", [turning_away, turning_away_politely], ids=["and closes", "and reads on"])
async def test_a_refusal_of_the_head_alone_is_heard(
    connect: MakeClient, tmp_path: Path, early: Callable[..., Act]
) -> None:
    clip = padded(make_clip(tmp_path / "clip.mp4"), LARGE)
    async with rawserver(early(http(b"<html>Too Large</html>", 413)), early(http({"code": "0401"}, 401))) as server:
        client = connect(server.url)
        for kind in (Refused, Unauthorized):
            with pytest.raises(ApiError) as raised:
                await client.upload(clip, UploadForm())
            assert type(raised.value) is kind
        assert server.received < 2 * LARGE


@pytest.mark.row("U7", "U8")
async def test_a_receipt_for_half_a_file_is_none(connect: MakeClient, tmp_path: Path) -> None:
    """What was said before the last line had left is no word of the service on all of it: it is looked for."""
    clip = padded(make_clip(tmp_path / "clip.mp4"), LARGE)
    async with rawserver(turning_away_politely(http(RECEIPT), after=1 << 20)) as server:
        with pytest.raises(Interrupted, match="said that it has the file before it could have it") as raised:
            await connect(server.url).upload(clip, UploadForm())
        assert len(server.visits) == 1
    assert "looked at before anything is sent again" in raised.value.advice


@pytest.mark.row("U18")
def test_a_line_that_gets_slower_until_it_stands_still() -> None:
    """10 MB/s, then 5 kB/s, then nothing: the rest is never told too short, never below nothing, and in the end not."""
    size, sent, now = 1 << 30, 0, 0.0
    progress = Progress(size, now)
    job = replace(new_job("/a.mp4", UploadForm(), created=0.0), state=State.SENDING, size=size, started=0.0)
    words, told = "", list[float | None]()
    for rate, seconds in ((10e6, 30), (5e3, 60), (0.0, 30)):
        for _ in range(seconds * 4):
            now += 0.25
            sent += int(rate / 4)
            progress.gone(sent, now)
            told.append(progress.seconds_left(now))
            shown = replace(job, sent=progress.sent, rate=progress.rate(now), seconds_left=told[-1])
            words = progress_text(shown, now)
            assert "-" not in words.replace("—", "")
            assert " 0 s left" not in words
            assert "00:00" not in words
    fast, slow, still = told[100], told[350], told[-1]
    assert fast == pytest.approx((size - 25.25 * 10e6) / 10e6, rel=0.05)
    assert slow == pytest.approx((size - sent) / 5e3, rel=0.05)
    assert still is None
    assert "time left unknown" in words
