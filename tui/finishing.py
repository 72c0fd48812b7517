"""Uploads that are finished after the interface has left: behind the shell where there is one, else before its eyes."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType
from typing import Final

from tui.services import Services
from tui.terminal.background import into_background, let_go_of_the_terminal
from tui.text import safe_block
from tui.uploads.job import Job, State, under_way
from tui.widgets.present import counted

_PATIENCE: Final = 3600.0
"""Seconds for which nothing happens at all, after which the rest is left to the next start."""
_GLANCE: Final = 30.0


def finish(services: Services) -> None:
    """Returns when the service has everything, a signal asks us to leave, or nothing has moved for an hour.

    To be called by the main thread when the terminal was given back.
    """
    left = _unsettled(services.jobs)
    if not left:
        return
    changed = threading.Event()
    services.on_change = changed.set
    services.only_uploads()
    _say(
        f"{counted(len(left), 'upload')} on the way: finished in the background, whatever the shell calls it.\n"
        "`memories-tui jobs` tells how they stand."
    )
    with _asked_to_leave(), contextlib.suppress(KeyboardInterrupt):
        if into_background():
            let_go_of_the_terminal()
        else:
            _say("No shell takes this terminal back, so they are finished here. ctrl+c stops: the rest goes on at the")
            _say("next start. The window may be closed.")
        _wait(services, changed)
    _say(_last_words(services.jobs))


def _wait(services: Services, changed: threading.Event) -> None:
    stood, since = _unsettled(services.jobs), time.monotonic()
    while stood and services.problem is None and time.monotonic() - since < _PATIENCE:
        changed.wait(_GLANCE)
        changed.clear()
        stands = _unsettled(services.jobs)
        if stands != stood:
            stood, since = stands, time.monotonic()


def _unsettled(jobs: tuple[Job, ...]) -> tuple[Job, ...]:
    """What is under way, or may have arrived and will be known without a person."""
    settling = (job for job in jobs if job.state is State.UNSURE and not job.candidates and not job.elsewhere)
    return (*under_way(jobs), *settling)


def _last_words(jobs: tuple[Job, ...]) -> str:
    left = _unsettled(jobs)
    return f"{counted(len(left), 'upload')} left: they go on at the next start." if left else "All of them are sent."


@contextlib.contextmanager
def _asked_to_leave() -> Iterator[None]:
    """SIGINT and SIGTERM end the waiting; a hang-up does not: nobody needs to watch."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    before = {number: signal.signal(number, _leave) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, what in before.items():
            signal.signal(number, what)


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(words: str) -> None:
    with contextlib.suppress(OSError):  # the terminal may be gone by now
        print(safe_block(words), file=sys.stderr, flush=True)  # noqa: T201 - said when there is an interface no more
