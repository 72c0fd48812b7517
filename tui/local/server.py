"""The stand-in on a real socket of this machine: in a thread for tests, in the foreground for `serve`."""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, cast

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from tui.local.demo import open_demo
from tui.local.generate import generate
from tui.local.service import make_service
from tui.local.store import Store

_HOST: Final = "127.0.0.1"
_TURNS: Final = 5
"""Of the loop until what was accepted a moment ago is a connection, which can be ended."""
_PATIENCE: Final = 1.0
"""Seconds that calls under way have to finish when the server stops."""


class Server:
    """Serves an ASGI app on 127.0.0.1 in a thread of its own, from `with` to its end."""

    def __init__(self, app: ASGIApp, *, port: int = 0) -> None:
        """`port` 0 takes any that is free; it is bound from here on."""
        self._socket = _listen(port)
        self._config = _config(_given_up_quietly(app))
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="stand-in", daemon=True)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{_HOST}:{self.port}"

    def __enter__(self) -> Server:
        """Connections made from here on are answered, if perhaps a moment later: the socket listens already."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        """What uvicorn's own server does, without its tenths of a second: tests start and stop hundreds of these."""
        state = ServerState()
        self._config.load()
        protocol = cast("type[H11Protocol]", self._config.http_protocol_class)
        listening = await self._loop.create_server(
            lambda: protocol(config=self._config, server_state=state, app_state={}), sock=self._socket
        )
        await self._stop.wait()
        listening.close()
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        for connection in list(state.connections):
            connection.shutdown()
        await self._quiet(state, _PATIENCE)
        for connection in list(state.connections):
            connection.transport.abort()  # its call sees that nobody is there any more
        await self._quiet(state, _PATIENCE / 4)
        for task in state.tasks:
            task.cancel()
        await asyncio.gather(*state.tasks, return_exceptions=True)

    async def _quiet(self, state: ServerState, seconds: float) -> None:
        """Waits until no call is under way, but not for ever."""
        until = self._loop.time() + seconds
        await asyncio.sleep(0)  # what was just ended has heard of it, however late it is
        while (state.tasks or state.connections) and self._loop.time() < until:
            await asyncio.sleep(0.005)


def run_service(
    port: int,
    videos: int | None,
    index_seconds: float,
    data: Path | None,
    key: str | None,
    say: Callable[[str], None],
) -> None:
    """Serves until SIGINT, SIGTERM or SIGHUP, in the foreground and in the main thread.

    `port` 0 takes any that is free. `videos` is how many to make up; None means the demo library. `data` is a folder
    that keeps the library; one that already holds a library is taken as it is. Without `key` one is made.
    Once it listens, `say` gets one line with URL and key. Raises OSError where the port is taken.
    """
    key = key or f"sk-mavi-{secrets.token_hex(16)}"
    with Store(data) as store:
        if videos is None:
            open_demo(store)
        elif store.total() == 0:
            generate(store, videos)
        app = make_service(store, index_seconds=index_seconds, key=key)
        with _stop_signals() as stop, Server(app, port=port) as server:
            say(f"MEMORIES_API_HOST={server.url} MEMORIES_API_KEY={key}")
            stop.wait()


@contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """An event that is set by the signals which ask a program to end."""
    stop = threading.Event()
    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in wanted}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _listen(port: int) -> socket.socket:
    # Only where the protocol is named does asyncio turn Nagle off, which costs 40 ms an answer.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_HOST, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


def _given_up_quietly(app: ASGIApp) -> ASGIApp:
    """Calls are only cancelled once nobody waits for them, which uvicorn would take for a bug of ours."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        with suppress(asyncio.CancelledError):
            await app(scope, receive, send)

    return answer


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        log_level=logging.ERROR,
        access_log=False,
        lifespan="off",
        http="h11",
        ws="none",
        loop="asyncio",
        date_header=False,
        server_header=False,
        proxy_headers=False,
    )
