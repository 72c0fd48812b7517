"""A line between us and a service that can lose the answer, break in the middle, or keep silent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

Fate = Literal["fine", "answer lost", "answer kept", "broken"]
"""How an upload goes: the answer vanishes with the connection, it never comes, or half the body is all."""


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
                await _relay(line, line.next_fate(head), head, (reader, writer), (answers, there))
        finally:
            running.discard(task)
            for end in (writer, there):
                if end is not None:
                    end.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    line.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield line
    finally:
        server.close()
        for task in tuple(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _relay(
    line: BadLine,
    fate: Fate,
    head: bytes,
    ours: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    theirs: tuple[asyncio.StreamReader, asyncio.StreamWriter],
) -> None:
    if fate == "fine":
        onward = asyncio.create_task(_pump(ours[0], theirs[1]))
        await _pump(theirs[0], ours[1])
        onward.cancel()
        return
    lengths = [row.split(b":")[1] for row in head.split(b"\r\n") if row.lower().startswith(b"content-length")]
    length = int(lengths[0])
    await _pump(ours[0], theirs[1], length // 2 if fate == "broken" else length)
    if fate == "broken":
        return
    await theirs[0].readuntil(b"\r\n\r\n")
    line.stored += 1
    if fate == "answer kept":
        await asyncio.Event().wait()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, at_most: int | None = None) -> None:
    moved = 0
    while at_most is None or moved < at_most:
        piece = await reader.read(65536 if at_most is None else min(65536, at_most - moved))
        if not piece:
            return
        moved += len(piece)
        writer.write(piece)
        await writer.drain()
