"""Uploading: from choosing a file to the video that is ready in the library, and everything that gets in its way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.standin import KEY, StandIn, standin
from tests.stories.clocks import Stopwatch
from tests.stories.program import HastyClock, Program, running
from tui.config import Config
from tui.local.service import Rules
from tui.screens.library import LibraryScreen
from tui.screens.upload import UploadModal
from tui.uploads.job import Job, State

UPLOAD = "/v1/upload"


@dataclass(slots=True)
class ServiceTime:
    """The service's clock; indexing is a question of time there."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@dataclass(frozen=True, slots=True)
class Place:
    """A service that takes ten minutes to index a video, and a folder to upload from."""

    service: StandIn
    time: ServiceTime
    folder: Path
    home: Path

    def index(self) -> None:
        """Everything there is indexed now."""
        self.time.ahead += 600

    def clip(self, name: str, codec: str = "h264") -> Path:
        return make_clip(self.folder / name, codec=codec, metadata={"creation_time": "2025-06-01T14:30:00Z"})


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    folder = tmp_path / "videos"
    folder.mkdir()
    monkeypatch.chdir(folder)
    clock = ServiceTime()
    with standin(now=clock, index_seconds=600) as service:
        yield Place(service, clock, folder, tmp_path / "home")


async def choose(program: Program, *names: str) -> None:
    """Opens the modal and types these paths into it."""
    await program.press("u")
    for number, name in enumerate(names, start=1):
        await program.type(name)
        await program.press("enter")
        await program.sees(f"{number} file{'s' if number > 1 else ''},")


async def job_is(program: Program, state: State, number: int = 0) -> Job:
    """Waits until an upload is in this state, on the screen's side."""
    await program.happens(
        lambda: len(program.app.jobs) > number and program.app.jobs[number].state is state, f"upload {number} {state}"
    )
    return program.app.jobs[number]


async def to_field(program: Program, name: str) -> None:
    """Tabs through the form to a field."""
    for _ in range(16):
        await program.press("tab")
        focused = program.app.focused
        if focused is not None and any(node.id == f"field-{name}" for node in focused.ancestors):
            return
    raise AssertionError(f"no way to the field {name}")


async def test_a_file_from_choosing_to_ready(place: Place) -> None:
    clip = place.clip("beach.mp4")
    async with running(place.service, place.home) as program:
        await program.is_synced()
        await program.says("The namespace “default” is empty.", "u uploads the first video")
        place.service.faults.next("hang", 1, path=UPLOAD)
        await choose(program, "beach.mp4")
        await program.sees("2025-06-01 14:30:00", "from the file")
        await to_field(program, "tags")
        await program.type("beach, summer")
        await program.press("ctrl+g")
        await program.sees("Uploading", "sent, waiting for the service")
        assert "100%" not in program.text, "sent is not arrived"
        place.service.faults.release()
        await program.sees("◐ indexing", "so far")

        await program.press("escape")
        await program.is_settled()
        assert isinstance(program.app.screen, LibraryScreen)
        await program.sees("◐ beach", "1 indexing")
        assert program.video.name == "beach"
        place.index()
        await program.sees("● beach")
        await program.sees_no("1 indexing")
        await program.sees("#beach", "#summer", "● ready", "2025-06-01 14:30")
        await program.sees(f"{place.service.url}/videos/")

        await program.press("w")
        await program.sees("1 upload", "● 1 ready", "in your library")
        await program.press("o")
        await program.happens(lambda: isinstance(program.app.screen, LibraryScreen), "the library again")
        assert program.video.name == "beach"

    stored = place.service.store.get(program.app.jobs[0].video_no or "")
    assert stored is not None
    kept = place.service.store.file_path(stored)
    assert kept is not None
    assert kept.read_bytes() == clip.read_bytes()
    assert place.service.faults.count(UPLOAD) == 1


