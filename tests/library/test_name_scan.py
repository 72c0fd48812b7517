"""Parts of names are found as plain Python finds them: whatever was typed before, wherever blocks begin and end."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library import libraries as lib
from tui.api.values import Status, Video
from tui.library import positions
from tui.library.connections import Connections
from tui.library.facets import changes
from tui.library.index import Index
from tui.library.name_scan import Found, NameScan
from tui.library.query import Query
from tui.library.rows import folded

_LETTERS = "a'b*?[]^-é日 "
_names = st.text(_LETTERS, max_size=6) | st.sampled_from(lib.NAMES)
_words = st.text(_LETTERS, min_size=1, max_size=3) | st.sampled_from(lib.WORDS)


@st.composite
def _typed(draw: st.DrawFn) -> list[str]:
    """A word letter by letter, as it is typed, and sometimes taken back again."""
    word = draw(_words)
    letters = [word[: n + 1] for n in range(len(word))]
    return letters + letters[::-1] if draw(st.booleans()) else letters


@settings(max_examples=40, deadline=None)
@given(
    names=st.lists(_names, max_size=30),
    ends=st.lists(st.text(_LETTERS, max_size=3), min_size=1, max_size=6),
    typed=_typed(),
    beside=st.lists(_words, max_size=1),
    most=st.integers(0, 12),
    put_between=st.booleans(),
)
def test_a_word_is_found_letter_by_letter_as_python_finds_it(
    names: list[str], ends: list[str], typed: list[str], beside: list[str], most: int, put_between: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Index.open(Path(folder) / "library.sqlite")
        connections = Connections(index.path)
        try:
            scan = NameScan(connections.reading)
            scan.divide(map(folded, ends))
            _put(index, names)
            known = list(names)
            for step, part in enumerate(typed):
                words = (part, *beside)
                with connections.reading() as db:
                    found = scan.find(db, Query(words=words), changes(db), most)
                    by_id = dict(db.execute("SELECT id, fold FROM videos"))
                matching = [name for name in known if all(folded(word) in folded(name) for word in words)]
                assert found is not None
                assert found.count == len(matching)
                assert (found.ids is None) is (len(matching) > most)
                if found.ids is not None:
                    assert sorted(by_id[identity] for identity in found.ids) == sorted(map(folded, matching))
                if put_between:
                    _put(index, [part], first=1_000 + step)
                    known.append(part)
        finally:
            connections.close()
            index.close()


def test_blocks_without_the_letters_before_are_not_looked_at_again(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "library.sqlite")
    connections = Connections(index.path)
    _put(index, [f"{letter}{n}" for letter in "abcdefgh" for n in range(3)])
    scan = NameScan(connections.reading)
    scan.divide("bcdefgh")
    looked: list[str] = []
    with connections.reading() as db:
        now = changes(db)
        db.set_trace_callback(looked.append)
        assert scan.find(db, Query(words=("c",)), now, 2) == Found(3, None)
        looked.clear()
        assert scan.find(db, Query(words=("c1",)), now, 2) == Found(1, _ids(index, "c1"))
        assert len(looked) == 1
        assert scan.find(db, Query(words=("c1",), statuses=(Status.READY,)), now, 100) is None
        db.set_trace_callback(None)
    connections.close()
    index.close()


def test_few_names_that_were_found_are_not_read_again(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "library.sqlite")
    connections = Connections(index.path)
    _put(index, ["", *(f"{letter}\n{n}" for letter in "abcdefgh" for n in range(13))])
    scan = NameScan(connections.reading)
    scan.divide("bcdefgh")
    with connections.reading() as db:
        now = changes(db)
        assert scan.find(db, Query(words=("c",)), now, 100) == Found(13, _ids(index, "c"))
        looked: list[str] = []
        db.set_trace_callback(looked.append)
        for word, count in (("c\n1", 4), ("c\n12", 1), ("c\n123", 0), ("c\n1234", 0), ("\nc", 0)):
            found = scan.find(db, Query(words=(word,)), now, 100)
            assert found is not None
            assert (found.count, len(found.ids or ())) == (count, count)
        db.set_trace_callback(None)
        assert looked == []
        assert scan.find(db, Query(words=("c\n1",)), now, 100) == Found(4, _ids(index, "c\n1"))
        assert scan.find(db, Query(words=("c\n1",)), now, 3) == Found(4, None)
    connections.close()
    index.close()


def _put(index: Index, names: list[str], first: int = 0) -> None:
    index.put((Video(f"clip-{first + n}", name, Status.READY) for n, name in enumerate(names)), at=1.0)


def _ids(index: Index, part: str) -> list[int]:
    connections = Connections(index.path)
    with connections.reading() as db:
        found = [row[0] for row in db.execute("SELECT id FROM videos WHERE instr(fold, ?) ORDER BY fold", (part,))]
    connections.close()
    return found


def test_what_another_program_puts_is_found_behind_letters_typed_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(positions, "_EVERY", 3)
    index = Index.open(tmp_path / "library.sqlite")
    _put(index, [f"{letter}{n}" for letter in "abcdefgh" for n in range(3)])
    index.survey(at_least=0)
    assert index.find(Query(words=("b",))).count == 3
    other = Index.open(tmp_path / "library.sqlite")
    _put(other, ["a b"], first=100)
    other.close()
    assert index.find(Query(words=("b",))).count == 4
    assert index.find(Query(words=("a b",))).count == 1
    index.close()
