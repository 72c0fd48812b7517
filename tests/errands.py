"""What an app has sent for on the way to an answer: threads that read, and what the engine was asked."""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

AT_MOST: Final = 40
"""Glances: what takes longer on a machine that is not overworked is held up by the story itself."""
_GLANCE: Final = 0.05
"""Seconds from one glance to the next: of a machine that stands still meanwhile, it is one all the same."""


class Errands:
    """Those under way of one event loop."""

    def __init__(self) -> None:
        self._under_way: set[Future[Any]] = set()

    def before(self) -> frozenset[Future[Any]]:
        """Those under way now."""
        return frozenset(self._under_way)

    async def are_done(self, *, but: frozenset[Future[Any]], glances: int) -> int:
        """Waits until those are done that are none of `but`, and answers with the glances that are left then.

        0: there were none, or they are not done after so many glances.
        """
        late = self._under_way - but
        if not late:
            return 0
        while late and glances > 1:
            glances -= 1
            _, late = await asyncio.wait(late, timeout=_GLANCE)
        await asyncio.sleep(0)
        return 0 if late else glances

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
