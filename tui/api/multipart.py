"""A file as the body of an upload: read in a thread, never held in memory, never half changed.

httpx's own `files=` reads the disk on the event loop, tells no progress and does not notice a file that changes.
"""

from __future__ import annotations

import asyncio
import errno
import re
import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from pathlib import Path
from types import MappingProxyType
from typing import Final

import httpcore
import httpx

from tui.api import words
from tui.api.direct import MOST, Beside, Direct, Unsuited, direct
from tui.api.errors import SourceChanged
from tui.api.source import Source, unreadable

_LARGEST_PIECE: Final = 1024 * 1024
_SMALLEST_PIECE: Final = 16 * 1024
_KEPT_BACK: Final = 256 * 1024
"""Bytes at the end that are read in any case: they stay here until the file is known to be unchanged."""
_MEDIA_TYPES: Final = MappingProxyType(
    {".mp4": "video/mp4", ".mov": "video/quicktime", ".avi": "video/x-msvideo", ".mkv": "video/x-matroska"}
)
_UNQUOTABLE: Final = re.compile(r'[\x00-\x1f\x7f"\\]')


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
        self.broke = False
        """Whether the line broke beneath the kernel's own sending, which httpcore then takes for a mere end."""
        self.before_end: Callable[[], Awaitable[None]] | None = None
        """Awaited before the last line leaves, after which the service may answer."""
        self.bare_socket: Callable[[], int | None] = lambda: None
        """Asked once the head has left: the descriptor of the connection, where nothing lies between it and us."""
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
        async with aclosing(self._by_the_kernel()) as portions:
            async for moved in portions:
                at += moved
                yield Beside.of(moved)
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

    async def _by_the_kernel(self) -> AsyncGenerator[int, None]:
        """Sends all but the end where the kernel can, and tells how many bytes at a time; where it can't, nothing."""
        beside, at = direct(self._source.descriptor, self.bare_socket()), 0
        if beside is None:
            return
        try:
            while at + _KEPT_BACK < self._source.size and (moved := await self._portion(beside, at)):
                at += moved
                yield moved
        finally:
            beside.close()

    async def _portion(self, beside: Direct, at: int) -> int:
        """Bytes that have left; 0 where the rest has to be read."""
        wanted = min(MOST, self._source.size - _KEPT_BACK - at)
        allowed = wanted if self._pace is None else await self._pace(wanted)
        gone = 0
        try:
            while gone < allowed:
                gone += await beside.portion(at + gone, allowed - gone)
                self.handed_over = at + gone
        except Unsuited:
            pass
        except EOFError:
            raise self._changed() from None
        except OSError as error:
            if error.errno == errno.EIO:
                raise unreadable(self._source.path, error) from None
            self.broke = True
            raise httpcore.WriteError(str(error)) from error
        return gone

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
