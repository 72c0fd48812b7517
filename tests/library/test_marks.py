"""Marks: a value that is what a plain set would be, however it came about, and a book that keeps it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.libraries import libraries, meets, queries
from tui.api.values import Video
from tui.deed_counter import newest_first, order_of
from tui.library import picking
from tui.library.index import Index
from tui.library.mark_book import MarkBook
from tui.library.marks import Marks
from tui.library.picking import Tally
from tui.library.query import Query
from tui.screens.mark_history import undoable

SHOWN = ["VI0", "VI07", "VI7", "VI258", "VI509", "mavi_video_7", "mavi_video_258", "VI1" + "0" * 18, "VI", "x", "", "٣"]
SHOWN += ["VI٣", "VI9" + "9" * 17, "vi7"]
NUMBERS = st.sampled_from(SHOWN) | st.integers(1, 40).map(lambda n: f"VI{251 * n}")
CHANGES = st.lists(st.tuples(st.sampled_from(["add", "take", "toggle", "invert"]), st.lists(NUMBERS, max_size=5)))


@given(st.lists(NUMBERS), CHANGES)
def test_marks_are_what_a_set_would_be(first: list[str], changes: list[tuple[str, list[str]]]) -> None:
    marks, plain = Marks.of(first), set(first)
    for how, numbers in changes:
        before, plainly_before = marks, set(plain)
        match how:
            case "add":
                marks, plain = marks.adding(numbers), plain | set(numbers)
            case "take":
                marks, plain = marks.without(numbers), plain - set(numbers)
            case "invert":
                marks, plain = marks.inverted(numbers), plain ^ set(numbers)
            case _:
                for one in numbers:
                    marks, plain = marks.toggled(one), plain ^ {one}
        assert marks.all == plain == set(marks)
        assert len(marks) == len(plain)
        assert all((one in marks) == (one in plain) for one in SHOWN)
        assert marks.shared_with(SHOWN) == len(plain.intersection(SHOWN))
        assert marks.changes(before) == (frozenset(plain - plainly_before), frozenset(plainly_before - plain))
        assert (marks == before) == (plain == plainly_before)
        assert marks == Marks.of(plain)
        assert hash(marks) == hash(Marks.of(plain))


def test_many_changes_make_a_large_set_anew() -> None:
    marks = Marks.of(str(n) for n in range(5_000))
    for n in range(1_500):
        marks = marks.toggled(str(n)).toggled(str(n + 10_000))
    assert marks.all == {str(n) for n in (*range(1_500, 5_000), *range(10_000, 11_500))}


def test_they_outlive_the_program(tmp_path: Path) -> None:
    path = tmp_path / "marks.db"
    marks = Marks.of(["VI1", "VI2", "a\udc80b"])
    book = MarkBook(path)
    assert book.load() == Marks()
    book.keep(marks)
    book.keep(marks.toggled("VI3").toggled("VI1"))
    assert path.stat().st_mode & 0o077 == 0
    assert MarkBook(path).load().all == {"VI2", "VI3", "a\udc80b"}


def test_a_broken_book_is_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "marks.db"
    path.write_bytes(b"no database at all, however long it may be" * 100)
    book = MarkBook(path)
    assert book.load() == Marks()
    book.keep(Marks.of(["VI1"]))
    assert MarkBook(path).load().all == {"VI1"}


@settings(max_examples=40)
@given(libraries(), queries(), st.sampled_from([0, 20]), st.data())
def test_marked_ones_are_counted_where_they_are(
    videos: list[Video], query: Query, one_in: int, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(picking, "_ONE_IN", one_in)
        index = Index.open(Path(folder) / "index.db")
        index.put(videos, at=1.0)
        shown = {video.video_no for video in videos if meets(video, query)}
        assert set(index.numbers(query)) == shown
        assert sorted(index.numbers(query)) == sorted(shown)
        every = {video.video_no for video in videos}
        marked = data.draw(st.sets(st.sampled_from(sorted(every)) if every else st.nothing())) | {"VI1", "nowhere"}
        known = marked & every
        assert index.tally(marked, query) == Tally(len(known & shown), len(known - shown), len(marked - every))
        matches = index.find(query)
        assert matches.numbers(0, matches.count) == [matches.row(n).video_no for n in range(matches.count)]  # type: ignore[union-attr] # nothing vanishes here
        read = {number: video for part in index.videos(marked) for number, video in part.items()}
        assert read == {video.video_no: video for video in videos if video.video_no in marked}
        index.close()


def test_what_a_step_holds_beside_the_next_one() -> None:
    few = Marks.of(f"VI{n}" for n in range(1, 11))
    assert few.weight_beside(few) == 0
    assert few.toggled("x").weight_beside(few) == 1
    assert Marks.of("abc").weight_beside(few) == 3


@given(st.sets(st.text("0123456789", min_size=1, max_size=4), max_size=60), st.integers(1, 7))
def test_the_newest_come_first_in_whatever_parts_they_are_sorted(numbers: set[str], part: int) -> None:
    assert newest_first(numbers, part) == sorted(numbers, key=order_of, reverse=True)


def test_what_can_be_undone_has_a_limit_by_what_it_holds() -> None:
    large = [Marks.of(f"{n} {number}" for number in range(10)) for n in range(5)]
    assert undoable(large, most=20) == large[-3:]
    assert undoable(large, most=0) == large[-1:]
    steps = [large[0]]
    for n in range(20):
        steps.append(steps[-1].toggled(f"x{n}"))
    assert undoable(steps, most=1000) == steps, "small changes of a large set share it"
