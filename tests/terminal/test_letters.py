"""Letters: when only ASCII is drawn, and that nothing of ours is forgotten then."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from tui.api.values import Status
from tui.terminal.letters import choose_letters, in_ascii, twin
from tui.uploads.job import State
from tui.widgets.filter_lines import EXCLUDED, INCLUDED, NEITHER
from tui.widgets.job_words import words_of
from tui.widgets.present import status_mark

_SOURCE = Path(__file__).parents[2] / "tui"
_NOT_DRAWN = ("local", "geo", "commands", "doctor", "deeds/naming.py")
"""What other programs say, what is understood, what goes to standard output, and what stands in names of files."""


@pytest.mark.parametrize(
    ("environ", "encoding", "ascii_only"),
    [
        ({"LANG": "en_GB.UTF-8"}, "utf-8", False),
        ({"LANG": "de_DE.utf8"}, "UTF-8", False),
        ({"LC_ALL": "C.UTF-8", "LANG": "C"}, "utf-8", False),
        ({}, "utf-8", False),
        ({"LANG": "en_GB.UTF-8", "TERM": "linux"}, "utf-8", True),
        ({"LC_ALL": "C"}, "utf-8", True),
        ({"LC_ALL": "POSIX", "LANG": "en_GB.UTF-8"}, "utf-8", True),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, "utf-8", True),
        ({"LC_CTYPE": "C.UTF-8"}, "utf-8", False),
        ({"LANG": "de_DE.ISO-8859-15@euro"}, "utf-8", True),
        ({"LANG": "de_DE.UTF-8@euro"}, "utf-8", False),
        ({"LANG": "de_DE"}, "iso-8859-1", True),
        ({"LANG": "en_GB.UTF-8"}, "ascii", True),
        ({"LANG": "en_GB.UTF-8"}, "no such encoding", True),
    ],
)
def test_auto(environ: dict[str, str], encoding: str, ascii_only: bool) -> None:
    letters = choose_letters(environ, encoding)
    assert letters.ascii_only == ascii_only
    assert letters.why


def test_the_settings_overrule_it() -> None:
    assert choose_letters({"LANG": "C.UTF-8"}, "utf-8", "ascii", wanted_by="flag").ascii_only
    assert not choose_letters({"TERM": "linux"}, "utf-8", "unicode").ascii_only


def _drawn() -> Iterator[tuple[str, str]]:
    """Every text that is written down in the interface, with its file; descriptions of the source are none."""
    for file in sorted(_SOURCE.rglob("*.py")):
        if str(file.relative_to(_SOURCE)).startswith(_NOT_DRAWN):
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        told = {
            id(line.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            for line in node.body
            if isinstance(line, ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                yield node.value, str(file.relative_to(_SOURCE))


def test_everything_of_ours_has_a_twin() -> None:
    forgotten = {
        f"{character} (U+{ord(character):04X}) in {file}"
        for text, file in _drawn()
        for character in text
        if twin(character) is None and not unicodedata.combining(character) and cell_len(character) == 1
    }
    assert forgotten == set()


@pytest.mark.parametrize("start", [0x2500, 0x2800])
def test_lines_blocks_and_dots_have_one(start: int) -> None:
    for number in range(start, start + 0x100 - (0x60 if start == 0x2500 else 0)):
        found = twin(chr(number))
        assert found is not None
        assert found.isascii()
        assert len(found) == 1


def test_letters_of_other_scripts_have_none() -> None:
    assert in_ascii("● Åre, 渋谷 – غروب…") == "* Åre, 渋谷 - غروب~"


def test_glyphs_that_tell_something_apart_still_do() -> None:
    for glyphs in (
        [status_mark(status).glyph for status in Status],
        [words_of(state).glyph for state in State],
        [INCLUDED, EXCLUDED, NEITHER],
    ):
        assert len(set(glyphs)) == len(glyphs)
        assert len({in_ascii(glyph) for glyph in glyphs}) == len(glyphs)
        assert all(len(glyph) == cell_len(glyph) == 1 for glyph in glyphs)
        assert not any(glyph >= "\U0001f000" for glyph in glyphs), "an emoji"


def test_an_upload_and_its_video_are_marked_alike() -> None:
    for state, status in (
        (State.READY, Status.READY),
        (State.INDEXING, Status.INDEXING),
        (State.FAILED, Status.FAILED),
    ):
        assert (words_of(state).glyph, words_of(state).word) == (status_mark(status).glyph, status_mark(status).word)
