"""What was marked before: the steps that `z` and `Z` walk, as many as memory allows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from tui.library.marks import Marks

_STEPS: Final = 50
_HELD: Final = 3_000_000
"""Numbers that all of those may hold: some hundred megabytes."""


class MarkHistory:
    """Two stacks of values: those to go back to, and those from which one came back."""

    def __init__(self) -> None:
        self._back: list[Marks] = []
        self._forth: list[Marks] = []

    def remember(self, marks: Marks) -> None:
        """A step was taken away from these."""
        self._back = undoable([*self._back[-_STEPS:], marks])
        self._forth.clear()

    def undo(self, now: Marks) -> Marks | None:
        """What was marked before; None where nothing was done."""
        return _step(now, self._back, self._forth)

    def redo(self, now: Marks) -> Marks | None:
        """What was marked before the last step back."""
        return _step(now, self._forth, self._back)

    def drop(self, gone: Collection[str]) -> None:
        """These are marked at no time."""
        self._back = [marks.without(gone) for marks in self._back]
        self._forth = [marks.without(gone) for marks in self._forth]


def _step(now: Marks, source: list[Marks], other: list[Marks]) -> Marks | None:
    if not source:
        return None
    other.append(now)
    return source.pop()


def undoable(steps: list[Marks], most: int = _HELD) -> list[Marks]:
    """The latest of them that hold no more than `most` numbers beside each other; one at least."""
    held, kept = 0, steps[-1:]
    for before, after in zip(steps[-2::-1], steps[:0:-1], strict=True):
        held += before.weight_beside(after)
        if held > most:
            break
        kept.insert(0, before)
    return kept
