"""Looks for parts of names among a million: in blocks, two at a time, and only where the letters before were found.

Half a query is typed before all of it is, and what `be` finds lies among what `b` has found: blocks without that are
left out, and where only few were found no others are looked at. SQLite lets go of Python's lock while it looks, so two
threads take half as long as one.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import field
from typing import Final, TypeVar

from tui.frozen import dataclass
from tui.library import rows
from tui.library.query import Query

_KEPT: Final = 16
"""Questions whose blocks are remembered."""
_FEW: Final = 5_000
"""Videos that are looked at one by one more quickly than their blocks are."""
_LONGEST: Final = 1_000
"""Letters of a word; SQLite's patterns end somewhere, too."""
_APART: Final = "\0"
"""Between two names: there is none in any (`rows.folded`)."""
_COUNT_AND_NAMES: Final = "count(*), group_concat(id), group_concat(fold, char(0))"
_SPECIAL: Final = {ord(sign): f"[{sign}]" for sign in "*?["} | {ord("'"): "''"}

Words = tuple[str, ...]
_Texts = tuple[str, str]
"""Ids and names."""
Kept = TypeVar("Kept", tuple[int, ...], "_Few")
Reading = Callable[[], AbstractContextManager[sqlite3.Connection]]


@dataclass(frozen=True, slots=True)
class Found:
    """How many videos have all of the words in their names, and their row ids in no order unless there are many."""

    count: int
    ids: list[int] | None


@dataclass(frozen=True, slots=True)
class _Seen:
    """In which blocks words were found, as long as nothing has changed since."""

    changes: int
    blocks: dict[Words, tuple[int, ...]] = field(default_factory=dict)
    few: dict[Words, _Few] = field(default_factory=dict)

    def keep(self, words: Words, search: _Search) -> None:
        _keep(self.blocks, words, tuple(sorted(search.full)))
        if search.count <= min(_FEW, search.most):
            _keep(self.few, words, _Few(array("q", search.ids), _APART.join(search.names)))


@dataclass(frozen=True, slots=True)
class _Few:
    """What was found where that is little: the next letter is looked for in these names alone."""

    ids: array[int]
    names: str
    """In the same order."""

    def __len__(self) -> int:
        return len(self.ids)

    def among(self, words: Words) -> _Few:
        """Those that have all of the words."""
        if not self.ids:
            return self
        pairs = zip(self.ids, self.names.split(_APART), strict=True)
        found = [(identity, name) for identity, name in pairs if all(word in name for word in words)]
        return _Few(array("q", (identity for identity, _ in found)), _APART.join(name for _, name in found))


class NameScan:
    """Safe from any thread."""

    def __init__(self, reading: Reading) -> None:
        """`reading`: a connection for the second thread."""
        self._reading = reading
        self._ends: tuple[str, ...] = ()
        self._seen = _Seen(-1)

    def divide(self, names: Iterable[str]) -> None:
        """Folded names at which one block ends and the next begins; any will do, if they lie evenly apart."""
        ends = tuple(sorted(set(names), key=lambda name: name.encode()))
        if ends != self._ends:
            self._ends, self._seen = ends, _Seen(-1)

    def find(self, db: sqlite3.Connection, query: Query, changes: int, most: int) -> Found | None:
        """What the words of a query find, with ids if they are `most` at most; None where it asks for anything else.

        `changes`: how many the index has seen by now.
        """
        words = tuple(sorted({rows.folded(word) for word in query.words if word}))
        ends, seen = self._ends, self._seen
        if not words or not ends or query != Query(words=query.words) or max(map(len, words)) > _LONGEST:
            return None
        if seen.changes != changes:
            seen = _Seen(changes)
        search = _Search(ends, words, most, deque(_candidates(seen, words, len(ends) + 1)))
        wider = _narrowest(seen.few, words)
        if wider is not None:
            few = wider.among(words)
            _keep(seen.few, words, few)
            return Found(len(few), few.ids.tolist() if len(few) <= most else None)
        search.run_twice(db, self._reading)
        seen.keep(words, search)
        if ends is self._ends:
            self._seen = seen
        return Found(search.count, search.ids if search.count <= most else None)


def _keep(known: dict[Words, Kept], words: Words, kept: Kept) -> None:
    while len(known) >= _KEPT:
        known.pop(next(iter(known)), None)
    known[words] = kept


def _candidates(seen: _Seen, words: Words, blocks: int) -> Iterable[int]:
    """The blocks in which these words may be: those of words that are part of them, if such were looked for."""
    known = _narrowest(seen.blocks, words)
    return range(blocks) if known is None else known


def _narrowest(known: Mapping[Words, Kept], words: Words) -> Kept | None:
    """The shortest of what is known for words that are parts of these."""
    wider = (kept for parts, kept in list(known.items()) if all(any(part in word for word in words) for part in parts))
    return min(wider, key=len, default=None)


@dataclass(slots=True)
class _Search:
    """One question, answered by whoever takes the next block."""

    ends: tuple[str, ...]
    words: Words
    most: int
    todo: deque[int]
    count: int = 0
    ids: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """Of these ids."""
    full: list[int] = field(default_factory=list)
    """The blocks with any match."""

    @property
    def _patterns(self) -> list[str]:
        # As literals: where a pattern is an argument SQLite plans anew for every block.
        return [f"fold GLOB '*{word.translate(_SPECIAL)}*'" for word in self.words]

    def run_twice(self, db: sqlite3.Connection, reading: Reading) -> None:
        """In this thread and in another one. Raises what either of them does."""
        if len(self.todo) < 2:
            found = [self._run(db)]
        else:
            with ThreadPoolExecutor(1) as other:
                more = other.submit(self._run_elsewhere, reading)
                found = [self._run(db), more.result()]
        self.count = sum(count for count, _ in found)
        texts = [each for _, both in found for each in both]
        self.ids = [identity for ids, _ in texts for identity in map(int, ids.split(","))]
        self.names = [names for _, names in texts]

    def _run_elsewhere(self, reading: Reading) -> tuple[int, list[_Texts]]:
        with reading() as db:
            return self._run(db)

    def _run(self, db: sqlite3.Connection) -> tuple[int, list[_Texts]]:
        condition = " AND ".join(("fold >= ?", *self._patterns))
        count, texts = 0, list[_Texts]()
        while True:
            try:
                block = self.todo.popleft()
            except IndexError:  # the other one had the last of them
                return count, texts
            wanted = _COUNT_AND_NAMES if count <= self.most else "count(*), NULL, NULL"
            text = f"SELECT {wanted} FROM videos INDEXED BY by_name WHERE {condition}"
            values = [self.ends[block - 1] if block else ""]
            if block < len(self.ends):
                text, values = f"{text} AND fold < ?", [*values, self.ends[block]]
            some, ids, names = db.execute(text, values).fetchone()
            if some:
                self.full.append(block)
                count += some
                if ids:
                    texts.append((ids, names))
                if count > self.most:
                    texts.clear()
