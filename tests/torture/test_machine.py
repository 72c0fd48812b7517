"""The machine fails or gives little: the real program goes on, or says in one sentence why not and what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.pty.program import COMMAND, ENTER, IN_TIME, Home, Service, leave, serving
from tests.pty.term import Term
from tui.account import Account
from tui.api.values import Status, Video
from tui.config import Config
from tui.credentials import Key
from tui.folders import Folders
from tui.library.index import Index

pytestmark = [pytest.mark.pty, pytest.mark.timeout(480)]

MEGABYTE = 1 << 20
WIDE = 400
"""Columns in which a sentence is one line."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "person").mkdir()
    return Home(tmp_path / "person")


@pytest.fixture(scope="module")
def three() -> Iterator[Service]:
    """A library of three videos."""
    with serving("--videos", "3", "--index-seconds", "0") as service:
        yield service


def allowing(**limits: int) -> Sequence[str]:
    """The command that starts the program within these limits, hard and soft."""
    return ("prlimit", *(f"--{name}={most}" for name, most in limits.items()), COMMAND)


def refused(term: Term) -> str:
    """The one sentence with which it ends, before anything is drawn."""
    code = term.wait_exit(IN_TIME * 3)
    said = " ".join(term.text().split())
    assert (code, term.left_on()) == (1, []), said
    assert b"\x1b[?1049h" not in term.raw(), "nothing was drawn"
    assert "bug" not in said
    assert "Traceback" not in said
    return said


@pytest.mark.row("P5", "P6")
@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"nofile": 32}, "memories-tui opens up to 64 files at once, and 32 are allowed here: see ulimit -n."),
        ({"fsize": 0}, "can't be written (the disk reports an error): set XDG_DATA_HOME elsewhere."),
    ],
    ids=["files", "disk"],
)
def test_too_little_is_said_in_a_sentence(home: Home, three: Service, limits: dict[str, int], words: str) -> None:
    with home.start(three, argv=allowing(**limits), columns=WIDE) as term:
        assert words in refused(term)


@pytest.mark.row("P4", "P5")
def test_with_little_memory_and_few_files_it_works(home: Home, three: Service) -> None:
    """512 MB of addresses, which is what some machines give; the threads alone would reserve more."""
    with home.start(three, argv=allowing(**{"as": 512 * MEGABYTE, "nofile": 64})) as term:
        term.wait_text("3 in the library", "the library")
        term.send("u")
        term.wait_text("Start", "another screen")
        term.send("\x1b")
        term.wait_text("? Help", "the library again")
        leave(term)


@pytest.mark.slow
@pytest.mark.row("D4", "P4")
def test_a_hundred_thousand_videos_with_ten_thousand_tags_in_little_memory(home: Home, three: Service) -> None:
    account = Account(three.url, Key(three.key, "test"), Config().namespace, "v1")
    folder = home.folder / "data" / "memories-tui"
    folders = Folders(home.folder, folder, home.folder, home.folder)
    with closing(Index.open(folders.library(*account.identity, account.namespace, account.dialect))) as index:
        for begin in range(0, 100_000, 5_000):
            index.put(map(numbered, range(begin, begin + 5_000)), at=time.time())
    env = {"MEMORIES_API_HOST": three.url, "MEMORIES_API_KEY": three.key}
    settings = home.folder / "settings.toml"
    settings.write_text('sync = "off"\n')
    with home.start(None, "--config", str(settings), argv=allowing(**{"as": 512 * MEGABYTE}), env=env) as term:
        term.wait_text("100,00", "the count of them", 20)
        term.send("G")
        term.wait_text("clip 0 ", "the oldest")
        term.send("/tag:tag5432")
        term.wait_text("10 shown", "those of one tag")
        term.send(ENTER)
        term.wait_text("‹tag:tag5432›", "the query as a chip")
        term.send("q")
        assert term.wait_exit(10) == 0
        assert term.left_on() == []


