"""How cost grows with the library: one table for a thousand videos up to a million, in README.md.

    python -m benchmarks.scale [--sizes 1000,10000,100000,1000000] [--keep] [--dry]

For each size a stand-in of the service with so many videos is swept for the first time over HTTP, without the pace that
the documents ask for (what that would take is computed by the program's own limiter), then everything is asked that a
person asks of a whole library, and at last the program is started in a terminal with the service gone. Each size runs
in processes of its own. `--dry` prints the table and leaves README.md as it is.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.programs import environment
from benchmarks.session import Session
from benchmarks.table import circumstances, number, put_between, table

_BEGIN: Final = "<!-- written by python -m benchmarks.scale: from here -->"
_KEY: Final = "sk-mavi-scale-0001"
_HERE: Final = Path(__file__).parent.parent
_STARTS: Final = 5
_PATIENCE: Final = 3600.0
_PROMISE: Final = re.compile(r"MEMORIES_API_HOST=(\S+) ")
_ROWS: Final = (
    ("first sync: requests", "requests", 0),
    ("… seconds at the documented pace", "paced", 0),
    ("… seconds here, without it", "sync", 1),
    ("… MB at most meanwhile", "sync_memory", 0),
    ("on disk, bytes a video", "disk", 0),
    ("start to the first rows, ms", "start", 0),
    ("MB then", "start_memory", 0),
    ("MB at most, after walking, filtering, sorting, map, statistics, marking all", "used_memory", 0),
    ("filter by a word of a tenth, ms", "filter_many", 1),
    ("… by a word of one, ms", "filter_one", 1),
    ("… by tag and status, ms", "filter_tag", 1),
    ("sort by size, ms", "sort", 1),
    ("… by name, filtered by a word, ms", "sort_filtered", 1),
    ("values with counts, filtered by a word, ms", "facets", 0),
    ("map of the world, ms", "map", 0),
    ("… of a city, ms", "map_near", 1),
    ("statistics, ms", "statistics", 0),
    ("mark all, ms", "mark", 0),
    ("… and keep that, ms", "keep", 0),
    ("… MB for it", "mark_memory", 0),
    ("export all as NDJSON, s", "export", 1),
)


def main() -> None:
    """Measures, prints, and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000,1000000", type=_sizes)
    parser.add_argument("--dry", action="store_true", help="README.md stays as it is")
    wish = parser.parse_args()
    found = []
    before = os.getloadavg()[0]
    for videos in wish.sizes:
        with tempfile.TemporaryDirectory() as folder:
            found.append(measured(videos, Path(folder)))
            sys.stderr.write(f"{videos:,}: {json.dumps(found[-1])}\n")
    text = f"{circumstances((before, os.getloadavg()[0]))}\n\n{tabled(wish.sizes, found)}"
    sys.stdout.write(text + "\n")
    if not wish.dry:
        put_between(_BEGIN, text)


def measured(videos: int, folder: Path) -> dict[str, float]:
    """All figures of one size."""
    home = folder / "home"
    home.mkdir()
    around = {**environment(home), "PYTHONPATH": str(_HERE), "MEMORIES_API_KEY": _KEY}
    with _served(videos, folder / "service", around) as url:
        words = [sys.executable, "-m", "benchmarks.scale_one", url, _KEY, str(videos)]
        told = subprocess.run(words, env=around, stdout=subprocess.PIPE, text=True, check=True, timeout=_PATIENCE)
    figures: dict[str, float] = json.loads(told.stdout)
    return {**figures, **_started(url, around)}


@contextmanager
def _served(videos: int, data: Path, around: Mapping[str, str]) -> Iterator[str]:
    words = [sys.executable, "-m", "tui", "serve", "--videos", str(videos), "--data", str(data), "--key", _KEY]
    with subprocess.Popen(words, env=around, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            promise = _PROMISE.match(process.stdout.readline())
            assert promise, "serve tells where it is"
            yield promise[1]
        finally:
            process.terminate()


def _started(url: str, around: Mapping[str, str]) -> dict[str, float]:
    """The whole program in a terminal, with nobody at the other end."""
    words = [sys.executable, "-m", "tui", "--host", url]
    starts, used = [], 0.0
    for n in range(-1, _STARTS):
        session = Session(words, around)
        try:
            start = session.start(r"_\d{7}\b")
            assert start.useful is not None, session.text
            if n >= 0:
                starts.append((start.useful, start.memory))
            if n == _STARTS - 1:
                for keys in ("G", "g g", "/", *"harbour", "enter", "s z", "-", "g m", "esc", "g s", "esc", "A"):
                    session.press(keys, quiet=0.8, patience=5.0)
                session.rest(3.0)
                used = session.memory
        finally:
            session.close()
    return {
        "start": median(useful for useful, _ in starts),
        "start_memory": median(memory for _, memory in starts),
        "used_memory": used,
    }


def tabled(sizes: Sequence[int], found: Sequence[Mapping[str, float]]) -> str:
    """One column for each size, and how much the last two differ."""
    rows = []
    for words, name, digits in _ROWS:
        values = [figures[name] for figures in found]
        grown = f"{values[-1] / values[-2]:.1f}" if len(values) > 1 and values[-2] else "–"
        rows.append((words, *(number(value, digits) for value in values), grown))
    last = f"{sizes[-1] / sizes[-2]:.0f} times as many" if len(sizes) > 1 else ""
    return table((("videos",), (*(f"{size:,}" for size in sizes), last)), rows)


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in text.split(","))


if __name__ == "__main__":
    main()
