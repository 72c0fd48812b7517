"""The journal's file by itself: how it is opened, what is told of what the disk says, and what is set aside."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from tests.uploads.alone import in_memory
from tui.uploads import journal_file
from tui.uploads.journal_file import JournalFile, JournalTooNew, JournalTrouble, explain, is_corrupt, open_file

FULL = ("cannot record progress: the disk is full or failing", "Free some space: ")
HELD = ("cannot record progress: another program holds the upload journal", "Wait a moment: ")
LOCKED = ("cannot record progress: the upload journal may not be written", "Check its permissions: ")
DAMAGED = ("cannot record progress: the upload journal is damaged", "Restart: it will be set aside: ")
UNUSABLE = ("cannot record progress: the upload journal can't be used", "Check the disk: ")


@pytest.fixture
def path() -> Iterator[Path]:
    with in_memory() as folder:
        yield folder / "deep" / "state" / "jobs.db"


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    opened, aside = open_file(path)
    assert aside is None
    yield opened
    opened.close()


def said(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("what SQLite says")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (said(sqlite3.SQLITE_FULL), FULL),
        (said(sqlite3.SQLITE_IOERR), FULL),
        (said(sqlite3.SQLITE_IOERR_WRITE), FULL),
        (OSError(errno.ENOSPC, "full"), FULL),
        (said(sqlite3.SQLITE_BUSY), HELD),
        (said(sqlite3.SQLITE_BUSY_SNAPSHOT), HELD),
        (said(sqlite3.SQLITE_LOCKED), HELD),
        (said(sqlite3.SQLITE_READONLY), LOCKED),
        (said(sqlite3.SQLITE_CANTOPEN), LOCKED),
        (said(sqlite3.SQLITE_PERM), LOCKED),
        (OSError(errno.EACCES, "no"), LOCKED),
        (OSError(errno.EROFS, "no"), LOCKED),
        (said(sqlite3.SQLITE_CORRUPT), DAMAGED),
        (said(sqlite3.SQLITE_NOTADB), DAMAGED),
        (said(sqlite3.SQLITE_MISMATCH), UNUSABLE),
        (sqlite3.ProgrammingError("closed"), UNUSABLE),
        (OSError(errno.ELOOP, "a loop"), UNUSABLE),
        (OSError("nothing"), UNUSABLE),
    ],
)
def test_what_the_disk_says_in_our_words(error: OSError | sqlite3.Error, words: tuple[str, str]) -> None:
    trouble = explain(error, Path("/state/jobs.db"))
    assert (trouble.what, trouble.advice) == (words[0], f"{words[1]}/state/jobs.db")
    assert str(trouble) == words[0]
    assert JournalTrouble("why").advice == ""


@pytest.mark.parametrize(
    ("error", "corrupt"),
    [
        (said(sqlite3.SQLITE_CORRUPT), True),
        (said(sqlite3.SQLITE_CORRUPT_INDEX), True),
        (said(sqlite3.SQLITE_NOTADB), True),
        (said(sqlite3.SQLITE_FULL), False),
        (sqlite3.ProgrammingError("closed"), False),
    ],
)
def test_damage_is_told_from_other_trouble(error: sqlite3.Error, corrupt: bool) -> None:
    assert is_corrupt(error) is corrupt


def test_it_and_its_folders_are_made_for_us_alone(path: Path, db: sqlite3.Connection) -> None:
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600
    assert db.execute("PRAGMA user_version").fetchone() == (1,)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert db.execute("PRAGMA busy_timeout").fetchone() == (2000,), "milliseconds that another may write"
    assert not db.in_transaction
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {"jobs", "holders", "steps", "learnt"} <= tables


def test_they_are_ours_alone_from_their_first_moment(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anybody could close them to others."""
    made: list[tuple[str, int]] = []
    mkdir, opened = os.mkdir, os.open

    def making(folder: Path, mode: int = 0o777) -> None:
        made.append((Path(folder).name, mode))
        mkdir(folder, mode)

    def opening(file: Path, flags: int, mode: int = 0o777) -> int:
        made.append((f"{Path(file).name} {flags == os.O_CREAT | os.O_EXCL | os.O_WRONLY}", mode))
        return opened(file, flags, mode)

    path.parent.parent.mkdir()
    monkeypatch.setattr(os, "mkdir", making)
    monkeypatch.setattr(os, "open", opening)
    open_file(path)[0].close()
    assert made == [("state", 0o700), ("jobs.db True", 0o600)]


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, FULL), (errno.EACCES, LOCKED), (errno.EROFS, LOCKED), (errno.EIO, UNUSABLE)]
)
def test_what_the_system_says_of_the_place_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: tuple[str, str]
) -> None:
    def refused(*_: object) -> int:
        raise OSError(number, "no")

    path.parent.mkdir(parents=True)
    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(JournalTrouble) as trouble:
        open_file(path)
    assert (trouble.value.what, trouble.value.advice) == (words[0], f"{words[1]}{path}")


