"""One part of the queue by itself: its journal, a client whose service is a list, and time that passes when told."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import parse_qs

import httpx

from tests.api.conftest import KEY, QuickClock
from tests.conditions import until
from tui.api.client import Client
from tui.api.values import UploadForm
from tui.uploads.intake import new_job
from tui.uploads.job import Job, State
from tui.uploads.journal import Journal
from tui.uploads.lease import this_process
from tui.uploads.ledger import Ledger

START = 1_700_000_000.0
"""Seconds since the epoch at which every scene begins."""
_TURNS: Final = 3_000


class ToldClock:
    """Time that stands still but for `go_on`; what is waited for is known."""

    def __init__(self) -> None:
        self.gone = 0.0
        self.waits: list[float] = []
        self._asleep: list[tuple[float, asyncio.Event]] = []

    def now(self) -> float:
        return START + self.gone

    def monotonic(self) -> float:
        return 5_000.0 + self.gone

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        alarm = asyncio.Event()
        entry = (self.gone + seconds, alarm)
        self._asleep.append(entry)
        try:
            await alarm.wait()
        finally:
            if entry in self._asleep:
                self._asleep.remove(entry)

    @property
    def is_waited_for(self) -> bool:
        return bool(self._asleep)

    async def waiting(self, *seconds: float) -> None:
        """Returns when these were the waits so far, the last of them under way."""
        await eventually(lambda: len(self.waits) >= len(seconds) and bool(self._asleep), f"{seconds}: {self.waits}")
        assert [round(wait, 6) for wait in self.waits] == list(seconds)

    def go_on(self) -> None:
        """To the end of the wait that ends first."""
        first = min(self._asleep, key=lambda entry: entry[0])
        self._asleep.remove(first)
        self.gone, alarm = first
        alarm.set()


@dataclass(slots=True)
class Shelf(httpx.AsyncBaseTransport):
    """The service's videos by namespace, newest first, as it would write them; and what it was asked."""

    videos: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    """Namespace and page of every list."""
    sought: list[tuple[str, ...]] = field(default_factory=list)
    """Namespace and numbers of every question for certain videos."""
    page_size: int = 200
    away: set[str] = field(default_factory=set)
    """Namespaces that can't be asked."""
    skew: float | None = 0.0
    """The service's clock minus ours; None where it does not tell the time."""
    fetched: list[str] = field(default_factory=list)
    """The URLs that it was told to fetch; each gets a number and is kept waiting until `doors` has it."""
    doors: set[str] = field(default_factory=set)
    meanwhile: Callable[[], None] = lambda: None
    """Happens while the service thinks."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("upload_url"):
            return await self._fetch(parse_qs((await request.aread()).decode())["url"][0])
        is_list = request.url.path.endswith("list_videos")
        asked: dict[str, Any] = json.loads(await request.aread()) if is_list else dict(request.url.params)
        space = str(asked["unique_id"])
        wanted = asked.get("video_nos") or ([] if is_list else [asked["video_no"]])
        page = int(asked.get("page", 1))
        if wanted:
            self.sought.append((space, *wanted))
        else:
            self.asked.append((space, page))
        self.meanwhile()
        if space in self.away:
            raise httpx.ConnectError("no line")
        there = self.videos.get(space, [])
        found = [video for video in there if video.get("video_no") in wanted] if wanted else there
        start = (page - 1) * self.page_size
        some = found[start : start + self.page_size]
        shown = (
            {"videos": some, "page_size": self.page_size, "total_count": len(found)} if is_list else (some or [{}])[0]
        )
        return self._told(shown)

    async def _fetch(self, url: str) -> httpx.Response:
        self.fetched.append(url)
        number = len(self.fetched)
        while url not in self.doors:
            await asyncio.sleep(0)
        return self._told({"videoNo": f"VI{number}", "videoName": "fetched"})

    def _told(self, data: object) -> httpx.Response:
        date = {} if self.skew is None else {"Date": formatdate(START + self.skew, usegmt=True)}
        told = json.dumps({"code": "0000", "msg": "success", "data": data}).encode()
        return httpx.Response(200, headers=date, stream=httpx.ByteStream(told))


@dataclass(slots=True)
class Bench:
    """What every part of the queue stands on."""

    shelf: Shelf
    clock: ToldClock
    client: Client
    journal: Journal
    ledger: Ledger
    published: list[tuple[Job, ...]]

    def job(self, job_id: str) -> Job:
        job = self.ledger.get(job_id)
        assert job is not None
        return job

    def notes(self, job_id: str) -> list[tuple[State, str]]:
        return [(step.state, step.note) for step in self.journal.steps(job_id)]


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder of which nothing is written to a disk, where the system has such a place: that is what takes time."""
    with TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        yield Path(folder)


