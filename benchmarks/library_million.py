"""How quick the index is with a million videos: fills one and prints what each question takes.

    python benchmarks/library_million.py [--videos 1000000] [--keep FILE] [--plain]

`--keep` leaves the index in FILE and uses it again the next time. `--plain` makes videos without pictures and
download places, as the service listed them until 2025.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from uuid import UUID

from tui.api.values import Status, Video
from tui.library.index import Index
from tui.library.matches import WINDOW, Matches
from tui.library.query import Near, Query
from tui.library.rowid import EPOCH
from tui.library.values import ORDERS, Sort

NEWEST = 1_780_000_000_000
PAGE = 200
CAMERAS = [f"{maker} {model}" for maker in ("Canon EOS", "GoPro HERO", "DJI Mavic", "iPhone") for model in range(1, 8)]
TAGS = [f"tag-{n}" for n in range(400)]
CITIES = [(39.9, 116.41), (51.5, -0.12), (-33.87, 151.2), (37.77, -122.4), (0.3, 32.6), (-23.5, -46.6)]
SORTS = [Sort(column, way) for column in ORDERS for way in (True, False)]
WORDS = ["Beach", "Morning", "Drone", "GX01", "IMG", "Interview", "Straße", "Ёлка", "match", "Sunset"]


def videos(count: int, *, plain: bool) -> Iterator[Video]:
    """Newest first, three tags each."""
    dice = random.Random(7)
    for n in range(count):
        created = NEWEST - n * 100_000 - dice.randrange(90_000)
        city = dice.choice(CITIES)
        folder = UUID(int=dice.getrandbits(128))
        video = Video(
            video_no=f"VI{(created - 55 - EPOCH) << 22 | dice.getrandbits(12)}",
            name=f"{dice.choice(WORDS)} {dice.choice(WORDS)} {dice.randrange(100_000):05}",
            status=dice.choices([Status.READY, Status.INDEXING, Status.FAILED], [97, 1, 2])[0],
            duration=dice.randrange(5, 3600),
            size=dice.randrange(10**6, 3 * 10**9),
            created=created,
            taken=created - dice.randrange(10**10) if dice.random() < 0.7 else None,
            camera=dice.choice(CAMERAS) if dice.random() < 0.8 else None,
            latitude=city[0] + dice.gauss(0, 0.3) if dice.random() < 0.6 else None,
            tags=("api", *dice.sample(TAGS, 2)),
        )
        word = {Status.READY: "PARSE", Status.INDEXING: "UNPARSE", Status.FAILED: "FAIL"}[video.status]
        video = replace(video, status_word=word)
        if video.latitude is not None:
            video = replace(video, longitude=city[1] + dice.gauss(0, 0.3))
        yield video if plain else _with_places(video, folder)


def _with_places(video: Video, folder: UUID) -> Video:
    host = "https://mavi-resource.openinterx.com"
    return replace(
        video,
        video_url=f"{host}/VI{folder}.mp4",
        cover_url=f"{host}//VI{folder}/frame_0032.jpg",
        bucket="mavi-resource",
        blob=f"VI{folder}.mp4",
    )


def fill(index: Index, count: int, *, plain: bool) -> None:
    """Puts page after page, as a sweep does."""
    made = videos(count, plain=plain)
    taken: list[float] = []
    while page := list(islice(made, PAGE)):
        start = time.perf_counter()
        index.put(page, at=1.0)
        taken.append(time.perf_counter() - start)
    say("put a page of 200, new", taken)


def say(what: str, seconds: list[float]) -> None:
    """One line: the median and the worst in ms."""
    median, worst = statistics.median(seconds) * 1000, max(seconds) * 1000
    sys.stdout.write(f"{what:52}{median:9.2f} ms   worst {worst:.1f}\n")
    sys.stdout.flush()


def measure(what: str, question: Callable[[], object], times: int = 5) -> None:
    """Asks several times."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        question()
        taken.append(time.perf_counter() - start)
    say(what, taken)


