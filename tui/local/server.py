"""The stand-in on a real socket of this machine: in a thread for tests, in the foreground for `serve`."""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from tui.local.demo import open_demo
from tui.local.generate import generate
from tui.local.service import make_service
from tui.local.store import Store

_HOST: Final = "127.0.0.1"


class Server:
    """Serves an ASGI app on 127.0.0.1 in a thread of its own, from `with` to its end."""

    def __init__(self, app: ASGIApp, *, port: int = 0) -> None:
        """`port` 0 takes any that is free; it is bound from here on."""
        self._socket = _listen(port)
        self._server = uvicorn.Server(_config(app))
        self._thread = threading.Thread(target=self._serve, name="stand-in", daemon=True)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{_HOST}:{self.port}"

    def __enter__(self) -> Server:
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("the stand-in did not start")
            time.sleep(0.002)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=3)
        self._server.force_exit = True
        self._thread.join(timeout=10)
        self._socket.close()

    def _serve(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))


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
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((_HOST, port))
    return listening


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
        timeout_graceful_shutdown=2,
    )
