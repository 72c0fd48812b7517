"""Several copies of the program with one home and one account: they share every file, and one of them may die."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from asyncio.subprocess import PIPE
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from tests.clips import make_clip
from tests.conditions import until
from tests.pty.program import COMMAND, CTRL_G, ENTER, KEY, Home, Service, descendants
from tests.pty.term import Term
from tests.standin import StandIn, standin
from tests.torture import writer
from tests.uploads.line import bad_line
from tui.deeds.record import Record
from tui.library.index import Index
from tui.library.mark_book import MarkBook
from tui.library.marks import Marks
from tui.library.query import Query
from tui.local.filters import Filters
from tui.uploads.job import Job, State
from tui.uploads.journal import Journal
from tui.uploads.lease import Holder

_HERE: Final = Path(__file__).parents[2]
_ROUNDS: Final = 6


def whole(file: Path) -> bool:
    db = sqlite3.connect(file)
    try:
        return bool(db.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    finally:
        db.close()


# What they share, without a program around it


def written(home: Path, who: str, rounds: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.torture.writer", str(home), who, str(rounds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=_HERE)


@pytest.mark.row("P7")
def test_three_that_write_at_once_and_one_that_is_killed(tmp_path: Path) -> None:
    three = [written(tmp_path, who, _ROUNDS if who != "killed" else 10_000) for who in ("one", "two", "killed")]
    assert three[2].stdout is not None
    assert three[2].stdout.readline() == "begun\n"
    said = [child.communicate() for child in three[:2]]
    three[2].kill()
    said.append(three[2].communicate())
    assert [errors for _, errors in said] == ["", "", ""]
    assert [child.returncode for child in three] == [0, 0, -signal.SIGKILL]

    files = [writer.index_in(tmp_path), writer.marks_in(tmp_path), writer.journal_in(tmp_path)]
    assert [whole(file) for file in (*files, writer.record_in(tmp_path))] == [True] * 4
    index = Index.open(writer.index_in(tmp_path))
    found = set(index.numbers(Query()))
    own = {writer.number(who, n) for who in ("one", "two") for n in range(_ROUNDS * writer.PAGE) if n % writer.PAGE}
    everybodys = {f"everybody's-{n}" for n in range(writer.PAGE)}
    assert {number for number in found if not number.startswith("killed-")} == own | everybodys
    assert index.total() == len(found) == sum(count for _, count in index.facets(Query()).statuses)
    index.close()
    marks = MarkBook(writer.marks_in(tmp_path)).load().all
    assert {mark for mark in marks if not mark.startswith("killed-")} == {f"{who}-{_ROUNDS}" for who in ("one", "two")}
    with Journal.open(writer.journal_in(tmp_path)) as journal:
        jobs = [job.source for job in journal.load() if not job.source.startswith("/killed/")]
    assert sorted(jobs) == sorted(f"/{who}/{n}.mp4" for who in ("one", "two") for n in range(_ROUNDS))
    json.loads((tmp_path / "state" / "state.json").read_text())
    lines = (tmp_path / "log" / "memories-tui.log").read_text().splitlines()
    assert len([line for line in lines if re.fullmatch(r".* tui\.torture: (one|two) in round \d", line)]) == 2 * _ROUNDS


@pytest.mark.row("P7")
def test_what_another_program_holds_is_not_taken_for_damaged(tmp_path: Path) -> None:
    marks, record = tmp_path / "marks.db", tmp_path / "deeds.db"
    MarkBook(marks).keep(Marks.of(["VI1"]))
    Record(record).close()
    holders = [sqlite3.connect(file, isolation_level=None) for file in (marks, record)]
    for holder in holders:
        holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(OSError, match="marks could not be read"):
        MarkBook(marks, patience=0.0).load()
    with pytest.raises(OSError, match="can't be recorded"):
        Record(record, patience=0.0)
    for holder in holders:
        holder.execute("ROLLBACK")
        holder.close()
    assert MarkBook(marks).load().all == {"VI1"}
    assert whole(record)


# The program itself


async def sees(term: Term, text: str) -> None:
    await until(lambda: text in term.text(), f"{text!r} on the screen", seconds=60)


def jobs(home: Home) -> list[Job]:
    (file,) = home.folder.rglob("uploads-*.db")
    with Journal.open(file) as journal:
        return list(journal.load())


def sender(home: Home) -> int:
    """The process that runs the job whose bytes have all left."""
    (file,) = home.folder.rglob("uploads-*.db")
    db = sqlite3.connect(file)
    try:
        (holder,) = db.execute("SELECT holder FROM jobs WHERE state = ?", (State.SENT,)).fetchone()
    finally:
        db.close()
    return Holder.parse(holder).pid


def is_the_last(home: Home) -> bool:
    """Of three files two are there, and all bytes of the third have left."""
    states = [job.state for job in jobs(home)]
    return states.count(State.SENT) == 1 and states.count(State.INDEXING) + states.count(State.READY) == 2


def assert_unharmed(home: Home, service: StandIn, *, marks: set[str]) -> None:
    """Every shared file is whole and true, and nobody ever heard of a lock."""
    files = [file for file in home.files() if file.suffix == ".db"]
    assert [file.name for file in files if not whole(file)] == []
    (path,) = home.folder.rglob("index-*.db")
    index = Index.open(path)
    found, total = service.store.page(Filters(), page=1, size=10_000, now=int(time.time() * 1000))
    assert set(index.numbers(Query())) == {video.video_no for video in found}
    assert index.total() == total
    index.close()
    for file in home.folder.rglob("marks-*.db"):
        assert MarkBook(file).load().all == marks
    for file in home.folder.rglob("*.json"):
        json.loads(file.read_text())
    for file in home.files():
        if ".log" in file.name:
            assert "locked" not in file.read_text()
        assert "crash" not in file.name
        assert service.key.encode() not in file.read_bytes()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "home").mkdir()
    return Home(tmp_path / "home")


@pytest.mark.pty
@pytest.mark.slow
@pytest.mark.timeout(480)
async def test_three_in_terminals_are_given_one_file_and_the_one_that_sends_it_is_killed(home: Home) -> None:
    make_clip(home.folder / "clip.mp4")
    with standin(videos=1_500, key=KEY, index_seconds=1) as service, ExitStack() as terminals:
        async with bad_line(service.url) as line:
            line.fates = ["answer kept"]
            reach = Service(line.url, service.key)
            three = [terminals.enter_context(home.start(reach)) for _ in range(3)]
            for term in three:
                await sees(term, "1,500 in the library")
            for n, term in enumerate(three):
                term.send("j" * n + " ")
                await sees(term, " marked")
            (book,) = home.folder.rglob("marks-*.db")
            await until(lambda: len(MarkBook(book).load()) == 3, "the marks of all three kept")
            marks = set(MarkBook(book).load())
            for term in three:
                term.send("u")
                await sees(term, "Start")
                term.send("clip.mp4" + ENTER)
                await sees(term, "1 file")
            for term in three:
                term.send(CTRL_G)
            await until(lambda: line.stored == 1, "one of them has sent it, and waits for the answer", seconds=60)
            await until(lambda: len(jobs(home)) == 3, "all three have it on their list", seconds=60)
            (dead,) = [term for term in three if sender(home) in {term.pid, *descendants(term.pid)}]
            dead.kill(signal.SIGKILL)
            over = {State.READY, State.DUPLICATE}
            await until(lambda: {job.state for job in jobs(home)} <= over, f"it is settled: {jobs(home)}", seconds=120)
            for term in three:
                if term is not dead:
                    term.send("\x03\x03")
                    assert await asyncio.to_thread(term.wait_exit) == 130
                assert "locked" not in term.raw().decode(errors="replace")
        assert sorted(job.state for job in jobs(home)) == [State.DUPLICATE, State.DUPLICATE, State.READY]
        assert service.store.total() == 1_501
        assert_unharmed(home, service, marks=marks)


@pytest.mark.slow
@pytest.mark.timeout(480)
async def test_three_commands_are_given_the_same_files_and_one_is_killed(home: Home) -> None:
    clips = [make_clip(home.folder / f"{n}.mp4", seconds=1 + n / 12) for n in range(3)]
    with standin(key=KEY) as service:
        async with bad_line(service.url) as line:
            line.fates = ["fine", "answer kept"]
            environment = {**os.environ, **home.environment, "MEMORIES_API_HOST": line.url, "MEMORIES_API_KEY": KEY}
            command = [COMMAND, "upload", "--wait", "--json", *map(str, clips)]
            three = [
                await asyncio.create_subprocess_exec(*command, env=environment, stdout=PIPE, stderr=PIPE)
                for _ in range(3)
            ]
            await until(lambda: line.stored == 1, "one of them waits for an answer", seconds=60)
            await until(lambda: len(jobs(home)) == 9, "all three have everything on their lists", seconds=60)
            await until(lambda: is_the_last(home), "nothing else being sent", seconds=60)
            os.kill(sender(home), signal.SIGKILL)
            said = [await child.communicate() for child in three]
        assert sorted(child.returncode or 0 for child in three) == [-signal.SIGKILL, 0, 0]
        assert not [errors for _, errors in said if b"locked" in errors or b"Traceback" in errors]
        ends = [[json.loads(row)["state"] for row in out.splitlines()] for out, _ in said]
        assert sum(end.count("ready") for end in ends) <= len(clips)
        assert [set(end) <= {"ready", "duplicate"} for end in ends] == [True] * 3
        assert service.store.total() == len(clips)
