"""Who is stopped, by a key or by force, and goes on: the shell has its terminal, then we, and the shell once more."""

from __future__ import annotations

import signal
from functools import partial
from pathlib import Path

import pytest

from tests.pty.guarding import IN_TIME, assert_given_back, small
from tests.pty.term import Term

pytestmark = pytest.mark.pty


@pytest.mark.row("T12", "X27")
def test_suspended_and_resumed(tmp_path: Path) -> None:
    with small(tmp_path) as term:
        term.wait_text("ready", "the app")
        term.send("s")
        term.wait(lambda: state_of(term.pid) == "T", "the process being stopped")
        term.wait(lambda: not term.left_on(), "the terminal as it was")
        term.kill(signal.SIGCONT)
        term.wait_text("ready", "the app again")
        term.send("A")
        term.wait_text("typed A", "a key")
        term.send("q")
        assert term.wait_exit(IN_TIME) == 0
        assert_given_back(term)


@pytest.mark.row("T12")
def test_stopped_by_force_and_gone_on_with(tmp_path: Path) -> None:
    """What a SIGSTOP leaves to a shell is not what the terminal was: it is asked for again, and given back once."""
    with small(tmp_path) as term:
        term.wait_text("ready", "the app")
        for key, shown, after in (("A", b"ready", "typed A"), ("B", b"typed A", "typed AB")):
            term.kill(signal.SIGSTOP)
            term.wait(lambda: state_of(term.pid) == "T", "the process being stopped")
            before = len(term.raw())
            term.kill(signal.SIGCONT)
            term.wait(partial(_is_there, term, before, shown), "the app painted again")
            term.send(key)
            term.wait_text(after, "a key")
        term.send("q")
        assert term.wait_exit(IN_TIME) == 0
        assert_given_back(term)


def test_a_terminal_that_vanishes_while_it_is_stopped(tmp_path: Path) -> None:
    with small(tmp_path) as term:
        term.wait_text("ready", "the app")
        term.kill(signal.SIGSTOP)
        term.wait(lambda: state_of(term.pid) == "T", "the process being stopped")
        (tmp_path / "enough").touch()
        term.hang_up()
        assert term.wait_exit(IN_TIME) == 129
        assert not (tmp_path / "crashes").exists(), "nothing is made of the terminal that is gone"


def _is_there(term: Term, since: int, words: bytes) -> bool:
    return words in term.raw()[since:]


def state_of(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
