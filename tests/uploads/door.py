"""The service's door for uploads, without a network: it reads as much as it is told to, and says what it is told to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from typing import Any, Literal

import httpx

from tests.api.conftest import KEY, QuickClock
from tests.uploads.alone import START, Shelf, eventually, job_of
from tests.uploads.parts import Parts, parts
from tui.api.client import Client
from tui.uploads.job import Job, State

Stop = Literal["beginning", "midst", "end", ""]

RECEIPT = {"code": "0000", "data": {"videoNo": "VI9", "videoName": "beach"}}
AHEAD = 100.0
"""Seconds by which the service's clock is before ours."""


def film(folder: Path, name: str = "beach.mp4", size: int = 100) -> Path:
    path = folder / name
    path.write_bytes(bytes(index % 251 for index in range(size)))
    return path


def job_at(path: Path, state: State = State.WAITING, **more: Any) -> Job:
    return job_of(path.name, state, **{"source": str(path), "size": None, **more})


@dataclass(slots=True)
class Door(httpx.AsyncBaseTransport):
    """Everybody has the same fate."""

    says: object = field(default_factory=lambda: RECEIPT)
    """JSON, words, or what the line does."""
    status: int = 200
    stops: Stop = ""
    """Where in the body it reads no further until it is `open`."""
    body: bytes = b""
    """What it has read, of everybody."""
    came: list[str] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    shelf: Shelf = field(default_factory=Shelf)
    """Answers every other question."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if "upload" not in request.url.path:
            return await self.shelf.handle_async_request(request)
        self.came.append(request.url.path.rpartition("/")[2])
        if isinstance(self.says, httpx.ConnectError):
            raise self.says
        assert isinstance(request.stream, httpx.AsyncByteStream)
        pieces = 0
        async for piece in request.stream:
            self.body += piece
            pieces += 1
            if pieces == {"beginning": 1, "midst": 3}.get(self.stops):
                await self.open.wait()
        if self.stops == "end":
            await self.open.wait()
        if isinstance(self.says, Exception):
            raise self.says
        said = self.says.encode() if isinstance(self.says, str) else json.dumps(self.says).encode()
        date = formatdate(START + AHEAD, usegmt=True)
        return httpx.Response(self.status, headers={"Date": date}, stream=httpx.ByteStream(said))


@dataclass(slots=True)
class Attempted:
    """The parts of a queue whose client stands before the door."""

    door: Door
    client: Client
    parts: Parts

    async def run(self, job: Job) -> Job:
        """What has become of it after an attempt."""
        await self.parts.attempts.run(job.id)
        return self.now(job)

    def now(self, job: Job) -> Job:
        return self.parts.there.job(job.id)

    def begin(self, job: Job) -> asyncio.Task[None]:
        return asyncio.create_task(self.parts.attempts.run(job.id))

    async def until(self, job: Job, state: State) -> None:
        await eventually(lambda: self.now(job).state is state, f"{state}: {self.now(job)}")


@asynccontextmanager
async def attempting(*jobs: Job, **more: Any) -> AsyncIterator[Attempted]:
    """`more`: of the parts."""
    door = Door()
    client = Client(host="http://door.invalid", key=KEY, transport=door, clock=QuickClock(START))
    try:
        async with parts(*jobs, client=client, **more) as made:
            made.there.clock.gone = 7.0
            yield Attempted(door, client, made)
    finally:
        await client.aclose()
