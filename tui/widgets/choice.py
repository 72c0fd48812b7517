"""Files chosen for an upload, as values: what is known of each, and what somebody said of one alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Final

from tui.frozen import dataclass
from tui.text import safe_text
from tui.uploads.desk import Candidate, Facts
from tui.widgets.lines import Tone
from tui.widgets.present import cells, counted, duration_text, size_text


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file, and what looking at it found; None until it was looked at."""

    path: Path
    candidate: Candidate | None = None
    own: Mapping[str, str] = field(default_factory=dict)
    """By field, what was typed for this file alone, in place of what the form says for all."""

    @property
    def sendable(self) -> bool:
        return self.candidate is not None and self.candidate.sendable

    @property
    def facts(self) -> Facts | None:
        return None if self.candidate is None else self.candidate.facts


Choice = tuple[Chosen, ...]

_JOINTS: Final = re.compile(r" · |; |: |, not | that | \(|  ")
"""Where what is said of a file may end."""


def added(choice: Choice, paths: Iterable[Path]) -> Choice:
    """With those paths that are not in it."""
    there = {each.path for each in choice}
    return choice + tuple(Chosen(path) for path in dict.fromkeys(paths) if path not in there)


def looked_at(choice: Choice, candidates: Iterable[Candidate]) -> Choice:
    """With what was found out."""
    known = {candidate.path: candidate for candidate in candidates}
    return tuple(replace(each, candidate=known[each.path]) if each.path in known else each for each in choice)


def described(choice: Choice, own: Mapping[Path, Mapping[str, str]]) -> Choice:
    """With what was said of single files."""
    return tuple(replace(each, own=own[each.path]) if each.path in own else each for each in choice)


def sendable(choice: Choice) -> tuple[Candidate, ...]:
    """Those that can be sent."""
    return tuple(each.candidate for each in choice if each.candidate is not None and each.candidate.sendable)


def about(chosen: Chosen) -> tuple[str, Tone]:
    """What there is to say of a file: the reason why not, else what it is with its warnings."""
    candidate = chosen.candidate
    if candidate is None:
        return "looking…", "muted"
    if candidate.problem:
        return safe_text(candidate.problem), "bad"
    facts = facts_text(candidate.facts)
    warnings = "; ".join(safe_text(warning) for warning in candidate.warnings)
    return " · ".join(part for part in (warnings, facts) if part), "warn" if warnings else "muted"


def in_short(said: str, room: int) -> str:
    """As much of what `about` says as makes sense by itself and has room in so many cells; all of it if nothing has."""
    ends = sorted({found.start() for found in _JOINTS.finditer(said)} | {len(said)}, reverse=True)
    return next((said[:end] for end in ends if cells(said[:end]) <= room), said)


def facts_text(facts: Facts | None) -> str:
    """Length, codec and dimensions, as far as they are known."""
    if facts is None:
        return ""
    size = f"{facts.width}×{facts.height}" if facts.width and facts.height else ""
    length = duration_text(facts.duration) if facts.duration is not None else ""
    return "  ".join(part for part in (length, safe_text(facts.codec or "", 20), size) if part)


def total(choice: Choice) -> str:
    """`3 files, 1.2 GB · 1 can't be sent · looking at 2`; accounts for every file."""
    good = sendable(choice)
    waiting = sum(each.candidate is None for each in choice)
    bad = len(choice) - len(good) - waiting
    parts = [f"{counted(len(good), 'file')}, {size_text(sum(each.size or 0 for each in good))}"] if good else []
    parts += [f"{bad:,} can't be sent"] if bad else []
    parts += [f"looking at {waiting:,}"] if waiting else []
    return " · ".join(parts) or "no file chosen yet"
