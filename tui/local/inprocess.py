"""The stand-in within this process, for httpx: bodies flow in both directions, however long they are.

httpx's own transport for ASGI gathers the whole answer first, which for an original may be gigabytes.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Final

import httpx
from starlette.types import ASGIApp, Message, Scope

_AHEAD: Final = 4
"""Pieces of an answer that wait to be read."""


class InProcess(httpx.AsyncBaseTransport):
    """Leads to an ASGI app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        exchange = _Exchange(request)
        exchange.task = asyncio.create_task(exchange.run(self._app))
        try:
            head = await exchange.next()
        except BaseException:
            await exchange.aclose()
            raise
        if head is None:
            raise httpx.RemoteProtocolError("the service gave no answer", request=request)
        return httpx.Response(head["status"], headers=head.get("headers", []), stream=exchange)


class _Exchange(httpx.AsyncByteStream):
    """One request and its answer; reading the answer is iterating over it."""

    def __init__(self, request: httpx.Request) -> None:
        assert isinstance(request.stream, httpx.AsyncByteStream)  # an async client sends no other
        self._request = request
        self._body = request.stream.__aiter__()
        self._all_read = False
        self._left = asyncio.Event()
        self._answer: asyncio.Queue[Message | None] = asyncio.Queue(_AHEAD)
        self.task: asyncio.Task[None] | None = None

    async def run(self, app: ASGIApp) -> None:
        try:
            await app(_scope(self._request), self._receive, self._send)
        finally:
            with contextlib.suppress(asyncio.CancelledError):
                await self._answer.put(None)

    async def next(self) -> Message | None:
        """What the app says next; None at the end. What broke the app is raised here."""
        message = await self._answer.get()
        if message is None and self.task is not None:
            await self.task
        return message

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (message := await self.next()) is not None:
            if message.get("body"):
                yield message["body"]
            if not message.get("more_body"):
                return

    async def aclose(self) -> None:
        self._left.set()
        if self.task is not None and not self.task.done():
            self.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.task

    async def _receive(self) -> Message:
        if not self._all_read:
            with contextlib.suppress(StopAsyncIteration):
                return {"type": "http.request", "body": await anext(self._body), "more_body": True}
            self._all_read = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] in {"http.response.start", "http.response.body"}:
            await self._answer.put(message)


def _scope(request: httpx.Request) -> Scope:
    url = request.url
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "scheme": url.scheme,
        "path": url.path,
        "raw_path": url.raw_path.split(b"?")[0],
        "query_string": url.query,
        "server": (url.host, url.port),
        "client": ("127.0.0.1", 1),
        "root_path": "",
    }
