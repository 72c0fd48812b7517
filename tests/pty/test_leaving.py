"""Leaving while uploads are under way: in a shell, in a terminal without one, and with the line cut after that."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.clips import make_clip, padded
from tests.pty.gate import Gate, gated
from tests.pty.program import COMMAND, CTRL_C, ENTER, IN_TIME, Home, Service, answer, descendants, leave, send_clip
from tests.pty.term import Term
from tui.local.store import Store

pytestmark = pytest.mark.pty

SHELL = ("bash", "--norc", "--noprofile", "-i")
PROMPT = "ready>"
BYTES = 64 << 20


@pytest.fixture
def held(home: Home) -> Iterator[tuple[Service, Gate]]:
    """A service that reads only the beginning of an upload until it is let, and a clip to send."""
    padded(make_clip(home.folder / "half.mp4"), BYTES)
    with Store() as store, gated(store) as (service, gate):
        gate.reading.clear()
        yield service, gate


@contextmanager
def asked(term: Term, gate: Gate) -> Iterator[None]:
    """Sends the clip, leaves, and is before the question; afterwards the service has read it once."""
    term.wait_text("u Upload", "the program")
    send_clip(term, "half.mp4")
    term.wait_text("↑ sending", "the bytes on their way")
    term.wait(lambda: gate.begun == 1, "the service reading")
    term.send("\x1b")
    term.wait_text("? Help", "the library")
    term.send("q")
    term.wait_text("Uploads are under way", "the question")
    assert "half.mp4" in term.text()
    yield


def ask_again(term: Term, command: str, then: Callable[[], bool], what: str) -> None:
    """Asks the shell until it has heard of it: what was stopped goes on when somebody else sees that it stands."""
    due = time.monotonic()

    def happened() -> bool:
        nonlocal due
        if time.monotonic() >= due:
            term.send(command)
            due = time.monotonic() + 0.5
        return then()

    term.wait(happened, what)


def says(term: Term, words: str) -> Callable[[], bool]:
    return lambda: words in term.text()


def test_in_a_shell_the_prompt_is_back_and_the_upload_goes_on(home: Home, held: tuple[Service, Gate]) -> None:
    service, gate = held
    with home.start(service, argv=SHELL, env={"PS1": PROMPT + " "}) as term:
        term.wait_text(PROMPT, "the shell")
        at_a_prompt = term.left_on()
        term.send(COMMAND + ENTER)
        with asked(term, gate):
            (program,) = (pid for pid in descendants(term.pid) if pid in set(_children(term.pid)))
            answer(term, "b", says(term, "1 upload on the way: finished in the background"), "what happens now")
        term.wait(lambda: term.text().rstrip().endswith(PROMPT), "the prompt again")
        term.wait(lambda: term.left_on() == at_a_prompt, "the terminal as the shell wants it")
        term.send("echo back-$((40+2))" + ENTER)
        term.wait_text("back-42", "the shell taking commands")
        ask_again(term, "jobs" + ENTER, says(term, "Running"), "the program, as a job of the shell that runs")
        assert service.named("half") == []
        gate.reading.set()
        term.wait(lambda: len(service.named("half")) == 1, "the whole file at the service")
        term.wait(lambda: program not in set(_children(term.pid)), "the program at its end")
        assert gate.begun == 1, "it was never begun anew"
        term.send(ENTER)
        term.wait_text("Done", "the shell telling of a good end")
        term.send("exit" + ENTER)
        term.wait_exit(IN_TIME)
    (known,) = journal_of(home, service)
    assert known["state"] in {"indexing", "ready"}
    assert known["video_no"] == service.named("half")[0]["video_no"]


def journal_of(home: Home, service: Service) -> list[dict[str, Any]]:
    """What `memories-tui jobs` tells."""
    env = {**os.environ, **home.environment, "MEMORIES_API_HOST": service.url, "MEMORIES_API_KEY": service.key}
    told = subprocess.run([COMMAND, "jobs", "--json"], env=env, stdout=subprocess.PIPE, check=True, text=True)
    return [json.loads(line) for line in told.stdout.splitlines()]


def _children(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(child) for child in file.read().split()]


def test_without_a_shell_it_is_finished_in_the_terminal(home: Home, held: tuple[Service, Gate]) -> None:
    service, gate = held
    with home.start(service) as term:
        with asked(term, gate):
            answer(term, "b", says(term, "No shell takes this terminal back"), "what happens now")
        assert term.left_on() == []
        gate.reading.set()
        assert term.wait_exit() == 0
        assert "All of them are sent." in term.text()
    assert (gate.begun, len(service.named("half"))) == (1, 1)


@pytest.mark.row("U4")
def test_a_window_that_is_closed_after_that_changes_nothing(home: Home, held: tuple[Service, Gate]) -> None:
    service, gate = held
    with home.start(service) as term:
        with asked(term, gate):
            answer(term, "b", says(term, "The window may be closed"), "what happens now")
        term.hang_up()
        gate.reading.set()
        assert term.wait_exit() == 0
    assert (gate.begun, len(service.named("half"))) == (1, 1)


@pytest.mark.row("U5")
def test_ctrl_c_leaves_the_rest_to_the_next_start(home: Home, held: tuple[Service, Gate]) -> None:
    service, gate = held
    with home.start(service) as term:
        with asked(term, gate):
            answer(term, "b", says(term, "ctrl+c stops"), "what happens now")
        term.send(CTRL_C)
        assert term.wait_exit(IN_TIME) == 0
        assert "1 upload left: they go on at the next start." in term.text()
    assert service.named("half") == []


def test_pause_and_quit(home: Home, held: tuple[Service, Gate]) -> None:
    service, gate = held
    with home.start(service) as term:
        with asked(term, gate):
            answer(term, "s", lambda: "Uploads are under way" not in term.text(), "the question gone")
        term.send("q")
        term.wait_text("Uploads are under way", "the question again")
        answer(term, "p", lambda: "Uploads are under way" not in term.text(), "the answer")
        assert term.wait_exit(IN_TIME) == 0
        assert term.left_on() == []
    gate.reading.set()
    with home.start(service) as term:
        term.wait_text("u Upload", "the program")
        term.send("w")
        term.wait_text("‖ paused", "it waits")
        term.send("P")
        term.wait_text("● ready", "the upload done")
        term.send("q")
        term.wait_text("● half", "its row, ready")
        leave(term)
    assert len(service.named("half")) == 1
