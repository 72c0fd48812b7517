"""What talks to the service: the client, the sweeps and the uploads, on a loop of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from tui.account import DEMO_KEY, Account
from tui.config import PROTOCOLS, Config
from tui.folders import Folders, private
from tui.frozen import dataclass

if TYPE_CHECKING:
    import httpx

    from tui.api.client import Client
    from tui.api.clock import Clock
    from tui.api.values import Weather
    from tui.covers.covers import Covers
    from tui.deeds.deeds import Deeds
    from tui.library.index import Index
    from tui.library.sync import Sync
    from tui.library.values import SyncMode
    from tui.mishaps import Mishaps
    from tui.uploads.journal import Journal
    from tui.uploads.queue import Uploads

_TELL_EVERY: Final = 0.25
"""Seconds between two signals to the interface at the most: a sweep changes the index five times a second."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What lives on the engine's loop."""

    client: Client
    sync: Sync
    uploads: Uploads
    deeds: Deeds
    covers: Covers
    close: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the engine stands on: it was there before, and stays when the engine is closed.

    `transport` replaces the network, and the built-in service of the demo, too.
    """

    account: Account
    config: Config
    folders: Folders
    clock: Clock
    index: Index
    journal: Journal
    mode: SyncMode
    mishaps: Mishaps
    transport: httpx.AsyncBaseTransport | None = None


def build(ground: Ground, on_change: Callable[[], None]) -> Engine:
    """Imports and makes what is too heavy for the first paint. `on_change` may be called from any thread."""
    from tui.library.sync import Sync
    from tui.uploads.queue import Uploads

    config, index, clock = ground.config, ground.index, ground.clock
    client, close_transport = connected(
        ground.account,
        ground.folders,
        clock=clock,
        transport=ground.transport,
        on_weather=lambda weather: sync.hear(weather),
    )
    sync = Sync(
        client,
        index,
        clock=clock,
        mode=ground.mode,
        on_change=on_change,
        every=float(config.refresh_seconds),
        on_weather=ground.mishaps.hear,
    )

    uploads = Uploads(
        client,
        ground.journal,
        clock=clock,
        on_change=on_change,
        on_video=sync.meet,
        known=lambda video_no: index.get(video_no) is not None,
        same_size=index.same_size,
        at_once=config.uploads_at_once,
        limit=config.uploads_limit,
    )
    deeds, close_deeds = _deeds(ground, client, on_change)

    def close() -> None:
        close_deeds()
        close_transport()

    return Engine(client, sync, uploads, deeds, _covers(ground, client), close)


def _covers(ground: Ground, client: Client) -> Covers:
    """Covers, decoded in a probe process of their own: one that a picture has broken costs no upload anything."""
    from tui.covers.cache import Cache
    from tui.covers.covers import Covers
    from tui.covers.fetching import Fetcher
    from tui.covers.header import NoPicture
    from tui.covers.thumbnail import SHARP, USUAL, Thumbnail
    from tui.uploads.prober import Prober

    prober, config = Prober(), ground.config
    sharp = config.images in PROTOCOLS
    width, height = SHARP if sharp else USUAL

    async def decode(data: bytes, kind: str) -> Thumbnail:
        # To the end, whoever has lost interest: else the process would be ended with the question.
        found = await asyncio.shield(prober.thumbnail(data, kind, width=width, height=height))
        if found.problem:
            raise NoPicture(found.problem)
        return Thumbnail(found.width, found.height, found.rgb)

    fetcher = Fetcher(host=ground.account.host, allowed=config.allow_http, transport=client.transport)
    cache = Cache(ground.folders.covers, config.covers_cache_mb << 20, "sharp" if sharp else "")
    return Covers(fetcher, cache, decode, prober.aclose)


def _deeds(ground: Ground, client: Client, on_change: Callable[[], None]) -> tuple[Deeds, Callable[[], None]]:
    """What is done to many videos at once, and what is to be called when that is closed."""
    from tui.api.originals import Originals
    from tui.deeds.deeds import Deeds
    from tui.deeds.record import Record

    account, index = ground.account, ground.index
    record = Record(ground.folders.deeds(*account.identity, account.namespace, account.dialect))
    originals = Originals(
        host=account.host,
        key=account.key.secret,
        namespace=account.namespace,
        dialect=account.dialect,
        pacing=client.pacing,
        transport=client.transport,
        allowed=ground.config.allow_http,
        now=ground.clock.now,
    )

    def forget(video_nos: Sequence[str]) -> None:
        index.forget(video_nos)
        on_change()

    deeds = Deeds(
        client,
        originals,
        record,
        clock=ground.clock,
        on_change=on_change,
        read=index.videos,
        forget=forget,
        read_only=ground.config.read_only,
    )
    return deeds, record.close


def connected(
    account: Account,
    folders: Folders,
    *,
    clock: Clock,
    on_weather: Callable[[Weather], None],
    transport: httpx.AsyncBaseTransport | None = None,
) -> tuple[Client, Callable[[], None]]:
    """A client for the account, and what is to be called when it is closed. `transport` replaces the network."""
    from tui.api.client import Client

    demo = transport is None and account.demo
    transport, close = _demo_transport(folders, clock.now) if demo else (transport, _nothing)
    client = Client(
        host=account.host,
        key=account.key.secret,
        namespace=account.namespace,
        dialect=account.dialect,
        transport=transport,
        clock=clock,
        on_weather=on_weather,
    )
    return client, close


def _nothing() -> None:
    """What is left to close where nothing was opened."""


def _demo_transport(folders: Folders, now: Callable[[], float]) -> tuple[httpx.AsyncBaseTransport, Callable[[], None]]:
    from tui.local.demo import open_demo
    from tui.local.inprocess import InProcess
    from tui.local.service import make_service
    from tui.local.store import Store

    store = Store(private(folders.data / "demo"))
    open_demo(store, now=now)
    return InProcess(make_service(store, now=now, key=DEMO_KEY)), store.close


class Teller:
    """Passes a signal on, at once if it is the first for a while, else when the while is over."""

    def __init__(self, loop: asyncio.AbstractEventLoop, pass_on: Callable[[], None]) -> None:
        self._loop = loop
        self._pass_on = pass_on
        self._last = 0.0
        self._due: asyncio.TimerHandle | None = None

    def tell(self) -> None:
        """May be called from any thread, any number of times."""
        self._loop.call_soon_threadsafe(self._schedule)

    def _schedule(self) -> None:
        if self._due is None:
            self._due = self._loop.call_at(max(self._loop.time(), self._last + _TELL_EVERY), self._fire)

    def _fire(self) -> None:
        self._due = None
        self._last = self._loop.time()
        self._pass_on()
