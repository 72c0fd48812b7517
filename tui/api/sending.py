"""One upload on the wire: a count that is true, an ear for an answer that comes early, an end to lines that died.

httpx hears nothing while it sends. A refusal in mid-body would be lost with the connection, or come an hour late.
"""

from __future__ import annotations

import asyncio
import fcntl
import socket
import struct
import sys
import termios
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final, Protocol

import h11
import httpcore
import httpx

from tui.api import words
from tui.api.answers import Answer
from tui.api.errors import Interrupted
from tui.api.exchange import LONGEST_ANSWER, exchange
from tui.api.limits import Limits
from tui.api.multipart import MultipartBody
from tui.api.vigil import LONG, Vigil

_TICK: Final = 0.25
_UNSENT: Final = 128 * 1024
"""Bytes that the kernel may hold back unsent: enough to keep the line busy, too little to lie about progress."""
_EARLY_ANSWER_WITHIN: Final = 5.0
"""Seconds from the first byte of an early answer to its last."""


class _Stream(Protocol):
    """What httpcore promises of a connection."""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes: ...

    def get_extra_info(self, info: str) -> Any: ...


class Line:
    """The connection below one upload, as httpcore's trace tells of it. Without a socket (the demo) it counts 0."""

    def __init__(self) -> None:
        self.stream: _Stream | None = None
        self.when_broken: Callable[[], Awaitable[None]] | None = None
        """Awaited when the body can't be sent any further, before httpcore reads what there is of an answer."""

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            stream: _Stream = info["return_value"]
            self.stream = stream
            if event.endswith("connect_tcp.complete"):
                _tune(stream.get_extra_info("socket"))
        can_still_read = isinstance(info.get("exception"), httpcore.WriteError)
        if event.endswith("send_request_body.failed") and can_still_read and self.when_broken is not None:
            await self.when_broken()

    def bare_socket(self) -> int | None:
        """Its descriptor, where bytes that are written to it arrive as they are."""
        if self.stream is None or self.stream.get_extra_info("ssl_object") is not None:
            return None
        open_socket = self.stream.get_extra_info("socket")
        return None if open_socket is None or open_socket.fileno() < 0 else int(open_socket.fileno())

    def unacknowledged(self) -> int:
        """Bytes handed to our kernel that the other end's has not confirmed; known on Linux alone."""
        open_socket = None if self.stream is None else self.stream.get_extra_info("socket")
        if sys.platform != "linux" or open_socket is None or open_socket.fileno() < 0:
            return 0
        try:
            waiting: int = struct.unpack("i", fcntl.ioctl(open_socket.fileno(), termios.TIOCOUTQ, bytes(4)))[0]
        except OSError:
            return 0
        return waiting


def _tune(open_socket: socket.socket) -> None:
    """Keeps the unsent queue short, and the line known to the routers while the service is silent."""
    options = (
        (socket.IPPROTO_TCP, "TCP_NOTSENT_LOWAT", _UNSENT),
        (socket.SOL_SOCKET, "SO_KEEPALIVE", 1),
        (socket.IPPROTO_TCP, "TCP_KEEPIDLE", 30),
        (socket.IPPROTO_TCP, "TCP_KEEPINTVL", 15),
    )
    for level, name, value in options:
        option = getattr(socket, name, None)
        if option is not None:
            open_socket.setsockopt(level, option, value)


async def send(
    http: httpx.AsyncClient,
    request: httpx.Request,
    body: MultipartBody,
    line: Line,
    *,
    host: str,
    limits: Limits,
    on_sent: Callable[[int], None],
    on_last: Callable[[], None],
) -> Answer:
    """Sends it and gives the answer, also one that comes before the end. Raises what the line raises (FAULTS)."""
    ear = _Ear(line, body)
    listening = asyncio.create_task(ear.listen())

    async def before_end() -> None:
        await _hush(ear, listening)
        on_last()

    body.before_end = before_end
    body.bare_socket = line.bare_socket
    line.when_broken = lambda: _hush(ear, listening)
    sending = asyncio.create_task(exchange(http, request, host))
    metering = asyncio.create_task(_meter(line, body, host, limits, on_sent))
    tasks: set[asyncio.Task[Answer] | asyncio.Task[Answer | None] | asyncio.Task[None]]
    tasks = {listening, sending, metering}
    try:
        while True:
            await asyncio.wait({task for task in tasks if not task.done()}, return_when=asyncio.FIRST_COMPLETED)
            early = listening.result() if listening.done() and not listening.cancelled() else None
            if early is not None:
                return replace(early, is_early=True)
            if sending.done():
                answer = _result(sending, body)
                on_sent(body.handed_over)
                return answer
            if metering.done():
                metering.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await body.aclose()


