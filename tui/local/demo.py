"""The library that a newcomer sees: about 400 videos over three years, some failed, some still being indexed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from tui.local.rows import Stored
from tui.local.scenery import CAUSES, HOSTILE, INDEXING, Camera, Occasion, Scenery, load
from tui.local.store import Store

_DEMO: Final = "demo"
_INDEXING: Final = "demo, still indexing"
_DAY: Final = 86_400_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NO_CAMERA: Final = Camera("clip_{n:03d}", ((1280, 720, 25.0), (768, 576, 25.0), (1920, 1080, 30.0)), 8)
_FIRST_HOSTILE: Final = 300 * _DAY


def open_demo(store: Store, *, now: Callable[[], float] = time.time) -> None:
    """Makes `store` show the demo library: seeds an empty one, refreshes one that has it, leaves any other alone."""
    if store.total() == 0:
        seed_demo(store, now=now)
    elif store.holds(_DEMO):
        refresh_demo(store, now=now)


def seed_demo(store: Store, *, now: Callable[[], float] = time.time, seed: int = 1) -> None:
    """Puts the demo library into `store`; the same for the same seed and time."""
    moment = int(now() * 1000)
    scenery = load()
    reel = _Reel(random.Random(seed), moment, scenery)
    videos = [video for name in scenery.namespaces for video in reel.namespace(name)]
    videos = [*_with_failures(videos), *_hostile(moment)]
    store.add(_numbered(store, sorted(videos, key=lambda video: video.created)))
    refresh_demo(store, now=now)


def refresh_demo(store: Store, *, now: Callable[[], float] = time.time) -> None:
    """Makes the handful that is still being indexed fresh again; everything else stays as it is."""
    store.forget_origin(_INDEXING)
    store.add(_numbered(store, _indexing(int(now() * 1000))))


@dataclass(slots=True)
class _Reel:
    """Films occasions: chance decides on lengths, shapes and what the machine recognised."""

    chance: random.Random
    now: int
    scenery: Scenery
    _files: int = 100

    def namespace(self, name: str) -> Iterator[Stored]:
        for occasion in self.scenery.namespaces[name]:
            yield from self._clips(occasion, name)

    def _clips(self, occasion: Occasion, namespace: str) -> Iterator[Stored]:
        camera = self.scenery.cameras[occasion.camera] if occasion.camera else _NO_CAMERA
        uploaded = self.now - int(occasion.days * _DAY)
        filmed = uploaded - int(self.chance.uniform(0.1, 2.5) * _DAY)
        if "archive" in occasion.tags:
            filmed = int(self.chance.uniform(-2, 20) * 365 * _DAY)  # the 1968 of a Super 8 is before all epochs
        titles = iter(occasion.titles)
        titled = {number * occasion.clips // len(occasion.titles) for number in range(len(occasion.titles))}
        for position in range(occasion.clips):
            self._files += self.chance.randint(1, 4)
            uploaded -= self.chance.randint(20_000, 150_000)
            filmed += self.chance.randint(60_000, 1_500_000)
            name = next(titles) if position in titled else self._file_name(camera, filmed)
            yield self._clip(occasion, camera, name, namespace, uploaded, filmed)

    def _file_name(self, camera: Camera, filmed: int) -> str:
        return camera.file.format(n=self._files, t=_EPOCH + timedelta(milliseconds=filmed))

    def _clip(
        self, occasion: Occasion, camera: Camera, name: str, namespace: str, uploaded: int, filmed: int
    ) -> Stored:
        chance = self.chance
        width, height, fps = chance.choices(camera.shapes, (6, 2, 1)[: len(camera.shapes)])[0]
        duration = round(chance.lognormvariate(3.9, 0.9)) + 2
        known = chance.random() > 0.12  # older uploads have neither shape nor frame rate
        where = occasion.place if chance.random() > 0.1 else None
        seen = chance.sample(occasion.seen, chance.randint(1, min(4, len(occasion.seen))))
        bare = occasion.camera is None and chance.random() < 0.4
        return Stored(
            number=0,
            created=uploaded,
            ready_at=uploaded + 90_000,
            name=name,
            namespace=namespace,
            duration=duration,
            size=int(duration * camera.megabits * 125_000 * chance.uniform(0.7, 1.1)),
            fps=fps if known else None,
            width=width if known else None,
            height=height if known else None,
            taken=None if bare else filmed,
            camera=occasion.camera,
            latitude=round(where[0] + chance.gauss(0, 0.02), 6) if where else None,
            longitude=round(where[1] + chance.gauss(0, 0.02), 6) if where else None,
            tags=("api",) if bare else (*occasion.tags, *seen, "api"),
            blob="" if chance.random() > 0.04 else None,
            covered=chance.random() > 0.05,
            origin=_DEMO,
        )


def _with_failures(videos: Sequence[Stored]) -> list[Stored]:
    """One failure of every kind, the first of them early enough to be seen at once."""
    newest_first = sorted(videos, key=lambda video: video.created, reverse=True)
    for kind, cause in enumerate(CAUSES):
        position = 9 + kind * (len(videos) - 20) // len(CAUSES)
        while newest_first[position].cause is not None:
            position += 1
        newest_first[position] = replace(newest_first[position], outcome="FAIL", cause=cause, duration=0)
    return newest_first


def _hostile(now: int) -> Iterator[Stored]:
    """Names, tags, cameras and causes that would like to do something to a terminal; none of them is recent."""
    for position, (name, tags, camera, cause) in enumerate(HOSTILE):
        created = now - _FIRST_HOSTILE - position * 17 * _DAY
        yield Stored(
            number=0,
            created=created,
            ready_at=created + 90_000,
            name=name,
            outcome="FAIL" if cause else "PARSE",
            cause=cause,
            duration=13,
            size=4_131_313,
            camera=camera,
            tags=(*tags, "hostile", "api"),
            blob="",
            origin=_DEMO,
        )


def _indexing(now: int) -> Iterator[Stored]:
    """What has just been uploaded; the last of it turns ready within three minutes. Oldest first."""
    for position in reversed(range(len(INDEXING))):
        name, camera = INDEXING[position]
        created = now - 15_000 - position * 37_000
        yield Stored(
            number=0,
            created=created,
            ready_at=now + 150_000 - position * 18_000,
            name=name,
            duration=24 + position * 11,
            size=48_000_000 + position * 31_337_000,
            fps=29.97,
            width=1920,
            height=1080,
            taken=created - 5_000_000,
            camera=camera,
            latitude=round(48.8566 + position * 0.003, 6),
            longitude=round(2.3522 - position * 0.004, 6),
            tags=("paris", "trip", "street", "building", "api"),
            blob="",
            origin=_INDEXING,
        )


def _numbered(store: Store, videos: Iterable[Stored]) -> Iterator[Stored]:
    """Videos, given oldest first, with numbers that tell when they were made, and stored under those."""
    for video in videos:
        number = store.next_number(video.created)
        yield replace(video, number=number, blob=None if video.blob is None else f"VI{number}.mp4")
