"""Bars and courses: as long as they mean, and never longer than there is room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.library.query import Query
from tui.library.statistics import Part, Share
from tui.widgets.bars import BarRows, bar_text, bars, course_text
from tui.widgets.lines import plain
from tui.widgets.present import cells


@pytest.mark.parametrize(
    ("part", "whole", "width", "bar"),
    [(0, 10, 8, ""), (10, 10, 4, "████"), (5, 10, 4, "██"), (1, 10**6, 4, "▏"), (5, 16, 2, "▋"), (1, 0, 4, "")],
)
def test_a_bar(part: int, whole: int, width: int, bar: str) -> None:
    assert bar_text(part, whole, width) == bar


def test_a_course_shows_the_months_without_anything_as_gaps() -> None:
    assert course_text((0, 1, 0, 8), 10) == " ▁ █"
    assert course_text((1, 1, 4, 4), 2) == "▂█"


@given(st.lists(st.integers(0, 10**9), max_size=50), st.integers(1, 40))
def test_a_course_has_room(course: list[int], width: int) -> None:
    assert len(course_text(course, width)) <= width


@given(st.text(max_size=30), st.integers(0, 10**7), st.integers(10**7, 10**8), st.integers(30, 200))
def test_a_line_has_its_width_whatever_the_name(name: str, videos: int, whole: int, width: int) -> None:
    rows = BarRows(bars([Part("Tag", (Share(name, videos, Query()),), (1, 2))]), whole)
    for n in range(len(rows)):
        assert cells(plain(rows.line(n, width))) <= width
