"""Which keys are asked for, what is made of the answers, and the asking itself in a real terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from textual.binding import Binding

from tests.pty.program import COMMAND, ESCAPE
from tests.pty.term import Term
from tui.commands.doctor_keys import ask
from tui.config import CHECKS
from tui.doctor.keys import Answers, Reader, mending, questions
from tui.keymap import every_binding

BINDINGS = (
    Binding("ctrl+d", "x", "Half a page down", id="list.half-down"),
    Binding("ctrl+d", "x", "Half a page down", id="table.half-down"),
    Binding("question_mark", "x", "Help", id="app.help"),
    Binding("f1", "x", "Help", id="app.help"),
    Binding("g>left_square_bracket", "x", "Tab", id="details.tab"),
    Binding("a", "x", "All", id="app.all"),
    Binding("escape", "x", "Back"),
)


def typed(*keys: str) -> Iterable[str]:
    yield from keys
    raise AssertionError("asked for more keys than were typed")


def answers(*keys: str) -> Answers:
    waiting = iter(typed(*keys))
    return ask(questions(BINDINGS), next_key=lambda: next(waiting), say=lambda _words: None)


def test_every_key_but_letters_is_asked_for_once_the_doubtful_first() -> None:
    asked = questions(BINDINGS)
    assert [question.key for question in asked] == ["ctrl+d", "f1", "escape", "left_square_bracket", "question_mark"]
    assert asked[0].ids == ("list.half-down", "table.half-down")


def test_answers() -> None:
    assert answers("ctrl+d", "n", "escape", "x", "at", "question_mark").arrived == {
        "ctrl+d": "ctrl+d",
        "f1": None,
        "escape": "escape",
        "left_square_bracket": "at",
        "question_mark": "question_mark",
    }


@pytest.mark.parametrize("twice", ["escape", "ctrl+c"])
def test_enough(twice: str) -> None:
    assert answers("ctrl+d", twice, twice).arrived == {"ctrl+d": "ctrl+d"}
    assert answers("ctrl+d", "n", "escape", "escape").arrived["escape"] == "escape"


def test_an_action_that_no_key_reaches_gets_a_letter_that_is_free() -> None:
    missing = Answers({"ctrl+d": None, "f1": None, "left_square_bracket": "at", "question_mark": "question_mark"})
    assert mending(missing, BINDINGS) == {"list.half-down": "b", "table.half-down": "b", "details.tab": "c"}
    assert mending(Answers({"ctrl+d": "ctrl+d"}), BINDINGS) == {}


def test_our_own_keys_can_be_asked_for_and_mended() -> None:
    bindings = every_binding()
    asked = questions(bindings)
    assert {"ctrl+d", "f1", "tab", "escape", "question_mark"} <= {question.key for question in asked}
    mends = mending(Answers({"ctrl+l": None}), bindings)
    assert set(mends) == {"app.redraw"}
    assert CHECKS["keys"](mends) == mends
    assert mends["app.redraw"] not in {binding.key for binding in bindings}


def test_bytes_are_read_as_the_program_reads_them() -> None:
    reader = Reader()
    assert reader.feed("\x04\x08\t\x1bOP\x1b[5~?\x1b[Z") == [
        "ctrl+d", "backspace", "tab", "f1", "pageup", "question_mark", "shift+tab"
    ]  # fmt: skip
    assert reader.feed("\x1b[9") == []
    assert reader.feed("7;5u") == ["ctrl+a"]


@pytest.mark.pty
def test_in_a_terminal() -> None:
    with Term([COMMAND, "doctor", "keys"], rows=60) as term:
        for key, name in (("\x03", "ctrl+c"), ("\x04", "ctrl+d"), ("n", "ctrl+g"), ("\x08", "ctrl+l")):
            term.wait_text(f"Press  {name} ", f"being asked for {name}")
            term.send(key)
        term.wait_text("it came as  backspace", "word of the wrong key")
        term.send(ESCAPE)
        term.send(ESCAPE)
        assert term.wait_exit() == 0
        text = re.sub(" +", " ", term.text())
        assert "ctrl+d arrives\n" in text
        assert "ctrl+g does not arrive" in text
        assert "ctrl+l arrives as backspace" in text
        assert "2 arrive, 2 do not" in text
        assert '"app.redraw" = "' in text
        assert term.left_on() == []


def test_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    from click.testing import CliRunner

    from tui.cli import main

    ended = CliRunner().invoke(main, ["doctor", "keys"])
    assert ended.exit_code == 2
    assert "needs a terminal" in ended.output
