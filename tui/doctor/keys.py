"""Which of the keys that we use arrive, and as what; and the keymap that mends the rest. Asks nobody itself."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from textual import events
from textual._xterm_parser import XTermParser
from textual.binding import Binding

from tui.frozen import dataclass
from tui.key_syntax import CHORD

_ORDER: Final = ("ctrl+", "f", "shift+", "page", "home", "end")
"""What terminals swallow most comes first."""
_ESCAPE: Final = "escape"


@dataclass(frozen=True, slots=True)
class Question:
    """A key by Textual's name, and what it is for, by the ids of its actions."""

    key: str
    title: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What came: by key, the name under which it arrived; None where nothing did."""

    arrived: Mapping[str, str | None]

    @property
    def missing(self) -> frozenset[str]:
        return frozenset(key for key, came in self.arrived.items() if came != key)


def questions(bindings: Iterable[Binding]) -> tuple[Question, ...]:
    """One for each key that is no plain letter or digit (those arrive everywhere), the doubtful ones first."""
    ids: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for binding in bindings:
        for key in binding.key.split(CHORD):
            if len(key) > 1:
                ids.setdefault(key, []).extend([binding.id] if binding.id else [])
                titles.setdefault(key, binding.description)
    asked = [Question(key, titles[key], tuple(dict.fromkeys(ids[key]))) for key in ids]
    return tuple(sorted(asked, key=lambda question: _doubt(question.key)))


def _doubt(key: str) -> tuple[int, str]:
    is_function = key[0] == "f" and key[1:].isdigit()
    rank = next((n for n, start in enumerate(_ORDER) if key.startswith(start) and (start != "f" or is_function)), 99)
    return rank, key


def mending(answers: Answers, bindings: Sequence[Binding]) -> dict[str, str]:
    """For each action none of whose keys arrives: a letter that nothing else uses. By action id."""
    keys: dict[str, set[str]] = {}
    for binding in bindings:
        if binding.id:
            keys.setdefault(binding.id, set()).add(binding.key)
    used = {key for binding in bindings for key in binding.key.split(CHORD)}
    free = iter(letter for letter in string.ascii_letters if letter not in used)
    chosen: dict[frozenset[str], str] = {}
    found: dict[str, str] = {}
    for action, its in keys.items():
        if all(set(key.split(CHORD)) & answers.missing for key in its):
            letter = chosen.get(frozenset(its)) or next(free, "")
            if letter:
                chosen[frozenset(its)] = found[action] = letter
    return found


class Reader:
    """Bytes of a terminal to names of keys, as the program itself reads them.

    Private names of Textual: `_xterm_parser.XTermParser`.
    """

    def __init__(self) -> None:
        self._parser = XTermParser()

    def feed(self, text: str) -> list[str]:
        """The keys that are whole now."""
        messages = [message for piece in text for message in self._parser.feed(piece)]
        return [message.key for message in messages if isinstance(message, events.Key)]

    def tick(self) -> list[str]:
        """The keys that became whole because nothing followed: Escape."""
        return [message.key for message in self._parser.tick() if isinstance(message, events.Key)]
