"""Places by their names, on the map, and in the details: from the keys to the list."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.standin import StandIn
from tests.stories.program import Program, running
from tui.geo.point import Point, distance_km
from tui.library.query import Near
from tui.screens.map import MapScreen
from tui.screens.nearby import in_words
from tui.widgets.form_checks import check_place
from tui.widgets.map_view import MapView


async def on_the_map(program: Program) -> MapScreen:
    await program.press("g", "m")
    await program.happens(lambda: isinstance(program.app.screen, MapScreen) and program.app.screen.idle, "the map")
    screen = program.app.screen
    assert isinstance(screen, MapScreen)
    return screen


async def is_drawn(program: Program, screen: MapScreen) -> None:
    await program.happens(lambda: screen.idle, "everything asked for on the map")
    await program.is_calm()


def all_are_near(program: Program, near: Near) -> None:
    """Some are listed, and none beyond the radius."""
    shown = program.videos()
    assert shown
    for video in shown:
        assert video.latitude is not None
        assert video.longitude is not None
        assert distance_km(Point(near.latitude, near.longitude), Point(video.latitude, video.longitude)) <= near.km


async def test_a_city_by_name_in_the_query(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(120, 36)) as program:
        await program.is_synced()
        await program.press("/")
        await program.type("near:reykj")
        await program.sees("Reykjavík, IS")
        await program.press("tab")
        await program.press("enter")
        await program.is_settled()
        near = program.library.looking_for.near
        assert near is not None
        assert near.reading == "Reykjavík, IS"
        assert near.km == 20
        all_are_near(program, near)
        await program.sees("from Reykjavík, IS")

        await program.press("/")
        await program.hammer(*["backspace"] * 40)
        await program.type("near:springfield")
        await program.press("enter")
        await program.sees("is several places: Springfield, MO")
        await program.press("escape")
        assert program.library.looking_for.near == near


async def test_a_city_by_name_in_the_sidebar(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(120, 36)) as program:
        await program.is_synced()
        await program.press("f", "g")
        await program.type("springfield ~300km")
        await program.press("tab")
        await program.press("tab")
        await program.press("enter")
        await program.is_settled()
        near = program.library.looking_for.near
        assert near is not None
        assert (near.reading, near.km) == ("Springfield, MA", 300)
        await program.sees("Springfield, MA")
        await program.press("underscore")
        await program.is_settled()
        again = program.library.looking_for.near
        assert again is not None
        assert (again.reading, again.km) == ("Springfield, MA", 200)


async def test_the_place_of_the_current_video_and_its_radius_from_the_list(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(200, 50)) as program:
        await program.is_synced()
        await program.press("underscore")
        await program.says("There is no place yet")
        placed = next(n for n, video in enumerate(program.videos()) if video.latitude is not None)
        await program.hammer(*"j" * placed)
        await program.press("full_stop", "plus")
        await program.is_settled()
        near = program.library.looking_for.near
        assert near is not None
        assert near.km == 30
        all_are_near(program, near)
        await program.sees(f"{program.table.count} shown")
        small = program.library.query_one("#small-map", MapView)
        await program.happens(lambda: "★" in small.text and small.scene.circle, "the video and the circle on the map")
        assert any(0x2800 < ord(sign) < 0x2900 for sign in small.text)


async def test_the_map_shows_and_filters(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(100, 30)) as program:
        await program.is_synced()
        screen = await on_the_map(program)
        await program.sees("in view")
        world = screen.query_one(MapView).text
        assert sum(0x2800 < ord(sign) < 0x2900 for sign in world) > 300
        assert any(sign in world for sign in "∙•◉")

        start = screen.sight
        await program.press("l", "l", "j")
        await is_drawn(program, screen)
        assert screen.sight is not None
        assert start is not None
        row, column = start.cell
        assert screen.sight.cell == (row + 1, column + 2)

        await program.press("n")
        await program.hammer(*"++++++")
        await program.hammer("greater_than_sign", "greater_than_sign")
        await is_drawn(program, screen)
        sight = screen.sight
        assert sight is not None
        await program.press("enter")
        await program.is_settled()
        near = program.library.looking_for.near
        assert near is not None
        assert near.km == sight.km
        assert distance_km(Point(near.latitude, near.longitude), sight.point) < sight.km
        all_are_near(program, near)


async def test_the_map_begins_where_the_query_looks_and_esc_changes_nothing(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(80, 24)) as program:
        await program.is_synced()
        await program.press("/")
        await program.type("near:paris~150km")
        await program.press("enter")
        await program.is_settled()
        before = program.library.looking_for
        screen = await on_the_map(program)
        assert screen.sight is not None
        assert screen.sight.km == 150
        await program.sees("in Paris, FR")
        await program.press("z", "z", "minus", "h")
        await is_drawn(program, screen)
        await program.press("escape")
        await program.is_settled()
        assert program.library.looking_for == before
        screen = await on_the_map(program)
        await program.press("less_than_sign", "enter")
        await program.is_settled()
        near = program.library.looking_for.near
        assert near is not None
        assert (near.label, near.km) == ("paris", 100)


async def test_a_window_that_changes_its_size_keeps_the_crosshair(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(120, 36)) as program:
        await program.is_synced()
        screen = await on_the_map(program)
        before = screen.sight
        await program.pilot.resize_terminal(60, 20)
        await program.happens(lambda: screen.sight and screen.sight.window.width == 58 * 2, "the map of the new size")
        await is_drawn(program, screen)
        assert before is not None
        assert screen.sight is not None
        assert screen.sight.point == before.point


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (Point(-1.35, 36.9), "12 km from Nairobi, KE"),
        (Point(-1.2833, 36.8167), "in Nairobi, KE"),
        (Point(0.0, -30.0), "840 km from Touros, BR"),
    ],
)
def test_how_far_it_is_from_which_city(point: Point, words: str) -> None:
    assert in_words(point).startswith(words)


@pytest.mark.parametrize(
    ("text", "says", "point"),
    [
        ("paris", "Paris, FR? enter makes it", "48.853, 2.349"),
        ("springfield", "several places", ""),
        ("qqqq", "No city", ""),
    ],
)
def test_a_name_in_the_form_is_confirmed_before_it_is_a_place(text: str, says: str, point: str) -> None:
    checked = check_place(text)
    assert not checked.fine
    assert says in checked.problem
    assert checked.swapped == point
    if point:
        assert check_place(point).fine