@pytest.mark.parametrize(("before", "after"), [(0o644, 0o600), (0o640, 0o600), (0o604, 0o600), (0o400, 0o400)])
def test_what_others_may_read_is_closed_to_them(path: Path, before: int, after: int) -> None:
    open_file(path)[0].close()
    path.parent.chmod(0o750)
    path.chmod(before)
    open_file(path)[0].close()
    assert path.stat().st_mode & 0o777 == after
    assert path.parent.stat().st_mode & 0o777 == 0o750, "a folder that was there stays as it is"


def test_what_is_in_it_is_there_when_it_is_opened_again(path: Path, db: sqlite3.Connection) -> None:
    with JournalFile(db, path).writing():
        db.execute("INSERT INTO learnt(name, value) VALUES ('a', 'b')")
    again, aside = open_file(path)
    assert aside is None
    assert again.execute("SELECT * FROM learnt").fetchall() == [("a", "b")]
    again.close()


def test_it_may_be_used_from_the_thread_of_whoever_it_is_handed_to(db: sqlite3.Connection) -> None:
    found: list[object] = []
    thread = Thread(target=lambda: found.append(db.execute("PRAGMA user_version").fetchone()))
    thread.start()
    thread.join()
    assert found == [(1,)]


def test_a_write_is_whole_or_is_not(path: Path, db: sqlite3.Connection) -> None:
    def half(then: Callable[[], object]) -> None:
        with JournalFile(db, path).writing():
            db.execute("INSERT INTO learnt(name, value) VALUES ('a', 'b')")
            then()

    with pytest.raises(JournalTrouble) as trouble:
        half(lambda: db.execute("INSERT INTO nothing VALUES (1)"))
    assert trouble.value.advice == f"{UNUSABLE[1]}{path}"
    assert not db.in_transaction
    with pytest.raises(ZeroDivisionError):
        half(lambda: 1 // 0)
    assert not db.in_transaction
    assert db.execute("SELECT * FROM learnt").fetchall() == []


def test_nobody_else_writes_while_somebody_does(path: Path, db: sqlite3.Connection) -> None:
    other, _ = open_file(path)
    other.execute("PRAGMA busy_timeout=1")
    with (
        JournalFile(db, path).writing(),
        pytest.raises(JournalTrouble) as trouble,
        JournalFile(other, path).writing(),
    ):
        pass
    assert trouble.value.what == HELD[0]
    other.close()


def test_trouble_with_reading_is_told(path: Path, db: sqlite3.Connection) -> None:
    with pytest.raises(JournalTrouble) as trouble, JournalFile(db, path).reading():
        db.execute("SELECT * FROM nothing")
    assert trouble.value.advice == f"{UNUSABLE[1]}{path}"
    with JournalFile(db, path).reading():
        assert db.execute("SELECT * FROM learnt").fetchall() == []


def test_what_is_damaged_is_set_aside(path: Path) -> None:
    open_file(path)[0].close()
    path.write_bytes(b"no database" * 1000)
    db, aside = open_file(path)
    assert aside is not None
    assert re.fullmatch(r"jobs\.db\.damaged-\d{8}-\d{6}", aside.name)
    assert aside.parent == path.parent
    assert aside.read_bytes() == b"no database" * 1000
    assert path.stat().st_mode & 0o777 == 0o600
    assert db.execute("SELECT count(*) FROM jobs").fetchone() == (0,)
    db.close()


@pytest.mark.parametrize("there", [("",), ("", "-wal", "-shm"), ("", "-journal"), ("-wal",)])
def test_all_that_belongs_to_it_goes_with_it(path: Path, there: tuple[str, ...]) -> None:
    path.parent.mkdir(parents=True)
    for ending in there:
        path.with_name(f"jobs.db{ending}").write_text(ending)
    aside = journal_file._set_aside(path)
    assert {file.name: file.read_text() for file in path.parent.iterdir()} == {
        f"{aside.name}{ending}": ending for ending in there
    }


def test_damage_within_is_found_when_it_is_opened(path: Path, db: sqlite3.Connection) -> None:
    db.executemany("INSERT INTO learnt VALUES (?, ?)", [(f"{number}", "x" * 2000) for number in range(50)])
    db.close()
    content = bytearray(path.read_bytes())
    content[30 * 4096 : 40 * 4096] = b"\xaa" * 10 * 4096
    path.write_bytes(content)
    again, aside = open_file(path)
    assert aside is not None
    assert again.execute("SELECT count(*) FROM learnt").fetchone() == (0,)
    again.close()


def test_damage_that_only_a_check_finds_is_found(path: Path, db: sqlite3.Connection) -> None:
    db.close()
    content = bytearray(path.read_bytes())
    content[36:40] = (5).to_bytes(4, "big")  # free pages, of which there are none
    path.write_bytes(content)
    again, aside = open_file(path)
    assert aside is not None
    assert aside.read_bytes()[:100] == content[:100]
    again.close()


def test_what_a_later_version_wrote_is_left_alone(path: Path, db: sqlite3.Connection) -> None:
    db.execute("PRAGMA user_version=2")
    db.close()
    before = path.read_bytes()
    with pytest.raises(JournalTooNew) as trouble:
        open_file(path)
    assert trouble.value.what == "the upload journal was written by a newer version of this program"
    assert trouble.value.advice == f"Update this program, or move the file away: {path}"
    assert path.read_bytes() == before


def test_a_place_that_can_not_be_is_told_with_its_name(path: Path) -> None:
    path.parent.parent.mkdir()
    path.parent.write_bytes(b"in the way")
    with pytest.raises(JournalTrouble) as trouble:
        open_file(path)
    assert trouble.value.advice == f"{UNUSABLE[1]}{path}"


def test_trouble_that_is_no_damage_sets_nothing_aside(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(JournalTrouble):
        open_file(path)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("mounts", "mode"),
    [
        ("", "wal"),
        ("a / ext4 rw\n", "wal"),
        ("a / nfs rw\n", "truncate"),
        ("a / nfs rw\nb {home} ext4 rw\n", "wal"),
        ("b {home} nfs4 rw\na / ext4 rw\n", "truncate"),
        ("a / ext4 rw\nb {home}er nfs4 rw\n", "wal"),
        ("a / ext4 rw\nb {home} cifs\n", "truncate"),
        ("a / ext4 rw\nb {home}\n", "wal"),
    ],
)
def test_the_innermost_mount_decides_whether_machines_share_it(
    path: Path, monkeypatch: pytest.MonkeyPatch, mounts: str, mode: str
) -> None:
    read = Path.read_text

    def read_text(asked: Path, *args: str, **named: str) -> str:
        if str(asked) != "/proc/self/mounts":
            return read(asked, *args, **named)
        assert named == {"encoding": "utf-8", "errors": "surrogateescape"}, "a mount may be called anything"
        return mounts.format(home=path.parent)

    monkeypatch.setattr(Path, "read_text", read_text)
    db, _ = open_file(path)
    assert db.execute("PRAGMA journal_mode").fetchone() == (mode,)
    assert db.execute("PRAGMA synchronous").fetchone() == (2,)
    db.close()


def test_where_nothing_tells_of_mounts_it_is_no_shared_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_text(*_: object, **__: object) -> str:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "read_text", read_text)
    assert not journal_file._is_remote(path)
