"""A line between us and a service that can lose the answer, break in the middle, refuse, drip, or keep silent."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from tests.rawserver import accepted, http

if TYPE_CHECKING:
    from tui.api.limits import Limits

Fate = Literal[
    "fine",
    "answer lost",
    "answer kept",
    "answer reset",
    "answer cut",
    "answer dripped",
    "answer dripped for ever",
    "answer replaced by a page",
    "answer replaced by 502",
    "swallowed",
    "swallowed and closed",
    "deaf",
    "broken",
    "reset",
    "413 before reading",
]
"""How an upload goes. What begins with "answer" is stored by the service; of all others it has nothing."""

_PAGE: Final = http(b"<!DOCTYPE html><title>Sign in</title>", headers={"Content-Type": "text/html"})
_GATEWAY: Final = http(b"<html>Bad Gateway</html>", 502, headers={"Content-Type": "text/html"})
_TOO_LARGE: Final = http(b"<html>Request Entity Too Large</html>", 413, headers={"Content-Type": "text/html"})


@dataclass(slots=True)
class BadLine:
    """Where it begins, and what the next uploads meet; everything else passes."""

    url: str = ""
    fates: list[Fate] = field(default_factory=list)
    stored: int = 0
    """Answers that the service gave to uploads, delivered or not."""

    def next_fate(self, head: bytes) -> Fate:
        is_upload = head.startswith(b"POST") and b"/upload" in head.split(b"\r\n", 1)[0]
        return self.fates.pop(0) if is_upload and self.fates else "fine"


def once_stored(line: BadLine, short: Limits) -> Limits:
    """Limits that are as usual until the service has stored something: then it ends by these, and by nothing before."""
    return cast("Limits", _OnceStored(line, short))


@dataclass(frozen=True, slots=True)
class _OnceStored:
    line: BadLine
    short: Limits

    def __getattr__(self, name: str) -> Any:  # Any: as the limit of that name is
        return getattr(self.short if self.line.stored else type(self.short)(), name)


@dataclass(frozen=True, slots=True)
class _Two:
    """The two ends of one connection, and the request between them."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    service: tuple[asyncio.StreamReader, asyncio.StreamWriter]
    head: bytes
    line: BadLine

    @property
    def length(self) -> int:
        """Of the body, as its head says."""
        rows = self.head.split(b"\r\n")
        return int(next(row.split(b":")[1] for row in rows if row.lower().startswith(b"content-length")))

    async def relay(self, share: float = 1.0) -> None:
        """Passes on so much of the body."""
        await _pump(self.reader, self.service[1], int(self.length * share))

    async def answer(self) -> bytes:
        """The service's own answer to all of it, kept from whoever asked."""
        await self.relay()
        head = await self.service[0].readuntil(b"\r\n\r\n")
        self.line.stored += 1
        length = next(row.split(b":")[1] for row in head.split(b"\r\n") if row.lower().startswith(b"content-length"))
        return head + await self.service[0].readexactly(int(length))

    async def say(self, data: bytes, *, at_once: int = 1 << 20, every: float = 0.0) -> None:
        for at in range(0, len(data), at_once):
            self.writer.write(data[at : at + at_once])
            await self.writer.drain()
            await asyncio.sleep(every)

    async def swallow(self) -> None:
        """Reads all of the body and passes on nothing."""
        left = self.length
        while left and (piece := await self.reader.read(min(65536, left))):
            left -= len(piece)

    def reset(self) -> None:
        """Ends it with an RST."""
        abrupt = struct.pack("ii", 1, 0)
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, abrupt)


async def _fine(two: _Two) -> None:
    onward = asyncio.create_task(_pump(two.reader, two.service[1]))
    await _pump(two.service[0], two.writer)
    onward.cancel()


async def _lost(two: _Two) -> None:
    await two.answer()


async def _kept(two: _Two) -> None:
    await two.answer()
    await asyncio.Event().wait()


async def _answer_reset(two: _Two) -> None:
    await two.answer()
    two.reset()


async def _cut(two: _Two) -> None:
    answer = await two.answer()
    await two.say(answer[:-9])


async def _dripped(two: _Two) -> None:
    await two.say(await two.answer(), at_once=1, every=0.001)


async def _dripped_for_ever(two: _Two) -> None:
    await two.say(await two.answer(), at_once=1, every=0.2)


async def _page(two: _Two) -> None:
    await two.answer()
    await two.say(_PAGE)


async def _gateway(two: _Two) -> None:
    await two.answer()
    await two.say(_GATEWAY)


async def _swallowed(two: _Two) -> None:
    await two.swallow()
    await asyncio.Event().wait()


async def _deaf(two: _Two) -> None:
    await asyncio.Event().wait()


async def _broken(two: _Two) -> None:
    await two.relay(0.5)


async def _reset(two: _Two) -> None:
    await two.relay(0.5)
    two.reset()


async def _refused(two: _Two) -> None:
    """As gateways do it: an answer to the head alone, and the rest read only to be thrown away."""
    await two.say(_TOO_LARGE)
    await two.swallow()


_ENDINGS: Final[Mapping[Fate, Callable[[_Two], Awaitable[None]]]] = {
    "fine": _fine,
    "answer lost": _lost,
    "answer kept": _kept,
    "answer reset": _answer_reset,
    "answer cut": _cut,
    "answer dripped": _dripped,
    "answer dripped for ever": _dripped_for_ever,
    "answer replaced by a page": _page,
    "answer replaced by 502": _gateway,
    "swallowed": _swallowed,
    "swallowed and closed": _Two.swallow,
    "deaf": _deaf,
    "broken": _broken,
    "reset": _reset,
    "413 before reading": _refused,
}


@asynccontextmanager
async def bad_line(to: str) -> AsyncIterator[BadLine]:
    """A TCP relay to `to`, an http:// address of this machine."""
    host, port = to.removeprefix("http://").split(":")
    line = BadLine()
    running: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        there: asyncio.StreamWriter | None = None
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                head = await reader.readuntil(b"\r\n\r\n")
                answers, there = await asyncio.open_connection(host, int(port))
                there.write(head)
                await _ENDINGS[line.next_fate(head)](_Two(reader, writer, (answers, there), head, line))
                await writer.drain()
        finally:
            running.discard(task)
            await _end(writer)
            if there is not None:
                there.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    line.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield line
    finally:
        server.close()
        await accepted()
        for task in tuple(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _end(writer: asyncio.StreamWriter) -> None:
    """What was said is heard before the line ends."""
    writer.close()
    with suppress(OSError, asyncio.CancelledError):
        await writer.wait_closed()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, at_most: int | None = None) -> None:
    moved = 0
    while at_most is None or moved < at_most:
        piece = await reader.read(65536 if at_most is None else min(65536, at_most - moved))
        if not piece:
            return
        moved += len(piece)
        writer.write(piece)
        await writer.drain()
