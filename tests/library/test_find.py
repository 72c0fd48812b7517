"""The index answers as plain Python would: every query, every order, every horizon, whatever the size of the answer."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library import libraries as lib
from tui.api.values import Video
from tui.library import answer as answering
from tui.library import learned as learning
from tui.library import matches as reading
from tui.library import positions
from tui.library import walk as walking
from tui.library.index import Index
from tui.library.matches import Matches
from tui.library.query import Query
from tui.library.values import Sort


@contextmanager
def holding(videos: list[Video]) -> Iterator[Index]:
    """An index with these videos, put page by page."""
    with tempfile.TemporaryDirectory() as folder:
        index = Index.open(Path(folder) / "library.sqlite")
        try:
            for start in range(0, len(videos), 7):
                index.put(videos[start : start + 7], at=1.0)
            yield index
        finally:
            index.close()


@contextmanager
def keeping(few: int) -> Iterator[None]:
    """Moves the size from which an answer is no longer kept as ids: both ways of answering must say the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answering, "FEW", few)
        patch.setattr(answering, "FEW_SORTED", few)
        patch.setattr(learning, "FEW", few)
        patch.setattr(answering, "_SOON", few - 1)
        patch.setattr(positions, "_LEAP", few)
        patch.setattr(positions, "_EVERY", few + 1)
        patch.setattr(walking, "_NEAR", few + 1)
        patch.setattr(walking, "_ONE_IN", 2)
        patch.setattr(reading, "WINDOW", 4)
        patch.setattr(reading, "_WINDOWS", 2)
        yield


any_size = pytest.mark.parametrize("few", [0, 3, 20_000], ids=["walked", "mixed", "listed"])


def all_of(matches: Matches) -> list[Video | None]:
    return [matches.row(n) for n in range(matches.count)]


def unique(videos: list[Video]) -> list[Video]:
    """A tuple of tags may repeat one; a list of videos may not."""
    return list({video.video_no: video for video in videos}.values())


@any_size
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_answer_is_the_plain_one(few: int, data: st.DataObject) -> None:
    videos = unique(data.draw(lib.libraries()))
    with keeping(few), holding(videos) as first, closing(Index.open(first.path)) as again:
        index = first
        newest_first = [video for video in all_of(index.find(Query())) if video is not None]
        assert sorted(newest_first, key=repr) == sorted(videos, key=repr)
        dated = [video.created for video in newest_first if video.created is not None]
        assert dated == sorted(dated, reverse=True)
        if data.draw(st.booleans()):
            index.survey(at_least=0)
            if data.draw(st.booleans()):
                index = again  # as at the next start: what was learned is kept
                index.survey(at_least=0)
        for _ in range(4):
            query = data.draw(lib.queries() | st.just(Query()))
            sort = data.draw(lib.sorts())
            horizon = data.draw(st.none() | st.sampled_from([lib.NOON - 20_000, lib.NOON, lib.NOON - 3_000]))
            matching = [video for video in newest_first if lib.meets(video, query)]
            within = [one for one in matching if horizon is None or one.created is None or one.created <= horizon]
            around = data.draw(st.none() | st.sampled_from([video.video_no for video in videos] or ["none"]))
            found = index.find(query, sort, horizon=horizon, around=around)
            assert found.new == len(matching) - len(within)
            if data.draw(st.booleans()):
                index.learn(found)
            check(found, lib.in_order(within, sort), data)
            if data.draw(st.booleans()):
                other = data.draw(lib.sorts())
                check(index.find(query, other, horizon=horizon), lib.in_order(within, other), data)
            absent = [video.video_no for video in videos if video not in within]
            assert [found.position(number) for number in absent] == [None] * len(absent)


def check(found: Matches, expected: list[Video], data: st.DataObject) -> None:
    """Rows read in any order are those of the list, and each knows its position."""
    assert found.count == len(expected)
    places = data.draw(st.lists(st.integers(-2, len(expected) + 2), max_size=12))
    assert [found.row(n) for n in places] == [expected[n] if 0 <= n < len(expected) else None for n in places]
    some = [n for n in places if 0 <= n < len(expected)]
    assert [found.position(expected[n].video_no) for n in some] == some
    assert all_of(found) == expected


@any_size
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_facets_count_what_matches_without_their_own_condition(few: int, data: st.DataObject) -> None:
    videos = unique(data.draw(lib.libraries()))
    query = data.draw(lib.queries())
    with keeping(few), holding(videos) as index:
        for asked in (query, Query()):
            facets = index.facets(asked)
            for_status = [video for video in videos if lib.meets(video, asked.cleared("status"))]
            for_tags = [video for video in videos if lib.meets(video, asked.cleared("tag"))]
            for_camera = [video for video in videos if lib.meets(video, asked.cleared("camera"))]
            for_place = [video for video in videos if lib.meets(video, asked.cleared("place"))]
            assert dict(facets.statuses) == Counter(video.status for video in for_status)
            assert dict(facets.tags) == Counter(tag for video in for_tags for tag in set(video.tags))
            assert dict(facets.cameras) == Counter(video.camera for video in for_camera if video.camera)
            assert facets.with_place == sum(video.latitude is not None for video in for_place)
            assert [count for _, count in facets.tags] == sorted((count for _, count in facets.tags), reverse=True)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_counts_stay_true_through_changes(data: st.DataObject) -> None:
    """However videos are put again, changed and forgotten: the kept counts equal those of a fresh index."""
    before, after = unique(data.draw(lib.libraries(15))), unique(data.draw(lib.libraries(15)))
    with holding(before) as index:
        index.put(after, at=2.0)
        gone = data.draw(st.lists(st.sampled_from([video.video_no for video in before] or ["none"]), max_size=5))
        index.forget(gone)
        left = [video for video in all_of(index.find(Query())) if video is not None]
        assert not {video.video_no for video in left} & set(gone)
        assert index.total() == len(left)
        with holding([replace(video) for video in left]) as fresh:
            assert index.facets(Query()) == fresh.facets(Query())
            assert sorted(all_of(fresh.find(Query())), key=repr) == sorted(left, key=repr)


@any_size
def test_an_answer_survives_what_happens_to_its_rows(tmp_path: Path, few: int) -> None:
    videos = [Video(f"clip-{n}", created=lib.NOON - n * 1000, tags=("a",)) for n in range(30)]
    index = Index.open(tmp_path / "library.sqlite")
    index.put(videos, at=1.0)
    with keeping(few):
        found = index.find(Query(tags=("a",)), Sort())
        index.forget(video.video_no for video in videos)
        assert {found.row(n) for n in range(4, 26)} == {None}
        assert found.position("clip-9") is None
        index.close()
        assert found.row(12) is None
