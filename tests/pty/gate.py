"""A stand-in that takes uploads slowly or answers them late, so that a test can end the program in between."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.pty.program import KEY, Service
from tui.local.server import Server
from tui.local.service import make_service
from tui.local.store import Store


@dataclass(slots=True)
class Gate:
    """Wraps `app`. `reading` and `answering` are open unless a test clears them; safe from any thread."""

    app: ASGIApp
    reading: threading.Event = field(default_factory=threading.Event)
    """Cleared: no more than `free` bytes of an upload are read."""
    answering: threading.Event = field(default_factory=threading.Event)
    """Cleared: uploads are taken and stored, and the answer waits."""
    free: int = 1 << 20
    begun: int = 0
    """How many uploads have come, and how many of them have been stored."""
    stored: int = 0

    def __post_init__(self) -> None:
        self.reading.set()
        self.answering.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].endswith("/upload"):
            await self.app(scope, receive, send)
            return
        self.begun += 1
        read = 0

        async def slowly() -> Message:
            nonlocal read
            while read > self.free and not self.reading.is_set():
                await asyncio.sleep(0.005)
            message = await receive()
            read += len(message.get("body", b""))
            return message

        async def late(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                self.stored += 1
            while not self.answering.is_set():
                await asyncio.sleep(0.005)
            await send(message)

        await self.app(scope, slowly, late)


@contextmanager
def gated(
    store: Store, *, index_seconds: float = 0.0, now: Callable[[], float] = time.time
) -> Iterator[tuple[Service, Gate]]:
    """A stand-in over `store` on a socket of this process, behind a gate. `now`: its clock."""
    gate = Gate(make_service(store, now=now, index_seconds=index_seconds, key=KEY))
    with Server(gate) as server:
        try:
            yield Service(server.url, KEY), gate
        finally:
            gate.reading.set()
            gate.answering.set()
