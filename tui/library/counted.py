"""The values with counts that were asked for lately: whoever takes a condition back has them at once."""

from __future__ import annotations

import threading
from typing import Final

from tui.library.query import Query
from tui.library.values import Facets

_MOST: Final = 8


class Counted:
    """Safe from any thread. Each is kept with the edition of the index that it is true of."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._facets: dict[Query, tuple[int, Facets]] = {}

    def of(self, query: Query, edition: int) -> Facets | None:
        """What was counted for this query, if that is true of this edition."""
        counted = self._facets.get(query)
        return counted[1] if counted is not None and counted[0] == edition else None

    def keep(self, query: Query, edition: int, facets: Facets) -> None:
        """Counted while this was the edition."""
        with self._guard:
            if len(self._facets) > _MOST:
                self._facets.clear()
            self._facets[query] = (edition, facets)
