"""Plain lines in a terminal that can do nothing else: not one escape byte, and the same ways out as ever."""

from __future__ import annotations

import pytest

from tests.clips import make_clip
from tests.pty.program import CTRL_C, IN_TIME, Home, Service
from tests.pty.term import Term

pytestmark = pytest.mark.pty

DUMB = {"TERM": "dumb"}


def said(term: Term) -> str:
    return term.raw().decode().replace("\r\n", "\n")


def wait(term: Term, words: str, what: str, *, times: int = 1) -> None:
    term.wait(lambda: said(term).count(words) >= times, what)


def test_a_dumb_terminal_gets_lines_and_no_escape(home: Home, demo: Service) -> None:
    with home.start(demo, "--linear", env=DUMB) as term:
        wait(term, "15 quit.", "the first question")
        term.send("filter tag:iceland\n")
        wait(term, "1–20 of 28 that match", "an answer", times=1)
        term.send("details 1\n")
        wait(term, "Number ", "the facts")
        interrupt_twice(term, asked=3)
        assert term.wait_exit(IN_TIME) == 0
        assert b"\x1b" not in term.raw()
        assert term.left_on() == []


def interrupt_twice(term: Term, asked: int) -> None:
    """Ctrl+c, and once more as soon as the question is there again; `asked`: how often it was before.

    Two that a busy machine has kept apart for longer than they may be are followed by a third.
    """

    def out() -> bool:
        nonlocal asked
        if said(term).count("15 quit.") >= asked and term.running:
            asked += 1
            term.send(CTRL_C)
        return not term.running

    term.wait(out, "the end")
    assert said(term).count("Press ctrl+c again to leave.") == asked - 4


def test_the_refusal_offers_it(home: Home, demo: Service) -> None:
    with home.start(demo, env=DUMB) as term:
        assert term.wait_exit(IN_TIME) == 2
        assert "memories-tui --linear" in said(term)
        assert b"\x1b" not in term.raw()


def test_the_end_of_the_input_leaves(home: Home, demo: Service) -> None:
    with home.start(demo, env=DUMB | {"ACCESSIBLE": "1"}) as term:
        wait(term, "15 quit.", "the first question")
        term.send("\x04")
        assert term.wait_exit(IN_TIME) == 0


def test_an_upload_by_hand(home: Home, demo: Service) -> None:
    make_clip(home.folder / "two.mp4", 1)
    with home.start(demo, "--linear", env=DUMB) as term:
        wait(term, "15 quit.", "the first question")
        term.send("upload two.mp4\n")
        for question in ("Tags,", "Camera;", "When it", "Where,", "What the", "Shall the"):
            wait(term, question, "a field")
            term.send("\n")
        wait(term, "1 send, 2 cancel", "the last question")
        term.send("1\nwatch\n")
        wait(term, "two.mp4: ready as VI", "the upload watched to its end")
        term.send("quit\n")
        assert term.wait_exit(IN_TIME) == 0
        assert b"\x1b" not in term.raw()