async def test_several_files_and_the_line_that_sums_them_up(place: Place) -> None:
    for seconds, name in enumerate(("one.mp4", "two.mov", "three.mkv"), start=1):
        make_clip(place.folder / name, seconds)
    async with running(place.service, place.home) as program:
        await program.is_synced()
        await choose(program, "one.mp4", "two.mov", "three.mkv")
        await program.press("ctrl+g")
        await program.sees("Uploading")
        await program.press("escape")
        await program.sees("3 indexing")
        await program.sees("◐ one", "◐ two", "◐ three")
        place.index()
        await program.sees("● one", "● two", "● three", "3 in the library")
        await program.press("w")
        await program.sees("3 uploads", "3 ready")


async def test_a_url_to_ready_and_one_that_leads_nowhere(place: Place) -> None:
    async with running(place.service, place.home) as program:
        await program.is_synced()
        await program.press("u", "shift+tab", "l")
        await program.sees("The service fetches it itself")
        await program.type("https://example.org/sea.mp4 https://example.org/broken.mp4")
        await program.sees("2 addresses")
        await program.press("ctrl+g")
        await program.sees("Uploading", "◐ indexing")
        await program.press("escape")
        await program.sees("2 indexing", "◐ sea")
        place.index()
        await program.sees("● sea", "1 failed")
        failed = await job_is(program, State.FAILED, 1)
        assert (failed.problem, failed.detail) == ("The service could not index it.", "download failed: HTTP 404")
        await program.press("w")
        await program.says("The service could not index it: download failed: HTTP 404")
    assert [call.method for call in place.service.faults.to("upload_url")] == ["POST", "POST"]


async def test_a_file_that_can_not_be_indexed_ends_with_its_cause(place: Place) -> None:
    place.clip("old.mp4", codec="mpeg4")
    async with running(place.service, place.home) as program:
        await program.is_synced()
        await choose(program, "old.mp4")
        await program.press("tab", "tab", "enter")
        await program.says("its codec is mpeg4; the service documents h264, h265 and vp9, and may fail on others")
        await program.press("ctrl+g")
        await program.sees("◐ indexing")
        place.index()
        await program.sees("✗ failed")
        await program.says("unsupported codec mpeg4: use h264, h265, hevc or vp9")
        await program.press("escape")
        await program.sees("✗ old", "1 failed")
        await program.says("unsupported codec mpeg4: use h264, h265, hevc or vp9")


async def test_bytes_are_counted_as_they_leave(place: Place) -> None:
    padded(place.clip("large.mp4"), 40_000_000)
    async with running(place.service, place.home) as program:
        await program.is_synced()
        place.service.faults.next("hang", 1, path=UPLOAD)
        await choose(program, "large.mp4")
        await program.press("ctrl+g")
        await program.sees("↑ sending", "of 40.0 MB")
        await program.press("escape")
        await program.sees("↑ 1 sending")
        sending = await job_is(program, State.SENDING)
        assert sending.sent < 40_000_000
        assert not place.service.faults.to("get_metadata")
        await program.press("q")
        await program.says("Uploads are under way", "large.mp4")
        await program.press("escape")
        place.service.faults.release()
        await program.sees("1 indexing")


async def test_uploads_survive_a_restart(place: Place) -> None:
    place.clip("night walk.mp4")
    async with running(place.service, place.home) as program:
        await program.is_synced()
        await choose(program, "night walk.mp4")
        await program.press("ctrl+g")
        job = await job_is(program, State.INDEXING)
    place.index()
    async with running(place.service, place.home) as program:
        again = await job_is(program, State.READY)
        assert (again.id, again.video_no) == (job.id, job.video_no)
        await program.sees("● night walk")
    assert place.service.faults.count(UPLOAD) == 1, "nothing is sent twice"


@pytest.mark.row("U5")
async def test_a_program_that_is_left_while_it_sends_goes_on_at_the_next_start(place: Place) -> None:
    padded(place.clip("large.mp4"), 40_000_000)
    async with running(place.service, place.home) as program:
        await program.is_synced()
        place.service.faults.next("hang", 1, path=UPLOAD)
        await choose(program, "large.mp4")
        await program.press("ctrl+g")
        await program.sees("↑ sending", "of 40.0 MB")
    place.service.faults.clear()
    async with running(place.service, place.home, clock=HastyClock(50)) as program:
        await job_is(program, State.INDEXING)
        place.index()
        await job_is(program, State.READY)
        await program.sees("● large", "1 in the library")


