"""The engine's end: what lost its cancellation is told again, and what closes connections is never broken off."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from tui.ending import Ending

_SOON = 0.001


class Stubborn:
    """Takes being told so many times to end."""

    def __init__(self, times: int) -> None:
        self._times = times
        self.told = 0

    async def run(self) -> None:
        while self.told < self._times:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self.told += 1


def end(*others: Stubborn, close: Callable[[], Awaitable[None]]) -> None:
    """A loop with these on it, from its beginning to its end."""
    ending = Ending(again_after=_SOON)

    async def main() -> None:
        running = [asyncio.create_task(other.run()) for other in others]
        me = asyncio.current_task()
        assert me is not None
        asyncio.get_running_loop().call_soon(ending.begin, me)
        try:
            await asyncio.gather(*running, asyncio.Event().wait())
        finally:
            await ending.alone()
            await close()

    with suppress(asyncio.CancelledError):
        asyncio.run(main())


def test_who_loses_a_cancellation_is_told_again_before_anything_is_closed() -> None:
    stubborn, told = Stubborn(5), list[int]()

    async def close() -> None:
        told.append(stubborn.told)

    end(stubborn, close=close)
    assert told == [5]


def test_what_closes_may_take_its_time() -> None:
    closed: list[str] = []

    async def close() -> None:
        await asyncio.sleep(20 * _SOON)
        closed.append("to its end")

    end(Stubborn(2), close=close)
    assert closed == ["to its end"]


def test_what_begins_after_the_end_was_called_is_let_be() -> None:
    closed: list[str] = []

    async def inner() -> None:
        await asyncio.sleep(20 * _SOON)
        closed.append("its child, too")

    async def close() -> None:
        await asyncio.create_task(inner())

    end(close=close)
    assert closed == ["its child, too"]