def finds(index: Index) -> None:
    """From the question to the first and the last rows."""
    find = partial(index.find, horizon=index.newest())
    asked = {
        "everything": Query(),
        "status:failed": Query(statuses=(Status.FAILED,)),
        "status:ready": Query(statuses=(Status.READY,)),
        "tag:tag-7": Query(tags=("tag-7",)),
        "tag:api": Query(tags=("api",)),
        "tag:api status:ready": Query(tags=("api",), statuses=(Status.READY,)),
        "camera:…": Query(cameras=(CAMERAS[3],)),
        "beach": Query(words=("beach",)),
        "12345": Query(words=("12345",)),
        "ёлка": Query(words=("ёлка",)),
        "nowhere": Query(words=("nowhere",)),
        "near:39.9,116.41": Query(near=Near(39.9, 116.41)),
        "since:2025-01-01": Query(since=date(2025, 1, 1)),
        "-tag:tag-7": Query(without_tags=("tag-7",)),
    }
    for text, query in asked.items():
        measure(f"find {text} ({find(query).count:,})", partial(find, query))
    for sort in SORTS:
        measure(f"find everything {named(sort)}", partial(find, Query(), sort))
        measure(f"find beach {named(sort)}", partial(find, Query(words=("beach",)), sort))


def named(sort: Sort) -> str:
    return f"by {sort.column} {'↓' if sort.descending else '↑'}"


def rows(index: Index) -> None:
    """What a screen asks for while it is drawn, one fresh answer after the other."""
    horizon = index.newest()
    for query in (Query(), Query(words=("beach",)), Query(statuses=(Status.READY,))):
        for sort in SORTS:
            walk(partial(index.find, query, sort, horizon=horizon))


def walk(find: Callable[[], Matches]) -> None:
    """Pages of 30 rows; a window is read for every fourth."""
    found = find()
    name = " ".join((*found.query.words, *found.query.statuses)) or "everything"
    name = f"{name} {named(found.sort)}"
    half = found.count // 2
    measure(f"window after window: {name}", partial(page, found, iter(range(0, found.count, WINDOW))), 20)
    measure(f"G: {name}", partial(found.row, found.count - 1), 1)
    measure(f"the middle: {name}", partial(found.row, half), 1)
    measure(f"windows up from there: {name}", partial(page, found, iter(range(half, 0, -WINDOW))), 20)
    middle = found.row(half)
    assert middle is not None
    measure(f"position of the middle: {name}", partial(find().position, middle.video_no), 1)


def page(found: Matches, places: Iterator[int]) -> None:
    found.row(next(places))


def uncached(index: Index, query: Query) -> None:
    """Facets as after a change."""
    index._grow()
    index.facets(query)


def others(index: Index) -> None:
    """Facets, counts, and a page put again."""
    measure("newest", index.newest)
    measure("total", index.total)
    for text, query in {
        "everything": Query(),
        "status:failed": Query(statuses=(Status.FAILED,)),
        "status:ready": Query(statuses=(Status.READY,)),
        "tag:tag-7": Query(tags=("tag-7",)),
        "beach": Query(words=("beach",)),
    }.items():
        measure(f"facets of {text}", partial(uncached, index, query), 3)
    found = index.find(Query())
    known = [video for video in map(found.row, range(5000, 5000 + PAGE)) if video is not None]
    measure("put a page of 200, known", partial(index.put, known, at=2.0), 20)
    for n in range(3):
        changed = [replace(video, cause=f"{n} {time.time()}") for video in known]
        measure("put a page of 200, changed", partial(index.put, changed, at=2.0), 1)
    measure("seen since a sweep", partial(index.seen_since, 0), 3)


def main() -> None:
    """Runs it all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--videos", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--plain", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = Index.open(arguments.keep or Path(folder) / "library.sqlite")
        if not index.total():
            fill(index, arguments.videos, plain=arguments.plain)
        size = sum(file.stat().st_size for file in index.path.parent.glob(index.path.name + "*"))
        sys.stdout.write(f"{'on disk':52}{size / index.total():9.1f} bytes per video\n")
        finds(index)
        rows(index)
        others(index)
        index.close()
    scale = 1 if sys.platform == "darwin" else 1024
    sys.stdout.write(
        f"{'memory at its peak':52}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6:9.1f} MB\n"
    )


if __name__ == "__main__":
    main()
