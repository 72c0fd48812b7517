"""The key that a sentence names: what really is to be pressed for a command, by the keys of the program that runs."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from types import MappingProxyType
from typing import Final

OPENERS: Final = MappingProxyType(
    {"g": ("app.go",), "f": ("library.filter",), "s": ("library.sort",), "y": ("library.copy", "jobs.copy")}
)
"""By the letter that a chord usually begins with, the commands that open it: somebody may have given them a key."""

_OWN: Final[ContextVar[Mapping[str, str]]] = ContextVar("own keys", default=MappingProxyType({}))
"""By command, what to press for it, as a person would type it; of whichever program runs in this context."""


def name_keys(own: Mapping[str, str]) -> None:
    """From here on sentences name these, by command; who hands them over may go on changing them."""
    _OWN.set(own)


def press(command: str, usual: str) -> str:
    """What a sentence names for a command: somebody's own key, else `usual`, written as it is on the keyboard."""
    own = _OWN.get()
    if command in own:
        return own[command]
    first, *rest = usual.split(" ")
    opened = (own[opener] for opener in OPENERS.get(first, ()) if opener in own)
    return " ".join((next(opened, first), *rest)) if rest else usual
