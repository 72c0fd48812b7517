"""What is measured: ours with a million videos and no network, a bare Textual app, and peers from the package index."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
    asked: str = ""
    """A regular expression for what the keys are meant to change, where more than that changes after them."""
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
    opening: tuple[str, ...] = ()
    """Keys that are sent once, before anything is measured."""
    column: int = 0
    """Where the line of the cursor stands out from the others."""
    first: str = ""
    """A key that moves the cursor: when it is answered is measured as well, pressed as the program begins."""
    leave: str = ""
    """The key that leaves it: it is begun and left before each start that is measured."""


_PATIENCE: Final = 600.0
"""Seconds that an installation may take."""
_MOVES: Final = (Gesture("j", ("j",), 60), Gesture("page down", ("pgdn",), 30))
_ARROWS: Final = (Gesture("down", ("down",), 60), Gesture("page down", ("pgdn",), 30))
_WORD: Final = tuple("int")
_DIGITS: Final = tuple("40417")
_NO_PICTURE: Final = {"COLUMNS": "120", "LINES": "36"}
"""A size that is given by hand begins without the picture of last time, as a first start at this size does."""
_ROWS_AND_COUNT: Final = r"│ +\S (\S+ \S+ \d{5}) |([\d,]+) (?:shown|known)"
"""The names that ours lists, and how many there are: each letter above finds others."""


def ours(home: Path, videos: int) -> Program:
    """Ours, with an index of so many videos below `home`, which is filled if it is not there yet."""
    around = {**environment(home), "PYTHONPATH": str(Path(__file__).parent.parent), "MEMORIES_API_KEY": KEY}
    file = _index_file(around)
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
            _typing("a letter of a filter", _WORD),
            _typing("a digit of a filter", _DIGITS),
            Gesture("sort", ("s t", "s z", "s u", "s a", "s d"), 3, quiet=0.25, asked=_ROWS_AND_COUNT),
        ),
        "j",
        {**around, **_NO_PICTURE},
        column=30,
        first="j",
    )


def as_left(mine: Program) -> Program:
    """Ours where nothing has changed since it was left: it begins with the picture of that."""
    around = {name: value for name, value in mine.environment.items() if name not in _NO_PICTURE}
    what = "the same, as it was left at this size"
    return replace(mine, name="memories-tui again", what=what, gestures=(), held="", environment=around, leave="q")


def _typing(name: str, keys: tuple[str, ...]) -> Gesture:
    return Gesture(name, keys, 3, before=("/",), after=("ctrl+u", "enter"), asked=_ROWS_AND_COUNT, quiet=0.25)


def _index_file(around: Mapping[str, str]) -> Path:
    """Where a program with that environment keeps the index."""
    where = f"Folders.usual().library({NOWHERE!r}, {KEY!r}, {_NAMESPACE!r}, 'v1')"
    ask = [sys.executable, "-c", f"from tui.folders import Folders; print({where})"]
    return Path(subprocess.run(ask, env=around, capture_output=True, text=True, check=True).stdout.strip())


def bare() -> Program:
    """The measure of a start."""
    words = (sys.executable, str(Path(__file__).with_name("bare.py")))
    return Program("bare Textual app", "a header, a footer, one line", words, "hello, world", (), "", environment())


def peers(folder: Path, rows: int) -> list[Program | str]:
    """Those that could be installed below `folder`, each in an environment of its own; for others, why not."""
    log, table = folder / f"rows-{rows}.log", folder / f"rows-{rows}.csv"
    if not table.exists():
        _write_rows(log, table, rows)
    last = f"{rows:,} rows"
    return [
        # Its Textual ends with a fault in native code where tree-sitter is newer.
        _peer(folder, ("posting", "tree-sitter<0.26"), "posting", "nothing in it", (), r"POST|GET"),
        _peer(folder, ("harlequin",), "harlequin", "an empty database", (), r"Query Editor|Data Catalog"),
        _peer(folder, ("toolong",), "tl", f"a log of {last}", (str(log),), r"row \d{7}", _ARROWS, "down", ("home",)),
        _peer(folder, ("visidata",), "vd", f"a table of {last}", (str(table),), r"row 0000001", _MOVES, "j"),
    ]


def _peer(
    folder: Path,
    packages: tuple[str, ...],
    command: str,
    what: str,
    arguments: tuple[str, ...],
    shows: str,
    gestures: tuple[Gesture, ...] = (),
    held: str = "",
    opening: tuple[str, ...] = (),
) -> Program | str:
    name = packages[0]
    place = folder / name
    program = place / "bin" / command
    try:
        if not program.exists():
            _install(place, packages)
    except (subprocess.SubprocessError, OSError) as problem:
        shutil.rmtree(place, ignore_errors=True)
        return f"{name}: could not be installed here ({_last_words(problem)})"
    if not program.exists():
        return f"{name}: there is no {command} in it"
    home = folder / f"{name}-home"
    home.mkdir(exist_ok=True)
    return Program(name, what, (str(program), *arguments), shows, gestures, held, environment(home), opening)


def _install(place: Path, packages: tuple[str, ...]) -> None:
    """Into an environment of its own. Raises SubprocessError and OSError."""
    venv.create(place, with_pip=True, clear=True)
    python = str(place / "bin" / "python")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    subprocess.run(pip, capture_output=True, text=True, check=True, timeout=_PATIENCE)
    subprocess.run([python, "-m", "compileall", "-q", str(place / "lib")], capture_output=True, check=False)


def _last_words(problem: Exception) -> str:
    told = getattr(problem, "stderr", None) or str(problem)
    text = told.decode(errors="replace") if isinstance(told, bytes) else str(told)
    return (text.strip().splitlines() or [type(problem).__name__])[-1][:100]


def _write_rows(log: Path, table: Path, rows: int) -> None:
    with log.open("w") as lines, table.open("w", newline="") as cells:
        write = csv.writer(cells)
        write.writerow(["name", "status", "seconds", "bytes"])
        for n in range(1, rows + 1):
            lines.write(f"2026-01-01T00:00:00Z INFO row {n:07} was written by nobody in particular\n")
            write.writerow([f"row {n:07}", ("ready", "failed")[n % 50 == 0], n % 3600, n * 7919 % 10**9])


def environment(home: Path | None = None) -> dict[str, str]:
    """A plain terminal with all colours, at home in a folder of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "HOME": str(home or Path.home())}
