"""Runs what may hang (a directory on a dead network drive) where neither the screen nor the exit waits for it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from textual.dom import DOMNode

T = TypeVar("T")


def is_under_way(node: DOMNode, group: str) -> bool:
    """Whether a worker of this node and group has not ended yet."""
    return any(each.node is node and each.group == group and not each.is_finished for each in node.workers)


async def aside(work: Callable[[], T]) -> T:
    """`work()` done in a thread of its own, which the end of the program does not wait for."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def give(result: T | None, error: BaseException | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(result)  # type: ignore[arg-type] # no error means there is a result

    def run() -> None:
        result: T | None = None
        error: BaseException | None = None
        try:
            result = work()
        except BaseException as raised:  # noqa: BLE001 - raised again where it is awaited
            error = raised
        try:
            loop.call_soon_threadsafe(give, result, error)
        except RuntimeError:  # the program has ended meanwhile
            return

    threading.Thread(target=run, name="aside", daemon=True).start()
    return await answer