def _result(sending: asyncio.Task[Answer], body: MultipartBody) -> Answer:
    try:
        return sending.result()
    except httpx.RemoteProtocolError as error:
        raise (httpx.WriteError(str(error)) if body.broke else error) from None


class _Ear:
    """Listens while the body leaves; whoever reads the connection takes the bytes away from httpcore."""

    def __init__(self, line: Line, body: MultipartBody) -> None:
        self._line = line
        self._body = body
        self.has_heard = False

    async def listen(self) -> Answer | None:
        """The answer that came before the body's end; None when the line closed without one."""
        await self._body.begun.wait()
        stream, reply = self._line.stream, _Reply()
        if stream is None:
            return None
        deadline: float | None = None
        try:
            while not reply.is_complete:
                remaining = None if deadline is None else max(0.01, deadline - time.monotonic())
                data = await stream.read(65536, timeout=remaining)
                self.has_heard = self.has_heard or bool(data)
                deadline = deadline or time.monotonic() + _EARLY_ANSWER_WITHIN
                reply.take(data)
        except (httpcore.NetworkError, httpcore.TimeoutException, h11.RemoteProtocolError):
            return reply.answer
        return reply.answer


class _Reply:
    """An HTTP answer put together from what comes in."""

    def __init__(self) -> None:
        self._parser = h11.Connection(h11.CLIENT)
        self._parser.send(h11.Request(method="POST", target="/", headers=[("Host", "-")]))
        self._parser.send(h11.EndOfMessage())
        self._head: h11.Response | None = None
        self._body = bytearray()
        self.is_complete = False

    @property
    def answer(self) -> Answer | None:
        """What there is of it, once its head is there."""
        if self._head is None:
            return None
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in self._head.headers}
        return Answer(self._head.status_code, headers, bytes(self._body))

    def take(self, data: bytes) -> None:
        """No data means that the other end has closed."""
        self._parser.receive_data(data)
        while (event := self._parser.next_event()) is not h11.NEED_DATA:
            if isinstance(event, h11.Response):
                self._head = event
            elif isinstance(event, h11.Data):
                self._body += event.data
            elif not isinstance(event, h11.InformationalResponse):
                self.is_complete = True
                return
        self.is_complete = not data or len(self._body) > LONGEST_ANSWER


async def _hush(ear: _Ear, listening: asyncio.Task[Answer | None]) -> None:
    """Ends the listening, so that httpcore may read; if an answer is already coming in, it is enough."""
    if not ear.has_heard:
        listening.cancel()
    await asyncio.wait({listening})
    if not listening.cancelled() and listening.result() is not None:
        # Whoever waits for us is about to be cancelled.
        await asyncio.Event().wait()


async def _meter(line: Line, body: MultipartBody, host: str, limits: Limits, on_sent: Callable[[int], None]) -> None:
    """Tells what has really arrived, a few times a second.

    Interrupted when nothing moves for `limits.stall` seconds, and when the whole answer is not there `limits.answer`
    seconds after the last byte: one that drips never trips a timeout of single reads. Also after a long sleep.
    """
    told, last, alive, vigil = 0, (-1, -1), time.monotonic(), Vigil()
    while True:
        if (slept := vigil.slept()) > LONG:
            raise Interrupted(words.slept(slept))
        waiting = line.unacknowledged()
        arrived = max(0, body.handed_over - waiting)
        if arrived > told:
            told = arrived
            on_sent(told)
        all_gone = body.is_complete and not waiting
        if (body.handed_over, waiting) != last or not body.begun.is_set():
            last, alive = (body.handed_over, waiting), time.monotonic()
        elif time.monotonic() - alive > (limits.answer if all_gone else limits.stall):
            raise Interrupted(words.silent(host, limits.answer) if all_gone else words.stalled(host, limits.stall))
        await asyncio.sleep(_TICK)
