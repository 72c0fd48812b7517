"""What is drawn is brought down to what the terminal can show, and stays in its cells."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip

from tui.terminal.letters import Letters
from tui.terminal.paint import AsciiOnly, FewColours, NoColours
from tui.text import safe_text

GROUND = Color(0, 0, 0)
ASCII = AsciiOnly(Letters(ascii_only=True, why="a test"))
LATIN = AsciiOnly(Letters(ascii_only=True, why="a test", encoding="iso-8859-1"))

_COLOUR = re.compile(r"(?:^|;)(?:3[0-9]|4[0-9]|9[0-7]|10[0-7])(?=;|$)")


def drawn(by: LineFilter, text: str, style: str = "none") -> Segment:
    (segment,) = by.apply([Segment(text, Style.parse(style))], GROUND)
    return segment


def look(by: LineFilter, style: str) -> Style:
    found = drawn(by, "x", style).style
    assert found is not None
    return found


def test_bright_black_is_drawn_dim() -> None:
    style = look(FewColours(), "bright_black")
    assert style.dim
    assert style.color is not None
    assert style.color.is_default
    assert look(FewColours(), "red").bold
    assert look(FewColours(), "green") == Style.parse("green")
    assert look(FewColours(), "#808080") == Style.parse("#808080")


@pytest.mark.parametrize(
    ("style", "weight"),
    [
        ("cyan", "bold"),
        ("red", "bold"),
        ("green", "none"),
        ("bright_black", "dim"),
        ("default on default", "none"),
        ("black on white", "bold reverse"),
        ("default on cyan", "reverse"),
        ("default on default reverse", "reverse"),
        ("underline italic blink strike", "underline"),
        ("bold green", "bold"),
    ],
)
def test_weight_instead_of_colour(style: str, weight: str) -> None:
    assert look(NoColours(), style) == Style.parse(weight)


INKS = st.sampled_from(["", "red", "green", "cyan", "bright_black", "default", "#12ab56", "color(200)"])
ATTRIBUTES = st.sets(st.sampled_from(["bold", "dim", "italic", "underline", "blink", "reverse", "strike", "overline"]))


@given(INKS, INKS, ATTRIBUTES)
def test_not_one_code_of_a_colour(ink: str, paper: str, attributes: set[str]) -> None:
    style = " ".join([ink, f"on {paper}" if paper else "", *attributes]).strip() or "none"
    codes = Strip.render_ansi(look(NoColours(), style), ColorSystem.TRUECOLOR)
    assert not _COLOUR.search(codes)
    assert set(filter(None, codes.split(";"))) <= {"1", "2", "4", "7"}


def test_links_and_clicks_stay() -> None:
    style = Style.parse("cyan") + Style(link="https://example.com", meta={"@click": "x"})
    (segment,) = NoColours().apply([Segment("x", style)], GROUND)
    assert segment.style is not None
    assert segment.style.link == "https://example.com"
    assert segment.style.meta == {"@click": "x"}


def test_a_frame_in_the_accent_is_heavy() -> None:
    assert drawn(NoColours(), "╭─╮│", "cyan").text == "┏━┓┃"
    assert drawn(NoColours(), "╭─╮│", "bright_black").text == "╭─╮│"
    assert drawn(ASCII, drawn(NoColours(), "╭─╮│", "cyan").text).text == "+=+|"


def test_ascii() -> None:
    assert drawn(ASCII, "● 渋谷 … ▍").text == "* 渋谷 ~ #"
    assert drawn(LATIN, "● 渋谷 é …").text == "* ???? é ~"


@pytest.mark.parametrize(("text", "style", "full"), [("▁", "red", False), ("▇", "red", True), ("▁", "reverse", True)])
def test_parts_of_a_cell_are_all_of_it_or_nothing(text: str, style: str, full: bool) -> None:
    segment = drawn(ASCII, text, style)
    assert segment.text == " "
    assert segment.style is not None
    assert bool(segment.style.reverse) == full


@given(st.text(max_size=40))
def test_nothing_moves(raw: str) -> None:
    text = safe_text(raw)
    for by in (ASCII, LATIN, NoColours(), FewColours()):
        for style in ("none", "cyan", "red on white"):
            assert cell_len(drawn(by, text, style).text) == cell_len(text)


@given(st.text(max_size=40))
def test_a_terminal_gets_what_it_can_show(raw: str) -> None:
    drawn(LATIN, safe_text(raw)).text.encode("iso-8859-1")
