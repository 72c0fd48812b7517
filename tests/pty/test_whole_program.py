"""The whole program as a person has it: in a terminal, with a key, against a service in another process."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.pty.gate import Gate, gated
from tests.pty.program import (
    ENTER,
    ESCAPE,
    IN_TIME,
    KEY,
    Home,
    Service,
    descendants,
    leave,
    press_escape,
    send_clip,
    serving,
)
from tests.pty.term import Term
from tests.standin import ToldTime
from tui.local.store import Store

pytestmark = pytest.mark.pty

CLIP = "holiday in Åre.mp4"


def test_from_the_first_look_to_a_new_video(home: Home, demo: Service) -> None:
    make_clip(home.folder / CLIP)
    with home.start(demo) as term:
        term.wait_text("383 in the library", "the whole library")
        term.send("G")
        term.wait_text("Super 8, roll 3", "the oldest videos in the list")
        term.send("/")
        term.wait_text("tag: has the tag", "what can be typed")
        term.send("akihabara")
        term.wait_text("1 shown", "one match")
        term.send(ENTER)
        term.wait_text("‹akihabara›", "the query as a chip")
        term.wait_text("Pixel 8", "the details of the match")
        term.send(ENTER + "L")
        term.wait_text('"video_no"', "the service's own words")
        term.send("H")
        press_escape(term, "enter Details", "the list in focus again")
        term.send(ESCAPE)
        term.wait_text("/ to search", "no filter")
        send_clip(term, CLIP)
        term.wait_text("● ready", "the video in the library")
        press_escape(term, "? Help", "the library")
        term.send("gg")
        term.wait(lambda: re.search("● holiday in Åre", term.text()) is not None, "its row in the list, ready")
        leave(term)
    (video,) = demo.named(Path(CLIP).stem)
    assert video["status"] == "PARSE"


@pytest.mark.row("D9")
def test_the_key_is_nowhere(home: Home) -> None:
    make_clip(home.folder / "keyless.mp4")
    key = KEY.encode()
    with serving("--videos", "300", "--index-seconds", "0") as service, home.start(service) as term:
        term.wait_text("300 in the library", "the library")
        assert key in Path(f"/proc/{term.pid}/environ").read_bytes(), "the search below can find a key"
        send_clip(term, "keyless.mp4")
        helpers = list(descendants(term.pid))
        assert helpers, "the process that reads video files"
        for child in helpers:
            assert key not in Path(f"/proc/{child}/environ").read_bytes()
            assert key not in Path(f"/proc/{child}/cmdline").read_bytes()
        term.wait_text("● ready", "the video in the library")
        press_escape(term, "? Help", "the library")
        leave(term)
        raw = term.raw()
    assert key not in raw
    assert key[-12:] not in raw
    files = list(home.files())
    assert {file.suffix for file in files} >= {".db", ".log"}
    for file in files:
        assert key not in file.read_bytes(), file
    for ours in (home.folder / "data" / "memories-tui", home.folder / "state" / "memories-tui"):
        assert ours.stat().st_mode & 0o077 == 0, f"{ours} is for its owner alone"


@pytest.mark.row("U1")
def test_killed_while_the_service_indexes(home: Home) -> None:
    make_clip(home.folder / "long.mp4")
    theirs = ToldTime()
    with Store() as store, gated(store, index_seconds=3600, now=theirs) as (service, gate):
        with home.start(service) as term:
            term.wait_text("u Upload", "the program")
            send_clip(term, "long.mp4")
            term.wait_text("◐ indexing", "the service having it")
            term.kill(signal.SIGKILL)
            assert term.wait_exit(IN_TIME) == -signal.SIGKILL
        with home.start(service) as term:
            term.wait_text("1 indexing", "the upload known after the kill")
            term.send("w")
            term.wait_text("◐ indexing", "the upload in the list of jobs")
            theirs.pass_by(3600)
            term.wait_text("● ready", "the upload done")
            term.send("q")
            term.wait_text("● long", "its row, ready")
            leave(term)
        assert gate.begun == 1
        assert len(service.named("long")) == 1


@pytest.mark.row("U1")
def test_killed_before_the_answer(home: Home) -> None:
    """It has arrived, and nobody has heard so: it is found there, and not sent again."""
    make_clip(home.folder / "unheard.mp4")
    with Store() as store, gated(store) as (service, gate):
        gate.answering.clear()
        with home.start(service) as term:
            term.wait_text("u Upload", "the program")
            send_clip(term, "unheard.mp4")
            term.wait(lambda: gate.stored == 1, "the service having stored it")
            term.kill(signal.SIGKILL)
            assert term.wait_exit(IN_TIME) == -signal.SIGKILL
        gate.answering.set()
        with home.start(service) as term:
            term.wait_text("● unheard", "its row, ready")
            term.send("w")
            term.wait_text("● ready", "the upload done")
            term.send("q")
            leave(term)
        assert gate.begun == 1
        assert len(service.named("unheard")) == 1


@pytest.mark.row("U1")
def test_killed_while_sending(home: Home) -> None:
    """It has not arrived: it is sent again, but not before it is sure that the first attempt left nothing."""
    padded(make_clip(home.folder / "half.mp4"), 64 << 20)
    with Store() as store, gated(store) as (service, gate):
        gate.reading.clear()
        with home.start(service) as term:
            term.wait_text("u Upload", "the program")
            send_clip(term, "half.mp4")
            term.wait_text("↑ sending", "the bytes on their way")
            term.wait(lambda: gate.begun == 1, "the service reading")
            term.kill(signal.SIGKILL)
            assert term.wait_exit(IN_TIME) == -signal.SIGKILL
        gate.reading.set()
        with home.start(service) as term:
            term.wait_text("1 unsure", "what became of it being unsure")
            assert gate.begun == 1
            leave(term)
        assert service.named("half") == []
        as_if_killed_an_hour_ago(home)
        with home.start(service) as term:
            term.wait_text("u Upload", "the program")
            term.send("w")
            term.wait_text("● ready", "the upload done")
            term.send("q")
            term.wait_text("● half", "its row, ready")
            leave(term)
        assert gate.begun == 2
        assert len(service.named("half")) == 1


def as_if_killed_an_hour_ago(home: Home) -> None:
    """What is unsure is looked for during minutes; this is what they leave in the journal."""
    (journal,) = (home.folder / "state" / "memories-tui").glob("uploads-*.db")
    earlier = "json_set(job, '$.unsure_since', json_extract(job, '$.unsure_since') - 3600)"
    with closing(sqlite3.connect(journal)) as db, db:
        assert db.execute(f"UPDATE jobs SET job = {earlier} WHERE state = 'unsure'").rowcount == 1


def test_without_a_key_there_are_two_ways_in(home: Home) -> None:
    with home.start(columns=80, rows=24) as term:
        term.wait_text("Two ways in", "the welcome screen")
        term.wait_text("memories-tui --demo", "the one way")
        term.wait_text("MEMORIES_API_KEY", "the other way")
        leave(term)
    with home.start(columns=80, rows=24) as term:
        term.wait_text("Two ways in", "the welcome screen")
        term.send("d")
        term.wait_text("Pont Neuf from the river", "the demo")
        term.wait_text("383 in the library", "all of it")
        leave(term)


@pytest.mark.parametrize(("columns", "rows", "lines"), [(80, 24, 14), (60, 20, 10), (120, 36, 24)])
@pytest.mark.row("T11", "X34")
def test_sizes(home: Home, demo: Service, columns: int, rows: int, lines: int) -> None:
    with home.start(demo, columns=columns, rows=rows) as term:
        term.wait(lambda: len(re.findall("[●◐✗] ", term.text())) >= lines, f"{lines} videos")
        term.wait(lambda: term.text().splitlines()[-1].endswith("? Help"), "the footer to its last word")
        leave(term)


def test_the_terminal_changes_its_size(home: Home, demo: Service) -> None:
    with home.start(demo) as term:
        term.wait_text("in the library", "the library")
        for columns, rows in [(40, 10), (200, 50), (1, 1), (80, 24)]:
            term.resize(columns, rows)
            os.kill(term.pid, signal.SIGWINCH)
        term.wait(lambda: "? Help" in term.text().splitlines()[-1], "the footer at the bottom again")
        assert all(len(line) <= 80 for line in term.text().splitlines())
        leave(term)


@pytest.mark.row("T18")
def test_an_upload_that_is_watched_costs_a_slow_line_little(home: Home) -> None:
    """A change a second: with a hundred more lines each, nothing else would get through at 256 kbit/s."""
    padded(make_clip(home.folder / "long.mp4"), 200 << 20)
    with Store() as store, gated(store) as (service, gate):
        gate.reading.clear()
        with home.start(service, env={"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}) as term:
            term.wait_text("u Upload", "the program")
            send_clip(term, "long.mp4")
            term.wait_text("↑ sending", "the bytes on their way")
            for screen in ("the modal", "all uploads"):
                watch_progress(term, gate, 1)
                before, began = len(term.raw()), time.monotonic()
                watch_progress(term, gate, 5)
                spent = max(5.0, time.monotonic() - began)
                assert len(term.raw()) - before < spent * 1000, f"bytes for a change a second in {screen}"
                term.send("w")
                term.wait_text("Story", "all uploads")


def watch_progress(term: Term, gate: Gate, changes: int) -> None:
    """Lets the service read on until the bytes that have left were told anew so many times."""
    for _ in range(changes):
        told = re.findall(r"[0-9.]+ .?B of", term.text())
        gate.free += 4 << 20
        term.wait(lambda told=told: re.findall(r"[0-9.]+ .?B of", term.text()) != told, "more of it sent")  # type: ignore[misc]
