"""The demo library looks like a real one, is the same every time, and stays fresh."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.local.conftest import START, Caller, Turned, calling
from tests.standin import standin
from tui.local.demo import open_demo, refresh_demo, seed_demo
from tui.local.filters import Filters
from tui.local.generate import generate
from tui.local.ids import time_of
from tui.local.rows import Stored
from tui.local.scenery import CAUSES, HOSTILE, INDEXING
from tui.local.store import Store

NOW = int(START * 1000)
DAY = 86_400_000


def at(seconds: float) -> Turned:
    return Turned(START + seconds)


def everything(store: Store, *, now: int = NOW) -> list[Stored]:
    videos, _ = store.page(Filters(namespace=None), page=1, size=10_000, now=now)
    return videos


@pytest.fixture(scope="module")
def demo() -> Iterator[Store]:
    with Store() as store:
        seed_demo(store, now=at(0))
        yield store


@pytest.fixture(scope="module")
def library(demo: Store) -> list[Stored]:
    videos, _ = demo.page(Filters(), page=1, size=10_000, now=NOW)
    return videos


def test_about_four_hundred_over_three_years(library: list[Stored]) -> None:
    assert 360 <= len(library) <= 440
    ages = [(NOW - video.created) / DAY for video in library]
    assert ages == sorted(ages)
    assert ages[0] < 0.01
    assert 1000 < ages[-1] < 1200
    assert all(abs(time_of(video.number) - video.created) < 1000 for video in library)


def test_namespaces(demo: Store) -> None:
    counts = Counter(video.namespace for video in everything(demo))
    assert set(counts) == set(demo.namespaces().values()) == {"default", "family", "drone-survey"}
    assert 20 < counts["family"] < counts["default"] / 3
    assert 20 < counts["drone-survey"] < counts["default"] / 3


def test_cameras_places_and_tags(library: list[Stored]) -> None:
    cameras = Counter(video.camera for video in library)
    assert len([camera for camera, count in cameras.items() if count >= 10]) >= 8
    tags = Counter(tag for video in library for tag in video.tags)
    assert tags["api"] == len(library)
    assert len([tag for tag, count in tags.items() if count >= 8]) >= 30
    corners = {(round(v.latitude / 20), round((v.longitude or 0) / 20)) for v in library if v.latitude is not None}
    assert len(corners) >= 12
    assert any((v.latitude or 0) < -30 and (v.longitude or 0) > 140 for v in library), "Australia"
    assert any((v.latitude or 0) < -30 and (v.longitude or 0) < -60 for v in library), "South America"


def test_some_things_are_missing(library: list[Stored]) -> None:
    for field in ("fps", "width", "taken", "camera", "latitude", "blob"):
        without = [video for video in library if getattr(video, field) is None]
        assert 5 <= len(without) <= len(library) / 2, field
    assert 5 <= len([video for video in library if not video.covered]) <= 40
    assert any(video.tags == ("api",) for video in library)
    assert any(video.taken is not None and video.taken < 0 for video in library), "before 1970"


def test_failures_say_why_and_one_is_seen_at_once(demo: Store, library: list[Stored]) -> None:
    causes = {video.cause for video in everything(demo) if video.outcome == "FAIL"}
    assert set(CAUSES) <= causes
    assert [video.outcome for video in library[:40]].count("FAIL") == 1


def test_names_in_many_scripts_and_twice(library: list[Stored]) -> None:
    letters = {unicodedata.name(letter, "?").split()[0] for video in library for letter in video.name}
    wanted = {"CJK", "HIRAGANA", "HANGUL", "ARABIC", "DEVANAGARI", "THAI", "CYRILLIC", "GREEK", "LATIN"}
    assert wanted <= letters
    assert any("\u200d" in video.name for video in library[40:]), "an emoji of several people"


def test_the_first_screen_is_a_pleasant_one(library: list[Stored]) -> None:
    first = library[:40]
    assert all(character.isprintable() for video in first for character in video.name + "".join(video.tags))
    assert not {name for name, *_ in HOSTILE} & {video.name for video in first}
    assert len({video.camera for video in first}) >= 6
    assert len([video for video in first if not video.name.isascii()]) >= 6
    assert len({video.name for video in first}) == len(first)


def test_hostile_ones_arrive_as_they_are(library: list[Stored]) -> None:
    names = {video.name for video in library}
    for name, tags, camera, cause in HOSTILE:
        assert name in names
        stored = next(video for video in library if video.name == name and "hostile" in video.tags)
        assert stored.tags[: len(tags)] == tags
        assert (stored.camera, stored.cause) == (camera, cause)
    assert any("\x1b]52;" in name for name in names)
    assert any(len(name) == 10_000 for name in names)


def test_what_is_being_indexed_is_the_newest_and_ends_within_minutes(library: list[Stored]) -> None:
    newest = library[: len(INDEXING)]
    assert [video.name for video in newest] == [name for name, _ in INDEXING]
    assert {video.status_at(NOW) for video in newest} == {"UNPARSE"}
    assert {video.status_at(NOW + 180_000) for video in newest} == {"PARSE"}
    assert len({video.ready_at for video in newest}) == len(newest)
    assert {video.status_at(NOW) for video in library[len(newest) :]} == {"PARSE", "FAIL"}


def test_the_same_for_the_same_seed_and_time(demo: Store) -> None:
    with Store() as again, Store() as other:
        seed_demo(again, now=at(0))
        seed_demo(other, now=at(0), seed=2)
        assert everything(again) == everything(demo)
        assert everything(other) != everything(demo)


def test_coming_back_later(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        open_demo(store, now=at(0))
        mine = Stored(number=store.next_number(NOW), created=NOW, ready_at=NOW, name="mine")
        store.add([mine])
        before = everything(store)
    with Store(tmp_path) as store:
        open_demo(store, now=at(9 * 86_400))
        later = NOW + 9 * DAY
        after = everything(store, now=later)
        assert len(after) == len(before)
        assert [video.status_at(later) for video in after].count("UNPARSE") == len(INDEXING)
        assert mine in after
        assert set(after) - set(before) == set(after[: len(INDEXING)])


def test_a_library_that_is_no_demo_is_left_alone() -> None:
    with Store() as store:
        generate(store, 5, now=at(0))
        before = everything(store)
        open_demo(store, now=at(60))
        assert everything(store) == before
        refresh_demo(store, now=at(60))
        assert len(everything(store)) == 5 + len(INDEXING)


def test_all_of_it_travels_over_the_wire() -> None:
    with standin(demo=True, now=at(0)) as there, calling(there) as http:
        caller = Caller(there, http)
        page = caller.videos(size=1000)
        assert len(page) == int(str(caller.listing()["total_count"]))
        assert {name for name, *_ in HOSTILE} <= {video["video_name"] for video in page}
        covered = next(video for video in page if "cover_url" in video)
        assert http.get(str(covered["cover_url"])).content.startswith(b"\xff\xd8")
        for video in page[:20]:
            assert caller.metadata(video["video_no"]) is not None


def test_any_number_can_be_generated() -> None:
    with Store() as store:
        generate(store, 2_000, now=at(0))
        generate(store, 10, now=at(0), seed=2, namespace="other")
        videos = everything(store)
        assert len(videos) == store.total() == 2_010
        assert len({video.number for video in videos}) == 2_010
        assert {video.namespace for video in videos} == {"default", "other"}
        assert {video.outcome for video in videos} == {"PARSE", "FAIL"}
        assert all(video.cause for video in videos if video.outcome == "FAIL")
        assert all(START - 4 * 365 * 86_400 < video.created / 1000 < START for video in videos)
        with Store() as again:
            generate(again, 2_000, now=at(0))
            default, _ = store.page(Filters(), page=1, size=2_000, now=NOW)
            assert everything(again) == [replace(video, namespace="default") for video in default]
