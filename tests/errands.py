"""What an app has sent for on the way to an answer: threads that read, and what the engine was asked."""

from __future__ import annotations

import asyncio
import time
from asyncio import Future
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

AT_MOST: Final = 2.0
"""Seconds: what takes longer on a machine that is not overworked is held up by the story itself."""


class Errands:
    """Those under way of one event loop."""

    def __init__(self) -> None:
        self._under_way: set[Future[Any]] = set()

    def before(self) -> frozenset[Future[Any]]:
        """Those under way now."""
        return frozenset(self._under_way)

    async def are_done(self, *, but: frozenset[Future[Any]], until: float) -> bool:
        """Waits until those are done that are none of `but`; says whether there were any and they are done in time.

        `until`: by `time.monotonic()`.
        """
        new, left = self._under_way - but, until - time.monotonic()
        if not new or left <= 0:
            return False
        _, late = await asyncio.wait(new, timeout=left)
        await asyncio.sleep(0)
        return not late

    def sent(self, errand: Future[Any]) -> None:
        self._under_way.add(errand)
        errand.add_done_callback(self._under_way.discard)


@asynccontextmanager
async def noted() -> AsyncIterator[Errands]:
    """Notes those of the running loop; the engine and the service have loops of their own."""
    errands = Errands()
    loop = asyncio.get_running_loop()
    run, wrap = loop.run_in_executor, asyncio.wrap_future

    def run_noted(*arguments: Any) -> Future[Any]:
        errand = run(*arguments)
        errands.sent(errand)
        return errand

    def wrap_noted(future: Any, **options: Any) -> Future[Any]:
        wrapped = wrap(future, **options)
        if wrapped.get_loop() is loop:
            errands.sent(wrapped)
        return wrapped

    loop.run_in_executor = run_noted  # type: ignore[method-assign,assignment] # only notes them
    asyncio.wrap_future = wrap_noted
    try:
        yield errands
    finally:
        loop.run_in_executor = run  # type: ignore[method-assign] # as it was
        asyncio.wrap_future = wrap
