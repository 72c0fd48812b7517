"""What the doctor says of the view of last time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.doctor.remembered import look_at_memory
from tui.state import State, write


def told(folder: Path) -> list[tuple[str, str]]:
    return [(finding.mark, finding.words) for finding in look_at_memory(folder)]


def test_none_yet(tmp_path: Path) -> None:
    assert told(tmp_path / "nowhere") == [("ok", "none yet: it is kept when you leave")]


def test_all_is_well(tmp_path: Path) -> None:
    write(tmp_path / "state.json", State(theme="nord"))
    assert told(tmp_path) == [("ok", "query, order, panes and theme come back at the next start")]


def test_a_picture_is_told_of(tmp_path: Path) -> None:
    write(tmp_path / "state.json", State(theme="nord"))
    (tmp_path / "picture-0123456789abcdef.txt").touch()
    (finding,) = look_at_memory(tmp_path)
    assert finding.words.endswith("with the picture of it at once where nothing has changed")
    assert finding.facts["pictures"] == ["picture-0123456789abcdef.txt"]


@pytest.mark.parametrize(
    ("content", "words"),
    [("{", "it can't be read"), ('{"version": 99}', "a later version of this program wrote it")],
)
def test_what_will_be_set_aside_is_left_to_the_interface(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "state.json").write_text(content)
    assert told(tmp_path) == [("note", words)]
    assert [file.name for file in tmp_path.iterdir()] == ["state.json"]


def test_what_was_set_aside_and_what_can_not_be_kept(tmp_path: Path) -> None:
    (tmp_path / "state.json.damaged-20260101-000000").touch()
    (tmp_path / "state.json").mkdir()
    assert told(tmp_path) == [("note", "a file was set aside"), ("note", "it can't be kept")]