def numbered(number: int) -> Video:
    created = 1_600_000_000_000 + number * 1000
    tags = (f"tag{number % 10_000:04}", "all")
    return Video(f"VI{10**15 + number}", f"clip {number} ", Status.READY, created=created, size=number, tags=tags)


@pytest.mark.row("P6", "T6")
def test_with_an_open_umask_no_home_and_a_nonsense_locale_it_works_and_all_is_private(
    home: Home, three: Service
) -> None:
    argv = ("env", "-u", "HOME", "sh", "-c", 'umask 000; exec "$0"', COMMAND)
    with home.start(three, argv=argv, env={"LC_ALL": "xx_XX.nonsense"}) as term:
        term.wait_text("3 in the library", "the library")
        leave(term)
    made = {path.relative_to(home.folder): path.stat().st_mode & 0o777 for path in home.folder.rglob("*")}
    assert len(made) > 5
    assert {str(path): oct(mode) for path, mode in made.items() if mode & 0o077} == {}


@pytest.mark.row("P6")
@pytest.mark.parametrize("case", ["missing", "read-only"])
def test_a_home_in_which_nothing_can_be_kept_is_named(three: Service, case: str) -> None:
    with TemporaryDirectory() as folder:
        there = Home(Path("/proc/nowhere") if case == "missing" else Path(folder))
        argv: tuple[str, ...] = (COMMAND,)
        if case == "read-only":
            argv = (*as_nobody(), COMMAND)
            there.folder.chmod(0o555)
        reach = there.environment | {"MEMORIES_API_HOST": three.url, "MEMORIES_API_KEY": three.key}
        with Term(argv, env=reach, columns=WIDE) as term:
            said = refused(term)
    assert said.startswith(f"{there.folder}/state/memories-tui/log can't be written (")
    assert said.endswith(": set XDG_STATE_HOME elsewhere.")


def as_nobody() -> Sequence[str]:
    """What stands before a command so that it may not write everywhere; nothing for who may not either."""
    if os.geteuid() != 0:
        return ()
    somebody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    if not shutil.which("setpriv") or subprocess.run([*somebody, COMMAND, "--version"], check=False).returncode:
        pytest.skip("root may write everywhere, and nobody else may read this checkout")
    return somebody


@pytest.mark.row("P6", "D4")
def test_whatever_lies_in_its_files_it_begins_anew_and_loses_nothing(home: Home, three: Service) -> None:
    with home.start(three) as term:
        term.wait_text("3 in the library", "the library")
        term.send(" ")
        term.wait_text("1 marked", "a mark")
        leave(term)
    before = {file: os.urandom(3) * 4000 for file in home.files() if file.suffix in {".db", ".json", ".log"}}
    assert len(before) > 4
    for file, rubbish in before.items():
        file.write_bytes(rubbish)
    with home.start(three) as term:
        term.wait_text("3 in the library", "the library")
        leave(term)
    kept = {file.read_bytes() for file in home.files()}
    lost = {file.name for file, rubbish in before.items() if file.suffix != ".log" and rubbish not in kept}
    assert {name.partition("-")[0] for name in lost} <= {"marks", "deeds"}, "what can be had again"


@pytest.mark.row("P6")
def test_files_of_a_later_version_are_left_alone(home: Home, three: Service) -> None:
    with home.start(three) as term:
        term.wait_text("3 in the library", "the library")
        leave(term)
    (index,), (journal,) = (list(home.folder.rglob(name)) for name in ("index-*.db", "uploads-*.db"))
    of_a_later_version(index)
    before = index.read_bytes()
    with home.start(three) as term:
        term.wait_text("3 in the library", "the library")
        leave(term)
    assert index.read_bytes() == before
    of_a_later_version(journal)
    before = journal.read_bytes()
    with home.start(three) as term:
        assert "version" in refused(term)
    assert journal.read_bytes() == before


def of_a_later_version(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA user_version = 99")
