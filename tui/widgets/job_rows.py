"""Uploads as lines of a list: mark, name, size, state, and what there is to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from tui.frozen import dataclass
from tui.uploads.job import Job
from tui.widgets.job_words import WIDEST_WORD, progress, state_words
from tui.widgets.lines import Line, Piece, fit_middle
from tui.widgets.present import fit, size_text

_STATE: Final = WIDEST_WORD + 2
_SIZE: Final = 8
_ROOMY: Final = 110
"""Cells from which on the size has a column."""


@dataclass(frozen=True, slots=True)
class JobRows:
    """Jobs at a moment, as rows."""

    jobs: tuple[Job, ...]
    now: float
    """Seconds since the epoch."""
    marked: frozenset[str] = frozenset()
    places: Mapping[str, int] = field(default_factory=dict)
    """By job that waits, how many are sent before it."""

    def __len__(self) -> int:
        return len(self.jobs)

    def key(self, n: int) -> str:
        return self.jobs[n].id

    def line(self, n: int, width: int) -> Line:
        job = self.jobs[n]
        words = state_words(job)
        name = max(12, min(44, width * 25 // 100))
        mark: Piece = ("✓", "good") if job.id in self.marked else (" ", "")
        left: Line = (mark, (fit_middle(job.name, name), ""), ("  ", ""))
        if width >= _ROOMY:
            left += ((fit(size_text(job.size), _SIZE, right=True), "muted"), ("  ", ""))
        left += ((f"{words.glyph} {fit(words.word, _STATE - 2)}", words.tone), ("  ", ""))
        rest = width - name - _STATE - 5 - (_SIZE + 2 if width >= _ROOMY else 0)
        return left + progress(job, self.now, rest, self.places.get(job.id))
