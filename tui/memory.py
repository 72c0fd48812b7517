"""Keeps what is to come back, and has it written by a thread: after a rest, and when the program is left."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from pathlib import Path
from typing import Final

from tui.folders import private
from tui.library.query import Query
from tui.library.values import Column, Sort
from tui.state import LibraryState, State, read, write

LOG: Final = logging.getLogger(__name__)
REST: Final = 5.0
"""Seconds without a change after which it is written; who holds a key changes much and means little."""
_PATIENCE: Final = 1.0
"""Seconds that leaving waits for a disk."""
_MOST_QUERIES: Final = 100
"""Queries of the history."""


class Memory:
    """`keep` returns at once and may be called from the interface's loop; nothing here ever fails for who calls it."""

    def __init__(self, folder: Path | None = None, library: str = "", *, rest: float = REST) -> None:
        """Reads what is there. Without a folder everything is forgotten; `library` names one (see tui.folders)."""
        self._rest = rest
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._ending = False
        self.trouble = ""
        """Why it could not be written, if so."""
        self.words = ""
        """What a person has to be told about what came back: nothing, if all is well."""
        self._folder = folder
        self._own_file = folder / "state.json" if folder is not None else None
        self._library_file = folder / f"library-{library}.json" if folder is not None and library else None
        self.state = self._read_state()
        self.library = self._read_library()
        self._written: tuple[State, LibraryState] = (self.state, self.library)

    def keep(self, value: State | LibraryState) -> None:
        """This is what comes back the next time."""
        if value in (self.state, self.library):
            return
        if isinstance(value, State):
            self.state = value
        else:
            self.library = value
        if self._folder is None:
            return
        with self._wake:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="memory", daemon=True)
                self._thread.start()
            self._wake.notify()

    def close(self) -> None:
        """Writes what was not written yet; a disk that hangs is not waited for. The first call counts."""
        with self._wake:
            self._ending = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def _read_state(self) -> State:
        if self._own_file is None:
            return State()
        state, words = read(self._own_file, State)
        self.words = words
        return state

    def _read_library(self) -> LibraryState:
        if self._library_file is None:
            return LibraryState()
        library, words = read(self._library_file, LibraryState)
        self.words = self.words or words
        return library

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._ending and self._wake.wait(self._rest if self._pending else None):
                    pass  # changed again: the rest begins anew
                ending = self._ending
            self._write()
            if ending:
                return

    @property
    def _pending(self) -> bool:
        return self._written != (self.state, self.library)

    def _write(self) -> None:
        state, library = self.state, self.library
        try:
            if self._folder is not None:
                private(self._folder)
            if self._own_file is not None and state != self._written[0]:
                write(self._own_file, state)
            if self._library_file is not None and library != self._written[1]:
                write(self._library_file, library)
        except OSError as trouble:
            self._say(trouble)
        # What could not be written is not tried again until it changes.
        self._written = (state, library)

    def _say(self, trouble: OSError) -> None:
        if not self.trouble:
            LOG.warning("%s can't be written (%s): this view will not come back", self._folder, trouble.strerror)
        self.trouble = trouble.strerror or type(trouble).__name__


def remembered_query(library: LibraryState) -> Query:
    """What was looked for; everything, if that makes no sense any more."""
    if not library.query:
        return Query()
    from tui.library.query_text import QueryProblem, parse
    from tui.library.query_values import utc_today

    try:
        return parse(library.query, today=utc_today())
    except QueryProblem:
        return Query()


def remembered_sort(library: LibraryState) -> Sort:
    """The order that the list was in."""
    return Sort(Column(library.sort), library.descending) if library.sort in set(Column) else Sort()


def with_view(library: LibraryState, query: Query, sort: Sort) -> LibraryState:
    """The same, looked at with another query and in another order."""
    from tui.library.query_text import text_of

    text = text_of(query)
    earlier = tuple(each for each in library.history if each != text)
    history = (*earlier, text)[-_MOST_QUERIES:] if text else library.history
    return replace(library, query=text, sort=sort.column.value, descending=sort.descending, history=history)


def remembered_theme(state: State, wanted: str) -> str:
    """The theme that was chosen while the program ran, unless the settings want another one since; `wanted`: theirs."""
    return state.theme if state.theme and state.theme_instead_of == wanted else wanted


def with_theme(state: State, chosen: str, wanted: str) -> State:
    """The same with a theme that was chosen; what the settings want anyway need not be remembered."""
    return replace(state, theme="" if chosen == wanted else chosen, theme_instead_of=wanted)
