"""Style sheets that were kept are what parsing them would give, and are used only where it would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from textual.css.stylesheet import Stylesheet

from tui import sheets
from tui.kept import Kept

START = """
import sys
from tui.kept import Kept
kept = Kept(sys.argv[1])
kept.begin()
from textual.css.stylesheet import Stylesheet
from tui import sheets
from tui.keeping import keep
sheet = Stylesheet(variables={"ink": sys.argv[2]})
sheet.add_source("Screen { color: $ink; &:focus { border: round $ink; width: 1fr; } }", read_from=("a.tcss", ""))
sheets.take(sheet, kept)
print(len(sheet._parse_cache), " ".join(sheet.css.split()))
files = kept.end()
kept.sheets = sheets.parsed(sheet)
keep(kept, files, lambda: None)
"""


def _started(file: Path, ink: str) -> tuple[str, str]:
    """How many sheets were at hand, and what all of them say."""
    argv = [sys.executable, "-c", START, str(file), ink]
    around = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    told = subprocess.run(argv, env=around, check=True, capture_output=True, text=True).stdout
    known, _, css = told.strip().partition(" ")
    return known, css


@pytest.mark.slow
def test_the_next_start_need_not_parse_them_while_their_variables_are_the_same(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "start"
    known, css = _started(file, "red")
    assert known == "0"
    assert "color: red" in css.lower() or "#ff0000" in css.lower(), css
    assert _started(file, "red") == ("1", css)
    known, other = _started(file, "blue")
    assert known == "0"
    assert other != css


def test_another_textual_parses_them_itself(tmp_path: Path) -> None:
    sheet = Stylesheet(variables={"ink": "red"})
    sheet.add_source("Screen { color: $ink; }", read_from=("a.tcss", ""))
    sheet.parse()
    kept = Kept(str(tmp_path / "start"))
    kept.sheets = sheets.parsed(sheet)
    fresh = Stylesheet(variables={"ink": "red"})
    sheets.take(fresh, kept)
    assert not len(fresh._parse_cache), "this Textual was not served by what has kept them"
