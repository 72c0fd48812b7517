"""Where the panes stand, at every size there is: the list keeps its room, and what is wished is had where it fits."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.screens.arranging import (
    LEAST_DETAILS,
    LEAST_FILTERS,
    LEAST_TABLE,
    Arrangement,
    Mode,
    Pane,
    Room,
    arrange,
    resized,
    with_pane,
)
from tui.state import PaneWish

PANES: tuple[Pane, ...] = get_args(Pane)
ROOMS = st.builds(Room, st.integers(1, 320), st.integers(1, 120))
SIZES = st.integers(0, 300)
WISHES = st.builds(
    PaneWish,
    filters=st.booleans(),
    details=st.booleans(),
    place=st.sampled_from(["", "side", "below"]),
    filters_width=SIZES,
    details_width=SIZES,
    details_height=SIZES,
)
FRONTS = st.sampled_from(PANES)


def rows(room: Room, now: Arrangement) -> int:
    """Rows of videos that are left to the list: without bars, borders, the query, the titles and details below."""
    bars = now.status + now.keys
    below = now.details if now.place == "below" and now.alone is None else 0
    return room.height - bars - below - (0 if now.flat else 2) - 2


@pytest.mark.parametrize(
    ("width", "height", "mode", "least_rows"),
    [
        (200, 50, "wide", 44),
        (100, 30, "wide", 24),
        (80, 24, "middle", 14),
        (60, 40, "middle", 14),
        (60, 20, "one", 14),
        (40, 12, "one", 8),
        (20, 5, "one", 3),
        (20, 3, "one", 1),
    ],
)
def test_the_usual(width: int, height: int, mode: Mode, least_rows: int) -> None:
    room = Room(width, height)
    now = arrange(room, PaneWish(), "table")
    assert now.mode == mode
    assert bool(now.filters) == (mode == "wide")
    assert bool(now.details) == (mode != "one")
    assert rows(room, now) >= least_rows


def test_with_details_below_there_are_rows_left() -> None:
    room = Room(80, 24)
    now = arrange(room, PaneWish(place="below"), "table")
    assert (now.place, now.details > 0) == ("below", True)
    assert rows(room, now) >= 8


@given(ROOMS, WISHES, FRONTS, st.booleans())
def test_everything_fits_and_the_pane_with_the_focus_is_seen(
    room: Room, wish: PaneWish, front: Pane, maximised: bool
) -> None:
    now = arrange(room, wish, front, maximised=maximised)
    seen = {"table": now.alone is None, "filters": now.filters > 0, "details": now.details > 0}
    if now.alone:
        seen[now.alone] = True
    assert seen[front]
    if now.alone:
        assert (now.filters, now.details) == (0, 0)
        return
    beside = now.details if now.place == "side" else 0
    assert not (now.filters or beside) or room.width - now.filters - beside >= LEAST_TABLE
    assert not now.filters or now.filters >= LEAST_FILTERS
    assert not beside or beside >= LEAST_DETAILS
    if now.details and now.place == "below":
        assert rows(room, now) >= 8


@given(ROOMS, st.integers(1, 60), WISHES, FRONTS)
def test_more_lines_never_show_fewer_rows(room: Room, more: int, wish: PaneWish, front: Pane) -> None:
    wish = replace(wish, place="side", details_height=0)
    larger = Room(room.width, room.height + more)
    if arrange(room, wish, front).alone == arrange(larger, wish, front).alone == "table":
        assert rows(larger, arrange(larger, wish, front)) >= rows(room, arrange(room, wish, front)) - 3


@given(ROOMS, WISHES, st.sampled_from([pane for pane in PANES if pane != "table"]))
def test_a_pane_that_is_shown_is_seen_where_there_is_room_and_one_that_is_hidden_is_not(
    room: Room, wish: PaneWish, pane: Pane
) -> None:
    hidden = arrange(room, with_pane(wish, pane, False), "table")
    assert not getattr(hidden, pane)
    if room.mode == "wide":
        shown = arrange(room, with_pane(wish, pane), "table")
        assert getattr(shown, pane)


@given(ROOMS, WISHES, FRONTS, st.sampled_from([1, -1]))
def test_a_key_moves_a_border_or_says_that_it_can_not(room: Room, wish: PaneWish, front: Pane, by: int) -> None:
    now = arrange(room, wish, front)
    if now.alone:
        return
    after = resized(room, wish, front, by)
    then = arrange(room, after, front)
    grown = front if front != "table" else ("details" if now.details else "filters")
    grows = by if front != "table" else -by
    assert (getattr(then, grown) - getattr(now, grown)) * grows >= 0
    assert after.filters == wish.filters
    if by > 0 and front != "table" and then == now:
        assert resized(room, after, front, by) == after, "where nothing gives way any more, that is final"


def test_back_and_forth_is_where_it_was() -> None:
    room = Room(120, 36)
    for front in PANES:
        larger = resized(room, PaneWish(), front, 1)
        assert larger != PaneWish()
        assert arrange(room, resized(room, larger, front, -1), front) == arrange(room, PaneWish(), front)
