"""A server that does what no framework can: say nothing, hang up, reset, drip, lie about lengths. For many tests.

    async with rawserver(silent()) as server:
        client = Client(host=server.url, key="test-key")

Each connection plays the next act; the last one is played again for all that follow.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field

RECEIPT = {"code": "0000", "msg": "success", "data": {"videoNo": "VI1", "videoName": "beach"}}
NOTHING = {"code": "0000", "msg": "success", "data": {"videos": [], "total_count": "0"}}


@dataclass(slots=True)
class Visit:
    """One connection, as the server sees it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    head: bytes = b""
    received: int = 0
    """Bytes of the body that were read."""
    kept: bytearray = field(default_factory=bytearray)
    """The first 64 KiB of them."""
    ended: bool = False

    @property
    def length(self) -> int:
        """What the request says of its body's length."""
        return int(self.header("content-length") or 0)

    def header(self, name: str) -> str | None:
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        found = (line.split(":", 1) for line in lines if ":" in line)
        return next((value.strip() for key, value in found if key.lower() == name), None)

    async def read_head(self) -> None:
        self.head = await self.reader.readuntil(b"\r\n\r\n")

    async def read_body(self, at_most: int | None = None) -> None:
        """To the length that was promised, or less."""
        wanted = self.length if at_most is None else min(at_most, self.length)
        while self.received < wanted:
            piece = await self.reader.read(min(1 << 20, wanted - self.received))
            if not piece:
                return
            self.received += len(piece)
            if len(self.kept) < 1 << 16:
                self.kept += piece

    async def say(self, *pieces: bytes, every: float = 0.0) -> None:
        for piece in pieces:
            self.writer.write(piece)
            await self.writer.drain()
            await asyncio.sleep(every)

    def reset(self) -> None:
        """Ends the connection with an RST."""
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Act = Callable[[Visit], Awaitable[None]]


@dataclass(slots=True)
class RawServer:
    """Where it is and who came."""

    url: str
    visits: list[Visit] = field(default_factory=list)

    @property
    def received(self) -> int:
        return sum(visit.received for visit in self.visits)


@asynccontextmanager
async def rawserver(*acts: Act, tls: ssl.SSLContext | None = None) -> AsyncIterator[RawServer]:
    """A server on a loopback port that plays `acts`, one per connection."""
    running: set[asyncio.Task[None]] = set()

    async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        visit = Visit(reader, writer)
        server.visits.append(visit)
        act = acts[min(len(server.visits), len(acts)) - 1]
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await visit.read_head()
                await act(visit)
        finally:
            visit.ended = True
            running.discard(task)
            writer.close()
            with suppress(OSError, ssl.SSLError):
                await writer.wait_closed()

    listening = await asyncio.start_server(play, "127.0.0.1", 0, ssl=tls, limit=1 << 20)
    port = listening.sockets[0].getsockname()[1]
    server = RawServer(f"{'http' if tls is None else 'https'}://127.0.0.1:{port}")
    try:
        yield server
    finally:
        listening.close()
        await accepted()
        for task in tuple(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def accepted() -> None:
    """Returns once what was accepted a moment ago has begun, so that it can be ended, too."""
    for _ in range(5):
        await asyncio.sleep(0)


@contextmanager
def nobody() -> Iterator[str]:
    """An address at which connections are refused, and which nobody else is given meanwhile."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def http(
    body: bytes | object = b"",
    status: int = 200,
    *,
    headers: Mapping[str, str] | None = None,
    length: int | None = None,
) -> bytes:
    """A whole HTTP answer; what is not bytes becomes JSON. `length` may lie."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
    fields = {"Content-Type": kind, "Content-Length": str(len(raw) if length is None else length), **(headers or {})}
    head = f"HTTP/1.1 {status} Said\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"{head}Connection: close\r\n\r\n".encode("latin-1") + raw


def answering(answer: bytes) -> Act:
    """Reads the whole request and says this."""

    async def act(visit: Visit) -> None:
        await visit.read_body()
        await visit.say(answer)

    return act


def silent() -> Act:
    """Reads the whole request and never says anything."""

    async def act(visit: Visit) -> None:
        await visit.read_body()
        await visit.reader.read()
        await asyncio.Event().wait()

    return act


def deaf(after: int = 0) -> Act:
    """Stops reading after so many bytes of the body, keeps the connection, says nothing."""

    async def act(visit: Visit) -> None:
        await visit.read_body(after)
        await asyncio.Event().wait()

    return act


def hanging_up() -> Act:
    """Reads the whole request to its last byte and closes without a word: it may well have been stored."""

    async def act(visit: Visit) -> None:
        await visit.read_body()

    return act


def resetting(after: int = 0) -> Act:
    """RST once so many bytes of the body have been read."""

    async def act(visit: Visit) -> None:
        await visit.read_body(after)
        visit.reset()

    return act


def turning_away(answer: bytes, *, after: int = 0) -> Act:
    """Answers after so many bytes of the body and closes: what the client goes on sending meets an RST."""

    async def act(visit: Visit) -> None:
        await visit.read_body(after)
        await visit.say(answer)

    return act


def turning_away_politely(answer: bytes, *, after: int = 0) -> Act:
    """Answers early and goes on reading to the end, as uvicorn and many proxies do."""

    async def act(visit: Visit) -> None:
        await visit.read_body(after)
        await visit.say(answer)
        await visit.read_body()

    return act


def dripping(answer: bytes, every: float = 0.05) -> Act:
    """One byte at a time, which never trips a read timeout."""

    async def act(visit: Visit) -> None:
        await visit.read_body()
        await visit.say(*(answer[at : at + 1] for at in range(len(answer))), every=every)

    return act


def cutting(answer: bytes, keep: int) -> Act:
    """Promises the whole answer and closes after `keep` bytes of it."""
    return answering(answer[:keep])


def web_page() -> Act:
    """The sign-in page of a hotel."""
    page = b"<!DOCTYPE html><html><title>Welcome</title><body>Sign in to the network</body></html>"
    return answering(http(page, headers={"Content-Type": "text/html; charset=utf-8"}))


def redirecting(to: str, status: int = 302) -> Act:
    return answering(http(b"", status, headers={"Location": to}))


def gzip_bomb(megabytes: int = 64) -> Act:
    """Small on the line, large when it is unpacked."""
    packed = gzip.compress(b'{"code":"0000","msg":"' + bytes(megabytes << 20))
    return answering(http(packed, headers={"Content-Encoding": "gzip", "Content-Type": "application/json"}))


def bad_gzip() -> Act:
    return answering(http(b"\x1f\x8bthis is no gzip", headers={"Content-Encoding": "gzip"}))
