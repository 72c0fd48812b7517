"""Ctrl-C and SIGTERM while something is on its way: heard once, answered in words; a second one ends us at once."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar

_ASK_US_TO_LEAVE: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Answer = TypeVar("Answer")


class Left(Exception):
    """A signal came before there was anything to bring to an end."""


class Leaving:
    """Whether a signal has asked us to leave. To be made on the loop."""

    def __init__(self) -> None:
        self.code: int | None = None
        """128 and the signal's number, as a shell reports it."""
        self._asked = asyncio.Event()

    def asked(self, number: int) -> None:
        """The next signal no longer comes here: it ends us at once."""
        self.code = 128 + number
        for each in _ASK_US_TO_LEAVE:
            _end_at_once(each)
        self._asked.set()

    async def unless_asked(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        """The answer of the work, or Left as soon as a signal comes; the work is cancelled then."""
        working = asyncio.create_task(work)
        asked = asyncio.create_task(self._asked.wait())
        try:
            await asyncio.wait({working, asked}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                raise Left
            return working.result()
        finally:
            working.cancel()
            asked.cancel()
            await asyncio.gather(working, asked, return_exceptions=True)


@contextmanager
def heard(leaving: Leaving) -> Iterator[None]:
    """Tells `leaving` of each such signal; to be entered on the main thread's loop.

    What the parent wants ignored (`nohup`, a shell's `&`) stays ignored.
    """
    loop = asyncio.get_running_loop()
    numbers = [number for number in _ASK_US_TO_LEAVE if signal.getsignal(number) is not signal.SIG_IGN]
    for number in numbers:
        loop.add_signal_handler(number, leaving.asked, number)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)


async def aside(work: Callable[[], Answer]) -> Answer:
    """Does what may block for long (a disk, a pipe) in a thread that nobody waits for when we leave."""
    promised: Future[Answer] = Future()
    promised.set_running_or_notify_cancel()  # from here on it can't be cancelled, only not waited for

    def keep() -> None:
        try:
            answer = work()
        except BaseException as error:  # noqa: BLE001 - handed over, to be raised where it was asked for
            promised.set_exception(error)
        else:
            promised.set_result(answer)

    threading.Thread(target=keep, name="aside", daemon=True).start()
    return await asyncio.wrap_future(promised)


def _end_at_once(number: signal.Signals) -> None:
    if signal.getsignal(number) is not signal.SIG_IGN:
        with suppress(ValueError):  # not the main thread: then it can't be told
            signal.signal(number, signal.SIG_DFL)
