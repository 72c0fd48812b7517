"""Ten thousand uploads in the whole program: how long its two event loops answer nobody while all of them change.

    python benchmarks/ten_thousand_jobs.py [--count 10000]

The program runs headless with its screen of all uploads in front and its journal on disk; the service can't be
reached, so that everything waits. Each line is one thing that a person does to all of them: how long it takes until
every one has changed, and meanwhile the longest stalls of the interface's loop (aim: less than 50 ms) and of the
engine's.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from textual.pilot import Pilot

from tui.account import Account
from tui.api.values import UploadForm
from tui.app import MemoriesApp
from tui.config import Config
from tui.counters import UploadCounter
from tui.credentials import Key
from tui.folders import Folders
from tui.services import Services
from tui.uploads.desk import Source
from tui.uploads.job import Job, State

_PULSE: Final = 0.002
_NOBODY: Final = "http://127.0.0.1:9"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--count", type=int, default=10_000)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), options.count))


async def measure(folder: Path, count: int) -> None:
    folders = Folders(folder / "config", folder / "data", folder / "state", folder / "log")
    config = Config(host=_NOBODY)
    account = Account(_NOBODY, Key("sk-bench", "benchmark"), "default", "v1")
    services = Services(account, config, folders)
    app = MemoriesApp(config, services, config_file=folders.config_file)
    try:
        async with app.run_test(size=(120, 36)) as pilot:
            await until(lambda: services.started is not None)
            await Course(services, app, pilot, made(folder, count)).run()
    finally:
        services.close()


def made(folder: Path, count: int) -> list[Source]:
    (folder / "videos").mkdir()
    paths = [folder / "videos" / f"clip{n:05}.mp4" for n in range(count)]
    for n, path in enumerate(paths):
        path.write_bytes(b"x" * (1 + n % 5000))
    return [Source(str(path), UploadForm(tags=("holiday",))) for path in paths]


class Course:
    """One thing after the other."""

    def __init__(self, services: Services, app: MemoriesApp, pilot: Pilot[Any], sources: list[Source]) -> None:
        self._services = services
        self._app = app
        self._pilot = pilot
        self._sources = sources
        self._desk = UploadCounter(services)

    async def run(self) -> None:
        say(f"{'':28} {'took':>8} {'interface':>10} {'engine':>8}")
        await self._pilot.press("w")
        await self._told("nothing", self._nothing, lambda _: True)
        await self._told("add", self._add, lambda jobs: len(jobs) == len(self._sources) and all(j.size for j in jobs))
        await self._told("pause all", lambda: self._press("P"), _all_in(State.PAUSED))
        await self._told("resume all", lambda: self._press("P"), _all_in(State.WAITING))
        for words, keys in (
            ("to the last", "G"), ("and back", "g g"), ("by state and turn", "s"), ("only those that wait", "f"),
            ("all again", "F"), ("only with 77 in the name", "slash 7 7 enter"), ("all of them again", "F"),
            ("mark all", "A"),
        ):  # fmt: skip
            await self._told(words, lambda keys=keys: self._press(*keys.split()), lambda _: True)  # type: ignore[misc]
        await self._told("cancel all marked", lambda: self._press("x"), _all_in(State.CANCELLED))
        await self._told("mark all", lambda: self._press("A"), lambda _: True)
        await self._told("try all marked again", lambda: self._press("r"), _all_in(State.WAITING))
        await self._told("remove the files", self._remove, lambda _: True)
        await self._told("clear finished", self._clear, lambda jobs: not jobs)

    async def _told(
        self, words: str, act: Callable[[], Awaitable[object]], done: Callable[[tuple[Job, ...]], bool]
    ) -> None:
        ours, theirs = [0.0], [0.0]
        pulse = asyncio.create_task(_beat(ours))
        other = self._services.ask(_beat(theirs))
        await asyncio.sleep(0.05)
        began = time.perf_counter()
        await act()
        await until(lambda: done(self._services.jobs) and self._app.jobs is self._services.jobs)
        took = time.perf_counter() - began
        await asyncio.sleep(0.6)
        await self._pilot.pause()
        pulse.cancel()
        other.cancel()
        say(f"{words:28} {took:7.2f}s {1000 * max(ours):7.0f} ms {1000 * max(theirs):5.0f} ms")

    async def _press(self, *keys: str) -> None:
        for key in keys:
            await self._pilot.press(key)

    async def _nothing(self) -> None:
        await asyncio.sleep(1.0)

    async def _add(self) -> None:
        await self._desk.add(self._sources)

    async def _remove(self) -> None:
        await self._press("A", "x")
        await until(lambda: _all_in(State.CANCELLED)(self._services.jobs))

    async def _clear(self) -> None:
        await self._press("c")


def _all_in(state: State) -> Callable[[tuple[Job, ...]], bool]:
    return lambda jobs: all(job.state is state for job in jobs)


async def _beat(late: list[float]) -> None:
    """How late a loop was, again and again."""
    while True:
        due = time.perf_counter() + _PULSE
        await asyncio.sleep(_PULSE)
        late.append(time.perf_counter() - due)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(300):
        while not condition():
            await asyncio.sleep(0.02)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
