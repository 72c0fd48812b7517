"""The whole program over a library that never rests, with somebody at the keys: what grows, what moves by itself."""

from __future__ import annotations

import asyncio
import os
import random
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.clips import make_clip
from tests.stories.program import Program
from tests.torture.changing import Changing, LeapingClock
from tests.torture.gauge import Reading, read
from tui.api.values import UploadForm
from tui.counters import UploadCounter
from tui.uploads.desk import Source

LIMITS: Final = {
    "memory": 4_000_000,
    "allocated": 2_000_000,
    "blocks": 20_000,
    "traced": 1_000_000,
    "objects": 6_000,
    "files": 8,
    "tasks": 2,
    "engine_tasks": 6,
    "threads": 2,
    "widgets": 5,
    "index": 1_000_000,
    "journal": 300_000,
    "journal_log": 4_200_000,
    "log": 2_100_000,
}
"""By how much the last quarter of the readings may lie above the first: logs, which begin anew when they have their
size, by all of it; descriptors and the engine's tasks by those of the uploads that may be under way; objects by more
than the lines that are kept or not of what was drawn last, which are up to 4,500."""

PLACES: Final[tuple[tuple[str, ...], ...]] = (
    ("?",), (":",), ("g", "m"), ("g", "s"), ("g", "c"), ("w",), ("g", "a"), ("!",), ("g", "o"), ("T",), ("b",), ("C",),
    ("u",), ("g", "h"),
)  # fmt: skip
"""Keys that lead out of the library; escape leads back."""
_BEFORE_A_READING: Final = ("g", "a")
_HERE_AND_BACK: Final[tuple[tuple[str, ...], ...]] = (
    ("R",), ("s", "d", "s", "u"), ("p", "p"), ("M", "M"), ("m", "m"), ("r",), ("2", "1"), ("l", "1"),
)  # fmt: skip
"""Keys after which everything is as it was before."""
_THREADS: Final = min(32, (os.cpu_count() or 1) + 4)
"""Of a loop, as `concurrent.futures` has it."""
_RECENT: Final = 150
"""Of the newest, most of what happens happens among so many."""
_MANY: Final = 5
_TROUBLES: Final = ("503", "0429", "html", "cut")


@dataclass(frozen=True, slots=True)
class Pace:
    """How time passes, in seconds."""

    haste: float
    """How many times faster the program's clock is than the machine's."""
    refresh: int
    """After so many the program asks what is new."""
    rest: float = 0.0
    """After each change, by the machine's clock."""
    leap: float = 0.0
    """After each change, by the program's."""


REAL: Final = Pace(haste=1.0, refresh=5, rest=0.5)
HURRIED: Final = Pace(haste=5.0, refresh=10, leap=12.0)


