"""What a terminal, a shell and a multiplexer do to the real program: it goes on, and looks right afterwards."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pty.program import COMMAND, ENTER, ESCAPE, IN_TIME, Home, Service, descendants, press_escape, serving
from tests.pty.term import Term

pytestmark = [pytest.mark.pty, pytest.mark.timeout(480)]

MEGABYTE = 1 << 20
PROMPT = "ready>"
SHELL = ("bash", "--norc", "--noprofile", "-i")
BEGIN_PASTE, END_PASTE = b"\x1b[200~", b"\x1b[201~"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "person").mkdir()
    return Home(tmp_path / "person")


@pytest.fixture(scope="module")
def some() -> Iterator[Service]:
    """A library of forty videos, which are the same as long as it lives."""
    with serving("--videos", "40", "--index-seconds", "0") as service:
        yield service


@pytest.mark.row("T7", "T8", "T9", "T11", "X11", "X12", "X26", "X34")
def test_one_program_stands_every_kind_of_input_and_size(home: Home, some: Service) -> None:
    with home.start(some, env={"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}) as term:
        term.wait_text("40 in the library", "the library")
        for noise in (b"\x00", b"\xe9\xff", b"\xe6\x97", b"\x1b[999999999999u", b"\x1b[48;0;0;0;0t"):
            term.send(noise)
        _types_and_goes_back(term, "after bytes that are no text")
        # Into a list, which takes nothing of it, not even the keys that it looks like.
        term.send(BEGIN_PASTE + b"q\n\x03" * (MEGABYTE // 3) + END_PASTE)
        _types_and_goes_back(term, "after a megabyte that was pasted into a list")
        for columns, rows in ((0, 0), (1, 1), (20, 5), (1000, 300), (100, 30)):
            term.resize(columns, rows)
        term.wait(lambda: term.text().splitlines()[-1].rstrip().endswith("? Help"), "the footer at the bottom", 20)
        _types_and_goes_back(term, "after all sizes")
        # What is pasted and never ended swallows every key; hanging up is what is left.
        term.send(BEGIN_PASTE + b"half")
        term.send("q")
        term.hang_up()
        assert term.wait_exit(IN_TIME * 2) == 129


def _types_and_goes_back(term: Term, when: str) -> None:
    """Keys are keys, and a bare escape acts."""
    term.send("/")
    term.wait_text("tag: has the tag", f"the line to type in, {when}", 20)
    term.send(BEGIN_PASTE + b"one\ntwo" + END_PASTE)
    term.wait_text("one two", "what was pasted, as one line")
    press_escape(term, "/ to search", f"the list, {when}")


@pytest.mark.slow
@pytest.mark.row("T12", "X27")
def test_stopped_in_a_shell_again_and_again_and_resized_meanwhile(home: Home, some: Service) -> None:
    with home.start(some, argv=SHELL, env={"PS1": PROMPT + " "}) as term:
        term.wait_text(PROMPT, "the shell")
        at_a_prompt = term.left_on()
        term.send(COMMAND + ENTER)
        term.wait_text("40 in the library", "the library")
        program = next(descendants(term.pid))
        for columns, rows in ((80, 24), (120, 36), (100, 30)):
            _stop(term, program)
            term.wait(lambda: term.left_on() == at_a_prompt, "the terminal as the shell wants it")
            term.resize(columns, rows)
            term.send("fg" + ENTER)
            term.wait(lambda: "? Help" in term.text().splitlines()[-1], "the program in its new size")
            term.send("jk")
        term.send("q")
        term.wait(lambda: term.left_on() == at_a_prompt, "the terminal as the shell wants it")
        term.send("echo code-$?-" + ENTER)
        term.wait_text("code-0-", "a good end")
        term.send("exit" + ENTER)
        term.wait_exit(IN_TIME)


def _stop(term: Term, program: int) -> None:
    """As `kill -TSTP` does from another terminal."""
    stat = Path(f"/proc/{program}/stat")
    subprocess.run(["kill", f"-{signal.SIGTSTP.value}", str(program)], check=True)
    term.wait(lambda: stat.read_text(encoding="ascii").rpartition(")")[2].split()[0] == "T", "the program standing")
    term.wait_text("Stopped", "the shell telling of it")


@pytest.mark.row("T13")
def test_a_multiplexer_that_is_left_and_joined_in_another_size(home: Home, some: Service) -> None:
    tmux = _multiplexer(home)
    with home.start(some, argv=(*tmux, "new-session", COMMAND), env={"TERM": "xterm-256color"}) as term:
        term.wait_text("40 in the library", "the library")
        subprocess.run([*tmux, "detach-client"], check=True, env=_environment(home))
        assert term.wait_exit(IN_TIME) == 0
    with home.start(some, argv=(*tmux, "attach"), columns=70, rows=20) as term:
        term.wait_text("? Help", "the program in its new size")
        term.wait(lambda: re.search(r"● \w", term.text()) is not None, "its rows")
        assert all(len(line) <= 70 for line in term.text().splitlines())
        term.send("/")
        term.wait_text("tag: has the tag", "the line to type in")
        term.send(ESCAPE)
        term.wait_text("/ to search", "the list, since an escape of the multiplexer is one")
        term.send("q")
        assert term.wait_exit(IN_TIME * 2) == 0


def _multiplexer(home: Home) -> tuple[str, ...]:
    try:
        subprocess.run(["tmux", "-V"], check=True, capture_output=True)
    except OSError:
        pytest.skip("there is no tmux here")
    return ("tmux", "-S", str(home.folder / "socket"), "-f", "/dev/null")


def _environment(home: Home) -> dict[str, str]:
    return home.environment | {"PATH": "/usr/local/bin:/usr/bin:/bin"}


@pytest.mark.row("T15")
def test_what_is_wrong_is_said_before_the_terminal_is_asked_anything(home: Home, some: Service) -> None:
    """An answer to a question that nobody waits for any more would be typed into the shell."""
    settings = home.folder / "settings.toml"
    settings.write_text("read_only = 3\n")
    with home.start(some, "--config", str(settings), columns=200) as term:
        assert term.wait_exit(IN_TIME) == 2
        assert "read_only must be true or false" in term.text()
        assert b"\x1b" not in term.raw()
