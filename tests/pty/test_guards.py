"""Whatever happens to an app or its terminal: it ends in time, with the right code, and leaves nothing switched on."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.pty.guarding import IN_TIME, ROOT, assert_given_back, small
from tests.pty.small_app import SECRET
from tests.pty.term import Manner, Term

pytestmark = pytest.mark.pty

SIGNALS = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: 130, signal.SIGQUIT: 131}
_TRIES = 5
"""Of something that a machine with much else to do may stretch."""
BYTES_PER_FRAME = 21 * 10 * 20
"""Of the small app's noise, at least: lines, colours a line, bytes a colour."""


def beats(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def stall(term: Term, directory: Path) -> None:
    """Stop taking output from an app that repaints, until far more was drawn than a line and its buffers hold."""
    term.send("p")
    term.wait_text("beat", "the first repaint")
    term.pause_reading()
    wait_beats(term, directory, 30)


def wait_beats(term: Term, directory: Path, more: int) -> None:
    begun = beats(directory / "pulse")
    term.wait(lambda: beats(directory / "pulse") >= begun + more, f"{more} beats of the loop")


@pytest.mark.row("X36")
def test_a_normal_end(tmp_path: Path) -> None:
    with small(tmp_path) as term:
        term.wait_text("ready", "the app")
        assert {"alternate screen", "hidden cursor", "tty flags"} <= set(term.left_on())
        assert not any(mode.startswith("mouse") for mode in term.left_on())
        term.send("q")
        assert term.wait_exit(IN_TIME) == 0
        assert term.text().strip() == ""
        assert_given_back(term)


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.row("T1", "X8")
def test_a_signal(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "enough").touch()
    with small(tmp_path) as term:
        term.wait_text("ready", "the app")
        term.kill(number)
        assert term.wait_exit(IN_TIME) == SIGNALS[number]
        assert_given_back(term)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.row("T2")
def test_a_signal_on_a_stalled_line(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "enough").touch()
    with small(tmp_path) as term:
        term.wait_text("ready", "the app")
        stall(term, tmp_path)
        term.kill(number)
        assert term.wait_exit(IN_TIME) == SIGNALS[number]
        assert_given_back(term)


@pytest.mark.parametrize("ask", [signal.SIGTERM, signal.SIGHUP, b"\x03\x03"])
@pytest.mark.row("P3")
def test_a_frozen_interface_is_ended_from_outside(tmp_path: Path, ask: signal.Signals | bytes) -> None:
    (tmp_path / "enough").touch()
    with small(tmp_path) as term:
        term.wait_text("ready", "the app")
        term.send("f")
        term.wait_text("frozen", "the announcement")
        wait_until_frozen(term, tmp_path)
        if isinstance(ask, bytes):
            term.send(ask)
        else:
            term.kill(ask)
        assert term.wait_exit(IN_TIME) == (130 if isinstance(ask, bytes) else SIGNALS[ask])
        assert (tmp_path / "draining").exists() == (ask == signal.SIGHUP)
        assert_given_back(term)


def wait_until_frozen(term: Term, directory: Path) -> None:
    pulse = directory / "pulse"
    term.wait(lambda: pulse.exists() and time.time() - pulse.stat().st_mtime > 0.3, "the loop standing still")


@pytest.mark.parametrize("synchronized", [False, True])
@pytest.mark.row("T2", "X10")
def test_a_stalled_line_stops_nothing_and_heals(tmp_path: Path, synchronized: bool) -> None:
    with small(tmp_path, synchronized=synchronized) as term:
        term.wait_text("ready", "the app")
        stall(term, tmp_path)
        taken = len(term.raw())
        term.send("abc")
        wait_beats(term, tmp_path, 30)
        term.resume_reading()
        term.wait_text("typed abc", "the present state on the screen", timeout=2)
        before = term.raw().index(b"typed abc") - taken
        assert before < 24 * BYTES_PER_FRAME, "30 frames were drawn before that, and not queued"
        assert (b"\x1b[?2026h" in term.raw()) == synchronized
        term.wait(lambda: term.text().splitlines()[3:] == ["#" * 80] * 21, "all of the picture")
        term.send("q")
        assert term.wait_exit(IN_TIME) == 0
        assert_given_back(term)


@pytest.mark.row("U4", "T3", "X9")
@pytest.mark.parametrize("state", ["idle", "repainting"])
@pytest.mark.parametrize("manner", ["deaf", "foreign"])
def test_a_vanished_terminal_that_nobody_mentions(tmp_path: Path, manner: Manner, state: str) -> None:
    with small(tmp_path, manner=manner) as term:
        term.wait_text("ready", "the app")
        if state == "repainting":
            term.send("p")
        term.hang_up()
        ticks = tmp_path / "draining"
        term.wait(ticks.exists, "the interface leaving", timeout=IN_TIME)
        cpu = term.cpu_seconds()
        term.wait(lambda: beats(ticks) >= 15, "the uploads being finished", timeout=5)
        assert term.cpu_seconds() - cpu < 0.3, "spinning on a terminal that is gone"
        (tmp_path / "enough").touch()
        assert term.wait_exit(IN_TIME) == 129


@pytest.mark.parametrize("key", ["h", "w", "r", "t", "l"], ids=["handler", "worker", "render", "thread", "callback"])
@pytest.mark.row("P1", "X5", "X6")
def test_a_bug(tmp_path: Path, key: str) -> None:
    with small(tmp_path) as term:
        term.wait_text("ready", "the app")
        term.send(key)
        assert term.wait_exit(IN_TIME) == 70
        assert_told_once(term, tmp_path)


@pytest.mark.parametrize("fault", ["mount", "unmount"])
@pytest.mark.row("P1")
def test_a_bug_while_coming_and_going(tmp_path: Path, fault: str) -> None:
    with small(tmp_path, fault) as term:
        if fault == "unmount":
            term.wait_text("ready", "the app")
            term.send("q")
        assert term.wait_exit(5) == 70
        assert_told_once(term, tmp_path)


def test_a_bug_on_a_stalled_line(tmp_path: Path) -> None:
    with small(tmp_path) as term:
        term.wait_text("ready", "the app")
        stall(term, tmp_path)
        term.send("h")
        assert term.wait_exit(IN_TIME) == 70
        assert_given_back(term)
        assert "memories-tui met a bug" in term.text()


def assert_told_once(term: Term, directory: Path) -> None:
    (file,) = (directory / "crashes").iterdir()
    said = " ".join(term.text().split())
    assert said.startswith("memories-tui met a bug and closed: RuntimeError in tests.pty.small_app:")
    assert said.count("memories-tui met a bug") == 1
    assert str(file).encode() in term.raw()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    details = file.read_text()
    assert "RuntimeError: failed in" in details
    assert SECRET not in details
    assert SECRET.encode() not in term.raw()
    assert_given_back(term)


@pytest.mark.row("T7", "X11", "T8", "X12")
def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    with small(tmp_path) as term:
        term.wait_text("ready", "the app")
        term.send(b"A\xe9B\xffC")
        term.wait_text("typed A\ufffdB\ufffdC", "replacements for what was not UTF-8")
        term.send(b"\x1b[99999999999u")  # a key that is no character
        term.send("é")
        term.wait_text("B\ufffdCé", "the next key")
        term.send("q")
        assert term.wait_exit(IN_TIME) == 0


def test_an_arrow_key_in_two_pieces_over_ssh(tmp_path: Path) -> None:
    with small(tmp_path, env={"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}) as term:
        term.wait_text("ready", "the app")
        for tried in range(_TRIES):
            term.send(b"\x1b")
            time.sleep(0.13)  # the gap is the fault, no wait: longer than Textual's usual 100 ms, shorter than our 300
            term.send(b"[B")
            term.wait(lambda tried=tried: len(re.findall(r"<down>|\[B", term.text())) > tried, "what it was taken for")  # type: ignore[misc] # bound now
            if "<down>" in term.text():
                return
        raise AssertionError(f"never one key:\n{term.text()}")


def test_no_terminal(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "tests.pty.small", str(tmp_path)]
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"ssh -t HOST memories-tui" in done.stderr
    assert b"\x1b" not in done.stderr


@pytest.mark.parametrize("term_name", ["dumb", ""])
def test_a_terminal_that_cannot(tmp_path: Path, term_name: str) -> None:
    with small(tmp_path, env={"TERM": term_name}) as term:
        assert term.wait_exit(IN_TIME) == 2
        assert term.raw().startswith(b"memories-tui needs a terminal that can move its cursor")
        assert b"\x1b" not in term.raw()
