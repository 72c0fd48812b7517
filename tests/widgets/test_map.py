"""The map as values: what is painted where, and how the crosshair, the zoom and the radius move."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tui.geo.dots import Dots
from tui.geo.point import Point
from tui.geo.window import around, world
from tui.widgets.map_paint import KINDS, LAND, STEPS, Row, Scene, cell_of, glyph, painted, point_of
from tui.widgets.map_sight import LARGEST_KM, SMALLEST_KM, Sight, fitted, fitting_km
from tui.widgets.present import cells

COLUMNS, ROWS = 80, 20
points = st.builds(Point, st.floats(-89, 89), st.floats(-180, 180))


def text(rows: list[Row]) -> list[str]:
    return ["".join(piece for piece, _ in row) for row in rows]


def kind(rows: list[Row], row: int, column: int) -> str:
    """The kind of a cell, whatever lies under it."""
    at = 0
    for piece, style in rows[row]:
        at += len(piece)
        if column < at:
            return KINDS[style % LAND]
    raise AssertionError("there is no such column")


def sight(columns: int = COLUMNS, rows: int = ROWS) -> Sight:
    window = world(columns * 2, rows * 4)
    return Sight(window, Point(0.0, 0.0), fitting_km(window))


names = st.lists(st.tuples(points, st.sampled_from(["Paris", "São Paulo", "北京", "\x1b[31m", "a" * 90])), max_size=6)


@settings(max_examples=60)
@given(
    names,
    st.tuples(points, st.floats(1, 15_000)),
    st.tuples(st.integers(-3, 30), st.integers(-3, 99)),
    st.integers(1, 9999),
)
def test_every_line_is_as_wide_as_the_map(
    names: list[tuple[Point, str]], circle: tuple[Point, float], cell: tuple[int, int], count: int
) -> None:
    window = world(COLUMNS * 2, ROWS * 4)
    scene = Scene({cell: count}, tuple(names), circle, circle[0], cell)
    rows = painted(window, Dots(COLUMNS, ROWS), scene)
    assert len(rows) == ROWS
    assert all(cells(line) == COLUMNS for line in text(rows))
    assert not any("\x1b" in line for line in text(rows))


def test_more_videos_look_like_more() -> None:
    looks = [glyph(count)[0] for count in (1, 2, 10, 100, 1000)]
    assert looks == [sign for _, _, sign in reversed(STEPS)]
    assert glyph(999) == glyph(100)


def test_what_is_on_top_of_what() -> None:
    window = world(COLUMNS * 2, ROWS * 4)
    home = Point(10, 10)
    row, column = cell_of(window, home)
    rows = painted(window, Dots(COLUMNS, ROWS), Scene({(row, column): 5}, ((home, "Home"),), cross=(row, column)))
    assert kind(rows, row, column) == "one"
    assert kind(rows, row, column - 1) == "cross"
    assert "ome" in text(rows)[row]
    empty = painted(window, Dots(COLUMNS, ROWS), Scene(cross=(3, 4)))
    assert text(empty)[3][3:6] == "─┼─"
    here = painted(window, Dots(COLUMNS, ROWS), Scene({(row, column): 5}, video=home))
    assert kind(here, row, column) == "video"


def test_names_keep_out_of_each_others_way() -> None:
    window = world(COLUMNS * 2, ROWS * 4)
    names = ((Point(0, 0), "Large"), (Point(0, 5), "Small"), (Point(0, 60), "Elsewhere"))
    line = text(painted(window, Dots(COLUMNS, ROWS), Scene(names=names)))[cell_of(window, Point(0, 0))[0]]
    assert "◦Large" in line
    assert "Small" not in line
    assert "◦Elsewhere" in line


@pytest.mark.parametrize(("beside", "written"), [((), "◦Paris"), ((1,), "Paris◦"), ((1, -1), "")])
def test_a_name_stands_whole_or_not_at_all(beside: tuple[int, ...], written: str) -> None:
    window, place = world(COLUMNS * 2, ROWS * 4), Point(0, 0)
    row, column = cell_of(window, place)
    videos = {(row, column + way * 2): 1 for way in beside}
    line = text(painted(window, Dots(COLUMNS, ROWS), Scene(videos, ((place, "Paris"),))))[row]
    assert [word for word in line.split() if "Paris" in word or "◦" in word] == ([written] if written else [])


def test_beside_the_world_there_is_nothing() -> None:
    rows = painted(world(400, 40), _all_land(200, 10), Scene())
    assert all(line[0] == " " for line in text(rows))
    assert [style for _, style in rows[5]] == [0, LAND, 0]


def _all_land(columns: int, rows: int) -> Dots:
    dots = Dots(columns, rows)
    for row in range(rows):
        dots.land_between(row, 0, columns * 2)
    return dots


moves = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(-10, 10), st.integers(-10, 10)),
        st.tuples(st.just("zoom"), st.sampled_from([1.6, 1 / 1.6]), st.just(0)),
        st.tuples(st.just("wider"), st.sampled_from([1, -1]), st.just(0)),
        st.tuples(st.just("size"), st.integers(10, 100), st.integers(3, 40)),
    ),
    max_size=25,
)


@settings(max_examples=80)
@given(moves)
def test_the_crosshair_never_leaves_the_map(steps: list[tuple[str, float, float]]) -> None:
    now = sight()
    for what, first, second in steps:
        match what:
            case "move":
                now = now.moved(int(first), int(second))
            case "zoom":
                now = now.zoomed(first)
            case "wider":
                now = now.wider(int(first))
            case _:
                now = now.resized(int(first) * 2, int(second) * 4)
        row, column = now.cell
        assert 0 <= row < now.window.height // 4
        assert 0 <= column < now.window.width // 2
        assert abs(now.point.latitude) <= 90
        assert abs(now.point.longitude) <= 180
        assert SMALLEST_KM <= now.km <= LARGEST_KM


def test_a_step_is_a_cell_and_the_window_goes_along_at_its_edge() -> None:
    start = sight()
    row, column = start.cell
    assert start.moved(1, 2).cell == (row + 1, column + 2)
    assert start.moved(1, 2).window == start.window
    further = start.moved(0, COLUMNS)
    assert further.window.middle.longitude != 0
    assert further.cell[1] < COLUMNS


def test_zooming_keeps_the_point() -> None:
    start = sight().at(Point(48.85, 2.35))
    close = start.zoomed(1.6**12)
    assert cell_of(close.window, close.point) == close.cell
    assert point_of(close.window, *close.cell).latitude == pytest.approx(48.85, abs=close.window.scale * 4)
    assert close.km < start.km
    assert start.wider(1).zoomed(4).km == start.wider(1).km


@settings(max_examples=80)
@given(st.lists(points, min_size=1, max_size=12))
@example([Point(79.0, 0.0), Point(86.0, 131.0)])
@example(
    [Point(latitude, longitude) for latitude, longitude in ((86, -77), (84, -75), (77, 89), (84, -120), (82, -156))]
)
def test_what_is_fitted_in_is_in_view(found: list[Point]) -> None:
    window = fitted(found, COLUMNS * 2, ROWS * 4)
    for point in found:
        row, column = cell_of(window, point)
        assert 0 <= row < ROWS
        assert -1 <= column <= COLUMNS


@pytest.mark.row("T11")
@given(st.lists(points, max_size=4), st.integers(0, 3), st.integers(0, 3))
def test_without_room_for_a_dot_a_map_is_fitted_all_the_same(found: list[Point], width: int, height: int) -> None:
    window = fitted(found, width, height)
    assert 0 < window.scale <= 360
    sight = Sight(window, window.middle, 20.0).moved(1, 1).zoomed(2).zoomed(0.1).wider(1)
    assert 0 < sight.window.scale <= 360
    assert SMALLEST_KM <= fitting_km(window) <= LARGEST_KM


def test_videos_on_both_sides_of_180_degrees_are_neighbours() -> None:
    window = fitted([Point(-17, 179), Point(-18, -179)], COLUMNS * 2, ROWS * 4)
    assert abs(window.middle.longitude) > 178
    assert window.scale < 0.5
    assert fitted([], 160, 80) == world(160, 80)


def test_the_point_is_as_exact_as_the_zoom() -> None:
    assert sight().at(Point(48.8566, 2.3522)).rounded == Point(48.9, 2.4)
    close = Sight(around(Point(48.8566, 2.3522), 2, 160, 80), Point(48.8566123, 2.3522), 1)
    assert close.rounded.latitude == pytest.approx(48.8566, abs=1e-3)
