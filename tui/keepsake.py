"""What the library looked like when it was left, to be shown at the next start before anything is there to draw it.

It is shown only if that start would draw the same: each thing that decides over the picture goes into one digest. Of
the index and the marks that is the state of their files. SQLite's own counters would not do: `data_version` means
something to one connection only, and the change counter of the file stands still while there is a write-ahead log. A
file that is as long and as old as it was, with the same beginning, and a log that is, too, has not been written by
anybody since.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from tui import __version__
from tui.appearance import appearance_here
from tui.config import SETTINGS, Config
from tui.folders import Folders, digest, private, replace_with
from tui.frozen import dataclass
from tui.terminal.ground import Ground
from tui.terminal.still import Still, read

_FORMAT: Final = "memories-tui picture 1"
_MOST_BYTES: Final = 1_000_000
_MOST_LIBRARIES: Final = 8
"""Of which there is a picture: those that were left last."""
_WORDS_OF_TIME_AND_PLACE: Final = ("TZ", "LANG", "LC_ALL", "LC_CTYPE", "TERM", "TERM_PROGRAM", "TEXTUAL_FILTERS")
_SIZE_BY_HAND: Final = ("COLUMNS", "LINES")
_NO_QUERY: Final = b'"query": ""'
_DAY: Final = 86_400
_GROUNDS: Final[Mapping[str, Ground | None]] = {"light": "light", "dark": "dark", "-": None}


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen, and what was known of the terminal that showed it."""

    still: Still
    ground: Ground | None
    """What the theme was chosen for; None where the theme was named."""
    synchronized: bool
    """Whether frames can be wrapped in mode 2026."""


class Keepsake:
    """The picture of one library: one account and namespace, seen through one dialect of the API."""

    def __init__(self, config: Config, folders: Folders, *library: str) -> None:
        """`library`: what names the files of this one (see tui.folders)."""
        self._config = config
        self._folders = folders
        self._name = digest(*library)
        self.index = folders.library(*library)
        self._marks = folders.marks(*library)
        self.file = folders.state / f"picture-{self._name}.txt"

    def recalled(self) -> Picture | None:
        """The picture, if the start would draw the same in this terminal, as it is now."""
        if any(os.environ.get(name) for name in _SIZE_BY_HAND):
            return None
        try:
            with self.file.open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
            head, checked, text = content.decode("utf-8").split("\n", 2)
            size = os.get_terminal_size(1)
            if checked != _sum(head, text) or not head.startswith(self._circumstances(*size) + " "):
                return None
            ground, synchronized = head.split(" ")[1:]
            still = read(text)
            return Picture(still, _GROUNDS[ground], synchronized == "synchronized") if _fits(still, size) else None
        except (OSError, ValueError, KeyError):
            return None

    def keep(self, picture: Picture) -> None:
        """For the next start. Once index and memory are closed: they are written until then. Raises OSError."""
        still = picture.still
        synchronized = "synchronized" if picture.synchronized else "plain"
        head = f"{self._circumstances(still.columns, still.lines)} {picture.ground or '-'} {synchronized}"
        text = still.text()
        private(self._folders.state)
        replace_with(self.file, f"{head}\n{_sum(head, text)}\n{text}")
        self._clear()

    def _clear(self) -> None:
        """Whoever goes from namespace to namespace leaves no more of them behind than are worth their place."""
        others = [each for each in self._folders.state.glob("picture-*.txt") if each != self.file]
        for old in sorted(others, key=_left_at, reverse=True)[_MOST_LIBRARIES - 1 :]:
            with suppress(OSError):  # one that stays takes nothing but its place
                old.unlink()

    def _circumstances(self, columns: int, lines: int) -> str:
        """Everything that the picture depends on, as one word."""
        remembered = [_content(self._folders.state / name) for name in ("state.json", f"library-{self._name}.json")]
        facts = (
            _FORMAT,
            __version__,
            sys.version_info[:3],
            (columns, lines),
            self._name,
            appearance_here(self._config),
            [(name, getattr(self._config, name)) for name in SETTINGS],
            self._config.origins.get("theme"),
            [os.environ.get(name, "") for name in _WORDS_OF_TIME_AND_PLACE],
            remembered,
            # Looked for may be the last seven days.
            0 if not remembered[1] or _NO_QUERY in remembered[1] else int(time.time() // _DAY),
            _written(self.index),
            _written(self._marks),
        )
        return hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()


def _sum(head: str, text: str) -> str:
    return hashlib.sha256(f"{head}\n{text}".encode()).hexdigest()


def _fits(still: Still, size: os.terminal_size) -> bool:
    return (still.columns, still.lines) == size


def _left_at(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:  # another program has taken it away
        return 0


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(_MOST_BYTES)
    except OSError:
        return b""


def _written(database: Path) -> tuple[object, ...]:
    """What is another whenever somebody has written to it."""
    log = database.with_name(f"{database.name}-wal")
    flag = database.with_name(f"{database.name}.damaged")
    return _state(database), _state(log), flag.exists()


def _state(file: Path) -> tuple[object, ...]:
    """Of a log the beginning is another as soon as it is written from its start again."""
    try:
        with file.open("rb") as opened:
            found = os.fstat(opened.fileno())
            return (found.st_ino, found.st_size, found.st_mtime_ns, opened.read(100)) if found.st_size else ()
    except OSError:
        return ()
