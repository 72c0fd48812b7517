"""A file as the body of an upload: read in a thread, never held in memory, never half changed.

httpx's own `files=` reads the disk on the event loop, tells no progress and does not notice a file that changes.
"""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import stat
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import httpx

from tui.api import words
from tui.api.errors import SourceChanged, SourceUnreadable
from tui.text import safe_text

_LARGEST_PIECE: Final = 1024 * 1024
_SMALLEST_PIECE: Final = 16 * 1024
_MEDIA_TYPES: Final = MappingProxyType(
    {".mp4": "video/mp4", ".mov": "video/quicktime", ".avi": "video/x-msvideo", ".mkv": "video/x-matroska"}
)
_UNQUOTABLE: Final = re.compile(r'[\x00-\x1f\x7f"\\]')
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


class MultipartBody(httpx.AsyncByteStream):
    """Fields and one file, of a length that is known before the first byte leaves."""

    def __init__(
        self,
        source: Source,
        fields: Sequence[tuple[str, str]],
        pace: Callable[[int], Awaitable[int]] | None = None,
    ) -> None:
        """`pace`: how many of so many bytes may leave, as soon as they may."""
        boundary = secrets.token_hex(16)
        self._source = source
        self._pace = pace
        self._prefix = b"".join(_field(boundary, name, value) for name, value in fields)
        self._prefix += _file_head(boundary, source.path)
        self._suffix = f"\r\n--{boundary}--\r\n".encode("ascii")
        self.headers: Final = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(len(self._prefix) + source.size + len(self._suffix)),
        }
        self.handed_over = 0
        """Bytes of the file that have left for the kernel."""
        self.begun = asyncio.Event()
        self.is_complete = False
        """Whether everything has left for the kernel, the last line included."""
        self.before_end: Callable[[], Awaitable[None]] | None = None
        """Awaited before the last line leaves, after which the service may answer."""
        self._pieces: AsyncGenerator[bytes, None] | None = None

    def __aiter__(self) -> AsyncIterator[bytes]:
        self._pieces = self._run()
        return self._pieces

    async def aclose(self) -> None:
        if self._pieces is not None:
            await self._pieces.aclose()

    async def _run(self) -> AsyncGenerator[bytes, None]:
        self.begun.set()
        yield self._prefix
        at, length = 0, _SMALLEST_PIECE * 4
        coming = self._begin_reading(at, length)
        try:
            while at < self._source.size:
                rest = await self._piece(coming)
                if at + len(rest) < self._source.size:
                    # The disk works while the line does.
                    coming = self._begin_reading(at + len(rest), length)
                began = time.monotonic()
                while rest:
                    allowed = len(rest) if self._pace is None else await self._pace(len(rest))
                    piece, rest = rest[:allowed], rest[allowed:]
                    at += len(piece)
                    if at == self._source.size:
                        # The end stays here if the file changed: half a request is nothing, a whole one is a video.
                        await self._check()
                    yield piece
                    self.handed_over = at
                length = _next_length(length, time.monotonic() - began)
        finally:
            if not coming.cancel() and not coming.cancelled():
                coming.exception()
        if not self._source.size:
            await self._check()
        if self.before_end is not None:
            await self.before_end()
        yield self._suffix
        self.is_complete = True

    def _begin_reading(self, at: int, length: int) -> asyncio.Future[bytes]:
        wanted = min(length, self._source.size - at)
        return asyncio.get_running_loop().run_in_executor(None, self._source.read, at, wanted)

    async def _piece(self, coming: asyncio.Future[bytes]) -> bytes:
        try:
            piece = await coming
        except OSError as error:
            raise unreadable(self._source.path, error) from None
        if not piece and self._source.size:
            raise self._changed()
        return piece

    async def _check(self) -> None:
        try:
            unchanged = await asyncio.to_thread(self._source.is_unchanged)
        except OSError as error:
            raise unreadable(self._source.path, error) from None
        if not unchanged:
            raise self._changed()

    def _changed(self) -> SourceChanged:
        return SourceChanged(words.changed(self._source.name), advice="Try again once it rests. Nothing was stored.")


def _next_length(length: int, seconds: float) -> int:
    """Large pieces on a quick line spare work; small ones on a slow line keep the count alive."""
    if seconds < 0.02:
        return min(length * 2, _LARGEST_PIECE)
    return max(length // 2, _SMALLEST_PIECE) if seconds > 1.0 else length


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


def _field(boundary: str, name: str, value: str) -> bytes:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
    return head.encode("ascii") + value.encode("utf-8", "replace") + b"\r\n"


def _file_head(boundary: str, path: Path) -> bytes:
    media_type = _MEDIA_TYPES.get(path.suffix.lower(), "video/mp4")
    name = _UNQUOTABLE.sub(lambda found: _escaped(found[0]), path.name).encode("utf-8", "replace")
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="'
    return head.encode("ascii") + name + f'"\r\nContent-Type: {media_type}\r\n\r\n'.encode("ascii")


def _escaped(character: str) -> str:
    """As browsers and httpx do it: a name can close no quote and start no line."""
    return "\\\\" if character == "\\" else f"%{ord(character):02X}"