@asynccontextmanager
async def bench(*jobs: Job, shelf: Shelf | None = None) -> AsyncIterator[Bench]:
    """With these jobs in the journal; the client's own waits take no time."""
    shelf, clock = shelf or Shelf(), ToldClock()
    client = Client(host="http://shelf.invalid", key=KEY, transport=shelf, clock=QuickClock(START))
    published: list[tuple[Job, ...]] = []
    with in_memory() as folder, Journal.open(folder / "jobs.db", now=clock.now) as journal:
        ledger = Ledger(journal, lambda: published.append(ledger.jobs))
        ledger.add(jobs)
        try:
            yield Bench(shelf, clock, client, journal, ledger, published)
        finally:
            await client.aclose()


@asynccontextmanager
async def at_work(run: Callable[[], Any]) -> AsyncIterator[asyncio.Task[None]]:
    """A part that runs for ever, meanwhile."""
    task = asyncio.create_task(run())
    try:
        yield task
        assert not task.done(), "it does not run for ever"
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert task.cancelled(), "it ends in another way than it was told to"
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@contextmanager
def taken_by_another(bench: Bench, *jobs: Job) -> Iterator[None]:
    """Another process has these, though nobody here has heard of it."""
    for job in jobs:
        bench.journal._db.execute("UPDATE jobs SET holder = 'another/1/1/1' WHERE id = ?", (job.id,))
    yield


async def eventually(condition: Callable[[], bool], what: str) -> None:
    """What waits for nothing but others happens within so many turns of the loop.

    A thread (a file is looked at) and a breath between two slices (tui.uploads.waiting) take time of their own.
    """
    for _ in range(_TURNS):
        if condition():
            return
        await asyncio.sleep(0)
    await until(condition, what)


async def at_rest() -> None:
    """Whoever is able to go on by now has done so."""
    for _ in range(30):
        await asyncio.sleep(0)


def video(number: int, name: str = "beach", **more: object) -> dict[str, object]:
    """As the service writes one that it has just taken in: a hundred bytes."""
    at = {"create_time": int(1000 * START)}
    return {"video_no": f"VI{number}", "video_name": name, "size": 100, "status": "PARSE", **at, **more}


def job_of(name: str = "beach.mp4", state: State = State.WAITING, **more: Any) -> Job:
    """Of a file of a hundred bytes, or of a URL."""
    is_url = "://" in name
    form = UploadForm(namespace=more.pop("namespace", "default"))
    job = new_job(name if is_url else f"/films/{name}", form, created=START, is_url=is_url)
    return replace(job, **{"size": None if is_url else 100, **more, "state": state})


@contextmanager
def unwritable(bench: Bench) -> Iterator[None]:
    """The journal can be read and not written."""
    bench.journal._db.execute("PRAGMA query_only=ON")
    try:
        yield
    finally:
        bench.journal._db.execute("PRAGMA query_only=OFF")


@contextmanager
def another_process(bench: Bench) -> Iterator[Journal]:
    """Its own way to the same journal."""
    with Journal.open(bench.journal.path, now=bench.clock.now, holder=replace(this_process(), part="other")) as journal:
        yield journal
