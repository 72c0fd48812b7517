"""Paths as people type, paste and pick them, on a real disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.directory import (
    MOST_AT_ONCE,
    Entry,
    Listing,
    common_start,
    completions,
    everything_in,
    find,
    left_out,
    looks_pasted,
    read_directory,
    split_typed,
    typed_path,
)


@pytest.fixture
def videos(tmp_path: Path) -> Path:
    for name in ("beach.mp4", "Beach-2.mov", "two words.mp4", ".hidden.mp4", "notes.txt"):
        (tmp_path / name).write_bytes(b"12345")
    (tmp_path / "drone").mkdir()
    (tmp_path / "drone" / "up.mkv").write_bytes(b"1")
    (tmp_path / "drone" / ".thumb").write_bytes(b"1")
    return tmp_path


def test_folders_come_first_then_videos_then_the_rest(videos: Path) -> None:
    listing = read_directory(videos)
    names = [entry.name for entry in listing.entries]
    assert names == ["drone", ".hidden.mp4", "Beach-2.mov", "beach.mp4", "two words.mp4", "notes.txt"]
    assert listing.entries[3].size == 5


def test_a_folder_that_will_not_open_says_why(videos: Path) -> None:
    assert read_directory(videos / "gone").problem == "there is no such folder"
    assert read_directory(videos / "beach.mp4").problem == "that is a file, not a folder"


def test_completion_is_the_shells(videos: Path) -> None:
    listing = read_directory(videos)
    assert completions(listing, "be") == ("beach.mp4",)
    assert completions(listing, "B") == ("Beach-2.mov",)
    assert completions(listing, "NOT") == ("notes.txt",)
    assert completions(listing, "d") == ("drone/",)
    assert completions(listing, ".") == (".hidden.mp4",)
    assert ".hidden.mp4" not in completions(listing, "")


def test_names_that_would_act_on_a_terminal_are_never_typed() -> None:
    listing = Listing(Path("/"), (Entry("a\x1b[2J.mp4", False), Entry("a\udcff.mp4", False), Entry("ab.mp4", False)))
    assert completions(listing, "a") == ("ab.mp4",)


@given(st.lists(st.text(max_size=6), min_size=1, max_size=5))
def test_the_common_start_is_the_longest_that_all_share(names: list[str]) -> None:
    start = common_start(names)
    assert all(name.startswith(start) for name in names)
    assert any(len(name) == len(start) for name in names) or len({name[len(start)] for name in names}) > 1


def test_a_half_typed_path_is_a_folder_and_a_beginning(videos: Path) -> None:
    assert split_typed("~/vid") == ("~/", "vid")
    assert split_typed("vid") == ("", "vid")
    assert typed_path("../x", videos) == videos.parent / "x"
    assert typed_path("~/", videos) == Path(os.path.expanduser("~"))


@pytest.mark.parametrize(
    "text",
    [
        "{0}/beach.mp4 {0}/notes.txt",
        "'{0}/beach.mp4' '{0}/notes.txt'",
        "file://{0}/beach.mp4\nfile://{0}/notes.txt",
        "{0}/beach.mp4\n{0}/notes.txt\n",
    ],
)
def test_several_pasted_paths_are_several_files(videos: Path, text: str) -> None:
    pasted = text.format(videos)
    assert looks_pasted(pasted)
    assert find(pasted, videos).files == (videos / "beach.mp4", videos / "notes.txt")


@pytest.mark.parametrize(
    "text", ["two words.mp4", "'{0}/two words.mp4'", r"{0}/two\ words.mp4", "file://{0}/two%20words.mp4"]
)
def test_blanks_in_a_name_survive_every_way_of_writing_it(videos: Path, text: str) -> None:
    assert find(text.format(videos), videos).files == (videos / "two words.mp4",)


def test_a_folder_is_looked_into_and_a_pattern_becomes_its_matches(videos: Path) -> None:
    assert find("drone", videos).folder == videos / "drone"
    assert find("*.mp4", videos).files == (videos / "beach.mp4", videos / "two words.mp4")
    assert find("gone.mp4", videos).files == (videos / "gone.mp4",)
    assert find("  ", videos) == find("", videos)


def test_all_that_is_in_a_folder_leaves_out_what_is_hidden_there_and_says_so(videos: Path) -> None:
    found = everything_in([videos / "drone", videos / ".hidden.mp4"])
    assert found.files == (videos / "drone" / "up.mkv", videos / ".hidden.mp4")
    assert left_out(found) == "Left out, as hidden: .thumb. What is chosen by name is sent."
    (videos / "drone" / ".cache").mkdir()
    (videos / "drone" / ".cache" / "a.mp4").touch()
    (videos / "drone" / ".esc\x1b[2Jape").touch()
    words = left_out(everything_in([videos]))
    assert words.startswith("Left out, as hidden: .hidden.mp4, .cache, .esc")
    assert words.isprintable()
    assert "and 1 more" in words


def test_more_than_is_taken_at_once_is_said(videos: Path) -> None:
    assert left_out(everything_in([videos / "beach.mp4"], most=1)) == ""
    found = everything_in([videos], most=3)
    assert len(found.files) == 3
    assert "Only the first 3 files are taken; `memories-tui upload` takes any number." in left_out(found)
    assert MOST_AT_ONCE == 10_000


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=40))
def test_no_text_is_too_odd_to_be_looked_for(text: str) -> None:
    found = find(text, Path("/nowhere"))
    assert found.folder is None or os.path.isdir(found.folder)
