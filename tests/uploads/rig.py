"""The real queue over the real client against a live service, with time that can be hurried."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from tests.conditions import PATIENCE
from tests.standin import KEY, StandIn
from tests.uploads.hurried import HurriedClock
from tui.api.client import Client
from tui.api.limits import Limits
from tui.api.values import Asked, Dialect, UploadForm, Video
from tui.uploads import intake
from tui.uploads.desk import Source
from tui.uploads.job import Job, State
from tui.uploads.journal import Journal
from tui.uploads.queue import Uploads


@dataclass(slots=True)
class Rig:
    """A running queue."""

    uploads: Uploads
    client: Client
    journal: Journal
    clock: HurriedClock
    task: asyncio.Task[None]
    seen: list[Video] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def job(self, job_id: str) -> Job:
        return next(job for job in self.uploads.jobs if job.id == job_id)

    def add(self, *paths: Path, form: UploadForm | None = None) -> tuple[str, ...]:
        return self.uploads.add([Source(str(path), form or UploadForm()) for path in paths])

    async def until(self, job_id: str, *states: State) -> Job:
        """The job once it is in one of these states."""
        await self.eventually(lambda: self.job(job_id).state in states, f"{states}, and not {self.job(job_id)}")
        return self.job(job_id)

    async def eventually(self, condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            if self.task.done():
                self.task.result()
            assert time.monotonic() < deadline, f"never: {what}"
            await asyncio.sleep(0.005)


@asynccontextmanager
async def running(
    url: str,
    journal_path: Path,
    *,
    speed: float = 100.0,
    at_once: int = 2,
    namespace: str = "default",
    dialect: Dialect = "v1",
    key: str = KEY,
    same_size: Callable[[int], Sequence[Video]] = lambda _: (),
    limits: Limits | None = None,
) -> AsyncIterator[Rig]:
    """A queue from start to an orderly end, which waits for the sizes of its files however long that takes."""
    clock = HurriedClock(speed)
    client = Client(host=url, key=key, namespace=namespace, dialect=dialect, clock=clock, limits=limits)
    journal = Journal.open(journal_path)
    seen: list[Video] = []
    known: set[str] = set()
    uploads = Uploads(
        client,
        journal,
        clock=clock,
        on_video=seen.append,
        known=known.__contains__,
        same_size=same_size,
        at_once=at_once,
    )
    task = asyncio.create_task(uploads.run())
    rig = Rig(uploads, client, journal, clock, task, seen, known)
    try:
        with patch.object(intake, "_MEASURED_WITHIN", PATIENCE):
            yield rig
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        journal.close()
        await client.aclose()
    if not task.cancelled():
        task.result()


async def copies(service: StandIn) -> int:
    """How many videos the service holds, by its own count."""
    client = Client(host=service.url, key=service.key)
    try:
        page = await client.list_videos(Asked(), size=1)
    finally:
        await client.aclose()
    assert page.total is not None
    return page.total
