"""A picture in cells: its shape kept, nothing outside its room, the right colour in each half."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.covers.pictures import plain_picture
from tui.covers.desk import Manner
from tui.covers.thumbnail import MOST_HIGH, MOST_WIDE, Thumbnail
from tui.widgets.grid_shape import grid_shape
from tui.widgets.half_blocks import art, room, shrunk

_SIDES = {"width": st.integers(1, MOST_WIDE), "height": st.integers(1, MOST_HIGH)}


@given(**_SIDES, columns=st.integers(0, 200), lines=st.integers(0, 60))
def test_it_fits_and_keeps_its_shape(width: int, height: int, columns: int, lines: int) -> None:
    wide, high = room(width, height, columns, lines)
    assert 0 <= wide <= columns
    assert 0 <= high <= lines
    if columns and lines:
        scale = min(columns / width, 2 * lines / height)
        assert abs(wide - max(1.0, width * scale)) <= 1
        assert abs(2 * high - max(2.0, height * scale)) <= 2


@given(
    **_SIDES,
    columns=st.integers(1, 60),
    lines=st.integers(1, 20),
    seed=st.integers(0, 5),
    manner=st.sampled_from([Manner(), Manner(letters=True), Manner(few=True)]),
)
def test_every_line_is_as_wide_as_it_says(
    width: int, height: int, columns: int, lines: int, seed: int, manner: Manner
) -> None:
    picture = Thumbnail(width, height, bytes((n * 7 * seed) % 256 for n in range(width * height * 3)))
    wide, high = room(width, height, columns, lines)
    drawn = art(picture, columns, lines, manner)
    assert len(drawn) == high
    assert {strip.cell_length for strip in drawn} == {wide}
    assert all(len(strip.text) == wide for strip in drawn)
    if manner.letters:
        assert all(strip.text.isascii() and not any(segment.style for segment in strip) for strip in drawn)


@given(**_SIDES, wide=st.integers(1, 60), high=st.integers(1, 40), colour=st.tuples(*[st.integers(0, 255)] * 3))
def test_one_colour_stays_that_colour(
    width: int, height: int, wide: int, high: int, colour: tuple[int, int, int]
) -> None:
    assert shrunk(plain_picture(width, height, colour), wide, high) == [[colour] * wide] * high


def test_the_upper_half_is_the_ink_and_the_lower_the_paper() -> None:
    picture = Thumbnail(2, 2, bytes((255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 255)))
    (strip,) = art(picture, 2, 1, Manner())
    first, second = strip
    assert strip.text == "▀▀"
    for segment, ink in ((first, "#ff0000"), (second, "#00ff00")):
        assert segment.style is not None
        assert segment.style.color is not None
        assert segment.style.bgcolor is not None
        assert (segment.style.color.name, segment.style.bgcolor.name) == (ink, "#0000ff")


def test_one_ground_is_one_run() -> None:
    (strip,) = art(plain_picture(16, 2, (8, 16, 24)), 16, 1, Manner())
    assert [segment.text for segment in strip] == [" " * 16]


def test_letters_are_the_light_on_dark_and_the_dark_on_light() -> None:
    white = plain_picture(4, 2, (255, 255, 255))
    assert art(white, 4, 1, Manner(letters=True))[0].text == "@@@@"
    assert art(white, 4, 1, Manner(letters=True, dark=False))[0].text == "    "


def test_three_by_three_at_the_least() -> None:
    assert (grid_shape(80, 22).across, grid_shape(80, 22).down) == (3, 3)
    assert grid_shape(200, 48).across * grid_shape(200, 48).down >= 24


@given(width=st.integers(1, 500), height=st.integers(1, 200), cursor=st.integers(0, 10**6), top=st.integers(0, 10**6))
def test_the_grid_fits_and_shows_the_cursor(width: int, height: int, cursor: int, top: int) -> None:
    shape = grid_shape(width, height)
    assert shape.across * shape.width <= width
    assert shape.down * shape.height <= height
    now = shape.top(top, cursor)
    assert now <= cursor // shape.across < now + shape.down
    if width >= 80 and height >= 22:
        assert shape.across >= 3
        assert shape.down >= 3
