"""A live stand-in service on a loopback socket, for the tests of everything that talks to one."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import Faults
from tui.local.demo import seed_demo
from tui.local.generate import generate
from tui.local.server import Server
from tui.local.service import LARGEST_DOWNLOAD, LARGEST_FILE, Rules, make_service
from tui.local.store import Store

KEY = "sk-mavi-test-0123456789abcdef"


class ToldTime:
    """The true time, and so much more as a test says: what the service needs time for is over when that is wanted."""

    def __init__(self) -> None:
        self._more = 0.0

    def __call__(self) -> float:
        return time.time() + self._more

    def pass_by(self, seconds: float) -> None:
        """Negative: it is earlier again."""
        self._more += seconds


@dataclass(frozen=True, slots=True)
class StandIn:
    """Where it is, what opens it, what it holds, and how to make it misbehave."""

    url: str
    key: str = field(repr=False)
    store: Store
    faults: Faults
    clock: Callable[[], float] = time.time
    """Seconds since the epoch, there."""

    @property
    def now(self) -> int:
        """The same in milliseconds, as the store has it."""
        return int(self.clock() * 1000)


@contextmanager
def kept_port() -> Iterator[int]:
    """A port at which nobody listens but a Server that is put there by its number, and that nobody else is given."""
    with socket.socket() as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", 0))
        yield kept.getsockname()[1]


@contextmanager
def standin(
    *,
    videos: int = 0,
    demo: bool = False,
    key: str = KEY,
    index_seconds: float = 0.0,
    now: Callable[[], float] = time.time,
    data: Path | None = None,
    rules: Rules | None = None,
    visible_after: float = 0.0,
    bare_receipts: bool = False,
    largest_file: int = LARGEST_FILE,
    largest_download: int = LARGEST_DOWNLOAD,
) -> Iterator[StandIn]:
    """A service with so many made-up videos, or with the demo library.

    With `index_seconds` 0 an upload is ready at once. `now` is the service's clock, seconds since the epoch.
    `rules` replaces `key`: give its key there, too.
    """
    with Store(data) as store:
        if demo:
            seed_demo(store, now=now)
        if videos:
            generate(store, videos, now=now)
        app = make_service(
            store,
            now=now,
            index_seconds=index_seconds,
            rules=rules or Rules(key=key),
            visible_after=visible_after,
            bare_receipts=bare_receipts,
            largest_file=largest_file,
            largest_download=largest_download,
        )
        faults = Faults(app)
        with Server(faults) as server:
            try:
                yield StandIn(server.url, key, store, faults, now)
            finally:
                faults.clear()
