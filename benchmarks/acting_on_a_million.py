"""What it costs to mark a million videos and to do something to all of them: prints what holds up whoever waits.

    python -m benchmarks.acting_on_a_million [--videos 1000000]

*beside* is done in a thread while the interface goes on; *at once* is done on a loop that others wait for.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable
from typing import Final, TypeVar

from tui.deeds.deed import Deed, Fate, Phase, Target
from tui.deeds.items import Items
from tui.deeds.targets import Targets
from tui.deeds.work import Work
from tui.library.marks import Marks
from tui.widgets.deed_words import ItemRows, doing_words, sums_line

_CHANGES: Final = 300
_SLICE: Final = 100
"""Videos that are deleted at a time."""

Answer = TypeVar("Answer")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--videos", type=int, default=1_000_000)
    count = parser.parse_args().videos
    before = _megabytes()
    marks = timed(
        "beside: mark all", lambda: Marks.of(f"VI{640_000_000_000_000_000 + 4_194_304 * n}" for n in range(count))
    )
    sys.stdout.write(f"{'memory for the marks':48}{_megabytes() - before:9.1f} MB\n")
    timed("beside: invert", lambda: marks.inverted(marks))
    numbers = list(marks)
    timed("at once: mark one", lambda: marks.toggled("VI1"), _CHANGES)
    timed("at once: a hundred are gone", lambda: marks.without(random.sample(numbers, _SLICE)), _CHANGES)
    targets = Targets.of(Target(number, f"clip {n}.mp4", 1_000_000) for n, number in enumerate(numbers))
    items = Items.waiting(targets)
    work = timed("at once: begin", lambda: Work(Deed("a", "download", 0.0, Phase.RUNNING, items, count), lambda: None))
    timed("at once: one has come, and all is told anew", lambda: _told(work, random.randrange(count)), _CHANGES)


def _told(work: Work, n: int) -> None:
    """What becomes of one, and everything that the interface makes of it."""
    before = work.deed
    work.set(n, Fate.WORKING)
    work.got(n, 1_000_000, time.monotonic())
    work.set(n, Fate.DONE)
    deed = work.deed
    assert deed != before
    doing_words([deed], 0.0)
    sums_line(deed, 0.0)
    rows = ItemRows(deed)
    for place in range(30):
        rows.line(place, 120)
    list(Items.of(deed.items).other_than(before.items))


def timed(what: str, act: Callable[[], Answer], times: int = 1) -> Answer:
    """Prints the median and the worst, milliseconds of the processor."""
    found, taken = [], list[float]()
    for _ in range(times):
        begun = time.thread_time()
        found = [act()]
        taken.append((time.thread_time() - begun) * 1000)
    taken.sort()
    sys.stdout.write(f"{what:48}{taken[len(taken) // 2]:9.2f} ms   worst {taken[-1]:.2f}\n")
    return found[0]


def _megabytes() -> float:
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6


if __name__ == "__main__":
    main()
