"""Light or dark: what lies behind our letters, guessed at first and then heard from the terminal itself.

The terminal is asked by OSC 11 (xterm's control sequences), and answers among the keys: whenever that may be, in
however many pieces, nothing of it is ever taken for keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from tui.frozen import dataclass

Ground = Literal["dark", "light"]

LIMIT: Final = 0.2
"""Seconds after which an answer changes nothing any more: who has begun to look is not to be dazzled."""
AWAITED: Final = 3.0
"""Seconds after the question in which a lone Escape may be the first byte of the answer."""
ESCAPE_HELD: Final = 0.1
"""Seconds for which such an Escape is kept; the rest of an answer follows it at once."""
PIECES_HELD: Final = 1.0
"""Seconds for which what can only be an answer waits for its end."""

_ASKED: Final = "\x1b]11;?\x1b\\"
_ASKED_THROUGH_TMUX: Final = "\x1bPtmux;\x1b\x1b]11;?\x07\x1b\\"
_ASKED_THROUGH_SCREEN: Final = "\x1bP\x1b]11;?\x07\x1b\\"
_ANSWER: Final = re.compile(rb"\x1b\]11;([^\x07\x1b\x9c]{0,64})(?:\x07|\x1b\\|\x9c)")
_BEGUN: Final = re.compile(rb"\x1b(?:\](?:1(?:1(?:;[^\x07\x1b\x9c]{0,64}\x1b?)?)?)?)?\Z")
_COLOUR: Final = re.compile(rb"rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})")


@dataclass(frozen=True, slots=True)
class Guess:
    """A ground, and what told us."""

    ground: Ground
    why: str
    is_settled: bool = False
    """Whether the terminal need not be asked."""


def choose_ground(environ: Mapping[str, str], wanted: str = "auto", *, wanted_by: str = "the settings") -> Guess:
    """What to begin with. `wanted`: `light` or `dark`, which is then so; or `auto`.

    COLORFGBG is set by rxvt, Konsole and others: the last number is the colour of the ground.
    """
    if wanted in {"light", "dark"}:
        return Guess("light" if wanted == "light" else "dark", f"{wanted_by}: background is {wanted}", is_settled=True)
    colours = environ.get("COLORFGBG", "")
    ground = colours.rpartition(";")[2]
    if ground.isascii() and ground.isdigit():
        return Guess("light" if int(ground) in {7, *range(9, 16)} else "dark", f"COLORFGBG is {colours[:20]}")
    return Guess("dark", "most terminals are")


def question(environ: Mapping[str, str]) -> str:
    """What asks the terminal.

    GNU screen does not know the answer, and hands the question on in an envelope. So does a tmux before 3.4, if its
    option allow-passthrough is on; a later one answers by itself. Two answers are as good as one.
    """
    if environ.get("TMUX"):
        return _ASKED + _ASKED_THROUGH_TMUX
    return _ASKED_THROUGH_SCREEN if environ.get("STY") else _ASKED


def ground_of(colour: bytes) -> Ground | None:
    """Of the terminal's words for its colour, as `rgb:1414/1616/1d1d`; None if they name none."""
    found = _COLOUR.match(colour)
    if found is None:
        return None
    red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in found.groups())
    return "light" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "dark"


class Answers:
    """Takes the answer out of what is typed. Times are seconds of any clock that does not go back."""

    def __init__(self) -> None:
        self._held = b""
        self._held_since = 0.0
        self._asked_at = float("-inf")
        self._is_awaited = False
        self._heard: Ground | None = None

    def asked(self, now: float) -> None:
        """The question has left."""
        self._asked_at, self._is_awaited = now, True

    def heard(self, now: float) -> Ground | None:
        """The answer, once, and only if it has come in time."""
        heard, self._heard = self._heard, None
        return heard if now - self._asked_at <= LIMIT else None

    def keys(self, data: bytes, now: float) -> bytes:
        """Of what has arrived (nothing, as time goes by), what was typed."""
        data = self._held + data
        for found in _ANSWER.finditer(data):
            self._heard, self._is_awaited = ground_of(found[1]), False
        rest = _ANSWER.sub(b"", data)
        begun = _BEGUN.search(rest)
        tail = begun[0] if begun is not None else b""
        if tail != self._held:
            self._held_since = now
        if tail and self._may_wait(tail, now):
            self._held = tail
            return rest[: -len(tail)]
        self._held = b""
        # An answer without its end is no keys either.
        return rest[: -len(tail)] if len(tail) > len(b"\x1b]11") else rest

    def _may_wait(self, tail: bytes, now: float) -> bool:
        for_seconds = now - self._held_since
        if len(tail) > len(b"\x1b]"):
            return for_seconds < PIECES_HELD
        return self._is_awaited and now - self._asked_at < AWAITED and for_seconds < ESCAPE_HELD
