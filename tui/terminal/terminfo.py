"""How many colours the terminal database knows a terminal to have, read without curses.

`curses` would do, but can be asked for one terminal per process only, and is not there on every Python.
The format is that of term(5).
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

_USUAL: Final = ("/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo")
_SMALL_NUMBERS, _LARGE_NUMBERS = 0o432, 0o1036
_MAX_COLORS: Final = 13
"""The place of `max_colors` among the numbers of an entry."""
_LONGEST: Final = 32_768
"""Bytes; no entry is longer."""


def colours_known(term: str, environ: Mapping[str, str]) -> int | None:
    """Colours of a terminal by its entry: 0 if it has none, None if there is no entry to be read."""
    if not term or "/" in term or term.startswith("."):
        return None
    for folder in _folders(environ):
        for place in (folder / term[0] / term, folder / f"{ord(term[0]):x}" / term):
            try:
                with place.open("rb") as file:
                    return _colours(file.read(_LONGEST))
            except (OSError, ValueError, struct.error):
                continue
    return None


def _folders(environ: Mapping[str, str]) -> Iterator[Path]:
    named = [environ.get("TERMINFO", ""), os.path.join(environ.get("HOME", ""), ".terminfo")]
    named += environ.get("TERMINFO_DIRS", "").split(":")
    yield from (Path(name) for name in (*named, *_USUAL) if name.startswith("/"))


def _colours(entry: bytes) -> int:
    magic, names, flags, numbers = struct.unpack_from("<4h", entry)
    if magic not in {_SMALL_NUMBERS, _LARGE_NUMBERS}:
        raise ValueError("no compiled entry")
    if numbers <= _MAX_COLORS:
        return 0
    start = 12 + names + flags
    start += start % 2  # numbers begin at an even byte
    size, kind = (2, "<h") if magic == _SMALL_NUMBERS else (4, "<i")
    (found,) = struct.unpack_from(kind, entry, start + size * _MAX_COLORS)
    return max(0, int(found))
