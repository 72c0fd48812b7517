"""The order by distance: among what is near, the nearest first or last; without a place, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.api.values import Status, Video
from tui.geo.point import Point, distance_km
from tui.library.index import Index
from tui.library.query import Near, Query
from tui.library.values import NEWEST_FIRST, Column, Sort

HERE = Point(10.0, 179.5)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    index = Index.open(tmp_path / "index.db")
    places = ((10.0, -179.0), (10.0, 179.4), (80.0, 0.0), (None, None), (10.5, 179.5), (10.0, 170.0))
    videos = [
        Video(
            f"clip-{n}", f"clip {n}", Status.READY, latitude=latitude, longitude=longitude, tags=("a",) if n % 2 else ()
        )
        for n, (latitude, longitude) in enumerate(places)
    ]
    index.put(videos, at=0.0)
    yield index
    index.close()


def away(index: Index, query: Query, sort: Sort) -> list[float]:
    matches = index.find(query, sort)
    found = [matches.row(n) for n in range(matches.count)]
    return [
        distance_km(HERE, Point(video.latitude, video.longitude))
        for video in found
        if video is not None and video.latitude is not None and video.longitude is not None
    ]


@pytest.mark.parametrize("tags", [(), ("a",)])
def test_the_nearest_first_and_last(index: Index, tags: tuple[str, ...]) -> None:
    query = Query(near=Near(HERE.latitude, HERE.longitude, 21_000), tags=tags)
    nearest = away(index, query, Sort(Column.DISTANCE, descending=False))
    assert len(nearest) == (2 if tags else 5)
    assert nearest == sorted(nearest)
    assert away(index, query, Sort(Column.DISTANCE)) == nearest[::-1]


def test_a_video_is_found_at_its_place(index: Index) -> None:
    matches = index.find(Query(near=Near(10.0, 179.5, 200)), Sort(Column.DISTANCE, descending=False))
    rows = [matches.row(n) for n in range(matches.count)]
    assert [matches.position(video.video_no) for video in rows if video] == list(range(matches.count))


def test_without_a_place_it_is_newest_first(index: Index) -> None:
    found, usual = index.find(Query(), Sort(Column.DISTANCE)), index.find(Query(), NEWEST_FIRST)
    assert [found.row(n) for n in range(found.count)] == [usual.row(n) for n in range(usual.count)]
