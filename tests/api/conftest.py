"""A client for any address, closed at the end; and time that takes none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Protocol

import pytest

from tui.api.client import Client
from tui.api.clock import Clock
from tui.api.limits import Limits
from tui.api.values import Dialect, Weather

KEY = "sk-mavi-test-0123456789abcdef"


class QuickClock:
    """Time that jumps to the end of every wait, and remembers the waits."""

    def __init__(self, start: float = 1_700_000_000.0) -> None:
        self.time = start
        self.waits: list[float] = []

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds
        await asyncio.sleep(0)


class MakeClient(Protocol):
    def __call__(
        self,
        host: str,
        *,
        dialect: Dialect = "v1",
        namespace: str = "default",
        clock: Clock | None = None,
        limits: Limits | None = None,
        on_weather: Callable[[Weather], None] | None = None,
    ) -> Client: ...


@pytest.fixture
def quick() -> QuickClock:
    return QuickClock()


@pytest.fixture
async def connect(quick: QuickClock) -> AsyncIterator[MakeClient]:
    """Makes clients whose waits take no time, unless they are given a clock."""
    made: list[Client] = []

    def make(
        host: str,
        *,
        dialect: Dialect = "v1",
        namespace: str = "default",
        clock: Clock | None = None,
        limits: Limits | None = None,
        on_weather: Callable[[Weather], None] | None = None,
    ) -> Client:
        client = Client(
            host=host,
            key=KEY,
            dialect=dialect,
            namespace=namespace,
            clock=clock or quick,
            limits=limits,
            on_weather=on_weather,
        )
        made.append(client)
        return client

    yield make
    for client in made:
        await client.aclose()
