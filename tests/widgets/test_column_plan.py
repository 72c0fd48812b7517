"""The columns of a list: whatever is chosen, ordered and sized, they stand side by side and none beyond the edge."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tui.api.values import Status, Video
from tui.library.query_text import QueryProblem
from tui.library.values import NEWEST_FIRST, Column, Sort
from tui.widgets.column_plan import GUTTER, LEAST_NAME, Columns, Kind, plan, why_no_further
from tui.widgets.columns import header_text, video_line
from tui.widgets.lines import plain
from tui.widgets.present import cells
from tui.widgets.saved_view import SavedView, read_view, read_views

VIDEO = Video(video_no="VI1", name="a name in 日本語 that is rather long", status=Status.READY)
KINDS = [kind for kind in Kind if kind is not Kind.NAME]

sizes = st.one_of(st.just(0), st.integers(5, 60))
chosen = st.lists(st.tuples(st.sampled_from(KINDS), sizes), max_size=9, unique_by=lambda each: each[0]).map(tuple)
columns = st.builds(Columns, chosen, st.booleans())
sorts = st.builds(Sort, st.sampled_from(list(Column)), st.booleans())


@given(st.integers(8, 260), columns, sorts, st.booleans())
def test_columns_always_fit(width: int, wish: Columns, sort: Sort, place: bool) -> None:
    found = plan(width, place=place, column=sort.column, wish=wish)
    assert found.slots[0].kind is Kind.NAME
    assert found.slots[0].x == GUTTER
    ends = [slot.x + slot.width for slot in found.slots]
    assert all(slot.x >= end for slot, end in zip(found.slots[1:], ends, strict=False))
    assert ends[-1] <= width
    assert len({slot.kind for slot in found.slots}) == len(found.slots)
    assert cells(header_text(found, sort)) == width
    assert cells(plain(video_line(VIDEO, found, marked=True, place=(1.0, 2.0) if place else None))) == width


@given(columns, sorts)
def test_what_was_chosen_stands_in_its_order_where_there_is_room(wish: Columns, sort: Sort) -> None:
    found = plan(800, place=True, column=sort.column, wish=wish)
    wanted = [kind for kind, _ in wish.chosen]
    if wanted:
        assert [slot.kind for slot in found.slots[1:]][: len(wanted)] == wanted
        assert all(not width or found.slots[1 + n].width == width for n, (_, width) in enumerate(wish.chosen))


@given(chosen)
def test_wide_shows_everything_in_a_window_of_some_width(wanted: tuple[tuple[Kind, int], ...]) -> None:
    found = plan(140, place=True, wish=Columns(wanted, wide=True))
    assert {kind for kind, _ in wanted} <= {slot.kind for slot in found.slots}


@given(st.integers(40, 140), chosen, st.booleans(), st.sampled_from(list(Column)))
def test_every_column_that_is_wanted_can_be_reached(
    width: int, wanted: tuple[tuple[Kind, int], ...], wide: bool, column: Column
) -> None:
    wish = Columns(wanted, wide=wide)
    assume(wide or wanted)
    seen: set[Kind] = set()
    for skipped in range(12):
        found = plan(width, place=True, column=column, wish=wish, skipped=skipped)
        assert found.slots[0].kind is Kind.NAME
        assert found.before == skipped
        assert found.slots[-1].x + found.slots[-1].width <= width
        assert cells(header_text(found, NEWEST_FIRST)) == width
        assert header_text(found, NEWEST_FIRST).endswith("›") == (not why_no_further(found, 1))
        seen |= {slot.kind for slot in found.slots}
        if why_no_further(found, 1):
            break
    else:
        raise AssertionError("there is no end of columns")
    room = width - GUTTER - 2 - LEAST_NAME
    assert {kind for kind, cells in wish.wanted.items() if cells < room} - {Kind.DISTANCE} <= seen


@given(columns, sorts, st.text(max_size=60))
def test_a_view_is_what_its_line_says(wish: Columns, sort: Sort, name: str) -> None:
    view = read_view("tag:trip -tag:draft a name")
    saved = SavedView("Trips", view.query, sort, wish)
    assert read_view(saved.text) == saved
    assert read_views((saved.text, saved.text)) == (saved,)
    try:
        again = read_view(f"[{name}] tag:trip")
    except QueryProblem:
        return
    assert read_view(again.text) == again


def test_what_was_shared_may_be_wrong() -> None:
    with pytest.raises(QueryProblem):
        read_view("[Mine] near:nowhere-at-all-x")
    odd = read_view("[Mine] sort:nonsense columns:what,camera:9999,name,size:x")
    assert odd == SavedView("Mine", sort=NEWEST_FIRST, columns=Columns(((Kind.CAMERA, 60),)))
