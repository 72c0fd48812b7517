"""Any number of made-up videos, fast: for benchmarks and for tests that need many."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from typing import Final

from tui.local.ids import number_at
from tui.local.rows import Stored
from tui.local.store import Store

_CAMERAS: Final = ("GoPro HERO11 Black", "DJI Mini 4 Pro", "iPhone 15 Pro", "Canon EOS R6", "Pixel 8", None)
_PLACES: Final = ((48.8566, 2.3522), (-1.2921, 36.8219), (35.6762, 139.6503), (40.7128, -74.006), (-33.8688, 151.2093))
_WORDS: Final = ("harbour", "market", "sunset", "ride", "garden", "drone", "station", "kitchen", "street", "trail")
_CAUSES: Final = ("unsupported codec av1: use h264, h265, hevc or vp9", "download failed: HTTP 404")
_YEARS: Final = 3 * 365 * 86_400_000


def generate(
    store: Store,
    count: int,
    *,
    now: Callable[[], float] = time.time,
    seed: int = 1,
    namespace: str = "default",
) -> None:
    """Adds `count` videos spread over three years before `now()`; the same for the same seed and time."""
    with store.bulk():
        store.add(_videos(count, int(now() * 1000), seed, namespace))


def _videos(count: int, now: int, seed: int, namespace: str) -> Iterator[Stored]:
    chance = random.Random(seed)
    tag_sets = [(*chance.sample(_WORDS, chance.randint(1, 4)), "api") for _ in range(500)]
    step = _YEARS / max(count, 1)
    for position in range(count):
        created = now - 60_000 - int(position * step)
        dice = chance.random()
        latitude, longitude = chance.choice(_PLACES)
        placed = dice < 0.7
        failed = dice > 0.97
        width, height = ((1920, 1080), (3840, 2160), (1280, 720))[position % 3]
        number = number_at(created, position + seed * 2_097_169)
        yield Stored(
            number=number,
            created=created,
            ready_at=created + 8000,
            name=f"{_WORDS[position % 10]}_{position:07d}" if dice > 0.1 else f"{_WORDS[position % 10]}",
            namespace=namespace,
            outcome="FAIL" if failed else "PARSE",
            cause=_CAUSES[position % 2] if failed else None,
            duration=5 + position * 7919 % 1800,
            size=1_000_000 + position * 104_729 % 900_000_000,
            fps=30.0,
            width=width,
            height=height,
            taken=created - 3_600_000 if placed else None,
            camera=_CAMERAS[position % 6],
            latitude=round(latitude + dice / 10, 5) if placed else None,
            longitude=round(longitude + dice / 10, 5) if placed else None,
            tags=tag_sets[position % 500],
            blob=f"VI{number}.mp4",
            origin="generated",
        )
