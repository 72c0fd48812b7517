"""However it ends, and wherever it breaks: the terminal as it was, an exit code that says why, the key nowhere."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.pty.gate import gated
from tests.pty.program import (
    COMMAND,
    CTRL_C,
    END,
    HOME,
    IN_TIME,
    PAGE_DOWN,
    Home,
    Service,
    leave,
    press_escape,
    send_clip,
)
from tests.pty.term import Term
from tui.local.store import Store

pytestmark = pytest.mark.pty

ASKED = {"ctrl-c twice": 130, "SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}
GIVEN_BACK = 2.0
"""Seconds within which the terminal is as it was, whatever was asked and however the line is."""
BROKEN = {
    "a key": ("tui.widgets.video_table:VideoTable.action_page", PAGE_DOWN),
    "a line": ("tui.widgets.video_table:VideoTable.render_line", ""),
    "a question to the index": ("tui.library.index:Index.facets", ""),
    "a change from below": ("tui.screens.library:LibraryScreen.watch_edition", ""),
    "the engine": ("tui.library.sync:Sync.run", ""),
    "building the engine": ("tui.services:build", ""),
    "a call into the engine": ("tui.library.sync:Sync.refresh", "r"),
    "a question to the engine": ("tui.uploads.queue:look", "uhere.mp4\r"),
    "before the interface": ("tui.library.index:Index.open", ""),
    "after the interface": ("tui.services:Services.close", "q"),
}
HANGING = ["socket:getaddrinfo", "tui.uploads.choosing:_look", "tui.library.index:Index.find"]


def faulty(kind: str, place: str) -> tuple[str, ...]:
    return (sys.executable, "-P", str(Path(__file__).with_name("faulty.py")), kind, place)


def ask(term: Term, how: str) -> None:
    if how == "ctrl-c twice":
        term.send(CTRL_C + CTRL_C)
    else:
        term.kill(signal.Signals[how])


def assert_given_back(term: Term) -> None:
    term.wait(lambda: not term.left_on(), "the terminal as it was", timeout=GIVEN_BACK)


@pytest.mark.parametrize("how", ASKED)
@pytest.mark.row("T1")
def test_asked_to_leave(home: Home, demo: Service, how: str) -> None:
    with home.start(demo) as term:
        term.wait_text("in the library", "the library")
        ask(term, how)
        assert_given_back(term)
        assert term.wait_exit(IN_TIME) == ASKED[how]


@pytest.mark.parametrize("how", ASKED)
@pytest.mark.row("T2")
def test_asked_to_leave_on_a_stalled_line(home: Home, demo: Service, how: str) -> None:
    with home.start(demo) as term:
        term.wait_text("in the library", "the library")
        stall(term)
        ask(term, how)
        assert term.wait_exit(IN_TIME) == ASKED[how]
        term.resume_reading()
        assert_given_back(term)


def stall(term: Term) -> None:
    """Take no more output, and have more drawn than the line and its buffers hold."""
    term.wait_text("● ", "rows to move among")
    cpu = term.cpu_seconds()
    term.pause_reading()
    term.send((END + HOME) * 8)
    term.wait(lambda: term.cpu_seconds() > cpu + 0.1, "something being drawn")


@pytest.mark.parametrize("where", BROKEN)
@pytest.mark.row("P1", "D9")
def test_a_bug_is_one_sentence(home: Home, demo: Service, where: str) -> None:
    (home.folder / "here.mp4").write_bytes(b"no video")
    place, keys = BROKEN[where]
    with home.start(demo, argv=faulty("raise", place)) as term:
        if keys:
            term.wait_text("in the library", "the library")
            press_in_turn(term, keys)
        assert term.wait_exit(8) == 70
        assert_given_back(term)
        said = " ".join(term.text().split())
        assert said.startswith("memories-tui met a bug and closed: LookupError in ")
        assert said.count("memories-tui met a bug") == 1
        assert "Traceback" not in said
        raw = term.raw()
    (crash,) = home.log.glob("crash-*.txt")
    assert str(crash).encode() in raw
    assert "a fault in" in crash.read_text()
    assert "[redacted]" in crash.read_text()
    assert demo.key.encode() not in raw
    for file in home.files():
        assert demo.key.encode() not in file.read_bytes(), file


def press_in_turn(term: Term, keys: str) -> None:
    if keys.startswith("u"):
        term.send("u")
        term.wait_text("Start", "the upload modal")
        keys = keys[1:]
    term.send(keys)


def test_a_bug_on_a_stalled_line(home: Home, demo: Service) -> None:
    with home.start(demo, argv=faulty("raise", BROKEN["a key"][0])) as term:
        term.wait_text("in the library", "the library")
        stall(term)
        term.send(PAGE_DOWN)
        assert term.wait_exit(IN_TIME) == 70
        term.resume_reading()
        assert_given_back(term)
        term.wait_text("memories-tui met a bug", "the sentence", timeout=GIVEN_BACK)


@pytest.mark.parametrize("how", ["SIGTERM", "q"])
@pytest.mark.parametrize("place", HANGING)
@pytest.mark.row("P2", "X4")
def test_what_hangs_does_not_hold_up_leaving(home: Home, demo: Service, place: str, how: str) -> None:
    """A name server or a disk that says nothing: nobody waits for it."""
    (home.folder / "here.mp4").write_bytes(b"no video")
    by_name = {"MEMORIES_API_HOST": demo.url.replace("127.0.0.1", "localhost")}
    with home.start(demo, argv=faulty("hang", place), env=by_name) as term:
        term.wait_text("u Upload", "the interface")
        if place == "tui.uploads.choosing:_look":
            term.send("u")
            term.wait_text("Start", "the upload modal")
            term.send("here.mp4\r")
            term.wait_text("looking at 1", "the file being looked at")
            press_escape(term, "? Help", "the library")
        term.wait((home.folder / "hanging").exists, "something hanging")
        if how == "q":
            term.send("q")
        else:
            ask(term, how)
        assert_given_back(term)
        assert term.wait_exit(IN_TIME + 1) == (0 if how == "q" else ASKED[how])


@pytest.mark.row("U4", "U5", "T4")
def test_the_line_drops_while_sending(home: Home) -> None:
    """The interface leaves; what is on its way is finished without it, and the next start knows of it."""
    padded(make_clip(home.folder / "last.mp4"), 32 << 20)
    make_clip(home.folder / "waiting.mp4")
    with Store() as store, gated(store, index_seconds=0) as (service, gate):
        gate.reading.clear()
        with home.start(service) as term:
            term.wait_text("u Upload", "the program")
            send_clip(term, "last.mp4")
            term.wait(lambda: gate.begun == 1, "the service reading")
            term.wait_text("↑ sending", "the bytes on their way")
            term.hang_up()
            gate.reading.set()
            assert term.wait_exit() == 129
        assert [video["video_name"] for video in service.videos()] == ["last"]
        with home.start(service) as term:
            term.wait_text("● last", "its row")
            term.send("w")
            term.wait_text("● ready", "what became of it")
            term.send("q")
            leave(term)
        assert gate.begun == 1


def test_no_terminal(home: Home, demo: Service) -> None:
    env = home.environment | {"MEMORIES_API_KEY": demo.key, "PATH": "/usr/bin:/bin", "TERM": "xterm"}
    done = subprocess.run([COMMAND], stdin=subprocess.DEVNULL, capture_output=True, env=env, check=False, text=True)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "ssh -t HOST memories-tui" in done.stderr
    assert "\x1b" not in done.stderr
    assert list(home.files()) == []


@pytest.mark.row("T5", "X31")
def test_a_terminal_that_cannot(home: Home, demo: Service) -> None:
    with home.start(demo, env={"TERM": "dumb"}) as term:
        assert term.wait_exit(IN_TIME) == 2
        assert term.raw().startswith(b"memories-tui needs a terminal that can move its cursor")
        assert term.raw().count(b"\n") == 1
        assert b"\x1b" not in term.raw()
