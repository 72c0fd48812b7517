"""The program is upgraded while it runs: its files are others, or none, and it goes on as it was."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pty.program import ESCAPE, Home, leave, serving
from tests.torture.sources import ROOT

BEGIN = "from tui.start import main; main()"
PLACES = {"gh": "Doctor", "gs": "Statistics", "u": "Start", "w": "nothing uploaded yet", "?": "Help ·"}
_NOT_THE_INTERFACES = {"local", "commands", "linear", "cli.py", "start.py", "__main__.py"}
EVERYTHING = """
import sys
from tui import early
early.run(0)
print(*(name for name in sys.modules if name.startswith("tui.")))
"""


def modules(package: Path) -> Iterator[Path]:
    """All files of the interface, from within the package."""
    for file in sorted(package.rglob("*.py")):
        inside = file.relative_to(package)
        if inside.parts[0] not in _NOT_THE_INTERFACES:
            yield inside


@pytest.mark.row("P8")
def test_all_that_may_be_needed_is_imported() -> None:
    told = subprocess.run([sys.executable, "-c", EVERYTHING], cwd=ROOT, check=True, capture_output=True, text=True)
    imported = set(told.stdout.split())
    names = {".".join(("tui", *file.with_suffix("").parts)).removesuffix(".__init__") for file in modules(ROOT / "tui")}
    assert names - {"tui"} <= imported
    assert not {name for name in imported if name.partition(".")[2].partition(".")[0] in {"local", "commands", "cli"}}


@pytest.mark.pty
@pytest.mark.timeout(480)
@pytest.mark.row("P8")
def test_its_files_are_taken_away(tmp_path: Path) -> None:
    (tmp_path / "person").mkdir()
    home, package = Home(tmp_path / "person"), tmp_path / "site" / "tui"
    shutil.copytree(ROOT / "tui", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "config.example.toml", package)
    argv, env = (sys.executable, "-c", BEGIN), {"PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": ""}
    with serving("--videos", "40", "--index-seconds", "0") as service:
        with home.start(service, argv=argv, env=env) as term:
            term.wait_text("40 in the library", "the library", 20)
            # What was imported was compiled, and that is kept beside it.
            term.wait(lambda: all(_was_imported(package / file) for file in modules(package)), "all of it imported", 40)
            for file in package.rglob("*.py"):
                file.write_text("raise ImportError('half of another version')\n", encoding="utf-8")
            for keys, words in PLACES.items():
                term.send(keys)
                term.wait_text(words, words)
                term.send(ESCAPE)
                term.wait(lambda words=words: words not in term.text(), "the library again")  # type: ignore[misc] # bound now
            leave(term)
        assert list(home.log.glob("crash-*")) == []


def _was_imported(file: Path) -> bool:
    return any((file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"))
