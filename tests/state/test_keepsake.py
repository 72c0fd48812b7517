"""The picture of last time comes back where a start would draw the same, and nowhere else."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config import Config
from tui.folders import Folders
from tui.keepsake import Keepsake, Picture
from tui.library.connections import Connections
from tui.library.index import Index
from tui.state import LibraryState, State, write
from tui.terminal.pen import PLAIN
from tui.terminal.still import Still

SIZE = os.terminal_size((4, 2))
STILL = Still(4, 2, (((PLAIN, "abcd", 0),), ((PLAIN, "efgh", 0),)))
PICTURE = Picture(STILL, "light", synchronized=True)
LIBRARY = ("https://example.org", "sk-secret-0123456789", "default", "v1")


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """With an index, in a terminal of four columns and two lines."""
    for name in ("NO_COLOR", "COLUMNS", "LINES", "COLORFGBG", "TZ"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(os, "get_terminal_size", lambda _descriptor=1: SIZE)
    folders = Folders(tmp_path / "config", tmp_path / "data", tmp_path / "state", tmp_path / "log")
    folders.state.mkdir()
    Index.open(folders.library(*LIBRARY)).close()
    os.utime(folders.library(*LIBRARY), (1_000, 1_000))  # long ago: whoever writes to it now does so at another moment
    return folders


def keepsake(folders: Folders, config: Config | None = None) -> Keepsake:
    return Keepsake(config or Config(), folders, *LIBRARY)


def shown(picture: Picture | None) -> str | None:
    return picture.still.drawn() if picture else None


def test_it_comes_back(folders: Folders) -> None:
    keepsake(folders).keep(PICTURE)
    found = keepsake(folders).recalled()
    assert found is not None
    assert shown(found) == shown(PICTURE)
    assert (found.ground, found.synchronized) == ("light", True)


@pytest.mark.parametrize("ground", [None, "dark"])
def test_so_does_what_was_known_of_the_terminal(folders: Folders, ground: None) -> None:
    keepsake(folders).keep(Picture(STILL, ground, synchronized=False))
    found = keepsake(folders).recalled()
    assert found is not None
    assert (found.ground, found.synchronized) == (ground, False)


def test_it_is_for_one_person_and_knows_no_key(folders: Folders) -> None:
    keepsake(folders).keep(PICTURE)
    (file,) = folders.state.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert LIBRARY[1] not in file.read_text() + file.name


def test_where_there_is_none_none_comes_back(folders: Folders) -> None:
    assert keepsake(folders).recalled() is None


@pytest.mark.parametrize(
    "config",
    [
        Config(theme="nord"),
        Config(read_only=True),
        Config(color="16"),
        Config(glyphs="ascii"),
        Config(background="light"),
        Config(sync="off"),
        Config(keys={"library.details": "x"}),
        Config(origins={"theme": "flag"}),
    ],
    ids=str,
)
def test_other_settings_are_another_picture(folders: Folders, config: Config) -> None:
    keepsake(folders).keep(PICTURE)
    assert keepsake(folders, config).recalled() is None
    assert keepsake(folders).recalled() is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [("NO_COLOR", "1"), ("TERM", "linux"), ("COLUMNS", "80"), ("LINES", "24"), ("TZ", "Asia/Tokyo"), ("LC_ALL", "C")],
)
def test_so_is_another_terminal(folders: Folders, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    keepsake(folders).keep(PICTURE)
    monkeypatch.setenv(name, value)
    assert keepsake(folders).recalled() is None


def test_so_is_another_size(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    keepsake(folders).keep(PICTURE)
    monkeypatch.setattr(os, "get_terminal_size", lambda _descriptor=1: os.terminal_size((5, 2)))
    assert keepsake(folders).recalled() is None


def test_so_is_another_library(folders: Folders) -> None:
    keepsake(folders).keep(PICTURE)
    assert Keepsake(Config(), folders, *LIBRARY[:2], "other", "v1").recalled() is None


def test_so_is_another_version(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    keepsake(folders).keep(PICTURE)
    monkeypatch.setattr("tui.keepsake.__version__", "0.0.0")
    assert keepsake(folders).recalled() is None


def of_the_person(folders: Folders) -> None:
    write(folders.state / "state.json", State(theme="nord"))


def of_the_library(folders: Folders) -> None:
    name = keepsake(folders).file.stem.removeprefix("picture-")
    write(folders.state / f"library-{name}.json", LibraryState(query="beach"))


def in_the_index(folders: Folders) -> None:
    with closing(sqlite3.connect(folders.library(*LIBRARY))) as other, other:
        other.execute("INSERT INTO notes VALUES ('x', 'y')")


def in_the_marks(folders: Folders) -> None:
    folders.marks(*LIBRARY).write_bytes(b"some")


def found_damaged(folders: Folders) -> None:
    index = folders.library(*LIBRARY)
    index.with_name(f"{index.name}.damaged").touch()


def gone(folders: Folders) -> None:
    folders.library(*LIBRARY).unlink()


@pytest.mark.parametrize("change", [of_the_person, of_the_library, in_the_index, in_the_marks, found_damaged, gone])
def test_whatever_was_written_since_makes_it_void(folders: Folders, change: Callable[[Folders], None]) -> None:
    keepsake(folders).keep(PICTURE)
    change(folders)
    assert keepsake(folders).recalled() is None


def test_what_is_still_in_the_log_of_the_index_counts(folders: Folders) -> None:
    """Another program has the index open, so that nothing of it reaches the file itself."""
    with closing(sqlite3.connect(folders.library(*LIBRARY), isolation_level=None)) as other:
        other.execute("INSERT INTO notes VALUES ('x', '1')")
        keepsake(folders).keep(PICTURE)
        assert keepsake(folders).recalled() is not None
        other.execute("UPDATE notes SET value = '2' WHERE name = 'x'")
        assert keepsake(folders).recalled() is None


def test_what_reads_makes_nothing_void(folders: Folders) -> None:
    keepsake(folders).keep(PICTURE)
    index = Index.open(folders.library(*LIBRARY))
    assert index.total() == 0
    index.close()
    assert keepsake(folders).recalled() is not None


def test_a_query_may_mean_another_day_tomorrow(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    of_the_library(folders)
    keepsake(folders).keep(PICTURE)
    assert keepsake(folders).recalled() is not None
    monkeypatch.setattr("tui.keepsake._DAY", 1e9)
    assert keepsake(folders).recalled() is None


@given(place=st.floats(0, 0.999), to=st.binary(max_size=4), cut=st.integers(0, 4))
def test_damage_is_as_if_there_were_none(
    place: float, to: bytes, cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "get_terminal_size", lambda _descriptor=1: SIZE)
        for name in ("COLUMNS", "LINES"):
            patch.delenv(name, raising=False)
        home = tmp_path_factory.mktemp("home")
        one = Keepsake(Config(), Folders(home, home, home, home), *LIBRARY)
        one.keep(PICTURE)
        whole = one.file.read_bytes()
        at = int(len(whole) * place)
        one.file.write_bytes(whole[:at] + to + whole[at + cut :])
        found = one.recalled()
        assert found is None or one.file.read_bytes() == whole


@pytest.mark.parametrize("ahead", [0, 10_000], ids=["in the past", "left while the clock was ahead"])
def test_those_of_the_libraries_that_were_left_last_stay(folders: Folders, ahead: int) -> None:
    now = folders.state.stat().st_mtime
    others = [Keepsake(Config(), folders, *LIBRARY[:2], f"namespace {n}", "v1") for n in range(12)]
    for n, one in enumerate(others):
        one.file.write_text("")
        os.utime(one.file, times=(now, now + ahead - 1_000 + n))
    beside = folders.state / "state.json"
    beside.touch()
    keepsake(folders).keep(PICTURE)
    stay = {keepsake(folders).file, *(one.file for one in others[-7:])}
    assert set(folders.state.iterdir()) == {beside} | stay
    assert keepsake(folders).recalled() is not None


def test_one_that_cannot_be_taken_away_is_in_nobodys_way(folders: Folders) -> None:
    for n in range(9):
        (folders.state / f"picture-{n}.txt").mkdir()
    keepsake(folders).keep(PICTURE)
    assert keepsake(folders).recalled() is not None


def test_a_hostile_one_has_to_pass_the_same_gate(folders: Folders) -> None:
    """Whoever can write the file can also make its sum."""
    evil = Still(4, 2, (((PLAIN, "a\x1bcd", 0),), ((PLAIN, "efgh", 0),)))
    keepsake(folders).keep(Picture(evil, None, synchronized=False))
    assert keepsake(folders).recalled() is None


def test_a_file_without_end_is_not_read(folders: Folders) -> None:
    one = keepsake(folders)
    one.keep(PICTURE)
    with one.file.open("ab") as file:
        file.write(b"x" * 2_000_000)
    assert one.recalled() is None


def test_another_program_that_writes_is_noticed(tmp_path: Path) -> None:
    alone, beside = (Index.open(tmp_path / name) for name in ("alone.db", "beside.db"))
    for index in (alone, beside):
        index.put([], at=1.0)
        index.remember(replace(index.progress(), sweep=2))
    other = Connections(tmp_path / "beside.db")
    with other.writing() as db:
        db.execute("INSERT INTO notes VALUES ('x', 'y')")
    other.close()
    for index in (alone, beside):
        index.close()
    assert (alone.left_alone, beside.left_alone) == (True, False)
