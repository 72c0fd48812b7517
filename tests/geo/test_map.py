"""The flat map: dots and degrees are each other's opposite, circles are circles on the globe, land is where land is."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tui.geo.circle import circle, reached
from tui.geo.dots import Dots
from tui.geo.outline import outline
from tui.geo.point import Point, distance_km
from tui.geo.shape import LEVELS, closed, is_seam, simplified
from tui.geo.window import FINEST, Window, around, world

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
windows = st.builds(
    lambda point, zoom, columns, rows: world(columns * 2, rows * 4).zoomed(zoom).at(point),
    points,
    st.floats(1, 500),
    st.integers(10, 120),
    st.integers(5, 40),
)


@given(windows, st.floats(0, 1), st.floats(0, 1))
def test_a_dot_is_where_its_point_is(window: Window, right: float, down: float) -> None:
    x, y = window.width * right, window.height * down
    assume(abs(window.middle.latitude - (y - window.height / 2) * window.scale) < 90)
    assume(abs(x - window.width / 2) * window.across < 179.9)
    assert window.spot(window.point(x, y)) == pytest.approx((x, y), abs=1e-3)


@given(windows, st.floats(0.1, 10), st.floats(-500, 500), st.floats(-500, 500))
def test_no_window_leaves_the_world(window: Window, factor: float, right: float, down: float) -> None:
    for other in (window.zoomed(factor), window.moved(right, down), window.resized(40, 40)):
        south, north, west, east = other.bounds
        assert -90 <= south < north <= 90
        assert 0 < east - west <= 360 + 1e-6
        assert -180 <= other.middle.longitude <= 180
        assert other.scale >= FINEST


@given(points, st.floats(0.05, 20_000), st.floats(0, 360))
def test_a_circle_is_everywhere_equally_far(middle: Point, km: float, bearing: float) -> None:
    edge = reached(middle, bearing, km)
    assert -90 <= edge.latitude <= 90
    assert -180 <= edge.longitude <= 180
    assert distance_km(middle, edge) == pytest.approx(km, rel=1e-4, abs=1e-3)


def test_a_circle_ends_where_it_began() -> None:
    ring = circle(Point(66, 179.9), 500, 36)
    assert ring[0] == ring[-1]
    assert {point.longitude > 0 for point in ring} == {True, False}


@settings(max_examples=40)
@given(points, st.floats(20, 9_000))
def test_every_dot_of_a_drawn_circle_is_about_that_far(middle: Point, km: float) -> None:
    window = world(240, 120)
    dots = Dots(120, 30)
    dots.circle(window, middle, km)
    cell_km = math.hypot(window.scale * 4, window.across * 2) * 111.2
    for row, line in enumerate(dots.cells):
        for column, bits in enumerate(line):
            if bits:
                at = window.point(column * 2 + 1, row * 4 + 2)
                # Near a pole a chord between two corners bends far away from the circle.
                if abs(at.latitude) < 80:
                    assert abs(distance_km(middle, at) - km) < cell_km + km * 0.02


@pytest.mark.parametrize("zoom", [4, 20, 100])
@pytest.mark.parametrize(
    ("place", "is_land"),
    [
        (Point(48.5, 3), True),
        (Point(40, -100), True),
        (Point(-25, 135), True),
        (Point(68, 179), True),
        (Point(-85, 60), True),
        (Point(66.5, -176), True),
        (Point(40, -40), False),
        (Point(0, 170), False),
        (Point(72, 179.9), False),
        (Point(-50, 100), False),
    ],
)
def test_land_is_land_at_every_zoom(place: Point, is_land: bool, zoom: float) -> None:
    window = world(160, 80).zoomed(zoom).at(place)
    dots = Dots(80, 20)
    outline().draw(window, dots)
    x, y = window.spot(place)
    assert bool(dots.land[int(y / 4)][int(x / 2)]) == is_land


@settings(max_examples=30)
@given(windows)
def test_no_line_of_land_leaks(window: Window) -> None:
    """What is land by the window is land by itself: a leak would fill whole rows to the left and right."""
    assume(window.scale < 0.8)
    dots = Dots(window.width // 2, window.height // 4)
    outline().draw(window, dots)
    ocean = Point(-55, -130)
    x, y = window.spot(ocean)
    if 2 <= x < window.width - 2 and 4 <= y < window.height - 4:
        assert not dots.land[int(y / 4)][int(x / 2)]


def test_a_window_draws_something_far_in_and_far_out() -> None:
    for window in (world(160, 80), around(Point(51, 1), 40, 160, 80)):
        dots = Dots(80, 20)
        outline().draw(window, dots)
        assert any(map(any, dots.cells))


ring_steps = st.lists(st.tuples(st.integers(-900, 900), st.integers(-900, 900)), min_size=4, max_size=60)


@given(ring_steps)
def test_levels_only_take_points_away(steps: list[tuple[int, int]]) -> None:
    ring = [*steps, steps[0]]
    levels = simplified(ring)
    assert len(levels) == len(ring)
    assert all(0 <= level < len(LEVELS) for level in levels)
    assert levels[0] == levels[-1]


def test_a_ring_that_crosses_the_date_line_has_no_leap() -> None:
    ring = closed([(17_900, 100), (-17_900, 100), (-17_900, 200), (17_900, 200), (17_900, 100)])
    assert ring == [(17_900, 100), (18_100, 100), (18_100, 200), (17_900, 200), (17_900, 100)]
    polar = closed([(-18_000, -7_000), (0, -7_000), (18_000, -7_000)])
    assert polar[-3:] == [(18_000, -9_000), (-18_000, -9_000), (-18_000, -7_000)]
    assert is_seam(*polar[-3:-1])


@pytest.mark.row("T11")
@given(points, st.floats(0.05, 20_000), st.integers(0, 3), st.integers(0, 3))
def test_a_map_of_no_dots_is_a_window_all_the_same(middle: Point, km: float, width: int, height: int) -> None:
    window = around(middle, km, width, height)
    assert FINEST <= window.scale <= 360