class Soak:
    """Changes the library for as long as is wanted, and looks after each change."""

    def __init__(self, program: Program, service: Changing, clock: LeapingClock, files: Path, pace: Pace) -> None:
        """`files`: a folder for what is uploaded."""
        self._program = program
        self._service = service
        self._clock = clock
        self._files = files
        self._pace = pace
        self._chance = random.Random(1)
        self._uploads = UploadCounter(program.services)
        self.sent = 0
        self._taken_in: set[str] = set()
        self._marks = frozenset[str]()
        self._video = ""
        self._line = 0
        self.changes = 0
        self.acts = 0

    async def begin(self) -> None:
        """Sees every place once, goes somewhere and marks what is on the way."""
        program = self._program
        await program.is_synced()
        await _begin_threads()
        await asyncio.wrap_future(program.services.ask(_begin_threads()))
        for keys in PLACES:
            await self._there_and_back(keys)
        for _ in range(3):
            await program.press("pagedown", "space", "j", "space")
        await self._settled()
        self._video = program.video.video_no
        self._line = self._line_now
        self._marks = program.library.marking.marks.all

    async def run(self, seconds: float, *, every: float, changes: int = 0) -> list[Reading]:
        """So long by the program's clock, and so many changes at the least, with a reading every so many seconds."""
        readings: list[Reading] = []
        begun, enough = self._clock.monotonic(), self.changes + changes
        while (passed := self._clock.monotonic() - begun) < seconds or self.changes < enough:
            what, by_itself = await self._change()
            await self._pass()
            await self._assert_nothing_moved(what, by_itself=by_itself)
            if passed >= len(readings) * every:
                # Of the screens that watch what goes on, the one that was closed last is kept: always the same, here.
                await self._there_and_back(_BEFORE_A_READING)
                readings.append(await read(self._program, seconds=passed, changes=self.changes))
        return readings

    async def _pass(self) -> None:
        """Lets time pass until the program can have heard of a change."""
        if self._pace.leap:
            self._service.leap(self._pace.leap)
            before = self._program.services.sync.synced_at
            await self._program.happens(
                lambda: self._program.services.sync.synced_at != before, "asked what is new", seconds=60
            )
        await asyncio.sleep(self._pace.rest)

    # What happens

    async def _change(self) -> tuple[str, bool]:
        """One of the things that happen: which, and whether nobody has pressed a key for it."""
        self.changes += 1
        self._assert_nothing_broke()
        await self._take_in_uploads()
        at_the_keys: tuple[Callable[[], Awaitable[str]], ...] = (self._go_elsewhere, self._press)
        elsewhere: tuple[Callable[[], Awaitable[str]], ...] = (
            self._appear, self._delete, self._rename, self._upload, self._trouble,
        )  # fmt: skip
        if self._chance.random() < 0.3:
            return await self._chance.choice(at_the_keys)(), False
        return await self._chance.choices(elsewhere, (4, 4, 3, 2, 0.5))[0](), True

    async def _appear(self) -> str:
        count = self._chance.randint(1, 4)
        self._service.appear(count)
        return f"{count} appeared"

    async def _delete(self) -> str:
        there = self._service.numbers
        there = there[:_RECENT] if self._chance.random() < 0.7 else there
        free = [number for number in there if number not in self._marks and number != self._video]
        gone = self._chance.sample(free, min(len(free), self._chance.randint(1, 4)))
        self._service.delete(gone)
        return f"{len(gone)} deleted"

    async def _rename(self) -> str:
        number = self._chance.choice(self._service.numbers[:_RECENT])
        self._service.rename(number, f"renamed {self.changes}")
        return f"{number} renamed"

    async def _trouble(self) -> str:
        fault = self._chance.choice(_TROUBLES)
        self._service.trouble(fault, self._chance.randint(1, 3))  # type: ignore[arg-type] # one of them
        return f"{fault} for some calls"

    async def _upload(self) -> str:
        self.sent += 1
        file = make_clip(self._files / f"clip {self.sent}.mp4")
        file.write_bytes(file.read_bytes() + b"\0" * self.sent)
        await self._uploads.add([Source(str(file), UploadForm(tags=("soak",)))])
        return "an upload began"

    async def _take_in_uploads(self) -> None:
        """What has been uploaded may be deleted; what is over leaves the list of uploads."""
        jobs = self._program.services.jobs
        arrived = [job.video_no for job in jobs if job.video_no and job.video_no not in self._taken_in]
        self._taken_in.update(arrived)
        self._service.numbers[:0] = arrived
        over = [job for job in jobs if job.is_finished]
        if len(over) > _MANY:
            for job in over:
                Path(job.source).unlink(missing_ok=True)
            await self._uploads.clear_finished()

    # What a person does

    async def _go_elsewhere(self) -> str:
        keys = self._chance.choice(PLACES)
        self.acts += 1
        await self._there_and_back(keys)
        return f"{' '.join(keys)} and back"

    async def _there_and_back(self, keys: tuple[str, ...]) -> None:
        program = self._program
        if keys == ("!",) and not program.services.mishaps.all:
            return  # nothing has gone wrong yet
        await program.press(*keys)
        await program.happens(lambda: program.app.screen is not program.library, f"{keys} lead somewhere")
        while program.app.screen is not program.library:
            screen = program.app.screen
            await program.press("escape")
            await program.happens(lambda screen=screen: program.app.screen is not screen, f"escape leaves {screen}")  # type: ignore[misc] # bound now

    async def _press(self) -> str:
        keys = self._chance.choice(_HERE_AND_BACK)
        self.acts += 1
        await self._program.press(*keys)
        return " ".join(keys)

    # What must hold

    @property
    def _line_now(self) -> int:
        table = self._program.table
        return table.cursor - table.scroll_offset.y

    async def _settled(self) -> None:
        await self._program.is_settled()
        await self._program.happens(lambda: self._program.library.marking.idle, "the marks counted and kept")

    async def _assert_nothing_moved(self, what: str, *, by_itself: bool) -> None:
        program = self._program
        await self._settled()
        assert program.video.video_no == self._video, f"after {what} another video was highlighted\n{program.text}"
        if by_itself:
            assert self._line_now == self._line, f"after {what} it was on another line\n{program.text}"
        self._line = self._line_now
        assert program.library.marking.marks.all == self._marks, f"after {what} other marks\n{program.text}"
        self._assert_nothing_broke()

    def _assert_nothing_broke(self) -> None:
        if self._program.services.problem is not None:
            raise AssertionError("the engine broke") from self._program.services.problem


async def _begin_threads() -> None:
    """Has this loop begin every thread that it may come to have: one that begins later is no growth."""
    enough = threading.Event()
    loop = asyncio.get_running_loop()
    waiting = [loop.run_in_executor(None, enough.wait) for _ in range(_THREADS)]
    enough.set()
    await asyncio.gather(*waiting)
