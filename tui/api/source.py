"""The file of an upload as it was when it was opened: read at any place, and known to be the same or changed."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tui.api import words
from tui.api.errors import SourceUnreadable
from tui.frozen import dataclass
from tui.text import safe_text

_KINDS: Final = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """An open file as it was when it was opened."""

    path: Path
    descriptor: int
    size: int
    modified_ns: int
    inode: tuple[int, int]

    @property
    def name(self) -> str:
        """Fit to be seen."""
        return safe_text(self.path.name, 100)

    def read(self, at: int, length: int) -> bytes:
        """Blocks. Less than `length` only where the file ends."""
        return os.pread(self.descriptor, length, at)

    def is_unchanged(self) -> bool:
        """Blocks. A file that was moved away is still the same; one that another took the place of is not."""
        now = os.fstat(self.descriptor)
        if (now.st_size, now.st_mtime_ns) != (self.size, self.modified_ns):
            return False
        try:
            there = os.stat(self.path)
        except FileNotFoundError:
            return True
        return (there.st_dev, there.st_ino) == self.inode


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Source]:
    """The file, open for as long as the block lasts. SourceUnreadable where it is none, or not ours to read."""
    opening = asyncio.get_running_loop().run_in_executor(None, _open, path)
    try:
        source = await asyncio.shield(opening)
    except asyncio.CancelledError:
        opening.add_done_callback(lambda late: None if late.exception() else os.close(late.result().descriptor))
        raise
    except OSError as error:
        raise unreadable(path, error) from None
    try:
        yield source
    finally:
        os.close(source.descriptor)


def unreadable(path: Path, error: OSError) -> SourceUnreadable:
    """The sentence for what the system says of a file."""
    name = safe_text(path.name, 100)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return SourceUnreadable(words.is_gone(name), advice="It was moved or deleted after it was chosen.")
    if isinstance(error, PermissionError):
        return SourceUnreadable(words.is_forbidden(name), advice="Change its permissions and try again.")
    return SourceUnreadable(words.unreadable(name, safe_text(os.strerror(error.errno or 0), 100)))


def _open(path: Path) -> Source:
    kind = _kind(os.stat(path).st_mode)
    if kind:
        raise SourceUnreadable(words.is_no_file(safe_text(path.name, 100), kind), advice="Choose a video file.")
    # Between the look and the opening it may have become a pipe, which would wait for a writer for ever.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    found = os.fstat(descriptor)
    kind = _kind(found.st_mode)
    if kind:
        os.close(descriptor)
        raise SourceUnreadable(words.is_no_file(safe_text(path.name, 100), kind), advice="Choose a video file.")
    return Source(path, descriptor, found.st_size, found.st_mtime_ns, (found.st_dev, found.st_ino))


def _kind(mode: int) -> str:
    return "" if stat.S_ISREG(mode) else next((name for is_kind, name in _KINDS if is_kind(mode)), "something else")
