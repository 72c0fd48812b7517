"""What the doctor finds in our files, and what he tells in the end: all of it, in order, and no secret."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from tui.api.errors import Unreachable
from tui.config import Config, load
from tui.credentials import Key
from tui.doctor import report
from tui.doctor.finding import Finding
from tui.doctor.report import Case, examine
from tui.doctor.service import Reply
from tui.doctor.storage import look_at_disk, look_at_index, look_at_journal
from tui.doctor.terminal import Tty
from tui.folders import Folders
from tui.library.index import Index
from tui.uploads.journal import Journal

WIDE = Tty(True, 120, 36)
XTERM = {"TERM": "xterm-256color"}
SECRET = "sk-mavi-doctor-0123456789"


def only(findings: Iterable[Finding]) -> Finding:
    (finding,) = findings
    return finding


def marks(findings: Iterable[Finding]) -> list[str]:
    return [f"{each.mark} {each.about}" for each in findings]


# Files


def folders(home: Path) -> Folders:
    return Folders(home / "config", home / "data", home / "state", home / "log")


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    home = folders(tmp_path / "home")
    assert marks(look_at_disk(home)) == ["ok Disk", "ok Disk"]
    assert only(look_at_index(home.library("a"))).words.startswith("none yet")
    assert only(look_at_journal(home.journal("a"))).words.startswith("none yet")
    assert list(tmp_path.iterdir()) == []


def test_an_index_and_a_journal_in_use(tmp_path: Path) -> None:
    index, journal = tmp_path / "index.db", tmp_path / "uploads.db"
    with closing(Index.open(index)), Journal.open(journal):
        found = only(look_at_index(index))
        assert (found.mark, found.facts["count"], found.facts["whole"]) == ("ok", 0, True)
        uploads = only(look_at_journal(journal))
        assert uploads.words.startswith("0 unfinished uploads, ")
        assert uploads.facts["whole"] is True


def test_damaged_files(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    path.write_bytes(b"this is no database" * 100)
    assert only(look_at_index(path)).mark == "problem"
    assert "Delete" in only(look_at_index(path)).change
    assert only(look_at_journal(path)).mark == "problem"
    path.with_name("index.db.damaged").touch()
    assert marks(look_at_index(path)) == ["note Index", "problem Index"]
    aside = path.with_name("index.db.damaged-20260101-000000")
    aside.touch()
    assert f"{aside}" in next(iter(look_at_journal(path))).change


def test_a_file_damaged_inside_is_found_by_checking_it_through(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE videos (id INTEGER PRIMARY KEY, filler TEXT)")
        db.execute("CREATE INDEX by_filler ON videos (filler)")
        db.executemany("INSERT INTO videos (filler) VALUES (?)", [("x" * 400,)] * 500)
    data = bytearray(path.read_bytes())
    data[4096 * 30 : 4096 * 32] = b"\xff" * 8192
    path.write_bytes(data)
    assert only(look_at_index(path)).mark == "problem"


# All of it


def case(home: Path, **more: object) -> Case:
    plain: dict[str, object] = {
        "environ": XTERM | {"MEMORIES_API_KEY": SECRET},
        "tty": WIDE,
        "folders": folders(home),
        "config_file": home / "config.toml",
        "config": Config(origins=load(None, environ={}).origins),
        "key": Key(SECRET, "MEMORIES_API_KEY"),
        "identity": ("https://api.example.com", SECRET),
        "namespace": "default",
        "dialect": "v1",
    }
    return Case(**(plain | more))  # type: ignore[arg-type]  # a test gives by name what it is about


@pytest.mark.row("D9")
def test_no_secret_is_told_wherever_it_comes_from(tmp_path: Path) -> None:
    hostile = f"\x1b]52;c;x\x07 {SECRET} sk-another-0123456789"
    findings = list(
        examine(
            case(
                tmp_path,
                environ=XTERM | {"TERM_PROGRAM": hostile, "MEMORIES_API_KEY": SECRET},
                config=None,
                config_problem=hostile,
                ask=lambda: Reply(hostile, error=Unreachable(hostile, message=hostile, code=hostile, advice=hostile)),
            )
        )
    )
    told = "\n".join(line for finding in findings for line in report.lines(finding)) + f"{report.as_json(findings)}"
    assert "[redacted]" in told
    for forbidden in (SECRET, "sk-another", "\x1b", "\x07", "]52;c;x\\x07"):
        assert forbidden not in told


def test_the_report_in_lines_and_in_sum(tmp_path: Path) -> None:
    fine = [Finding("Terminal", "xterm"), Finding("tmux", "slow", "note", "set it")]
    assert report.lines(fine[1]) == ["note     tmux       slow", "                    → set it"]
    assert report.verdict(fine) == "1 note."
    assert report.verdict(fine[:1]) == "All is well."
    assert not report.has_problem(fine)
    bad = [*fine, Finding("Key", "none", "problem"), Finding("Disk", "full", "problem")]
    assert report.verdict(bad) == "2 problems and 1 note."
    assert report.has_problem(bad)
    assert report.as_json(bad)["ok"] is False


def test_the_order_is_that_of_a_search(tmp_path: Path) -> None:
    about = dict.fromkeys(each.about for each in examine(case(tmp_path, ask=lambda: Reply("h", 0.1, 1, 0.0))))
    assert list(about) == [
        "Versions", "Terminal", "Colours", "Background", "Letters", "Clipboard", "Settings", "Key", "Disk",
        "Last view", "Index", "Journal", "Service", "Clock",
    ]  # fmt: skip
