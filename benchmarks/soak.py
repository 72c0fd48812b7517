"""Runs the program for long over a library that never rests, and tells what has grown.

    python -m benchmarks.soak --minutes 15      in real time
    python -m benchmarks.soak --hours 2         the same, hurried: after each change the program's clock leaps

The program is the whole one, headless, against the stand-in in a process of its own over HTTP: videos appear, turn
ready, are deleted and renamed, uploads come and go, the service fails now and then, and somebody opens and closes every
screen there is. After each change the highlighted video, its line and the marks must be what they were. Exit code 1 if
something has grown.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import tracemalloc
from pathlib import Path
from typing import Final

from tests.stories.program import running
from tests.torture.changing import LeapingClock, changing
from tests.torture.gauge import Reading, grown, growth
from tests.torture.soaking import HURRIED, LIMITS, REAL, Pace, Soak
from tui.bounds import share_memory
from tui.config import Config
from tui.folders import private
from tui.logbook import log_to

_VIDEOS: Final = 2_000
_WARM: Final = 0.5
"""The share of the time in which caches fill, and memory comes to lie as it then stays."""
_CHANGES: Final = 150
"""So many it takes at the least until they have."""
_READINGS: Final = 60


def main() -> int:
    """Runs it and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--hours", type=float, help="in place of minutes: so many by a clock that is hurried")
    parser.add_argument("--trace", action="store_true", help="also which lines hold more memory in the end (slower)")
    wish = parser.parse_args()
    share_memory()  # as the program does before anything else
    pace = HURRIED if wish.hours else REAL
    seconds = wish.hours * 3600 if wish.hours else wish.minutes * 60
    if wish.trace:
        tracemalloc.start()  # now: of what is replaced later, the one before would not be known
    with tempfile.TemporaryDirectory() as folder:
        readings = asyncio.run(_soak(Path(folder), seconds, pace, trace=wish.trace))
    return 1 if _told(readings) else 0


async def _soak(folder: Path, seconds: float, pace: Pace, *, trace: bool) -> list[Reading]:
    clock = LeapingClock(pace.haste)
    log_to(private(folder / "log") / "memories-tui.log")
    with changing(clock, _VIDEOS) as service:
        config = Config(host=service.url, refresh_seconds=pace.refresh)
        async with running(service, folder, config=config, clock=clock) as program:
            soak = Soak(program, service, clock, private(folder / "videos"), pace)
            await soak.begin()
            _say(f"warming up for {seconds * _WARM / 60:.0f} minutes and {_CHANGES} changes")
            await soak.run(seconds * _WARM, every=seconds, changes=_CHANGES)
            before = tracemalloc.take_snapshot() if trace else None
            readings = await soak.run(seconds * (1 - _WARM), every=seconds * (1 - _WARM) / _READINGS)
            if before is not None:
                for line in tracemalloc.take_snapshot().compare_to(before, "lineno")[:25]:
                    _say(str(line))
            _say(f"{soak.changes} changes, {soak.acts} of them at the keys, {soak.sent} uploads")
    return readings


def _told(readings: list[Reading]) -> list[str]:
    """Prints the table; answers with what has grown beyond its limit."""
    beyond = grown(readings, LIMITS)
    _say(f"| {'':12} | {'least':>12} | {'last':>12} | {'most':>12} | {'growth':>10} | {'limit':>10} |")
    for name, limit in LIMITS.items():
        values = [getattr(reading, name) for reading in readings]
        grew = growth(readings, lambda reading, name=name: getattr(reading, name))  # type: ignore[misc] # bound now
        said = "  <- grows" if name in beyond else ""
        _say(
            f"| {name:12} | {min(values):12,} | {values[-1]:12,} | {max(values):12,} | {grew:10,} | {limit:10,} |{said}"
        )
    tenths = [readings[len(readings) * tenth // 10].memory / 1e6 for tenth in range(10)]
    _say(f"memory at each tenth of the time, MB: {', '.join(f'{each:.1f}' for each in tenths)}")
    return list(beyond)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
