"""Which one condition of a query hides everything: what would match without it, counted."""

from __future__ import annotations

from typing import Final

from tui.frozen import dataclass
from tui.library.index import Index
from tui.library.query import Chip, Query

_MOST: Final = 12
"""Conditions that are tried: each is a question to the index."""


@dataclass(frozen=True, slots=True)
class Relief:
    """For a query that finds nothing: the conditions without one of which it finds something, the best first."""

    query: Query
    ways: tuple[tuple[Chip, int], ...] = ()
    """Each with how many videos match without it."""

    @property
    def best(self) -> Chip | None:
        """The condition to drop."""
        return self.ways[0][0] if self.ways else None


def relief(index: Index, query: Query, *, horizon: int | None = None) -> Relief:
    """Asks the index once per condition: call it in a worker thread. `horizon` as of `Index.find`."""
    counted = ((chip, index.find(chip.without, horizon=horizon).count) for chip in query.chips()[:_MOST])
    # Of two that help as much the later one was typed last, and is dropped first.
    helpful = [(chip, count) for chip, count in counted if count][::-1]
    return Relief(query, tuple(sorted(helpful, key=lambda way: -way[1])))
