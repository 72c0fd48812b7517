"""Uploads that a script, a signal or the line breaks off: told truthfully, and one copy after the next start."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.clips import make_clip
from tests.commands.shell import Ended, Shell
from tests.conditions import until
from tests.standin import StandIn
from tests.uploads.line import BadLine, bad_line
from tests.uploads.rig import copies

PATIENT = "3"
"""Seconds: what does move does so more often, also on a busy machine."""


@pytest.fixture
async def line(service: StandIn) -> AsyncIterator[BadLine]:
    async with bad_line(service.url) as begun:
        yield begun


@pytest.fixture
def far(shell: Shell, line: BadLine) -> Shell:
    """The same shell behind a line that can break."""
    return replace(shell, url=line.url)


async def run(shell: Shell, *arguments: str | Path) -> Ended:
    """Beside the loop on which the line lives."""
    return await asyncio.to_thread(shell.run, *arguments)


async def test_what_stays_unsure_ends_with_3_and_is_settled_later(
    service: StandIn, far: Shell, line: BadLine, tmp_path: Path
) -> None:
    line.fates = ["answer lost"]
    service.faults.next("500", times=None, path="list_videos")
    clip = make_clip(tmp_path / "a.mp4")
    first = await run(far, "upload", "--json", "--patience", PATIENT, clip)
    assert first.code == 3, first.err
    assert [(one["state"], one["verdict"]) for one in first.objects] == [("unsure", "unsure")]
    assert f"Nothing has moved for {PATIENT} s." in first.err
    assert "upload --resume" in first.err
    again = await run(far, "upload", "--json", "--patience", PATIENT, clip)
    assert again.code == 3, again.err
    assert [(one["state"], one["verdict"]) for one in again.objects] == [("waiting", "unsure")]

    service.faults.clear()
    settled = await run(far, "upload", "--json", "--resume", "--wait")
    assert settled.code == 0, settled.err
    assert sorted(one["state"] for one in settled.objects) == ["duplicate", "ready"]
    assert len({one["video_no"] for one in settled.objects}) == 1
    assert line.stored == 1
    assert await copies(service) == 1


@pytest.mark.row("U5")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
async def test_a_signal_is_answered_in_words_and_the_next_start_goes_on(
    service: StandIn, far: Shell, line: BadLine, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    line.fates = ["answer kept"]
    clips = [make_clip(tmp_path / f"{seconds}.mp4", seconds=seconds) for seconds in (1, 2, 3)]
    with far.running("upload", "--json", *clips) as process:
        await until(lambda: line.stored == 1, "the service has the first")
        process.send_signal(number)
        end = await asyncio.to_thread(far.finish, process)
    assert end.code == code
    assert len(end.objects) == 3
    assert {one["source"] for one in end.objects} == {str(clip) for clip in clips}
    assert "unsure" in {one["state"] for one in end.objects}
    assert "Interrupted." in end.err
    assert "will go on at the next start" in end.err

    resumed = await run(far, "upload", "--json", "--resume", "--wait")
    assert resumed.code == 0, resumed.err
    assert "of an earlier run" in resumed.err
    assert await copies(service) == 3


async def test_a_signal_before_anything_is_queued(service: StandIn, shell: Shell, tmp_path: Path) -> None:
    service.faults.next("hang", path="list_videos")
    with shell.running("upload", "--json", make_clip(tmp_path / "a.mp4")) as process:
        await until(lambda: service.faults.hanging == 1, "the service is asked whether the key is good")
        process.send_signal(signal.SIGINT)
        end = await asyncio.to_thread(shell.finish, process)
    assert (end.code, end.out, end.err) == (130, "", "Interrupted: nothing was queued.\n")
    assert shell.run("jobs", "--json").out == ""


@pytest.mark.row("U14")
async def test_without_a_journal_nothing_is_sent_and_that_is_said(
    service: StandIn, shell: Shell, tmp_path: Path
) -> None:
    service.faults.next("hang", path="list_videos")
    with shell.running("upload", "--json", "--patience", PATIENT, make_clip(tmp_path / "a.mp4")) as process:
        await until(lambda: service.faults.hanging == 1, "the service is asked whether the key is good")
        (path,) = shell.home.rglob("uploads-*.db")
        journal = sqlite3.connect(path, isolation_level=None)
        journal.execute("BEGIN IMMEDIATE")
        service.faults.release()
        end = await asyncio.to_thread(shell.finish, process)
        journal.close()
    assert end.code == 1
    assert end.objects[0]["state"] == "waiting"
    assert "another program holds the upload journal" in end.err
    assert "may be forgotten" in end.err
    assert await copies(service) == 0


async def test_killed_it_reads_unsure_and_is_settled_at_the_next_start(
    service: StandIn, far: Shell, line: BadLine, tmp_path: Path
) -> None:
    line.fates = ["answer kept"]
    with far.running("upload", make_clip(tmp_path / "a.mp4")) as process:
        await until(lambda: line.stored == 1, "the service has it")
        process.kill()
        await asyncio.to_thread(process.wait)
    (job,) = (await run(far, "jobs", "--json")).objects
    assert job["state"] == "unsure"
    assert (await run(far, "upload", "--resume", "--wait")).code == 0
    assert await copies(service) == 1


async def test_a_service_that_lets_nothing_in_is_left_after_a_while(
    service: StandIn, shell: Shell, tmp_path: Path
) -> None:
    service.faults.next("0402", times=None, path="/upload")
    end = shell.run("upload", "--json", "--patience", PATIENT, make_clip(tmp_path / "a.mp4"))
    assert end.code == 1
    (left,) = end.objects
    assert (left["state"], left["verdict"]) == ("waiting", "failed")
    reasons = [line for line in end.err.splitlines() if "credits" in line and str(tmp_path) not in line]
    assert len(reasons) == 1
    assert "Next try in" in reasons[0]
    service.faults.clear()
    assert shell.run("upload", "--resume", "--wait").code == 0
    assert await copies(service) == 1


async def test_nobody_at_the_other_end_is_said_and_left(shell: Shell, tmp_path: Path) -> None:
    lonely = replace(shell, url="http://127.0.0.1:1")
    end = lonely.run("upload", "--json", "--patience", PATIENT, make_clip(tmp_path / "a.mp4"))
    assert end.code == 1
    assert end.objects[0]["state"] == "waiting"
    assert "127.0.0.1" in end.err


async def test_a_reader_that_goes_does_not_stop_the_uploads(service: StandIn, shell: Shell, tmp_path: Path) -> None:
    clips = [make_clip(tmp_path / f"{seconds}.mp4", seconds=seconds) for seconds in (1, 2, 3)]
    with shell.running("upload", *clips) as process:
        assert process.stdout is not None
        assert await asyncio.to_thread(process.stdout.readline)
        process.stdout.close()
        process.stdout = None
        end = await asyncio.to_thread(shell.finish, process)
    assert end.code == 0, end.err
    assert await copies(service) == 3


async def test_results_that_can_not_be_written_are_trouble_but_the_uploads_go_on(
    service: StandIn, shell: Shell, tmp_path: Path
) -> None:
    with (
        Path("/dev/full").open("wb") as full,
        shell.running("upload", make_clip(tmp_path / "a.mp4"), stdout=full) as one,
    ):
        end = await asyncio.to_thread(shell.finish, one)
    assert end.code == 1
    assert "The results can't be written" in end.err
    assert await copies(service) == 1


async def test_with_every_stream_closed_it_works_all_the_same(service: StandIn, shell: Shell, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    words = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh"]
    with shell.running("upload", clip, before=words) as process:
        assert (await asyncio.to_thread(shell.finish, process)).code == 0
    assert await copies(service) == 1


async def test_a_terminal_sees_one_line_of_progress(service: StandIn, shell: Shell, tmp_path: Path) -> None:
    service.faults.next("hang", path="/upload")
    ours, theirs = os.openpty()
    with replace(shell, more={"TERM": "xterm"}).running(
        "upload", make_clip(tmp_path / "a.mp4"), stderr=theirs
    ) as process:
        os.close(theirs)
        pieces: list[bytes] = []
        reading = asyncio.create_task(asyncio.to_thread(_read_all, ours, pieces))
        await until(lambda: b"\r0 of 1, 1 sent" in b"".join(pieces), "how far it is")
        service.faults.release()
        await reading
        end = await asyncio.to_thread(shell.finish, process)
    os.close(ours)
    assert end.code == 0
    seen = b"".join(pieces).decode()
    assert seen.count("\r0 of 1, 1 sent") == 1
    assert "sent /" not in seen
    assert re.search(r"1 input: 1 (indexing|ready)\.\s*$", seen)
    assert all(after.startswith("[K") for after in seen.split("\x1b")[1:])


def _read_all(terminal: int, pieces: list[bytes]) -> None:
    with suppress(OSError):  # the other end is closed: that is how a terminal says it
        while piece := os.read(terminal, 4096):
            pieces.append(piece)
