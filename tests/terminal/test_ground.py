"""Light or dark: what the terminal answers is never taken for keys, whenever and in however many pieces it comes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.terminal.ground import AWAITED, ESCAPE_HELD, LIMIT, PIECES_HELD, Answers, choose_ground, ground_of, question

LIGHT_ANSWER = b"\x1b]11;rgb:ffff/ffff/eeee\x1b\\"
DARK_ANSWER = b"\x1b]11;rgb:14/16/1d\x07"


@pytest.mark.parametrize(
    ("colour", "ground"),
    [
        (b"rgb:0000/0000/0000", "dark"),
        (b"rgb:ffff/ffff/ffff", "light"),
        (b"rgb:00/2b/36", "dark"),
        (b"rgb:fd/f6/e3", "light"),
        (b"rgb:f/f/f", "light"),
        (b"rgba:0000/0000/0000/ffff", "dark"),
        (b"rgb:0000/0000/ffff", "dark"),
        (b"rgb:", None),
        (b"red", None),
        (b"", None),
    ],
)
def test_colours(colour: bytes, ground: str | None) -> None:
    assert ground_of(colour) == ground


@pytest.mark.parametrize(
    ("told", "ground"),
    [("15;0", "dark"), ("0;15", "light"), ("0;default;15", "light"), ("12;8", "dark"), ("0;7", "light"),
     ("15;default", "dark"), ("", "dark"), ("rubbish", "dark"), ("0;²", "dark")],
)  # fmt: skip
def test_the_guess(told: str, ground: str) -> None:
    assert choose_ground({"COLORFGBG": told}).ground == ground
    assert not choose_ground({"COLORFGBG": told}).is_settled


def test_the_settings_settle_it() -> None:
    guess = choose_ground({"COLORFGBG": "15;0"}, "light", wanted_by="flag")
    assert (guess.ground, guess.is_settled, guess.why) == ("light", True, "flag: background is light")


def test_multiplexers_hand_the_question_on() -> None:
    assert question({}) == "\x1b]11;?\x1b\\"
    assert question({"TMUX": "x", "STY": "y"}) == "\x1b]11;?\x1b\\\x1bPtmux;\x1b\x1b]11;?\x07\x1b\\"
    assert question({"STY": "1.pts-0"}) == "\x1bP\x1b]11;?\x07\x1b\\"


def test_an_answer_in_time() -> None:
    answers = Answers()
    answers.asked(10.0)
    assert answers.keys(LIGHT_ANSWER, 10.05) == b""
    assert answers.heard(10.05) == "light"
    assert answers.heard(10.05) is None, "it is told once"


@pytest.mark.row("T15")
def test_an_answer_too_late_changes_nothing_and_is_no_keys() -> None:
    answers = Answers()
    answers.asked(10.0)
    assert answers.keys(DARK_ANSWER, 10.0 + LIMIT + 0.01) == b""
    assert answers.heard(10.0 + LIMIT + 0.01) is None


def test_nobody_asked() -> None:
    answers = Answers()
    assert answers.keys(b"a" + DARK_ANSWER + b"b", 5.0) == b"ab"
    assert answers.heard(5.0) is None


KEYS = st.lists(st.sampled_from([b"j", b"\x1b[A", b"\x1bOP", "渋".encode(), b"\r", b"\x1b[200~x\x1b[201~", b"]11;"]))


@given(before=KEYS, after=KEYS, answer=st.sampled_from([LIGHT_ANSWER, DARK_ANSWER]), data=st.data())
def test_keys_around_an_answer_are_all_there(
    before: list[bytes], after: list[bytes], answer: bytes, data: st.DataObject
) -> None:
    """However the line cuts what comes."""
    stream = b"".join(before) + answer + b"".join(after)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(stream)))) | {0, len(stream)})
    answers = Answers()
    answers.asked(0.0)
    typed, now = b"", 0.0
    for start, end in pairwise(cuts):
        now += ESCAPE_HELD / 2 / len(cuts)
        typed += answers.keys(stream[start:end], now)
    typed += answers.keys(b"", now + PIECES_HELD + AWAITED)
    assert typed == b"".join(before + after)
    assert answers.heard(now) == ("light" if answer is LIGHT_ANSWER else "dark")


@given(st.lists(st.binary(max_size=12)))
def test_without_an_answer_nothing_is_lost(pieces: list[bytes]) -> None:
    stream = b"".join(pieces)
    answers = Answers()
    typed = b"".join(answers.keys(piece, n / 1000) for n, piece in enumerate(pieces)) + answers.keys(b"", 100.0)
    assert typed == stream or b"\x1b]11;" in stream


def test_escape_waits_only_while_an_answer_may_come() -> None:
    answers = Answers()
    assert answers.keys(b"\x1b", 1.0) == b"\x1b", "nothing was asked"
    answers.asked(1.0)
    assert answers.keys(b"\x1b", 1.1) == b""
    assert answers.keys(b"", 1.1 + ESCAPE_HELD) == b"\x1b"
    assert answers.keys(b"\x1b", 1.0 + AWAITED) == b"\x1b", "it will not come any more"
    answers.asked(20.0)
    answers.keys(LIGHT_ANSWER, 20.1)
    assert answers.keys(b"\x1b", 20.2) == b"\x1b", "it has come"


def test_an_answer_that_breaks_off_is_no_keys() -> None:
    answers = Answers()
    answers.asked(0.0)
    assert answers.keys(b"\x1b]11;rgb:ff", 0.1) == b""
    assert answers.keys(b"", 0.1 + PIECES_HELD) == b""
    assert answers.keys(b"j", 2.0) == b"j"
