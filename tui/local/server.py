"""The stand-in on a real socket of this machine: in a thread for tests, in the foreground for `serve`."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
import time
from typing import Final

import uvicorn
from starlette.types import ASGIApp

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


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((_HOST, port))
    return listening


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        log_level=logging.CRITICAL,
        access_log=False,
        lifespan="off",
        http="h11",
        ws="none",
        loop="asyncio",
        date_header=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
