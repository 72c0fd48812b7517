"""The parts of a queue, put together by hand around a bench, so that each can be run or left alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.uploads.alone import Bench, at_work, bench
from tui.api.client import Client
from tui.uploads.attempt import Attempts
from tui.uploads.holding import Holding
from tui.uploads.intake import Intake
from tui.uploads.job import Job
from tui.uploads.lane import Lane
from tui.uploads.many import Many
from tui.uploads.twins import Twins


async def all_of_it(count: int) -> int:
    """A pace that slows nobody down."""
    return count


@dataclass(slots=True)
class Parts:
    """None of them runs."""

    there: Bench
    holding: Holding
    twins: Twins
    attempts: Attempts
    lane: Lane
    intake: Intake
    many: Many
    accepted: list[str] = field(default_factory=list)
    """One more for each time that an attempt handed its job over."""


@asynccontextmanager
async def parts(
    *jobs: Job,
    at_once: int = 8,
    namespace: str = "default",
    client: Client | None = None,
    known: Callable[[str], bool] = lambda _: False,
    pace: Callable[[int], Awaitable[int]] = all_of_it,
) -> AsyncIterator[Parts]:
    """`client`: in the place of the one whose service is a list."""
    async with bench(*jobs) as there:
        accepted: list[str] = []
        client = client or there.client
        holding = Holding(there.journal, there.clock)
        twins = Twins(client, there.ledger, known, lambda _: ())
        attempts = Attempts(client, there.ledger, there.clock, holding, twins, pace, lambda: accepted.append(""))
        lane = Lane(there.ledger, there.clock, attempts, holding, twins, at_once)
        intake = Intake(there.ledger, lane, there.clock, namespace)
        many = Many(there.ledger, lane, intake, there.clock)
        yield Parts(there, holding, twins, attempts, lane, intake, many, accepted)


@asynccontextmanager
async def sending(made: Parts) -> AsyncIterator[None]:
    """The lane runs meanwhile."""

    async def run() -> None:
        async with asyncio.TaskGroup() as group:
            await made.lane.run(group)

    async with at_work(run):
        yield
