"""What Textual keeps and should not: mended here, in one place, for the release that is pinned."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import lru_cache
from typing import Any

from textual._styles_cache import StylesCache
from textual.app import App
from textual.dom import DOMNode
from textual.timer import Timer
from textual.worker import Worker

_Start = Callable[..., None]
_Run = Callable[[Timer], Coroutine[Any, Any, None]]


def forget_what_is_closed() -> None:
    """Lets go of the pictures of widgets that are gone. May be called again.

    A cache of two colours there is keyed by the widget's own cache, too, which it never looks at: a thousand of these,
    each with every line that its widget last drew, stayed for as long as the program ran (50 MB after some hours).
    Named `cls` where it is defined, it was meant for the class: so it is one for the class.
    """
    kept = StylesCache.__dict__["get_inner_outer"]
    if not isinstance(kept, classmethod):
        cached: Any = lru_cache(1024)(kept.__wrapped__)  # Any: a cache is no function, for its type
        setattr(StylesCache, "get_inner_outer", classmethod(cached))  # noqa: B010 - typed as a method


def forget_closed_watchers(node: DOMNode) -> None:
    """Lets go of closed screens that were bound to a value of `node`: Textual does when that value changes, if ever."""
    bound: dict[str, list[tuple[DOMNode, object]]] = getattr(node, "__watchers", {})
    for watchers in bound.values():
        watchers[:] = [(watcher, callback) for watcher, callback in watchers if not watcher._closing]


def close_what_never_began() -> None:
    """Lets go of work that was cancelled before its first step. May be called again.

    Its task is over then, but the coroutine that it was to run has never been awaited: Python says so on stderr, across
    whatever the terminal shows by then.
    """
    start: _Start = Worker._start
    if start.__module__ != __name__:
        setattr(Worker, "_start", _closing(start))  # noqa: B010 - a method, for its type


def _closing(start: _Start) -> _Start:
    def started(worker: Worker[Any], app: App[Any], done: Callable[[Worker[Any]], None] | None = None) -> None:
        start(worker, app, done)
        work, task = worker._work, worker._task
        if asyncio.iscoroutine(work) and task is not None:
            task.add_done_callback(lambda _: work.close())

    return started


async def close_all_the_same(close_all: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Closes all screens: one whose closing was given up by whoever waited for it keeps no other from closing."""
    try:
        await close_all()
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        await close_all()


def fire_however_late() -> None:
    """Has each timer that fires once do so. May be called again.

    One that was late before it began to wait skipped its tick, as if another were to follow. Where another thread had
    Python's lock at that moment a change of size was never drawn, and none after it, since the timer was still there.
    """
    run: _Run = Timer._run
    if run.__module__ != __name__:
        setattr(Timer, "_run", _firing(run))  # noqa: B010 - a method, for its type


def _firing(run: _Run) -> _Run:
    async def fired(timer: Timer) -> None:
        if timer._repeat == 0:
            timer._skip = False
        await run(timer)

    return fired
