"""The end of a log file, as records, read anew only when the file has changed: however long it is, a page is a page."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tui.frozen import dataclass

MOST_BYTES: Final = 256 * 1024
"""What is before these is not shown."""
LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_RECORD: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ([A-Z]+) ")


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that was logged: its level, and its lines, of which a traceback has many."""

    level: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tail:
    """What the end of the file held when it was read."""

    records: tuple[Record, ...] = ()
    left_out: int = 0
    """Bytes before that."""
    state: tuple[int, ...] = ()
    """What changes when the file does: which it is, how long, and since when."""
    problem: str = ""
    """Why it can't be read; empty also where there is none yet."""


def read(file: Path, before: Tail) -> Tail:
    """The end of the file now; `before` itself where nothing has changed. Blocks: call it in a thread."""
    try:
        with file.open("rb") as stream:
            about = os.fstat(stream.fileno())
            state = (about.st_ino, about.st_size, about.st_mtime_ns)
            if state == before.state:
                return before
            start = max(0, about.st_size - MOST_BYTES)
            stream.seek(start)
            text = stream.read(MOST_BYTES).decode("utf-8", "replace")
    except FileNotFoundError:
        return before if before == Tail() else Tail()
    except OSError as problem:
        told = Tail(problem=problem.strerror or "it can't be read")
        return before if before == told else told
    lines = text.split("\n")
    # The first line of a part is half a line.
    return Tail(tuple(records(lines[1:] if start else lines)), start, state)


def records(lines: Iterable[str]) -> list[Record]:
    """Lines as records; what does not begin one belongs to the one before."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        begins = _RECORD.match(line)
        if begins:
            found.append((begins[1], [line]))
        elif line and found:
            found[-1][1].append(line)
        elif line:
            found.append(("INFO", [line]))
    return [Record(level, tuple(said)) for level, said in found]


def at_least(found: Iterable[Record], level: str) -> list[Record]:
    """Those of this level and worse; a level that nobody knows is shown always."""
    least = LEVELS.index(level)
    return [record for record in found if record.level not in LEVELS or LEVELS.index(record.level) >= least]
