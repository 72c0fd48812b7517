"""The journal's file: private, durable, honest about a disk that is full, damaged or from the future."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clips import make_clip
from tests.standin import standin
from tests.uploads.rig import copies, running
from tui.api.values import UploadForm
from tui.uploads.intake import new_job
from tui.uploads.job import Job, State, move
from tui.uploads.journal import Journal, JournalTooNew, JournalTrouble, LeaseLost
from tui.uploads.journal_rows import job_from, job_text, source_bytes
from tui.uploads.lease import this_process


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "deep" / "jobs.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with Journal.open(path) as opened:
        yield opened


def ready_job(size: int, took: float) -> Job:
    job = replace(new_job("/a.mp4", UploadForm(namespace="default"), created=0.0), size=size)
    return replace(job, state=State.READY, video_no=f"VI{job.id}", accepted=100.0, finished=100.0 + took)


def test_it_is_readable_by_nobody_else_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with Journal.open(tmp_path / "new" / "jobs.db") as journal:
            journal.add([new_job("/a.mp4", UploadForm(), created=0.0)])
            modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "new").iterdir()}
            assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
            assert modes == dict.fromkeys(modes, 0o600)
            assert "jobs.db-wal" in modes
    finally:
        os.umask(before)


def test_it_is_durable(path: Path, journal: Journal) -> None:
    assert journal._db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert journal._db.execute("PRAGMA synchronous").fetchone()[0] == 2


@pytest.mark.parametrize(
    ("kind", "mode"), [("ext4", "wal"), ("fuse.sshfs", "truncate"), ("nfs4", "truncate"), ("9p", "truncate")]
)
def test_where_several_machines_share_the_disk_it_does_without_a_write_ahead_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, mode: str
) -> None:
    """There one is lost without a word. The innermost of the mounts that hold it decides."""
    mounts = f"overlay / overlay rw 0 0\nhome {tmp_path} {kind} rw 0 0\nsrv {tmp_path}er nfs rw 0 0\n"
    read = Path.read_text

    def read_text(path: Path, *args: str, **named: str) -> str:
        return mounts if str(path) == "/proc/self/mounts" else read(path, *args, **named)

    monkeypatch.setattr(Path, "read_text", read_text)
    with Journal.open(tmp_path / "jobs.db") as journal:
        journal.add([new_job("/a.mp4", UploadForm(), created=0.0)])
        assert journal._db.execute("PRAGMA journal_mode").fetchone()[0] == mode
        assert journal._db.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert (tmp_path / "jobs.db-wal").exists() == (mode == "wal")
        assert len(journal.load()) == 1


def test_names_that_are_no_text_survive(path: Path) -> None:
    source = os.fsdecode(b"/films/\xff\xfe\x80.mp4")
    with Journal.open(path) as journal:
        job = new_job(source, UploadForm(tags=("\ud800",)), created=1.0)
        journal.add([job])
    with Journal.open(path) as journal:
        (loaded,) = journal.load()
    assert loaded == job
    assert os.fsencode(loaded.source) == b"/films/\xff\xfe\x80.mp4"


def test_a_path_that_no_file_can_have_is_taken_in(journal: Journal) -> None:
    journal.add([new_job("/films/\ud800.mp4", UploadForm(), created=1.0)])
    assert len(journal.load()) == 1


@given(st.text(), st.lists(st.text()), st.text())
def test_any_text_comes_back_as_it_was(camera: str, tags: list[str], problem: str) -> None:
    form = UploadForm(namespace="n", tags=tuple(tags), camera=camera, latitude=1.5, prompt=None)
    job = replace(new_job("https://example.com/v.mp4", form, created=1.5, is_url=True), problem=problem)
    assert job_from(source_bytes(job), job_text(job)) == job


def test_jobs_come_back_in_order_with_their_story(journal: Journal) -> None:
    jobs = [new_job(f"/{number}.mp4", UploadForm(), created=0.0) for number in (3, 1, 2)]
    journal.add(jobs)
    journal.write(move(jobs[1], State.FAILED, problem="no"), "no such file")
    assert [job.name for job in journal.load()] == ["3.mp4", "1.mp4", "2.mp4"]
    assert [(step.state, step.note) for step in journal.steps(jobs[1].id)] == [
        (State.WAITING, ""),
        (State.FAILED, "no such file"),
    ]


def test_what_is_cleared_is_off_the_list_and_still_known(journal: Journal) -> None:
    done, waiting = ready_job(100, 5.0), new_job("/b.mp4", UploadForm(), created=0.0)
    journal.add([done, waiting])
    journal.clear([done.id, waiting.id])
    assert journal.load() == (waiting,)
    assert journal.knows(done.video_no or "")
    assert not journal.knows("VI0")


def test_indexing_times_are_of_videos_of_about_that_size(journal: Journal) -> None:
    journal.add([ready_job(100, 5.0), ready_job(110, 7.0), ready_job(10_000, 900.0)])
    assert sorted(journal.indexing_times(50, 200)) == [5.0, 7.0]


@pytest.mark.row("U15")
def test_another_process_neither_sends_nor_writes_what_is_ours(path: Path, journal: Journal) -> None:
    job = new_job("/a.mp4", UploadForm(), created=0.0)
    journal.add([job])
    with Journal.open(path, holder=replace(this_process(), part="other")) as other:
        assert other.claim() == ()
        assert [seen.elsewhere for seen in other.load()] == [True]
        with pytest.raises(LeaseLost):
            other.begin(move(job, State.SENDING, started=1.0))
        with pytest.raises(LeaseLost):
            other.write(move(job, State.CANCELLED))
        assert not other.take(job.id)
        assert journal.changed_elsewhere()
        assert not journal.changed_elsewhere()
    assert [seen.elsewhere for seen in journal.load()] == [False]


def test_a_machine_that_is_not_heard_of_for_long_holds_nothing(path: Path) -> None:
    far = replace(this_process(), machine="far away")
    now = time.time()
    gone = Journal.open(path, holder=far, now=lambda: now)
    job = move(new_job("/a.mp4", UploadForm(), created=now), State.SENDING, started=now)
    gone.add([job])
    with Journal.open(path, now=lambda: now + 60) as soon:
        assert soon.claim() == ()
    with Journal.open(path, now=lambda: now + 600) as later:
        (taken,) = later.claim()
        assert taken.state is State.UNSURE
        assert taken.unsure_since == now + 15
    with pytest.raises(LeaseLost):
        gone.write(move(job, State.SENT))
    gone.close()


def test_the_same_bytes_are_not_sent_from_two_places(path: Path, journal: Journal) -> None:
    form = UploadForm(namespace="default")
    first, second = (replace(new_job(f"/{name}.mp4", form, created=0.0), print="7-abc") for name in ("first", "second"))
    journal.add([first])
    assert journal.begin(move(first, State.SENDING, started=1.0)) is None
    with Journal.open(path, holder=replace(this_process(), part="other")) as other:
        other.add([second])
        twin = other.begin(move(second, State.SENDING, started=1.0))
        assert twin is not None
        assert twin.id == first.id
        elsewhere = replace(second, form=UploadForm(namespace="trips"))
        assert other.begin(move(elsewhere, State.SENDING, started=1.0)) is None


@pytest.mark.row("U15")
def test_a_damaged_file_is_set_aside_and_named(path: Path) -> None:
    with Journal.open(path) as journal:
        journal.add([new_job("/a.mp4", UploadForm(), created=0.0)])
    path.write_bytes(b"This is not a database, and it is longer than a header is." * 40)
    with Journal.open(path) as journal:
        assert journal.load() == ()
        assert journal.set_aside is not None
        assert journal.set_aside.read_bytes().startswith(b"This is not")
        assert ".damaged-" in journal.set_aside.name


@pytest.mark.row("U15")
def test_a_later_versions_file_is_refused_and_left_alone(path: Path) -> None:
    Journal.open(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version=99")
    db.close()
    before = path.read_bytes()
    with pytest.raises(JournalTooNew) as refused:
        Journal.open(path)
    assert "newer version" in refused.value.what
    assert str(path) in refused.value.advice
    assert path.read_bytes() == before


@pytest.mark.row("U15")
def test_a_place_that_can_not_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(JournalTrouble) as trouble:
        Journal.open(tmp_path / "file" / "jobs.db")
    assert trouble.value.what.startswith("cannot record progress")


@pytest.mark.row("U15")
def test_a_lock_that_stays_is_told_in_words(path: Path, journal: Journal) -> None:
    journal._db.execute("PRAGMA busy_timeout=20")
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(JournalTrouble) as trouble:
        journal.add([new_job("/a.mp4", UploadForm(), created=0.0)])
    assert "another program" in trouble.value.what
    blocker.close()


@pytest.mark.row("U14")
async def test_nothing_new_is_sent_while_the_journal_can_not_be_written(tmp_path: Path) -> None:
    """Another program's lock stands for the full disk: every write fails, reads go on."""
    clip = make_clip(tmp_path / "clip.mp4")
    with standin() as service:
        async with running(service.url, tmp_path / "jobs.db") as rig:
            rig.journal._db.execute("PRAGMA busy_timeout=1")
            blocker = sqlite3.connect(tmp_path / "jobs.db", isolation_level=None)
            blocker.execute("BEGIN IMMEDIATE")
            (job_id,) = rig.add(clip)
            await rig.eventually(lambda: "Nothing new is sent" in rig.job(job_id).problem, "words")
            assert rig.uploads.trouble is not None
            assert service.faults.count("/upload") == 0
            blocker.close()
            await rig.until(job_id, State.READY)
            assert rig.uploads.trouble is None
        with Journal.open(tmp_path / "jobs.db") as journal:
            assert [job.state for job in journal.load()] == [State.READY]
        assert await copies(service) == 1


