"""`memories-tui jobs`: the journal, read without asking or sending anything."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.clips import make_clip
from tests.commands.shell import Shell
from tests.standin import StandIn


def test_before_anything_was_uploaded_it_is_silent_and_leaves_no_trace(service: StandIn, shell: Shell) -> None:
    end = shell.run("jobs", "--json")
    assert (end.code, end.out) == (0, "")
    assert end.err == "Nothing was uploaded from here yet.\n"
    assert not list(shell.home.rglob("uploads-*.db"))
    assert service.faults.count() == 0


def test_what_came_of_every_upload(service: StandIn, shell: Shell, tmp_path: Path) -> None:
    good, bad = make_clip(tmp_path / "good.mp4"), make_clip(tmp_path / "bad.avi", codec="mpeg4")
    shell.run("upload", "--wait", "--tag", "sea", good, bad)
    service.faults.forget()
    jobs = {job["name"]: job for job in shell.run("jobs", "--json").objects}
    assert service.faults.count() == 0
    assert jobs["good.mp4"]["state"] == "ready"
    assert jobs["good.mp4"]["form"]["tags"] == ["sea"]
    assert jobs["good.mp4"]["size"] == good.stat().st_size
    assert jobs["good.mp4"]["created"] <= jobs["good.mp4"]["finished"]
    assert jobs["good.mp4"]["attempts"] == 1
    assert jobs["bad.avi"]["state"] == "failed"
    assert "codec" in jobs["bad.avi"]["detail"]
    assert [job["name"] for job in shell.run("jobs", "--json", "--state", "failed").objects] == ["bad.avi"]
    assert len(shell.run("jobs", "--json", "--state", "failed", "--state", "ready").objects) == 2
    none = shell.run("jobs", "--state", "unsure")
    assert (none.code, none.out, none.err) == (0, "", "No upload stands so.\n")
    text = shell.run("jobs")
    assert len(text.out.splitlines()) == 2
    assert jobs["good.mp4"]["video_no"] in text.out
    assert jobs["bad.avi"]["detail"] in text.out


@pytest.mark.parametrize("option", ["--state=nonsense", "--frobnicate"])
def test_usage(shell: Shell, option: str) -> None:
    assert shell.run("jobs", option).code == 2


def test_a_journal_of_a_newer_version_is_left_alone(shell: Shell, tmp_path: Path) -> None:
    shell.run("upload", make_clip(tmp_path / "a.mp4"))
    (journal,) = shell.home.rglob("uploads-*.db")
    with sqlite3.connect(journal) as db:
        db.execute("PRAGMA user_version=99")
    db.close()
    end = shell.run("jobs")
    assert (end.code, end.out) == (1, "")
    assert "newer version" in end.err
    again = shell.run("upload", make_clip(tmp_path / "b.mp4"))
    assert (again.code, again.out) == (1, "")
    assert "newer version" in again.err
