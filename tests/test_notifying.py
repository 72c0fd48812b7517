"""Who waited long is told when it is done: once, gathered, and in a sequence that holds nothing but words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.api.values import UploadForm
from tui.config import Config
from tui.notifying import Waiting, Way, best, sequence
from tui.uploads.job import Job, State

JOB = Job("1", "/videos/clip.mp4", False, "clip.mp4", UploadForm(), state=State.SENDING, created=1_000.0)


def ended(job: Job, state: State = State.READY, at: float = 1_090.0) -> Job:
    return replace(job, state=state, finished=at)


def test_what_took_long_is_told_once() -> None:
    waiting = Waiting(60)
    assert not waiting.see([JOB], 1_000.0)
    assert waiting.see([ended(JOB)], 1_090.0) == "clip.mp4 is ready"
    assert not waiting.see([ended(JOB)], 1_091.0)


def test_what_took_no_time_was_finished_before_or_cancelled_is_not_told() -> None:
    waiting = Waiting(60)
    old = ended(replace(JOB, id="0"))
    assert not waiting.see([old, JOB, replace(JOB, id="2")], 1_000.0)
    assert not waiting.see([old, ended(JOB, at=1_030.0), ended(replace(JOB, id="2"), State.CANCELLED)], 1_090.0)


def test_many_that_end_one_after_the_other_are_gathered() -> None:
    waiting = Waiting(60)
    jobs = [replace(JOB, id=f"{n}") for n in range(10)]
    told: list[str] = []
    waiting.see(jobs, 1_000.0)
    for n in range(10):
        jobs[n] = ended(jobs[n], State.FAILED if n == 9 else State.READY, at=1_100.0 + n)
        told.append(waiting.see(jobs, 1_100.0 + n))
    assert [words for words in told if words] == ["clip.mp4 is ready", "9 uploads are done: 8 ready, 1 failed"]


@pytest.mark.parametrize(
    ("environ", "way"),
    [
        ({"TERM_PROGRAM": "iTerm.app"}, "osc9"),
        ({"TERM": "xterm-kitty"}, "osc9"),
        ({"LC_TERMINAL": "iTerm2", "SSH_CONNECTION": "1 2 3 4"}, "osc9"),
        ({"TERM": "foot"}, "osc777"),
        ({"TERM": "rxvt-unicode-256color"}, "osc777"),
        ({"TERM": "xterm-256color"}, "bell"),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/tmux,1,0", "LC_TERMINAL": "iTerm2"}, "bell"),
        ({}, "bell"),
    ],
)
def test_the_best_that_a_terminal_is_known_to_show(environ: dict[str, str], way: Way) -> None:
    assert best(environ) == way


def test_nobody_is_told_who_did_not_ask_for_it() -> None:
    assert Config().notify == "off"
    assert Config().notify_after_seconds == 60


def test_each_way_in_and_out_of_a_multiplexer() -> None:
    assert not sequence("off", "done", {})
    assert sequence("bell", "done", {"TMUX": "x"}) == "\x07"
    assert sequence("osc9", "done", {}) == "\x1b]9;memories-tui: done\x07"
    assert sequence("osc777", "done", {}) == "\x1b]777;notify;memories-tui;done\x07"
    assert sequence("osc9", "done", {"TMUX": "x"}) == "\x1bPtmux;\x1b\x1b]9;memories-tui: done\x07\x1b\\"
    assert sequence("osc9", "done", {"STY": "x"}) == "\x1bP\x1b]9;memories-tui: done\x07\x1b\\"


@given(st.text(max_size=400))
def test_no_text_gets_out_of_its_sequence(text: str) -> None:
    for way, form in (
        ("osc9", r"\x1b\]9;memories-tui: [^\x00-\x1f\x7f-\x9f;]*\x07"),
        ("osc777", r"\x1b\]777;notify;memories-tui;[^\x00-\x1f\x7f-\x9f;]*\x07"),
    ):
        assert re.fullmatch(form, sequence(way, text, {})), repr(text)  # type: ignore[arg-type] # these are ways
