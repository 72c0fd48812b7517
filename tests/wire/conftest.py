"""A documented answer on a real socket, and the request that asked for it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.api.conftest import KEY, QuickClock
from tests.rawserver import RawServer, answering, http, rawserver
from tui.api.client import Client
from tui.api.values import Dialect


def sample(name: str) -> Any:
    """One of the documented samples beside this file."""
    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))


@dataclass(slots=True)
class Conversation:
    """A client whose every question is answered with the same sample."""

    client: Client
    server: RawServer

    @property
    def line(self) -> str:
        """The request line."""
        return self.server.visits[-1].head.decode("ascii").split("\r\n")[0]

    @property
    def path(self) -> str:
        return urlsplit(self.line.split(" ")[1]).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.line.split(" ")[1]).query))

    @property
    def json(self) -> Any:
        return json.loads(self.server.visits[-1].kept)

    @property
    def form(self) -> list[list[str]]:
        """As the samples have it: pairs, since fields repeat."""
        return [[name, value] for name, value in parse_qsl(self.server.visits[-1].kept.decode("ascii"))]

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The fields of a multipart body: the head of each part and its content."""
        visit = self.server.visits[-1]
        boundary = (visit.header("content-type") or "").split("boundary=")[1]
        pieces = bytes(visit.kept).decode("utf-8").split(f"--{boundary}")
        assert (pieces[0], pieces[-1]) == ("", "--\r\n")
        found = (piece.removeprefix("\r\n").removesuffix("\r\n").split("\r\n\r\n", 1) for piece in pieces[1:-1])
        return [(head, content) for head, content in found]

    def header(self, name: str) -> str | None:
        return self.server.visits[-1].header(name)


class Answered(Protocol):
    async def __call__(
        self, answer: object, *, dialect: Dialect = "v1", namespace: str = "default", status: int = 200
    ) -> Conversation: ...


@pytest.fixture
async def answered() -> AsyncIterator[Answered]:
    """Makes conversations, and ends them."""
    async with AsyncExitStack() as stack:

        async def make(
            answer: object, *, dialect: Dialect = "v1", namespace: str = "default", status: int = 200
        ) -> Conversation:
            server = await stack.enter_async_context(rawserver(answering(http(answer, status))))
            client = Client(host=server.url, key=KEY, dialect=dialect, namespace=namespace, clock=QuickClock())
            stack.push_async_callback(client.aclose)
            return Conversation(client, server)

        yield make
