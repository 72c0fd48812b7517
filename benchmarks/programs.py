"""What is measured: ours with a million videos and no network, a bare Textual app, and peers from the package index."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.library_million import fill
from tui.library.index import Index

NOWHERE: Final = "http://127.0.0.1:9"
"""A port at which nobody answers."""
KEY: Final = "sk-mavi-million-0001"
_NAMESPACE: Final = "default"


@dataclass(frozen=True, slots=True)
class Gesture:
    """Keys that belong together, and how they are measured: of a chord such as `g g` the last key is.

    `before` and `after` are sent in each round and not measured. A gesture is repeated `times` over.
    """

    name: str
    keys: tuple[str, ...]
    times: int = 1
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    quiet: float = 0.08
    """Seconds of silence after which the screen has settled: longer where the answer comes after an echo."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program, what its first useful frame shows, and what is done with it."""

    name: str
    what: str
    words: tuple[str, ...]
    shows: str
    gestures: tuple[Gesture, ...] = ()
    held: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


_MOVES: Final = (Gesture("j", ("j",), 60), Gesture("page down", ("pgdn",), 30))
_ARROWS: Final = (Gesture("down", ("down",), 60), Gesture("page down", ("pgdn",), 30))
_WORD: Final = tuple("beach")


def ours(home: Path, videos: int) -> Program:
    """Ours, with an index of so many videos below `home`, which is filled if it is not there yet."""
    environment = {**_environment(home), "PYTHONPATH": str(Path(__file__).parent.parent), "MEMORIES_API_KEY": KEY}
    file = _index_file(environment)
    file.parent.mkdir(parents=True, exist_ok=True)
    index = Index.open(file)
    try:
        if index.total() < videos:
            fill(index, videos, plain=False)
    finally:
        index.close()
    return Program(
        "memories-tui",
        f"{videos:,} videos in the index, network dead",
        (sys.executable, "-m", "tui", "--host", NOWHERE, "--namespace", _NAMESPACE),
        r"\w+ \w+ \d{5}\b",
        (
            *_MOVES,
            Gesture("G", ("G",), 10, before=("g g",)),
            Gesture("gg", ("g g",), 10, before=("G",)),
            Gesture("a letter of a filter", _WORD, 3, before=("/",), after=("ctrl+u", "enter"), quiet=0.25),
            Gesture("sort", ("s t", "s z", "s u", "s a", "s d"), 3, quiet=0.25),
        ),
        "j",
        environment,
    )


def _index_file(environment: Mapping[str, str]) -> Path:
    """Where a program with that environment keeps the index."""
    where = f"Folders.usual().library({NOWHERE!r}, {KEY!r}, {_NAMESPACE!r}, 'v1')"
    ask = [sys.executable, "-c", f"from tui.folders import Folders; print({where})"]
    return Path(subprocess.run(ask, env=environment, capture_output=True, text=True, check=True).stdout.strip())


def bare() -> Program:
    """The measure of a start."""
    words = (sys.executable, str(Path(__file__).with_name("bare.py")))
    return Program("bare Textual app", "a header, a footer, one line", words, "hello, world", (), "", _environment())


def peers(folder: Path, rows: int) -> list[Program | str]:
    """Those that could be installed below `folder`, each in an environment of its own; for others, why not."""
    log, table = folder / "rows.log", folder / "rows.csv"
    if not table.exists():
        _write_rows(log, table, rows)
    last = f"{rows:,} rows"
    return [
        _peer(folder, "posting", "posting", "nothing in it", (), r"POST|GET", ()),
        _peer(folder, "harlequin", "harlequin", "an empty database", (), r"Query Editor|Data Catalog", ()),
        _peer(folder, "toolong", "tl", f"a log of {last}", (str(log),), r"row 0000001", _ARROWS, "down"),
        _peer(folder, "visidata", "vd", f"a table of {last}", (str(table),), r"row 0000001", _MOVES, "j"),
    ]


def _peer(
    folder: Path,
    package: str,
    command: str,
    what: str,
    arguments: tuple[str, ...],
    shows: str,
    gestures: tuple[Gesture, ...],
    held: str = "",
) -> Program | str:
    place = folder / package
    program = place / "bin" / command
    if not program.exists():
        venv.create(place, with_pip=True)
        wish = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", package]
        done = subprocess.run(wish, capture_output=True, text=True, check=False)
        if done.returncode or not program.exists():
            return f"{package}: could not be installed here"
        subprocess.run([str(place / "bin" / "python"), "-m", "compileall", "-q", str(place / "lib")], check=False)
    home = folder / f"{package}-home"
    home.mkdir(exist_ok=True)
    return Program(package, what, (str(program), *arguments), shows, gestures, held, _environment(home))


def _write_rows(log: Path, table: Path, rows: int) -> None:
    with log.open("w") as lines, table.open("w", newline="") as cells:
        write = csv.writer(cells)
        write.writerow(["name", "status", "seconds", "bytes"])
        for n in range(1, rows + 1):
            lines.write(f"2026-01-01T00:00:00Z INFO row {n:07} was written by nobody in particular\n")
            write.writerow([f"row {n:07}", ("ready", "failed")[n % 50 == 0], n % 3600, n * 7919 % 10**9])


def _environment(home: Path | None = None) -> dict[str, str]:
    """A plain terminal with all colours, at home in a folder of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "HOME": str(home or Path.home())}
