"""A service in a process of its own that keeps changing: its memory is not the program's, and neither are its threads.

    python -m tests.torture.changing BEGUN EPOCH HASTE VIDEOS

is started by `changing`, takes one line of JSON after the other and answers each with one.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, cast

from tests.faults import Fault
from tests.standin import StandIn, standin
from tui.local.filters import Filters
from tui.local.rows import Stored

_HERE: Final = Path(__file__).parents[2]
_INDEX_SECONDS: Final = 30.0
_TAGS: Final = ("harbour", "market", "sunset", "drone", "kitchen")


class LeapingClock:
    """Time that passes `haste` times as fast and leaps when it is told to; the same in every process given the same."""

    def __init__(self, haste: float = 1.0, begun: float | None = None, epoch: float | None = None) -> None:
        """`begun` on this machine's monotonic clock was `epoch` (seconds since 1970): both are now, unless given."""
        self.haste = haste
        self.begun = time.monotonic() if begun is None else begun
        self.epoch = time.time() if epoch is None else epoch
        self._ahead = 0.0
        self._lock = threading.Lock()
        self._asleep: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}

    def monotonic(self) -> float:
        return (time.monotonic() - self.begun) * self.haste + self._ahead

    def now(self) -> float:
        return self.epoch + self.monotonic()

    def leap(self, seconds: float) -> None:
        """Makes it later at once; whoever has slept long enough by then wakes."""
        with self._lock:
            self._ahead += seconds
            for event, loop in self._asleep.items():
                loop.call_soon_threadsafe(event.set)

    async def sleep(self, seconds: float) -> None:
        until = self.monotonic() + seconds
        await asyncio.sleep(0)
        while (left := until - self.monotonic()) > 0:
            leapt = asyncio.Event()
            with self._lock:
                self._asleep[leapt] = asyncio.get_running_loop()
            try:
                async with asyncio.timeout(left / self.haste):
                    await leapt.wait()
            except TimeoutError:
                pass
            finally:
                with self._lock:
                    self._asleep.pop(leapt, None)


class Changing:
    """The service as seen from here: where it is, which videos it has, and the words that change it."""

    def __init__(self, process: subprocess.Popen[str], clock: LeapingClock) -> None:
        self._process = process
        self._clock = clock
        told = self._hear()
        self.url: str = told["url"]
        self.key: str = told["key"]
        self.numbers: list[str] = told["numbers"]
        """Newest first."""

    def appear(self, count: int) -> None:
        """So many new videos, which will be indexed half a minute later."""
        self.numbers[:0] = self._ask("appear", count)

    def delete(self, numbers: Sequence[str]) -> None:
        self._ask("delete", list(numbers))
        self.forget(numbers)

    def forget(self, numbers: Sequence[str]) -> None:
        gone = set(numbers)
        self.numbers = [number for number in self.numbers if number not in gone]

    def rename(self, number: str, name: str) -> None:
        self._ask("rename", [number, name])

    def trouble(self, fault: Fault, times: int) -> None:
        """The next calls are answered with that."""
        self._ask("trouble", [fault, times])

    def leap(self, seconds: float) -> None:
        """Makes it later, there and here."""
        self._ask("leap", seconds)
        self._clock.leap(seconds)

    def _ask(self, verb: str, what: object) -> Any:  # Any: what the other side answers
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([verb, what]) + "\n")
        self._process.stdin.flush()
        return self._hear()

    def _hear(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the service has ended"
        return json.loads(line)


@contextmanager
def changing(clock: LeapingClock, videos: int) -> Iterator[Changing]:
    """A service with so many videos, by this clock."""
    words = [str(clock.begun), str(clock.epoch), str(clock.haste), str(videos)]
    command = [sys.executable, "-m", "tests.torture.changing", *words]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_HERE, process_group=0
    ) as process:
        try:
            yield Changing(process, clock)
        finally:
            process.terminate()


def main(begun: str, epoch: str, haste: str, videos: str) -> None:
    clock = LeapingClock(float(haste), float(begun), float(epoch))
    with standin(videos=int(videos), now=clock.now, index_seconds=_INDEX_SECONDS) as service:
        found, _ = service.store.page(Filters(), page=1, size=int(videos), now=int(clock.now() * 1000))
        _say({"url": service.url, "key": service.key, "numbers": [video.video_no for video in found]})
        chance = random.Random(1)
        for line in sys.stdin:
            verb, what = json.loads(line)
            service.faults.forget()
            _say(_changed(service, clock, chance, verb, what))


def _changed(service: StandIn, clock: LeapingClock, chance: random.Random, verb: str, what: Any) -> object:
    match verb:
        case "appear":
            fresh = [_video(service, clock, chance) for _ in range(what)]
            service.store.add(fresh)
            return [video.video_no for video in reversed(fresh)]
        case "delete":
            return service.store.delete(what, "default")
        case "rename":
            service.store.rename(*what)
        case "trouble":
            service.faults.next(cast("Fault", what[0]), what[1])
        case "leap":
            clock.leap(what)
    return None


def _video(service: StandIn, clock: LeapingClock, chance: random.Random) -> Stored:
    created = int(clock.now() * 1000)
    number = service.store.next_number(created)
    ready = created + int(_INDEX_SECONDS * 1000)
    outcome = chance.choice(("PARSE", "PARSE", "PARSE", "FAIL"))
    return Stored(
        number=number,
        created=created,
        ready_at=ready,
        name=f"{chance.choice(_TAGS)} {number % 1000}",
        outcome="FAIL" if outcome == "FAIL" else "PARSE",
        cause="unsupported codec" if outcome == "FAIL" else None,
        duration=chance.randrange(5, 900),
        size=chance.randrange(10**6, 10**9),
        camera=chance.choice(("GoPro", "DJI", None)),
        latitude=chance.uniform(-60, 60),
        longitude=chance.uniform(-180, 180),
        tags=(chance.choice(_TAGS), "api"),
    )


def _say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
