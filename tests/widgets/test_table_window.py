"""The cursor stays on its video, and the video on its line of the screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.table_window import Spot, revealed, settled


def test_rows_inserted_above_push_the_window_along() -> None:
    assert settled(Spot(10, 4), 20, 110, cursor=15) == Spot(15, 9)


def test_a_video_that_is_gone_leaves_the_cursor_at_its_index() -> None:
    assert settled(Spot(10, 4), 20, 99, cursor=None) == Spot(10, 4)
    assert settled(Spot(10, 4), 20, 3, cursor=None) == Spot(2, 0)
    assert settled(Spot(10, 4), 20, 0, cursor=None) == Spot(0, 0)


def test_a_window_at_the_top_follows_the_top_only_if_asked_and_while_it_shows_the_cursor() -> None:
    assert settled(Spot(0, 0), 20, 103, cursor=3) == Spot(3, 3)
    assert settled(Spot(0, 0), 20, 103, cursor=3, follow_top=True) == Spot(3, 0)
    assert settled(Spot(0, 0), 20, 120, cursor=20, follow_top=True) == Spot(20, 20)


def test_a_window_scrolled_away_from_the_cursor_stays_on_its_first_row() -> None:
    assert settled(Spot(0, 50), 20, 200, cursor=5, top=55) == Spot(5, 55)
    assert settled(Spot(0, 50), 20, 200, cursor=5, top=None) == Spot(5, 50)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 60), st.integers(1, 30))
def test_revealing_shows_the_cursor_and_moves_no_more_than_need_be(cursor: int, top: int, page: int, jump: int) -> None:
    spot = Spot(cursor, top)
    after = revealed(spot, page, jump=jump)
    assert Spot(cursor, after).sees_cursor(page)
    if spot.sees_cursor(page):
        assert after == top
    if jump == 1 and not spot.sees_cursor(page):
        assert cursor in {after, after + page - 1}
