"""What is asked before Textual is imported: may we run here, and with which settings."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.terminal.fitness import fitness, over_ssh, prepare_environment


@pytest.fixture
def tty() -> Iterator[int]:
    near, far = os.openpty()
    yield far
    os.close(near)
    os.close(far)


def test_a_terminal_will_do(tty: int) -> None:
    assert fitness({"TERM": "xterm-256color"}, stdin=tty, stdout=tty) is None


@pytest.mark.parametrize("piped", ["stdin", "stdout"])
def test_a_pipe_will_not(tty: int, piped: str) -> None:
    read_end, write_end = os.pipe()
    ends = {"stdin": tty, "stdout": tty, piped: read_end}
    assert "ssh -t HOST memories-tui" in (fitness({"TERM": "xterm"}, **ends) or "")
    os.close(read_end)
    os.close(write_end)


@pytest.mark.parametrize(
    ("environ", "found"),
    [({}, "TERM is not set"), ({"TERM": ""}, "TERM is not set"), ({"TERM": "dumb"}, "TERM is dumb")],
)
def test_a_terminal_that_cannot_move_its_cursor(tty: int, environ: dict[str, str], found: str) -> None:
    assert found in (fitness(environ, stdin=tty, stdout=tty) or "")


def test_over_ssh_there_are_few_frames_and_patience_for_escape() -> None:
    environ = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22", "TEXTUAL_FPS": "30"}
    assert over_ssh(environ)
    prepare_environment(environ)
    assert environ["ESCDELAY"] == "300"
    assert environ["TEXTUAL_ANIMATIONS"] == "none"
    assert environ["TEXTUAL_SMOOTH_SCROLL"] == "0"
    assert environ["TEXTUAL_FPS"] == "30", "what the person has set stays"


def test_at_the_machine_itself_nothing_is_set() -> None:
    environ = {"TERM": "xterm"}
    prepare_environment(environ)
    assert environ == {"TERM": "xterm"}


def test_asking_imports_nothing_of_textual() -> None:
    asked = (
        "import sys, os; from tui.terminal.fitness import fitness, prepare_environment; fitness();"
        "prepare_environment(dict(os.environ)); sys.exit('textual' in sys.modules or 'rich' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", asked], cwd=root, check=False).returncode == 0
