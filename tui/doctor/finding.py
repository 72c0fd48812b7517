"""One line of the report: what was found, how bad it is, and what to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from tui.frozen import dataclass

Mark = Literal["ok", "note", "problem"]
"""`note`: it works, and could be better. `problem`: something that the program is for does not work."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look at one thing has shown, in words for a person and in facts for a program."""

    about: str
    words: str
    mark: Mark = "ok"
    change: str = ""
    """What to do about it; empty where there is nothing to do."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """Values that JSON knows."""
