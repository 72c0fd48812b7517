"""What is waited for: something that happens, or a time that passes."""

from __future__ import annotations

import asyncio

from tests.uploads.alone import ToldClock, at_rest
from tui.uploads.waiting import breathe, until


async def test_what_happens_in_time_is_told_once() -> None:
    clock, event = ToldClock(), asyncio.Event()
    waiting = asyncio.create_task(until(event, 5.0, clock))
    await clock.waiting(5.0)
    assert not waiting.done()
    event.set()
    assert await waiting is True
    assert not event.is_set()
    await at_rest()
    assert not clock.is_waited_for, "nobody waits any more"


async def test_what_does_not_happen_in_time_may_happen_later() -> None:
    clock, event = ToldClock(), asyncio.Event()
    before = asyncio.all_tasks()
    waiting = asyncio.create_task(until(event, 5.0, clock))
    await clock.waiting(5.0)
    clock.go_on()
    assert await waiting is False
    await at_rest()
    assert asyncio.all_tasks() == before, "nobody waits any more"
    event.set()
    assert await until(event, 5.0, clock) is True


async def test_without_a_limit_no_clock_is_looked_at() -> None:
    clock, event = ToldClock(), asyncio.Event()
    waiting = asyncio.create_task(until(event, None, clock))
    await at_rest()
    assert not waiting.done()
    event.set()
    assert await waiting is True
    assert not event.is_set()
    assert clock.waits == []


async def test_whoever_is_cancelled_leaves_nobody_behind() -> None:
    clock, event = ToldClock(), asyncio.Event()
    before = asyncio.all_tasks()
    waiting = asyncio.create_task(until(event, 5.0, clock))
    await clock.waiting(5.0)
    waiting.cancel()
    await asyncio.wait({waiting})
    await at_rest()
    assert asyncio.all_tasks() == before


async def test_whoever_gives_way_lets_everybody_else_go_on() -> None:
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    going_on = asyncio.create_task(others())
    await breathe()
    going_on.cancel()
    assert turns > 1, "more than one turn of the loop"
