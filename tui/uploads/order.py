"""Who is sent next: the smallest first, so that most are soon through, unless a person said otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import nsmallest
from itertools import groupby
from typing import Final

from tui.uploads.job import Job, State

_UNMEASURED: Final = float(2**60)


def turn_of(job: Job) -> float:
    """What the order goes by: the place that a person gave it, else its bytes. A URL takes nothing of our line."""
    if job.turn is not None:
        return job.turn
    if job.size is not None:
        return float(job.size)
    return 0.0 if job.is_url else _UNMEASURED


def sending_order(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """The jobs that wait, in the order in which they will be sent; among equals, the one that was added first."""
    return tuple(sorted((job for job in jobs if job.state is State.WAITING and not job.elsewhere), key=turn_of))


def next_to_send(jobs: Iterable[Job], count: int) -> list[Job]:
    """The first `count` of jobs that wait, in that order."""
    return nsmallest(count, jobs, key=turn_of)


def put_first(order: Sequence[Job], job_id: str) -> dict[str, float]:
    """The turn that makes this job the next; nothing if it is, or does not wait."""
    if job_id not in {job.id for job in order[1:]}:
        return {}
    return {job_id: min(0.0, turn_of(order[0])) - 1.0}


def swapped(order: Sequence[Job], job_id: str, by: int) -> dict[str, float]:
    """The turns that swap this job with its neighbour (`by` is -1 or 1); nothing where there is none.

    Jobs of the same turn have no room between them, so all of them get turns of their own then.
    """
    places = [job.id for job in order]
    at = places.index(job_id) if job_id in places else -1
    if at < 0 or not 0 <= at + by < len(order):
        return {}
    low, high = min(at, at + by), max(at, at + by)
    touched = {turn_of(order[low]), turn_of(order[high])}
    block = [place for place, job in enumerate(order) if turn_of(job) in touched]
    ids = [places[place] for place in block]
    ids[low - block[0]], ids[high - block[0]] = places[high], places[low]
    after = turn_of(order[block[-1] + 1]) if block[-1] + 1 < len(order) else None
    return dict(zip(ids, _apart([turn_of(order[place]) for place in block], after), strict=True))


def _apart(turns: Sequence[float], after: float | None) -> list[float]:
    """The same turns, equal ones spread over the room up to the next."""
    groups = [(turn, len(list(equal))) for turn, equal in groupby(turns)]
    ends = [turn for turn, _ in groups[1:]] + [after]
    spread: list[float] = []
    for (turn, count), end in zip(groups, ends, strict=True):
        room = max(1.0, abs(turn)) if end is None else end - turn
        spread += [turn + room * number / count for number in range(count)]
    return spread
