"""All uploads in one line: how many there are in each state, those that need a look first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from tui.uploads.job import Job, State
from tui.widgets.job_words import words_of
from tui.widgets.lines import Line, Piece, plain
from tui.widgets.present import cells, counted

ORDER: Final = (
    State.SENDING,
    State.SENT,
    State.INDEXING,
    State.UNSURE,
    State.WAITING,
    State.PAUSED,
    State.FAILED,
    State.REFUSED,
    State.READY,
    State.DUPLICATE,
    State.CANCELLED,
)
"""What needs a look comes first."""


def counts(jobs: Iterable[Job]) -> tuple[tuple[State, int], ...]:
    """How many jobs are in each state that occurs, those that need a look first; the sum equals the jobs."""
    tally = Counter(job.state for job in jobs)
    return tuple((state, tally[state]) for state in ORDER if tally[state])


def sums(jobs: tuple[Job, ...], width: int | None = None, chosen: State | None = None) -> Line:
    """One line that accounts for every job; where `width` is too small for the words, the glyphs stand alone.

    `chosen`: the state that is looked at, which keeps its word and is marked.
    """
    if not jobs:
        return (("nothing uploaded yet", "muted"),)
    total: Piece = (counted(len(jobs), "upload"), "strong")
    found = tuple((state, words_of(state), count) for state, count in counts(jobs))

    def line(space: str, *, worded: bool) -> Line:
        pieces = [total]
        for state, words, count in found:
            word = f" {words.word}" if worded or state is chosen else ""
            mark = "▸" if state is chosen else " "
            pieces.append((f" {mark}{words.glyph}{space}{count:,}{word}", "strong" if state is chosen else words.tone))
        return tuple(pieces)

    for attempt in (line(" ", worded=True), line(" ", worded=False)):
        if width is None or cells(plain(attempt)) <= width:
            return attempt
    return line("", worded=False)


def sums_text(jobs: tuple[Job, ...]) -> str:
    """The same in plain text."""
    return plain(sums(jobs))
