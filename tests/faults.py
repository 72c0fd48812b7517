"""Makes a service misbehave, and remembers what it was asked: an ASGI wrapper that tests steer."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Fault = Literal[
    "429", "0429", "cap", "0401", "401", "0402", "0001", "500", "503", "lost", "html", "cut", "types", "empty", "hang",
    "slow",
]  # fmt: skip

_LIMIT = b'{"code":"0429","msg":"Request has exceeded the limit."}'
_ANSWERS: Mapping[str, tuple[int, str, bytes]] = {
    "429": (429, "application/json", _LIMIT),
    "0429": (200, "application/json", _LIMIT),
    "0401": (200, "application/json", b'{"code":"0401","msg":"Authorization invalid or incorrect"}'),
    "401": (401, "application/json", b'{"code":"0401","msg":"Authorization invalid or incorrect"}'),
    "cap": (200, "application/json", b'{"code":"1021","msg":"The rolling 2-hour indexing cap is reached","data":null}'),
    "0402": (200, "application/json", b'{"code":"0402","msg":"You don\'t have enough points","data":null}'),
    "0001": (200, "application/json", b'{"code":"0001","msg":"network abnormal","data":null}'),
    "500": (
        500,
        "application/json",
        b'{"timestamp":"2026-05-01T10:00:00Z","status":500,"error":"Internal Server Error"}',
    ),
    "503": (
        503,
        "application/json",
        b'{"timestamp":"2026-05-01T10:00:00Z","status":503,"error":"Service Unavailable"}',
    ),
    "html": (200, "text/html", b"<html><head><title>Sign in to the network</title></head><body>Hello</body></html>"),
    "cut": (200, "application/json", b'{"code":"0000","msg":"success","data":{"videos":[{"duration":"12","si'),
    "types": (200, "application/json", b'{"code":"0000","msg":"success","data":{"videos":"many","total_count":[7]}}'),
    "empty": (200, "application/json", b""),
}


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it arrived."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytearray
    """What has been read of it so far, at most its first 64 KiB."""
    at: float
    """When it arrived, by the monotonic clock."""

    def json(self) -> dict[str, object]:
        asked = json.loads(self.body)
        assert isinstance(asked, dict)
        return asked


@dataclass(slots=True)
class _Ordered:
    """A fault that was ordered for some calls to come."""

    fault: Fault
    path: str
    left: int | None
    seconds: float
    headers: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Faults:
    """Wraps `app`. Safe to steer from another thread than the one that serves."""

    app: ASGIApp
    calls: list[Call] = field(default_factory=list)
    hanging: int = 0
    """How many calls are being held right now."""
    under_way: int = 0
    """How many calls have come and are not through yet, whether or not somebody still waits for an answer."""
    _orders: list[_Ordered] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _released: int = 0

    def next(
        self,
        fault: Fault,
        times: int | None = 1,
        *,
        path: str = "",
        seconds: float = 0.0,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Answers the next calls (None: all to come) whose path contains `path` with a fault.

        "hang" holds the answer until `release()`; "slow" gives the true answer `seconds` late; "lost" is answered as
        "503" once the service has done what it was asked. Every other fault is answered without asking the service,
        `seconds` late, and with these extra headers.
        """
        extra = tuple((headers or {}).items())
        with self._lock:
            self._orders.append(_Ordered(fault, path, times, seconds, extra))

    def clear(self) -> None:
        """Forgets what was ordered and lets go of what hangs."""
        with self._lock:
            self._orders.clear()
        self.release()

    def release(self) -> None:
        """Lets every held or late call go on at once, and one that was to be held and is still on its way."""
        with self._lock:
            self._released += 1
            self._orders = [order for order in self._orders if order.fault != "hang" or order.left is None]

    def count(self, path: str = "") -> int:
        """How many calls came to paths that contain `path`."""
        return len(self.to(path))

    def to(self, path: str) -> list[Call]:
        """The calls to paths that contain `path`, in order."""
        with self._lock:
            return [call for call in self.calls if path in call.path]

    def forget(self) -> None:
        """Empties the record of calls."""
        with self._lock:
            self.calls.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with self._lock:
            self.under_way += 1
        try:
            await self._answered(scope, receive, send)
        finally:
            with self._lock:
                self.under_way -= 1

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        seen = self._record(scope)
        released = self._released
        order = self._take(scope["path"])

        async def recorded() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                seen.extend(message.get("body", b"")[: 65536 - len(seen)])
            return message

        if order is not None and order.fault == "lost":
            await self.app(scope, recorded, _to_nobody)
            await _answer(order, send)
            return
        if order is not None and await self._misbehave(order, released, recorded, send):
            return
        await self.app(scope, recorded, send)

    def _record(self, scope: Scope) -> bytearray:
        seen = bytearray()
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        call = Call(scope["method"], scope["path"], scope["query_string"].decode(), headers, seen, time.monotonic())
        with self._lock:
            self.calls.append(call)
        return seen

    def _take(self, path: str) -> _Ordered | None:
        with self._lock:
            for order in self._orders:
                if order.path in path:
                    if order.left is not None:
                        order.left -= 1
                        if order.left == 0:
                            self._orders.remove(order)
                    return order
        return None

    async def _misbehave(self, order: _Ordered, released: int, receive: Receive, send: Send) -> bool:
        """Whether the call has been answered. `released`: how often all were let go before it came."""
        if order.fault == "hang":
            await self._hold(released, None)
            return False
        await self._hold(released, order.seconds)
        if order.fault == "slow":
            return False
        while (message := await receive())["type"] == "http.request" and message.get("more_body"):
            pass
        await _answer(order, send)
        return True

    async def _hold(self, since: int, seconds: float | None) -> None:
        """Waits so long, or until `release()`."""
        until = time.monotonic() + (seconds or 0)
        with self._lock:
            self.hanging += 1
        try:
            while self._released == since and (seconds is None or time.monotonic() < until):
                await asyncio.sleep(0.005)
        finally:
            with self._lock:
                self.hanging -= 1


async def _answer(order: _Ordered, send: Send) -> None:
    status, kind, body = _ANSWERS["503" if order.fault == "lost" else order.fault]
    headers = [("content-type", kind), ("content-length", str(len(body))), *order.headers]
    raw = [(name.encode(), value.encode()) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


async def _to_nobody(_message: Message) -> None:
    """An answer that is lost on its way."""
