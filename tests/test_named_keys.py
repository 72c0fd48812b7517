"""No sentence names a key that somebody may have moved: whatever names one asks which it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import Final

import pytest

import tui
from tui.api.values import Weather
from tui.keymap import displaced, every_binding
from tui.library.query import Query
from tui.library.values import SyncState
from tui.linear.run import MENU
from tui.linear.session import WORDS
from tui.pressing import OPENERS, name_keys, press
from tui.screens.alike import why_no_next
from tui.screens.library_words import Surroundings, empty_words
from tui.widgets.commands import own_words

_PARTS: Final = ("widgets", "screens", "palette", "doctor")
_SOURCES: Final = Path(tui.__file__).parent
_LETTERS: Final = r"[b-zB-HJ-Z]|[gfsyz] [a-zA-Z!]|press a\b"
_NAMED: Final = r"esc|enter|tab|space|ctrl\+[a-z]"
_MARKS: Final = r"[!?/*+_#.:-]"
_KEY: Final = re.compile(
    rf"(?<![\w'’./<…-])(?:{_LETTERS}|{_NAMED})(?![\w'’(=/.:-]\w|[\w=(/])|(?:^|(?<=[\s,]))(?:{_MARKS})(?=\s[a-z])"
)
_UNIT: Final = re.compile(r"\x00 (?:s|h|d|y|m|min|N)\b|%[a-zA-Z]|%\(\w+\)s|> \x00 d|999 y|EOS 5D|e\.g\.|C\.")
_FIXED: Final = (
    "enter · ", "enter runs", "enter tries it", "enter does it", "enter keeps · ", "enter deletes", "press enter",
    " (enter)", "enter makes it", "ctrl+c stops: the rest", "(a space,",
    'a key such as "r", "ctrl+r", "g>r" (two in turn) or "r,f5" (either)', '"space" go by their names',
)  # fmt: skip
"""Enter where a line of text is sent off, answers to a question, and examples: none of them has a name in [keys]."""


def _strings(source: str) -> Iterator[tuple[int, str]]:
    """Every string that may be seen, values in it as NUL: no names of commands or keys, no comments, no styles."""
    tree = ast.parse(source)
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            hidden = [*node.args, *(each.value for each in node.keywords if each.arg != "tooltip")]
            if called in {"press", "Binding", "compile"}:
                skipped.update(id(each) for argument in hidden for each in ast.walk(argument))
        if isinstance(node, ast.JoinedStr) and id(node) not in skipped:
            skipped.update(id(each) for each in node.values)
            parts = (each.value if isinstance(each, ast.Constant) else "\0" for each in node.values)
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.lineno, node.value


def _sentences() -> Iterator[tuple[str, str]]:
    files = [*_SOURCES.glob("*.py"), *(each for part in _PARTS for each in (_SOURCES / part).rglob("*.py"))]
    for file in files:
        for line, text in _strings(file.read_text()):
            if " " in text and "{ " not in text and "{\n" not in text:
                yield f"{file.relative_to(_SOURCES)}:{line}", text


def test_no_sentence_names_a_key_by_itself() -> None:
    found = []
    for where, text in _sentences():
        left = _UNIT.sub("", text)
        for fixed in _FIXED:
            left = left.replace(fixed, "")
        if _KEY.search(left):
            found.append(f"{where}: {text!r}")
    assert not found, "\n".join(found)


def _asked() -> Iterator[tuple[str, str, str]]:
    """Where `press` is asked, for which command, and under which usual key."""
    for file in _SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "press":
                command, usual = (each.value for each in node.args if isinstance(each, ast.Constant))
                yield f"{file.relative_to(_SOURCES)}:{node.lineno}", str(command), str(usual)


def test_the_usual_key_of_a_sentence_is_the_one_that_its_command_has() -> None:
    ways: dict[str, set[str]] = {}
    for binding in every_binding():
        ways.setdefault(binding.id or "", set()).update(own_words({"it": binding.key}).values())
    asked = tuple(_asked())
    assert len(asked) > 90
    assert [each for each in asked if each[2] not in ways.get(each[1], ())] == []


def _with_keys(own: Mapping[str, str], say: Callable[[], str]) -> str:
    def said() -> str:
        name_keys(own)
        return say()

    return copy_context().run(said)


def test_with_every_key_another_one_every_sentence_names_that() -> None:
    moved = {binding.id: f"<{binding.id}>" for binding in every_binding() if binding.id}
    for where, command, usual in _asked():
        assert _with_keys(moved, partial(press, command, usual)) == f"<{command}>", where


@pytest.mark.parametrize(
    ("say", "said"),
    [
        (why_no_next, "<move.down> and <move.up> go from one to the next. <library.next> is for the details"),
        (lambda: empty_words(Query(), SyncState(synced_at=1.0), Surroundings()), "<app.upload> uploads the first"),
        (
            lambda: empty_words(Query(), SyncState(weather=Weather("No line.", season="offline")), Surroundings()),
            "<library.refresh> tries now · <app.doctor> looks for the cause",
        ),
    ],
)
def test_words_of_the_list_name_moved_keys(say: Callable[[], str], said: str) -> None:
    moved = {binding.id: f"<{binding.id}>" for binding in every_binding() if binding.id}
    assert said in _with_keys(moved, say)


def test_a_chord_begins_with_the_key_that_opens_it_now() -> None:
    assert _with_keys({"app.go": "%"}, lambda: press("app.doctor", "g h")) == "% h"
    assert _with_keys({"app.go": "%", "app.doctor": "f5"}, lambda: press("app.doctor", "g h")) == "f5"
    openers = {binding.id for binding in every_binding() if "chord('" in binding.action}
    assert {opener for those in OPENERS.values() for opener in those} == openers - {"library.alike"}


def test_a_command_whose_key_somebody_gave_away_goes_by_its_name() -> None:
    lost = displaced({"library.refresh": "u"})
    assert lost == {"app.upload": "“Upload” (:)"}
    assert _with_keys(lost, lambda: press("app.upload", "u")) == "“Upload” (:)"
    assert displaced({"library.refresh": "number_sign"}) == {}, "its first key is still there"


def test_without_keys_sentences_name_the_words_that_are_typed() -> None:
    assert WORDS.keys() <= {binding.id for binding in every_binding()}
    assert {word.split()[0] for word in WORDS.values()} <= {choice.word for choice in MENU}
    assert _with_keys(WORDS, lambda: press("jobs.retry", "r")) == "jobs retry"
