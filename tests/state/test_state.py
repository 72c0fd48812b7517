"""What comes back at the next start: all of it, whatever the file holds; never half of it, and never for others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.waiting import wait_until
from tui.memory import Memory
from tui.state import VERSION, LibraryState, PaneWish, State, read, write

WISHES = st.builds(
    PaneWish,
    filters=st.booleans(),
    details=st.booleans(),
    place=st.sampled_from(["", "side", "below"]),
    filters_width=st.integers(0, 1000),
    details_width=st.integers(0, 1000),
    details_height=st.integers(0, 1000),
)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)
STATES = st.builds(State, theme=ANY_TEXT, theme_instead_of=ANY_TEXT, wide=WISHES, middle=WISHES)
LIBRARIES = st.builds(
    LibraryState,
    query=ANY_TEXT,
    sort=ANY_TEXT,
    descending=st.booleans(),
    columns=st.lists(ANY_TEXT, max_size=3).map(tuple),
    history=st.lists(ANY_TEXT, max_size=3).map(tuple),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=8,
)
NAMES = ["version", "theme", "wide", "middle", "query", "sort", "descending", "columns", "history", "place", "filters"]


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@given(STATES, LIBRARIES)
def test_everything_comes_back(state: State, library: LibraryState) -> None:
    with folder() as there:
        write(there / "state.json", state)
        write(there / "library.json", library)
        assert read(there / "state.json", State) == (state, "")
        assert read(there / "library.json", LibraryState) == (library, "")


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
@example(b"[" * 200_000)
@example(b'{"version": 1' + b" " * 2_000_000 + b"}")
@example(b'{"version": ' + b"9" * 10_000 + b"}")
@example(b'{"version": NaN}')
@example(b'{"version": true}')
@example(b"\xef\xbb\xbf{}")
@example(b"")
@pytest.mark.row("P6")
def test_any_bytes_are_survived_and_nothing_is_lost(content: bytes) -> None:
    with folder() as there:
        path = there / "state.json"
        path.write_bytes(content)
        value, words = read(path, State)
        aside = list(there.glob("state.json.*"))
        assert bool(words) == bool(aside) == (not path.exists())
        assert [each.read_bytes() for each in aside] == [content] * len(aside)
        if words:
            assert value == State()
            assert aside[0].name in words


@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_what_makes_no_sense_is_as_if_never_said(document: dict[str, object]) -> None:
    with folder() as there:
        path = there / "library.json"
        path.write_text(json.dumps({**document, "version": VERSION}))
        value, words = read(path, LibraryState)
        assert words == ""
        assert type(value.query) is str
        assert type(value.descending) is bool
        assert all(type(each) is str for each in value.columns)
        write(path, value)
        assert read(path, LibraryState) == (value, "")


def test_a_later_version_is_not_guessed_at(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    for n in range(5):
        path.write_text(json.dumps({"version": VERSION + 1, "theme": str(n)}))
        os.utime(path, (n, n))
        value, words = read(path, State)
        assert value == State()
        assert "a later version" in words
    assert list(tmp_path.glob("state.json.newer-*"))
    assert len(list(tmp_path.iterdir())) <= 3, "old ones do not pile up"


def test_it_is_for_this_person_alone(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "state", "abc")
    memory.keep(State(theme="x"))
    memory.keep(LibraryState(query="beach"))
    memory.close()
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
    files = sorted((tmp_path / "state").iterdir())
    assert [file.name for file in files] == ["library-abc.json", "state.json"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_it_is_written_after_a_rest_and_only_if_something_changed(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "abc", rest=0.05)
    memory.keep(memory.state)
    memory.keep(replace(memory.library, query="beach"))
    path = tmp_path / "library-abc.json"
    wait_until(path.exists, "written by itself")
    assert read(path, LibraryState)[0].query == "beach"
    assert not (tmp_path / "state.json").exists()
    memory.close()


def test_holding_a_key_writes_once(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "abc", rest=60.0)
    for width in range(1, 200):
        memory.keep(State(wide=PaneWish(filters_width=width)))
    assert list(tmp_path.iterdir()) == []
    memory.close()
    assert Memory(tmp_path, "abc").state.wide.filters_width == 199


@pytest.mark.parametrize("blocked", ["state.json", "library-abc.json"])
def test_what_can_not_be_written_is_said_once(tmp_path: Path, blocked: str, caplog: pytest.LogCaptureFixture) -> None:
    memory = Memory(tmp_path, "abc", rest=0.01)
    (tmp_path / blocked / "in the way").mkdir(parents=True)
    for n in range(3):
        memory.keep(State(theme=str(n)))
        memory.keep(LibraryState(query=str(n)))
        wait_until(lambda: not memory._pending, "it was tried")
    memory.close()
    assert memory.trouble
    assert sum("will not come back" in record.message for record in caplog.records) == 1
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")], "no half files are left"


def test_without_a_folder_everything_is_forgotten() -> None:
    memory = Memory()
    memory.keep(State(theme="x"))
    memory.close()
    assert memory.state.theme == "x"
    assert not [thread for thread in threading.enumerate() if thread.name == "memory"]


WRITER = """
import select, sys
from pathlib import Path
from tui.state import LibraryState, write
while not select.select([sys.stdin], [], [], 0)[0]:
    write(Path(sys.argv[1]), LibraryState(query=sys.argv[2] * 2_000, sort="on and on"))
write(Path(sys.argv[1]), LibraryState(query=sys.argv[2] * 2_000, sort="the last"))
"""


@pytest.mark.row("P7")
def test_of_two_programs_the_last_one_wins_and_the_file_is_never_torn(tmp_path: Path) -> None:
    path = tmp_path / "library.json"
    write(path, LibraryState(query="a" * 2_000))
    command = [sys.executable, "-c", WRITER, os.fspath(path)]
    writers = [subprocess.Popen([*command, letter], stdin=subprocess.PIPE) for letter in "ab"]
    seen: list[str] = []

    def look() -> None:
        value, words = read(path, LibraryState)
        assert words == ""
        assert value.query in {"a" * 2_000, "b" * 2_000}
        seen.append(value.query[0] if value.sort else "")

    def have_both_been_seen() -> bool:
        look()
        return {"a", "b"} <= set(seen)

    try:
        wait_until(have_both_been_seen, "both are at it")
        for _ in range(300):
            look()
    finally:
        for writer in writers:
            writer.communicate(b"enough")
    assert [writer.returncode for writer in writers] == [0, 0]
    assert read(path, LibraryState)[0].sort == "the last"
    assert [each.name for each in tmp_path.iterdir()] == ["library.json"]
