"""The rows of chosen files: what has no room in a row is told whole beneath."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.uploads.choosing import judged
from tui.uploads.desk import Candidate, Facts
from tui.widgets.choice import Chosen, about, in_short
from tui.widgets.chosen_files import ChosenRows
from tui.widgets.lines import plain
from tui.widgets.present import cells

_SILENT: Final = Facts(duration=4.0, codec="h264", width=320, height=180, has_audio=False)
_SAID: Final = "no audio: there will be no transcript · 0:04  h264"
_USUAL: Final = 39
"""Cells of a row in a terminal of 80 columns."""


def chosen(facts: Facts | None = None, problem: str = "", name: str = "Louvre at dusk.mp4") -> Chosen:
    warnings = judged(facts, ".mp4")[1] if facts is not None else ()
    return Chosen(Path(name), Candidate(Path(name), 187_000_000, facts, problem, warnings))


def row(of: Chosen, width: int) -> str:
    return plain(ChosenRows((of,)).line(0, width))


def beneath(of: Chosen, width: int, lines: int = 3) -> list[str]:
    return [text for text, _tone in ChosenRows((of,)).untold(0, width, lines)]


@pytest.mark.parametrize(
    ("said", "room", "words"),
    [
        (
            "no audio: there will be no transcript · 0:04  h264",
            60,
            "no audio: there will be no transcript · 0:04  h264",
        ),
        (_SAID, 45, "no audio: there will be no transcript · 0:04"),
        (_SAID, 40, "no audio: there will be no transcript"),
        (_SAID, 11, "no audio"),
        ("0:04  h264  320×180", 11, "0:04  h264"),
        (".txt is not a video that the service takes (.mp4)", 19, ".txt is not a video"),
        ("its codec is av1; the service documents others", 17, "its codec is av1"),
        (
            "its name ends in .mp4, but inside it is mpegts: why",
            30,
            "its name ends in .mp4, but inside it is mpegts: why",
        ),
        ("it is a pipe, not a file", 12, "it is a pipe"),
        ("it is empty", 5, "it is empty"),
    ],
)
def test_a_row_says_what_makes_sense_by_itself(said: str, room: int, words: str) -> None:
    assert in_short(said, room) == words


def test_what_the_row_leaves_out_is_told_beneath() -> None:
    assert row(chosen(_SILENT), _USUAL).endswith("  no audio")
    assert beneath(chosen(_SILENT), _USUAL) == ["no audio: there will be no transcript", "0:04  h264  320×180"]
    assert beneath(chosen(_SILENT), 140) == []


def test_there_is_an_end_to_what_is_told_and_it_says_so() -> None:
    lines = beneath(chosen(problem="one two three four five six seven eight nine ten"), 21, lines=2)
    assert lines == ["one two three four", "five six seven eigh…"]


@given(
    st.builds(chosen, problem=st.text(), name=st.text("abc渋é", min_size=1)), st.integers(20, 120), st.integers(1, 6)
)
def test_all_of_it_is_in_the_row_or_beneath(of: Chosen, width: int, lines: int) -> None:
    told, said = beneath(of, width, lines), about(of)[0]
    assert len(told) <= lines
    assert all(cells(each) < width for each in told)
    if told:
        whole = "".join("".join(told).split()) == "".join(said.replace(" · ", "").split())
        assert whole or told[-1].endswith("…")
    else:
        assert row(of, width).endswith(said)
