"""How many videos are where: as plain counting says, in every box, across 180° and at the poles."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library import libraries as lib
from tests.library.test_find import holding
from tui.api.values import Video
from tui.library.density import Grid
from tui.library.query import Near, Query

_PLAIN = Video(video_no="VI1")


def placed(spots: list[tuple[float, float]]) -> list[Video]:
    return [
        replace(_PLAIN, video_no=f"VI{n + 1}", name=f"clip {n % 3}", latitude=lat, longitude=lon)
        for n, (lat, lon) in enumerate(spots)
    ]


spots = st.lists(
    st.sampled_from(lib.PLACES) | st.tuples(st.floats(-90, 90, width=32), st.floats(-180, 180, width=32)), max_size=25
)
grids = st.builds(
    lambda south, tall, west, wide, rows, columns: Grid(south, south + tall, west, west + wide, rows, columns),
    st.floats(-95, 80),
    st.floats(0.5, 180),
    st.floats(-540, 540),
    st.floats(0.5, 360),
    st.integers(1, 40),
    st.integers(1, 60),
)


@settings(max_examples=15, deadline=None)
@given(spots, grids, st.sampled_from(["", "1"]))
def test_every_cell_counts_what_lies_in_it(where: list[tuple[float, float]], grid: Grid, word: str) -> None:
    query = Query(words=(word,)) if word else Query()
    with holding(placed(where)) as index:
        found = index.places(query, grid)
    assert all(0 <= row < grid.rows and 0 <= column < grid.columns for row, column in found)
    assert all(found.values())
    inside = [
        (lat, lon)
        for n, (lat, lon) in enumerate(where)
        if grid.south <= lat <= grid.north
        and (lon - grid.west) % 360 < grid.east - grid.west
        and (not word or n % 3 == 1)
    ]
    edge = [1 for _, lon in where if min(d := abs((lon - grid.east) % 360), 360 - d) < 1e-6]
    west = [1 for _, lon in where if min(d := abs((lon - grid.west) % 360), 360 - d) < 1e-6]
    assert abs(sum(found.values()) - len(inside)) <= len(edge) + len(west)


def test_cells_are_counted_from_the_northwest() -> None:
    with holding(placed([(9.5, 0.5), (9.6, 0.4), (0.5, 9.5), (5, 179.5), (5, -179.5)])) as index:
        assert index.places(Query(), Grid(0, 10, 0, 10, 10, 10)) == {(0, 0): 2, (9, 9): 1}
        assert index.places(Query(), Grid(5, 5, 0, 10, 0, 10)) == {}, "a map without a line"
        assert index.places(Query(), Grid(0, 10, 5, 5, 10, 0)) == {}, "a map without a column"
        assert index.places(Query(), Grid(0, 10, 179, 181, 1, 2)) == {(0, 0): 1, (0, 1): 1}
        assert index.places(Query(), Grid(0, 10, -181, -179, 1, 2)) == {(0, 0): 1, (0, 1): 1}
        assert index.how_many(Query()) == 5
        assert index.how_many(Query(near=Near(5, 180, 100))) == 2
        assert Counter(index.places(Query(near=Near(5, 180, 100)), Grid(-90, 90, -180, 180, 1, 1))) == {(0, 0): 2}
