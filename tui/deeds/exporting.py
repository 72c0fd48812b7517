"""What is known of many videos as a file for other programs: JSON, CSV or one JSON object a line."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Final

from tui.api.values import Video
from tui.deeds.naming import PART

SUFFIXES: Final = (".json", ".csv", ".ndjson", ".jsonl")
_FIELDS: Final = tuple(field.name for field in fields(Video) if field.name != "raw")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet would run as a formula at the beginning of a cell."""


class Stopped(Exception):
    """Somebody wants no more of it."""


def facts(video: Video) -> dict[str, object]:
    """As `memories-tui list --json` writes it: what is not known is null, times are milliseconds since the epoch."""
    return {name: getattr(video, name) for name in _FIELDS}


def export(path: Path, parts: Iterable[Iterable[Video]], *, over: bool, on_part: Callable[[int], bool]) -> None:
    """Writes it whole, or not at all. `on_part` hears how many are written, and says whether to go on.

    Raises FileExistsError unless `over`, Stopped and OSError. Blocks.
    """
    if not over and os.path.lexists(path):
        raise FileExistsError(path)
    beside = path.with_name(f".{path.name}{PART}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(beside, flags, 0o666), "wb") as file:
            for count, text in _written(path.suffix.lower(), parts):
                file.write(text.encode("utf-8", "replace"))
                if not on_part(count):
                    raise Stopped
            file.flush()
            os.fsync(file.fileno())
        if over:
            beside.replace(path)
        else:
            _place(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _place(beside: Path, path: Path) -> None:
    """Without a link to it, the name is taken by an empty file of ours first."""
    try:
        os.link(beside, path, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        path.touch(exist_ok=False)
        beside.replace(path)


def _written(suffix: str, parts: Iterable[Iterable[Video]]) -> Iterator[tuple[int, str]]:
    """The file piece by piece, each with how many videos there are up to its end."""
    write = {".csv": _csv, ".json": _json}.get(suffix, _lines)
    yield from write(parts)


def _lines(parts: Iterable[Iterable[Video]]) -> Iterator[tuple[int, str]]:
    count = 0
    for part in parts:
        texts = [json.dumps(facts(video)) + "\n" for video in part]
        count += len(texts)
        yield count, "".join(texts)


def _json(parts: Iterable[Iterable[Video]]) -> Iterator[tuple[int, str]]:
    count = 0
    for part in parts:
        texts = [json.dumps(facts(video)) for video in part]
        if texts:
            yield count + len(texts), ("[\n" if not count else ",\n") + ",\n".join(texts)
        count += len(texts)
    yield count, "\n]\n" if count else "[]\n"


def _csv(parts: Iterable[Iterable[Video]]) -> Iterator[tuple[int, str]]:
    """A row each under a row of names; tags in one cell, apart by `;`. Nothing in it is a formula to a spreadsheet."""
    yield 0, _row(_FIELDS)
    count = 0
    for part in parts:
        texts = [_row([_cell(value) for value in facts(video).values()]) for video in part]
        count += len(texts)
        yield count, "".join(texts)


def _row(cells: Iterable[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _cell(value: object) -> str:
    """Numbers stay numbers, a minus included: it is only text that can be a formula."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    text = ";".join(map(str, value)) if isinstance(value, tuple) else str(value)
    text = text.replace("\0", "")
    return "'" + text if text.lstrip(" ").startswith(_FORMULA) else text