@pytest.mark.row("U11")
async def test_a_file_that_vanishes_after_it_was_chosen(place: Place) -> None:
    clip = place.clip("gone.mp4")
    place.clip("stays.mp4")
    async with running(place.service, place.home) as program:
        await program.is_synced()
        await choose(program, "gone.mp4", "stays.mp4")
        clip.unlink()
        await program.press("ctrl+g")
        await program.sees("✗ failed", "◐ indexing")
        await program.says("gone.mp4: there is no such file.")
        await program.press("escape")
        await program.sees("1 failed")
        make_clip(clip)
        await program.press("w", "R")
        await program.sees("2 indexing")
    assert place.service.faults.count(UPLOAD) == 2


async def test_a_read_only_session_sends_nothing(place: Place) -> None:
    config = Config(host=place.service.url, read_only=True)
    async with running(place.service, place.home, config=config) as program:
        await program.is_synced()
        await program.press("u")
        await program.says("This session is read-only: nothing is sent. Start without --read-only to upload.")
        assert not isinstance(program.app.screen, UploadModal)


async def test_a_draft_outlives_the_modal(place: Place) -> None:
    place.clip("beach.mp4")
    async with running(place.service, place.home) as program:
        await program.is_synced()
        await choose(program, "beach.mp4")
        await to_field(program, "tags")
        await program.type("dunes")
        await program.press("escape", "u")
        await program.sees("1 file,", "dunes")
        await program.press("ctrl+g")
        await program.sees("◐ indexing")
        await program.press("escape")
        place.index()
        await program.sees("#dunes")


@pytest.mark.row("U16")
async def test_the_account_takes_one_a_minute(place: Place, tmp_path: Path) -> None:
    place.clip("one.mp4")
    make_clip(place.folder / "two.mp4", seconds=3)
    rules = Rules(key=KEY, uploads_per_minute=1)
    with standin(rules=rules, now=place.time, index_seconds=600) as strict:
        config = Config(host=strict.url, uploads_at_once=1)
        async with running(strict, tmp_path / "strict", config=config, clock=HastyClock(30)) as program:
            await program.is_synced()
            await choose(program, "one.mp4", "two.mp4")
            await program.press("ctrl+g")
            await program.sees("◐ indexing", "· waiting")
            await program.press("j")
            await program.says("The service is limiting us. It goes on by itself. Next try in")
            place.time.ahead += 61
            await program.press("escape")
            await program.sees("2 indexing")
            assert all(job.attempts == 1 for job in program.app.jobs), "being turned away is no attempt"


@pytest.mark.row("N5")
async def test_no_credits_hold_the_whole_queue_and_say_so(place: Place, tmp_path: Path) -> None:
    place.clip("one.mp4")
    with standin(rules=Rules(key=KEY, credits=0)) as poor:
        async with running(poor, tmp_path / "poor") as program:
            await program.is_synced()
            await choose(program, "one.mp4")
            await program.press("ctrl+g")
            await program.sees("· waiting")
            await program.says("The account has no credits left.", "recharged in its console")
            job = await job_is(program, State.WAITING)
            assert job.attempts == 0


@pytest.mark.row("U8")
async def test_an_answer_that_is_lost_is_looked_for_and_never_sent_again(place: Place) -> None:
    place.clip("beach.mp4")
    clock = Stopwatch()
    async with running(place.service, place.home, clock=clock) as program:
        await program.is_synced()
        place.service.faults.next("503", 1, path=UPLOAD)
        await choose(program, "beach.mp4")
        clock.stop()
        await program.press("ctrl+g")
        await program.sees("? unsure")
        await program.says("Looking whether it arrived.")
        looks = place.service.faults.count("list_videos")
        clock.jump(31)
        await program.happens(lambda: place.service.faults.count("list_videos") > looks, "another look")
        assert place.service.faults.count(UPLOAD) == 1
