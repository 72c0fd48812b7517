"""A picture that is kept: it comes back cell for cell, draws the same, and can do nothing but be seen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tests.pty.emulator import Emulator
from tests.terminal.test_canvas import HEIGHT, STYLES, WIDTH, console, shown, strips, whole
from tui.terminal.canvas import Canvas
from tui.terminal.cells import Cell
from tui.terminal.pen import PLAIN, Pen
from tui.terminal.still import Still, read, taken


def painted(picture: LayoutUpdate) -> tuple[Canvas, bytes]:
    canvas = Canvas()
    changes = canvas.changes(picture)
    assert changes is not None
    return canvas, canvas.paint(picture, console()).encode()


def still_of(picture: LayoutUpdate) -> Still:
    still = taken(painted(picture)[0].shown(), WIDTH)
    assert still is not None
    return still


@settings(max_examples=100, deadline=None)
@given(whole)
def test_it_comes_back_as_it_was_kept(picture: LayoutUpdate) -> None:
    still = still_of(picture)
    assert read(still.text()).text() == still.text()
    assert [[text for text, _ in line] for line in read(still.text()).cells()] == [
        [text for text, _ in line] for line in still.cells()
    ]


@settings(max_examples=100, deadline=None)
@given(whole)
def test_it_draws_what_was_seen(picture: LayoutUpdate) -> None:
    painted_, drawn = Emulator(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
    painted_.feed(painted(picture)[1])
    drawn.feed(read(still_of(picture).text()).drawn().encode())
    assert shown(drawn) == shown(painted_)


@settings(max_examples=200, deadline=None)
@given(whole, whole | st.none(), st.lists(whole, max_size=2))
def test_what_begins_with_it_ends_as_if_it_began_with_nothing(
    kept: LayoutUpdate, first: LayoutUpdate | None, later: list[LayoutUpdate]
) -> None:
    """The first paint is another picture or the same one."""
    plain, ours = Emulator(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
    still = read(still_of(kept).text())
    ours.feed(still.drawn().encode())
    canvas = Canvas()
    canvas.begin_with(still)
    for picture in [first or kept, *later]:
        assert canvas.changes(picture) is not None
        ours.feed(canvas.paint(picture, console()).encode())
        plain.feed(picture.render_segments(console()).replace("\n", "").encode())
        assert shown(ours) == shown(plain)


WITHOUT_LINKS = [style for style in STYLES if style is None or style.link is None]


@given(st.lists(st.tuples(st.text("ab .─●é漢字", max_size=6), st.sampled_from(WITHOUT_LINKS)), max_size=4))
def test_what_is_there_already_is_not_sent_again(parts: list[tuple[str, Style | None]]) -> None:
    line = Strip([Segment(*part) for part in parts]).adjust_cell_length(WIDTH)
    picture = LayoutUpdate([[line]] * HEIGHT, Region(0, 0, WIDTH, HEIGHT))
    canvas = Canvas()
    canvas.begin_with(read(still_of(picture).text()))
    assert canvas.changes(picture) is not None
    assert canvas.paint(picture, console()) == ""


@given(whole, strips)
def test_another_size_begins_with_nothing(kept: LayoutUpdate, line: Strip) -> None:
    small = LayoutUpdate([[line]], Region(0, 0, WIDTH, 1))
    canvas, plain = Canvas(), Canvas()
    canvas.begin_with(still_of(kept))
    for each in (canvas, plain):
        assert each.changes(small) is not None
    assert canvas.paint(small, console()) == plain.paint(small, console())


def test_what_was_forgotten_is_begun_with_no_more() -> None:
    picture = LayoutUpdate([[Strip([Segment("x" * WIDTH)])]] * HEIGHT, Region(0, 0, WIDTH, HEIGHT))
    canvas = Canvas()
    canvas.begin_with(still_of(picture))
    canvas.forget()
    assert canvas.changes(picture) is not None
    assert canvas.paint(picture, console()).count("x") == WIDTH * HEIGHT


RED = Pen(ink="31", paper="40")


def test_what_is_hidden_keeps_its_paper() -> None:
    row: list[Cell] = [("a", RED), ("漢", RED), ("", RED), ("b", PLAIN)]
    still = taken([row, row], 4, [(0, 0, 3, 1)])
    assert still is not None
    assert ["".join(text for text, _ in line) for line in still.cells()] == ["   b", "a漢b"]
    first = next(iter(still.cells()))
    assert [(pen.ink, pen.paper) for _, pen in first] == [("", "40")] * 3 + [("", "")]


def test_links_pictures_and_what_would_act_are_not_kept() -> None:
    row: list[Cell] = [("a", Pen(link="https://example.org")), (" ", Pen(picture=3)), ("\x1b", PLAIN), ("‮", PLAIN)]
    still = taken([row], 4)
    assert still is not None
    assert read(still.text()).drawn() == "\x1b[1;1Ha   "


def test_a_screen_that_is_not_wholly_known_is_not_kept() -> None:
    assert taken([[("a", PLAIN), None]], 2) is None
    assert taken([[("a", PLAIN)]], 2) is None


GOOD = "3 1 1\n1|31|\n0=abc"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3 1",
        "x 1 1\n1|31|\n0=abc",
        "3 1 1\n1|31|",
        "3 2 1\n1|31|\n0=abc",
        "3 1 0\n0=abc",
        "3 1 99999999\n1|31|\n0=abc",
        "3 1 1\n1|31|\n0=ab",
        "3 1 1\n1|31|\n0=abcd",
        "3 1 1\n1|31|\n1=abc",
        "3 1 1\n1|31|\n0=a\x1bc",
        "3 1 1\n1|31|\n0=a\x9bc",
        "3 1 1\n1|31|\n0=a‮c",
        "3 1 1\n1|31|\n03abc",
        "3 1 1\n1|31|\n0=a\t02" + "b" * 100,
        "3 1 1\n1|31;5m\x1b]52|\n0=abc",
        "3 1 1\n1|?25|\n0=abc",
        "3 1 1\n1|31\n0=abc",
        "-3 1 1\n1|31|\n0=abc",
        "100000 1 1\n1|31|\n0=" + "a" * 100_000,
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert read(GOOD).columns == 3
    with pytest.raises(ValueError, match=r"."):
        read(text)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_whatever_is_read_draws_nothing_but_cells(noise: str) -> None:
    """Bytes of a file that somebody else may have written, in the places where text is."""
    try:
        still = read(f"{len(noise)} 1 1\n||\n0={noise}")
    except ValueError:
        return
    assert still.drawn() == f"\x1b[1;1H{noise}"
    assert noise.isprintable()
