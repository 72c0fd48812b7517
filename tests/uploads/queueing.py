"""A queue over a service that is a list, at rest unless it is told to run."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.uploads.alone import START, Bench, Shelf, bench, job_of
from tui.uploads.job import Job, State
from tui.uploads.queue import Uploads

IN_DOUBT = {"unsure_since": START}


@asynccontextmanager
async def queue(*jobs: Job, shelf: Shelf | None = None, **more: Any) -> AsyncIterator[tuple[Bench, Uploads]]:
    """A queue that does not run, unless it is told to."""
    async with bench(*jobs, shelf=shelf) as there:
        yield there, Uploads(there.client, there.journal, clock=there.clock, **more)


def only(uploads: Uploads) -> Job:
    (job,) = uploads.jobs
    return job


def state_of(name: str) -> Job:
    state = State(name.partition(" ")[0])
    more: dict[str, Any] = {"video_no": "VI1"} if state in {State.INDEXING, State.READY, State.DUPLICATE} else {}
    more |= IN_DOUBT if state is State.UNSURE or "in doubt" in name else {}
    more |= {"candidates": ("VI7",)} if "asked" in name else {}
    return job_of("https://example.com/a" if "url" in name else "a.mp4", state, size=100, unwanted=True, **more)
