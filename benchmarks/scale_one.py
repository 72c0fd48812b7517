"""One size of the table of `benchmarks.scale`, in a process of its own: prints its figures as JSON.

python -m benchmarks.scale_one URL KEY VIDEOS
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

import httpx

from tui.account import Account
from tui.api.endpoints import PACES, Pace
from tui.api.pacing import Bucket, Urgency
from tui.api.values import Status
from tui.config import Config
from tui.credentials import Key
from tui.deeds.exporting import export
from tui.folders import Folders
from tui.library.density import Grid
from tui.library.index import Index
from tui.library.mark_book import MarkBook
from tui.library.marks import Marks
from tui.library.query import Query
from tui.library.values import Column, Sort
from tui.services import Services

_HASTE: Final = 1000.0
_WORLD: Final = Grid(south=-90, north=90, west=-180, east=180, rows=136, columns=220)
_CITY: Final = Grid(south=48.6, north=49.1, west=1.9, east=2.9, rows=136, columns=220)
_DAY: Final = 86_400


class Hasty:
    """A clock by which no pace is ever waited for."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic() * _HASTE

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds) / _HASTE)


class Imagined:
    """A clock on which nothing takes time but waiting."""

    def __init__(self) -> None:
        self._passed = 0.0

    def now(self) -> float:
        return self._passed

    def monotonic(self) -> float:
        return self._passed

    async def sleep(self, seconds: float) -> None:
        self._passed += seconds


class Counted(httpx.AsyncBaseTransport):
    """The network, and how often it was asked."""

    def __init__(self) -> None:
        self.requests = 0
        self._network = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        return await self._network.handle_async_request(request)

    async def aclose(self) -> None:
        await self._network.aclose()


def main(url: str, key: str, videos: str) -> None:
    account = Account(url, Key(key, "benchmark"), "default", "v1")
    folders = Folders.usual()
    figures = _synced(account, folders)
    path = folders.library(*account.identity, account.namespace, account.dialect)
    index = Index.open(path)
    assert index.total() == int(videos)
    figures |= {"disk": path.stat().st_size / int(videos)} | _asked(index)
    figures |= _all_of_it(index, folders.data)
    index.close()
    sys.stdout.write(json.dumps(figures))


def _synced(account: Account, folders: Folders) -> dict[str, float]:
    """The first sync, as fast as both ends can."""
    network = Counted()
    services = Services(
        account, Config(host=account.host, refresh_seconds=_DAY), folders, clock=Hasty(), transport=network
    )
    begun = time.perf_counter()
    services.start()
    while services.sync.synced_at is None or services.sync.sweeping:
        assert services.problem is None
        time.sleep(0.01)
    took, asked = time.perf_counter() - begun, network.requests
    services.close()
    return {"requests": asked, "paced": asyncio.run(_paced(asked)), "sync": took, "sync_memory": _most_memory()}


async def _paced(requests: int) -> float:
    """Seconds that so many pages wait for the limit of the documents, however quick the service is."""
    clock = Imagined()
    bucket = Bucket(PACES[Pace.LISTING], clock)
    for _ in range(requests):
        await bucket.turn(Urgency.SWEEPING, lambda: 0.0)
    return clock.monotonic()


def _asked(index: Index) -> dict[str, float]:
    """What a person asks of all videos, in milliseconds."""
    horizon = index.newest()
    word = Query(words=("harbour",))

    def finds(query: Query, sort: Sort | None = None) -> Callable[[], object]:
        return lambda: index.find(query, sort or Sort(), horizon=horizon).row(0)

    return {
        "filter_many": _took(finds(word)),
        "filter_one": _took(finds(Query(words=("0000123",)))),
        "filter_tag": _took(finds(Query(tags=("drone",), statuses=(Status.READY,)))),
        "sort": _took(finds(Query(), Sort(Column.SIZE))),
        "sort_filtered": _took(finds(word, Sort(Column.NAME, descending=False))),
        "facets": _took(lambda: _facets_anew(index), 3),
        "map": _took(lambda: index.places(Query(), _WORLD), 3),
        "map_near": _took(lambda: index.places(Query(), _CITY), 3),
        "statistics": _took(lambda: index.statistics(Query()), 3),
    }


def _facets_anew(index: Index) -> None:
    """As after a change."""
    index._grow()
    index.facets(Query(words=("harbour",)))


def _all_of_it(index: Index, folder: Path) -> dict[str, float]:
    """All marked and all exported."""
    before = _most_memory()
    begun = time.perf_counter()
    marks = Marks().adding(index.picked(Query(), horizon=index.newest()))
    marked = time.perf_counter()
    MarkBook(folder / "marks.db").keep(marks)
    kept = time.perf_counter()
    memory = _most_memory() - before
    parts = (found.values() for found in index.videos(marks))
    export(folder / "all.ndjson", parts, over=False, on_part=lambda _: True)
    return {
        "mark": 1000 * (marked - begun),
        "keep": 1000 * (kept - marked),
        "mark_memory": memory,
        "export": time.perf_counter() - kept,
    }


def _took(question: Callable[[], object], times: int = 5) -> float:
    """Milliseconds, the median; what the disk has to be asked for once is asked before."""
    question()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        question()
        taken.append(1000 * (time.perf_counter() - begun))
    return median(taken)


def _most_memory() -> float:
    """MB at the most so far."""
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6


if __name__ == "__main__":
    main(*sys.argv[1:])
