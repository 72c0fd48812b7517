"""Lines out, lines in: nothing that moves a cursor, and every question says what may be answered."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import Final, TextIO

from tui.frozen import dataclass
from tui.text import safe_text

_LONGEST: Final = 20_000


class Ended(Exception):
    """There is nothing more to read, or nobody reads what is written: both leave."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be answered: by its number, its word, or the beginning of that."""

    word: str
    means: str = ""
    """Said in help."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was chosen, and what was written behind it."""

    word: str
    rest: str = ""


class Console:
    """Whoever reads and writes the lines. `interactive`: a person, not a script."""

    def __init__(self, source: TextIO | None = None, target: TextIO | None = None) -> None:
        self._source = sys.stdin if source is None else source
        self._target = sys.stdout if target is None else target
        if isinstance(self._target, io.TextIOWrapper):
            self._target.reconfigure(errors="backslashreplace")
        if isinstance(self._source, io.TextIOWrapper):
            self._source.reconfigure(errors="surrogateescape")
        self.interactive = self._source is not None and self._source.isatty()

    def say(self, words: object = "") -> None:
        """One line, made safe here."""
        self._write(safe_text(words, _LONGEST) + "\n")

    def ask(self, question: str) -> str:
        """A line of an answer, without blanks around it. Raises Ended, and KeyboardInterrupt for ctrl+c."""
        self._write(safe_text(question, _LONGEST) + " ")
        line = self._source.readline() if self._source is not None else ""
        if not line:
            self._write("\n")
            raise Ended
        if not self.interactive:
            self._write(safe_text(line.rstrip("\n"), _LONGEST) + "\n")
        return line.strip()

    def choose(self, choices: Sequence[Choice], *, question: str = "Choose:") -> Answer | None:
        """One of the choices; None, said, where the answer is none of them."""
        named = ", ".join(f"{n} {choice.word}" for n, choice in enumerate(choices, 1))
        text = self.ask(f"{question} {named}.")
        answer = read(text, choices)
        if answer is None and text:
            self.say(f"“{text}” is none of them: answer with a number or a word.")
        return answer

    def _write(self, text: str) -> None:
        try:
            self._target.write(text)
            self._target.flush()
        except OSError:
            raise Ended from None


def read(text: str, choices: Sequence[Choice]) -> Answer | None:
    """What a typed line chooses: `3`, `list`, `li`, or any of them with more behind it."""
    word, _, rest = text.partition(" ")
    if word.isascii() and word.isdigit():
        place = int(word[:6]) - 1
        return Answer(choices[place].word, rest.strip()) if 0 <= place < len(choices) else None
    exact = [choice for choice in choices if choice.word == word.lower()]
    near = [choice for choice in choices if word and choice.word.startswith(word.lower())]
    found = exact or near[:1]
    return Answer(found[0].word, rest.strip()) if found else None
