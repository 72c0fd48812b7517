"""Files that are not what they were when their turn comes: refused by name, never waited for, and never half a copy."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.standin import StandIn, standin
from tests.uploads.rig import copies, running
from tui.uploads.choosing import LARGEST_FILE, examine, survey
from tui.uploads.job import State

LARGE = 24 << 20


@pytest.fixture
def service() -> Iterator[StandIn]:
    with standin() as running_service:
        yield running_service


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def huge(path: Path) -> None:
    """Three terabytes of nothing, which take no room."""
    os.truncate(path, 3 << 40)


TURNED: dict[str, tuple[Callable[[Path], None], str]] = {
    "gone": (Path.unlink, "there is no such file"),
    "a pipe": (pipe, "it is a pipe, not a file"),
    "a folder": (folder, "it is a folder"),
    "a link to itself": (loop, "loop"),
    "a device": (device, "it is a device, not a file"),
    "three terabytes": (huge, "changed after it was chosen"),
    "empty": (lambda path: os.truncate(path, 0), "changed after it was chosen"),
}


@pytest.mark.row("U11")
async def test_what_a_file_has_become_is_said_when_its_turn_comes(service: StandIn, tmp_path: Path) -> None:
    """One holds the line while the others turn into something else; the last one is still a film."""
    paths = {name: make_clip(tmp_path / f"{n}.mp4", seconds=1 + n / 12) for n, name in enumerate(TURNED)}
    first, last = make_clip(tmp_path / "first.mp4", seconds=3), make_clip(tmp_path / "last.mp4", seconds=4)
    service.faults.next("hang", path="/upload")
    async with running(service.url, tmp_path / "jobs.db", at_once=1) as rig:
        _, *ids, fine = rig.add(first, *paths.values(), last)
        await rig.eventually(lambda: all(rig.job(job_id).size for job_id in (*ids, fine)), "all files measured")
        await rig.eventually(lambda: service.faults.hanging == 1, "one being sent")
        sending = next(job.id for job in rig.uploads.jobs if job.is_sending)
        turned = [(job_id, name) for job_id, name in zip(ids, TURNED, strict=True) if job_id != sending]
        for _, name in turned:
            TURNED[name][0](paths[name])
        service.faults.release()
        for job_id, name in turned:
            job = await rig.until(job_id, State.FAILED, State.REFUSED, State.READY)
            assert job.state in {State.FAILED, State.REFUSED}, name
            assert TURNED[name][1] in job.problem, name
            assert job.attempts == 0
        await rig.until(fine, State.READY)
        await rig.eventually(lambda: all(job.is_finished for job in rig.uploads.jobs), "all over")
        ends = Counter(job.state for job in rig.uploads.jobs)
    assert len(turned) >= len(TURNED) - 1
    assert ends == {State.READY: 9 - len(turned), State.FAILED: len(turned)}
    assert await copies(service) == 9 - len(turned)


@pytest.mark.row("U11", "U12")
def test_sizes_and_kinds_that_are_refused_before_they_are_chosen(tmp_path: Path) -> None:
    paths = {size: tmp_path / f"{size}.MP4" for size in (0, 1, LARGEST_FILE, LARGEST_FILE + 1, 3 << 40)}
    for size, path in paths.items():
        path.touch()
        os.truncate(path, size)
    found = {candidate.size or 0: candidate.problem for candidate in examine(list(paths.values()))}
    assert [size for size, problem in found.items() if not problem] == [1, LARGEST_FILE]
    assert "empty" in found[0]
    assert "3 GB" in found[LARGEST_FILE + 1]
    assert "3 GB" in found[3 << 40]


CHANGES: dict[str, Callable[[Path], None]] = {
    "longer": lambda path: os.truncate(path, LARGE + 99),
    "shorter": lambda path: os.truncate(path, LARGE - 99),
    "rewritten": lambda path: os.utime(path, ns=(0, 1)),
}


@pytest.mark.row("U10")
async def test_files_that_change_while_they_are_sent_fail_by_name_and_leave_no_copy(
    service: StandIn, tmp_path: Path
) -> None:
    clips = {how: padded(make_clip(tmp_path / f"{how}.mp4"), LARGE + n) for n, how in enumerate(CHANGES)}
    async with running(service.url, tmp_path / "jobs.db", speed=4, at_once=3) as rig:
        await rig.uploads.set_limit(1 << 18)
        ids = rig.add(*clips.values())
        await rig.eventually(lambda: all(rig.job(job_id).sent for job_id in ids), "bytes of each on their way")
        for how, clip in clips.items():
            CHANGES[how](clip)
        await rig.uploads.set_limit(None)
        for job_id, how in zip(ids, clips, strict=True):
            job = await rig.until(job_id, State.FAILED, State.READY)
            assert job.state is State.FAILED
            assert job.problem.startswith(f"{how}.mp4 changed while it was being sent.")
        assert await copies(service) == 0
        rig.uploads.retry(ids[0])
        assert (await rig.until(ids[0], State.FAILED, State.READY)).state is State.READY
    assert await copies(service) == 1


@pytest.mark.row("U13")
def test_ten_thousand_names_each_with_a_reason_or_none(tmp_path: Path) -> None:
    """Films, the same films under other names, what is no film, what is empty, and all of it named twice."""
    films = [tmp_path / f"film {n}.mp4" for n in range(50)]
    for n, path in enumerate(films):
        path.write_bytes(b"film %d" % n)
    others = [tmp_path / f"same {n}.mp4" for n in range(50)]
    for path, film in zip(others, films, strict=True):
        os.link(film, path)
    notes = [tmp_path / f"notes {n}.txt" for n in range(50)]
    for path in notes:
        path.write_text("notes")
    empty = [tmp_path / f"empty {n}.mp4" for n in range(50)]
    for path in empty:
        path.touch()
    named = [*films, *others, *notes, *empty] * 50
    found = survey(named)
    assert [candidate.path for candidate in found] == named
    reasons = Counter(re.sub(r"film \d+.mp4", "…", candidate.problem) for candidate in found)
    assert reasons.pop("") == 50
    assert reasons.pop("it is chosen twice") == 50 * 49
    assert reasons.pop("it is the same file as …") == 50 * 50
    assert sorted(reasons.values()) == [50 * 50, 50 * 50], reasons
