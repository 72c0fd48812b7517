"""How many names have one or two letters is known without a look at them, and is never told where it may be wrong."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library import libraries as lib
from tui.api.values import Status, Video
from tui.library import answer, learned
from tui.library.connections import Connections, Unwanted
from tui.library.index import Index
from tui.library.parts import count_anew, how_often
from tui.library.query import Query
from tui.library.rows import folded

_names = st.text("abB *?[é日'", max_size=5) | st.sampled_from(lib.NAMES)
_asked = ["a", "b", "B", "ab", "ba", "bb", "b ", "*", "?", "[", "'", "'x", "00", "st", "ss", "zz", " "]


@contextmanager
def _library(folder: Path) -> Iterator[tuple[Index, Connections]]:
    index = Index.open(folder / "library.sqlite")
    connections = Connections(index.path)
    try:
        yield index, connections
    finally:
        connections.close()
        index.close()


def _asks(connections: Connections, word: str) -> int | None:
    with connections.reading() as db:
        return how_often(db, Query(words=(word,)))


def _put(index: Index, names: dict[str, str]) -> None:
    index.put((Video(number, name, Status.READY) for number, name in names.items()), at=1.0)


@settings(max_examples=40, deadline=None)
@given(
    pages=st.lists(st.dictionaries(st.sampled_from("123456789"), _names, max_size=6), min_size=1, max_size=5),
    gone=st.sets(st.sampled_from("123456789")),
)
def test_every_write_keeps_it_true(pages: list[dict[str, str]], gone: set[str]) -> None:
    known: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, _library(Path(folder)) as (index, connections):
        for page in pages:
            _put(index, page)
            known.update({number: name or known.get(number, "") for number, name in page.items()})
        index.forget(gone)
        left = [folded(name) for number, name in known.items() if number not in gone]
        for word in _asked:
            assert _asks(connections, word) == sum(folded(word) in name for name in left), word


def test_it_is_known_of_one_or_two_plain_letters_and_nothing_else(tmp_path: Path) -> None:
    with _library(tmp_path) as (index, connections):
        _put(index, {"1": "Ёлка abc", "2": "ab"})
        with connections.reading() as db:
            known = {
                query: how_often(db, query)
                for query in (
                    Query(words=("AB",)),
                    Query(words=("", "ab", "AB")),
                    Query(words=("abc",)),
                    Query(words=("ё",)),
                    Query(words=("a", "b")),
                    Query(),
                    Query(words=("ab",), statuses=(Status.READY,)),
                    Query(words=("ab",), without_words=("c",)),
                )
            }
        assert list(known.values()) == [2, 2, None, None, None, None, None, None]


def test_where_an_older_version_has_written_it_is_counted_anew(tmp_path: Path) -> None:
    with _library(tmp_path) as (index, connections):
        _put(index, {"1": "abc", "2": "ab"})
        with connections.writing() as db:
            _as_an_older_version(db, "bab")
        assert _asks(connections, "ab") is None
        _put(index, {"4": "ab"})
        assert _asks(connections, "ab") is None, "not even after a write of this one"
        count_anew(connections, lambda: True)
        assert _asks(connections, "ab") == 4
        assert _asks(connections, "c") == 1
        _put(index, {"1": "b"})
        index.forget(["4"])
        assert [_asks(connections, word) for word in ("ab", "a", "b", "c")] == [2, 2, 3, 0]


def test_it_is_not_counted_while_the_library_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with _library(tmp_path) as (index, connections):
        _put(index, {"1": "ab"})
        with connections.writing() as db:
            _as_an_older_version(db, "bab")
        monkeypatch.setattr("time.sleep", lambda _seconds: _put(index, {"5": "ab"}))
        count_anew(connections, lambda: True)
        assert _asks(connections, "ab") is None
        monkeypatch.undo()
        count_anew(connections, lambda: True)
        assert _asks(connections, "ab") == 3


def test_counting_anew_gives_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.library.connections._LOOK_UP", 1)
    with _library(tmp_path) as (index, connections):
        with connections.writing() as db:
            _as_an_older_version(db, "bab")
        with pytest.raises(Unwanted):
            count_anew(connections, lambda: False)
        with pytest.raises(Unwanted):
            index.survey(at_least=0, wanted=lambda: False)
        index.survey(at_least=0)
        assert _asks(connections, "ab") == 1


def test_what_is_found_does_not_depend_on_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (answer, learned):
        monkeypatch.setattr(module, "FEW", 2)
    with _library(tmp_path) as (index, _):
        _put(index, {f"{n}": f"{'ab' if n % 3 else 'ba'} {n}" for n in range(30)})
        found = index.find(Query(words=("ab",)))
        numbers = [f"{n}" for n in range(30) if n % 3]
        assert found.count == len(numbers)
        rows = [found.row(place) for place in range(found.count)]
        assert sorted(row.video_no for row in rows if row) == sorted(numbers)
        assert index.find(Query(words=("bx",))).count == 0


def _as_an_older_version(db: sqlite3.Connection, name: str) -> None:
    db.execute("INSERT INTO videos (id, fold, status) VALUES (7, ?, 1)", (name,))
    db.execute("INSERT INTO details (id, sweep, listed_at) VALUES (7, 0, 1.0)")
    for kind in ("changes", "all"):
        text = "INSERT INTO tally VALUES (?, 0, 1) ON CONFLICT DO UPDATE SET videos = videos + 1"
        db.execute(text, (kind,))
