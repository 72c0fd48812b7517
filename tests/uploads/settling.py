"""A settler at work over a library that is a list."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.uploads.alone import START, Bench, Shelf, at_work, bench, eventually, job_of
from tui.uploads.job import Job, State
from tui.uploads.settle import Settler


def unsure(name: str = "beach.mp4", **more: Any) -> Job:
    """An attempt that ended a moment ago with its last byte gone."""
    told = {"started": START, "started_there": START, "sent_at": START, "unsure_since": START, "attempts": 1}
    return job_of(name, State.UNSURE, **{**told, **more})


@asynccontextmanager
async def settling(*jobs: Job, shelf: Shelf | None = None) -> AsyncIterator[tuple[Bench, Settler, list[str]]]:
    """A settler at work; the list has an entry for each that it has settled."""
    settled: list[str] = []
    async with bench(*jobs, shelf=shelf) as there:
        settler = Settler(there.client, there.ledger, there.clock, lambda: settled.append(""))
        async with at_work(settler.run):
            yield there, settler, settled


async def looked(there: Bench, times: int) -> None:
    """Returns when it has looked so often and thought about it."""
    await eventually(lambda: len(there.shelf.asked) >= times, f"look {times}")


async def last_look(there: Bench, *jobs: Job) -> None:
    """Lets time pass until each of these is decided, or a person is asked about it."""

    def is_over(job: Job) -> bool:
        now = there.job(job.id)
        return now.state is not State.UNSURE or bool(now.candidates)

    def over() -> bool:
        return all(map(is_over, jobs))

    await eventually(lambda: over() or there.clock.is_waited_for, "the first look")
    while not over():
        there.clock.go_on()
        await eventually(lambda: over() or there.clock.is_waited_for, "the next look")
