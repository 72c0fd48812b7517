"""Only what changed goes over the line, and yet the terminal shows what it would show if all of it had."""

from __future__ import annotations

from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tests.pty.emulator import Emulator
from tui.terminal.canvas import Canvas

WIDTH, HEIGHT = 12, 4
STYLES = [
    None,
    Style(),
    Style.parse("red on blue"),
    Style.parse("bold #12ab34 on #000011"),
    Style.parse("dim underline"),
    Style.parse("bright_white reverse"),
    Style.parse("green"),
    Style.parse("link https://example.org/a"),
]
CHARACTERS = "ab .─●é漢字"

segments = st.tuples(st.text(CHARACTERS, max_size=6), st.sampled_from(STYLES)).map(lambda made: Segment(*made))
strips = st.lists(segments, max_size=4).map(lambda some: Strip(some).adjust_cell_length(WIDTH))
whole = st.lists(strips, min_size=HEIGHT, max_size=HEIGHT).map(
    lambda lines: LayoutUpdate([[line] for line in lines], Region(0, 0, WIDTH, HEIGHT))
)


@st.composite
def partial(draw: st.DrawFn) -> ChopsUpdate:
    """Some lines, each cut in two, of which one part or both is drawn anew."""
    cut = draw(st.integers(1, WIDTH - 1))
    chops: list[dict[int, Strip | None]] = []
    spans = []
    for y in sorted(draw(st.sets(st.integers(0, HEIGHT - 1), min_size=1))):
        left = draw(st.none() | strips.map(lambda line: line.crop(0, cut)))
        right = draw(strips.map(lambda line: line.crop(cut, WIDTH)))
        chops += [{} for _ in range(len(chops), y)] + [{0: left, cut: right}]
        start = draw(st.sampled_from([0, cut]))
        spans.append((y, start, draw(st.integers(start + 1, WIDTH))))
    return ChopsUpdate(chops, spans, [[cut, WIDTH] for _ in chops])


def console() -> Console:
    return Console(file=StringIO(), force_terminal=True, color_system="truecolor", width=WIDTH, _environ={})


def shown(emulator: Emulator) -> list[list[tuple[object, ...]]]:
    """What is seen of every cell."""
    buffer = emulator.screen.buffer
    return [[tuple(buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


@settings(max_examples=100, deadline=None)
@given(whole, st.lists(whole | partial(), max_size=5))
def test_the_same_is_seen_as_if_everything_were_written(first: LayoutUpdate, later: list[LayoutUpdate]) -> None:
    plain, ours = Emulator(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
    out = console()
    canvas = Canvas()
    for picture in [first, *later]:
        plain.feed(picture.render_segments(out).replace("\n", "").encode())
        ours.feed(canvas.paint(picture, out).encode())
        assert shown(ours) == shown(plain)


@given(whole)
def test_what_is_shown_already_costs_nothing(picture: LayoutUpdate) -> None:
    canvas = Canvas()
    canvas.paint(picture, console())
    assert canvas.paint(picture, console()) == ""


@given(whole)
def test_after_forgetting_everything_is_written(picture: LayoutUpdate) -> None:
    canvas = Canvas()
    first = canvas.paint(picture, console())
    canvas.forget()
    assert canvas.paint(picture, console()) == first != ""


def line(*segments: Segment) -> LayoutUpdate:
    width = sum(cell_len(each.text) for each in segments)
    return LayoutUpdate([[Strip(segments)]], Region(0, 0, width, 1))


def changed(before: LayoutUpdate, after: LayoutUpdate) -> str:
    canvas = Canvas()
    canvas.paint(before, console())
    return canvas.paint(after, console())


RED = Style.parse("red on blue")
GREEN = Style.parse("green on blue")


@pytest.mark.parametrize(
    ("before", "after", "written"),
    [
        (line(Segment("one 1 two")), line(Segment("one 2 two")), "\x1b[1;5H2"),
        (line(Segment("a 1 1 b")), line(Segment("a 2 2 b")), "\x1b[1;3H2 2"),
        (line(Segment("1........1")), line(Segment("2........2")), "\x1b[1;1H2\x1b[10G2"),
        (line(Segment("ab", RED)), line(Segment("ab", GREEN)), "\x1b[1;1H\x1b[32;44mab\x1b[0m"),
        (
            line(Segment("x"), Segment("a", RED)),
            line(Segment("y"), Segment("b", GREEN)),
            "\x1b[1;1Hy\x1b[32;44mb\x1b[0m",
        ),
        (
            line(Segment("ab", RED)),
            line(Segment("b", RED), Segment("a", GREEN)),
            "\x1b[1;1H\x1b[31;44mb\x1b[32ma\x1b[0m",
        ),
    ],
)
def test_the_least_is_written(before: LayoutUpdate, after: LayoutUpdate, written: str) -> None:
    assert changed(before, after) == written


def test_a_character_of_doubtful_width_moves_nothing_behind_it() -> None:
    thumb = "\U0001f44d\U0001f3fd"
    width = cell_len(thumb)
    written = changed(line(Segment("." * (width + 1))), line(Segment(thumb + "x")))
    assert written == f"\x1b[1;1H{' ' * width}\x1b[1G{thumb}\x1b[{width + 1}Gx"


def test_a_link_is_one_link_however_often_it_is_drawn() -> None:
    one, other = (line(Segment("here", Style(link="https://example.org/a"))) for _ in range(2))
    assert changed(one, other) == ""
