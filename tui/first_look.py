"""Finds what the first paint shows, in a thread, while Textual is still being imported."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import Final

from tui.library.desk import First
from tui.library.index import Index
from tui.memory import remembered_query, remembered_sort
from tui.state import LibraryState

_PATIENCE: Final = 0.2
"""Seconds that the first paint waits for the rows it is for."""


class FirstLook:
    """Looks with the eyes of last time: the same query, in the same order."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._found: Future[First] = Future()

    def begin(self, library: LibraryState) -> None:
        """Returns at once."""
        self._found.set_running_or_notify_cancel()
        threading.Thread(target=self._look, args=(library,), name="first-look", daemon=True).start()

    def _look(self, library: LibraryState) -> None:
        try:
            query, sort = remembered_query(library), remembered_sort(library)
            horizon = self._index.newest()
            matches = self._index.find(query, sort, horizon=horizon)
            self._found.set_result(First(query, sort, horizon, matches, self._index.facets(query)))
        except Exception as trouble:  # noqa: BLE001 - raised again by `found`, where a bug is told as such
            self._found.set_exception(trouble)

    @property
    def found(self) -> First | None:
        """What came of it, if it is there in time for the first paint."""
        try:
            return self._found.result(_PATIENCE if self._found.running() else 0)
        except (OSError, TimeoutError):
            return None
