"""Hours of a library that never rests, hurried; in real time it is `python -m benchmarks.soak`."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import threading
import time
import tracemalloc
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Future
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import pytest
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.widgets import Static

from tests.standin import standin
from tests.stories.program import Program, running
from tests.torture.changing import LeapingClock, changing
from tests.torture.gauge import NAMES, Reading, grown, growth, read
from tests.torture.soaking import LIMITS, Pace, Soak
from tui.config import Config
from tui.folders import private
from tui.logbook import log_to
from tui.textual_mends import forget_what_is_closed

_TWO_HOURS = 7200.0
_PACE = Pace(haste=5.0, refresh=50, leap=360.0)


@pytest.mark.slow
@pytest.mark.row("P9")
@pytest.mark.timeout(480)
async def test_in_two_hours_nothing_moves_by_itself_and_nothing_stays_open(tmp_path: Path) -> None:
    clock = LeapingClock(_PACE.haste)
    with changing(clock, 600) as service:
        config = Config(host=service.url, refresh_seconds=_PACE.refresh)
        async with running(service, tmp_path, config=config, clock=clock) as program:
            soak = Soak(program, service, clock, tmp_path / "videos", _PACE)
            await soak.begin()
            readings = await soak.run(_TWO_HOURS, every=0.0)
    assert soak.sent
    assert soak.acts
    assert grown(readings, _COUNTED) == {}


_COUNTED = {"files": 6, "tasks": 3, "engine_tasks": 6, "threads": 6, "widgets": 5}
"""By how many there may be more in the end: those of an upload that is under way are among them."""


@pytest.mark.row("P9")
def test_growth_is_what_the_last_readings_have_more_than_the_first() -> None:
    def reading(files: int) -> Reading:
        return Reading(**(dict.fromkeys(NAMES, 0) | {"files": files}))

    def files(of: Reading) -> int:
        return of.files

    assert growth([reading(9)] + [reading(7)] * 10 + [reading(30)], files) == 0
    assert growth([reading(7), *[reading(30)] * 10, reading(7)], files) == 0
    assert growth([reading(number) for number in range(20)], files) == 15
    with pytest.raises(AssertionError):
        growth([reading(1)] * 3, files)


@pytest.mark.slow
@pytest.mark.row("P9")
async def test_what_leaks_is_told_of_by_each_gauge_and_what_rests_by_none(tmp_path: Path) -> None:
    with standin(videos=3) as service:
        async with running(service, tmp_path) as program:
            await program.is_synced()
            tracemalloc.start()
            try:
                rested = [await read(program, seconds=0, changes=n) for n in range(8)]
                async with leaking(program) as leak:
                    leaked = []
                    for n in range(8):
                        await leak(n)
                        leaked.append(await read(program, seconds=0, changes=n))
            finally:
                tracemalloc.stop()
    assert grown(rested, LIMITS) == {}
    assert grown(leaked, LIMITS).keys() == LIMITS.keys()


@asynccontextmanager
async def leaking(program: Program) -> AsyncIterator[Callable[[int], Awaitable[None]]]:
    """Something that loses, each time, a little of everything there is to lose; what it lost is found in the end."""
    folders, lost = program.services.folders, list[object]()
    files = (
        folders.data / "index-",
        folders.state / "uploads-.db",
        folders.state / "uploads-.db-wal",
        private(folders.log) / "a.log",
    )
    over = threading.Event()

    async def wait() -> None:
        await asyncio.Event().wait()

    async def leak(times: int) -> None:
        lost.append(b"x" * 3_000_000)
        lost.append([[number] for number in range(15_000)])
        for _ in range(4):
            ends.callback(os.close, os.open(os.devnull, os.O_RDONLY))
        tasks.extend(asyncio.create_task(wait()) for _ in range(2))
        engines.extend(program.services.ask(wait()) for _ in range(2))
        threading.Thread(target=over.wait).start()
        await program.library.mount(Static(), Static(), Static())
        for file in files:
            file.touch()
            os.truncate(file, times * 2_000_000)

    with ExitStack() as ends:
        ends.callback(over.set)
        tasks, engines = list[asyncio.Task[None]](), list[Future[None]]()
        try:
            yield leak
        finally:
            for task in tasks:
                task.cancel()
            for engine in engines:
                engine.cancel()


def test_the_log_and_what_went_before_it_stay_within_two_megabytes(tmp_path: Path) -> None:
    logger = logging.getLogger("tui")
    level, propagates = logger.level, logger.propagate
    log_to(tmp_path / "memories-tui.log")
    handler = logger.handlers[-1]
    try:
        for number in range(400):
            logger.warning("%d %s", number, "trouble " * 1000)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagates
        handler.close()
    files = list(tmp_path.iterdir())
    assert sum(file.stat().st_size for file in files) <= 2_000_000
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert (tmp_path / "memories-tui.log").read_text().splitlines()[-1].startswith(time.strftime("%Y-"))


@pytest.mark.slow
async def test_of_the_screens_that_were_closed_the_last_one_at_most_is_kept(tmp_path: Path) -> None:
    """Whether or not there ever is an upload, or a deed, that would have them looked through."""
    with standin(videos=3) as service:
        async with running(service, tmp_path) as program:
            await program.is_synced()
            closed = []
            for keys in (("w",), ("g", "a")) * 3:
                await program.press(*keys)
                await program.happens(lambda: program.app.screen is not program.library, f"{keys} lead somewhere")
                closed.append(weakref.ref(program.app.screen))
                await program.press("escape")
                await program.happens(lambda: program.app.screen is program.library, "escape leads back")
            await program.press("j", "k")

            def kept() -> list[str]:
                gc.collect()
                return [str(screen) for screen in (each() for each in closed) if screen is not None]

            await program.happens(lambda: len(kept()) <= 2, f"{kept()} let go of")


def test_what_a_widget_drew_goes_with_it() -> None:
    forget_what_is_closed()
    forget_what_is_closed()
    drawn = StylesCache()
    colours = drawn.get_inner_outer(Color(1, 2, 3), Color(4, 5, 6, 0.5))
    assert colours == StylesCache().get_inner_outer(Color(1, 2, 3), Color(4, 5, 6, 0.5))
    gone = weakref.ref(drawn)
    del drawn
    gc.collect()
    assert gone() is None