_FULL_DISK = """
import resource, sys
from pathlib import Path
from tui.api.values import UploadForm
from tui.uploads.intake import new_job
from tui.uploads.journal import Journal, JournalTrouble

journal = Journal.open(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
written = 0
try:
    while True:
        journal.add([new_job(f"/{written}.mp4", UploadForm(), created=0.0)])
        written += 1
except JournalTrouble as trouble:
    print(written, trouble.what)
"""


@pytest.mark.row("U14")
def test_a_full_disk_loses_nothing_that_was_written(tmp_path: Path) -> None:
    path = tmp_path / "jobs.db"
    here = str(Path(__file__).parents[2])
    told = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": here},
    ).stdout
    count, _, what = told.partition(" ")
    assert "full" in what
    with Journal.open(path) as journal:
        assert len(journal.load()) == int(count) > 0


@pytest.mark.row("U13")
def test_ten_thousand_jobs_are_added_at_once(journal: Journal) -> None:
    jobs = [new_job(f"/films/{number}.mp4", UploadForm(), created=0.0) for number in range(10_000)]
    journal.add(jobs)
    journal.write_sizes([replace(job, size=7) for job in jobs[:5000]])
    loaded = journal.load()
    assert len(loaded) == 10_000
    assert sum(job.size == 7 for job in loaded) == 5000
