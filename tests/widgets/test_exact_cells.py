"""No name, tag or camera ever shifts a column: whatever it is written in, each stands where it was planned."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size
from rich.style import Style
from textual.geometry import Size

from tests.widgets.videos import HOSTILE, video
from tui.api.values import Status, Video
from tui.library.values import NEWEST_FIRST, Column, Sort
from tui.text import safe_text
from tui.widgets.column_plan import GUTTER, plan
from tui.widgets.columns import cell_text, header_text, video_line
from tui.widgets.lines import fit_middle, fitted, plain
from tui.widgets.present import cut, fit
from tui.widgets.table_paint import HeaderLook, Painter, RowLook, WordsLook

_SCRIPTS = [
    "渋谷スクランブル",  # wide
    "e\u0301a\u0308\u0323 ก็ क्षि",  # combining, before and behind, above and below
    "👨\u200d👩\u200d👧 🏳\ufe0f\u200d🌈",  # joined by ZWJ
    "❤\ufe0f ☎\ufe0e 1\ufe0f\u20e3",  # with selectors
    "🇩🇪🇫🇷 👍🏽",  # flags, skin
    "שלום עולם غروب الشمس",  # from right to left
    "\u202eabc\u202c \u2067x\u2069 \u200f",  # and said to be so
    "한국어 \u1112\u1161\u11ab",  # whole and in parts
    "ﷺ ꧅ 𒈙 \U0001f9ff",  # very wide, very new
    "\t\n\x00\x1b[31m\u200b\u00ad\ufeff",
]
ANY_TEXT = st.lists(st.sampled_from([*_SCRIPTS, *HOSTILE]) | st.text(max_size=8), max_size=4).map("".join)
WIDTHS = st.integers(0, 60)


def own_width(text: str) -> int:
    """As a terminal counts that knows nothing of clusters: character by character."""
    return sum(map(get_character_cell_size, text))


@st.composite
def videos(draw: st.DrawFn) -> Video:
    return replace(
        video(draw(st.integers(0, 9)), draw(ANY_TEXT)),
        status=draw(st.sampled_from(Status)),
        camera=draw(st.none() | ANY_TEXT),
        tags=tuple(draw(st.lists(ANY_TEXT, max_size=3))),
        resolution=draw(st.none() | ANY_TEXT),
        duration=draw(st.none() | st.integers(-5, 10**12)),
        size=draw(st.none() | st.integers(-5, 10**18)),
        created=draw(st.none() | st.integers(-(10**16), 10**16)),
    )


@given(ANY_TEXT, WIDTHS, st.booleans())
def test_a_text_is_cut_and_filled_to_its_width(text: str, width: int, right: bool) -> None:
    assert cell_len(cut(text, width)) <= width
    assert cell_len(fit(text, width, right=right)) == width
    assert cell_len(fit_middle(text, width)) == width


@given(ANY_TEXT)
def test_terminals_agree_how_wide_it_is(text: str) -> None:
    """Whether they join characters to clusters or not."""
    shown = safe_text(text)
    assert own_width(shown) == cell_len(shown)


@given(videos(), st.integers(24, 220), st.booleans(), st.sampled_from(Column))
@pytest.mark.row("D3")
def test_every_column_begins_where_its_title_does(of: Video, width: int, marked: bool, column: Column) -> None:
    columns = plan(width, place=True, column=column)
    line = video_line(of, columns, marked=marked, place=(48.85, 2.35))
    assert sum(cell_len(text) for text, _tone in line) == cell_len(header_text(columns, Sort(column))) == width
    text, x = plain(line), 0
    starts: dict[int, int] = {}
    for n, character in enumerate(text):
        starts.setdefault(x, n)
        x += get_character_cell_size(character)
    for slot in columns.slots:
        assert slot.x in starts, "no wide character lies across the beginning of a column"
        assert text[starts[slot.x] :].startswith(cell_text(slot, of, (48.85, 2.35)).rstrip() or " ")
    assert columns.slots[0].x == GUTTER


@given(videos(), st.integers(24, 220), st.booleans(), st.booleans(), st.booleans())
def test_a_strip_is_as_wide_as_it_says(of: Video, width: int, marked: bool, under: bool, focused: bool) -> None:
    painter = Painter(lambda _part: Style(bold=True))
    columns = plan(width)
    for look in (
        RowLook(of, columns, None, marked, under, under and focused),
        RowLook(None, columns, None, marked, under, under and focused),
        HeaderLook(columns, NEWEST_FIRST),
    ):
        strip = painter.strip(look)
        assert strip.cell_length == cell_len(strip.text) == width


@given(ANY_TEXT, st.integers(1, 120), st.integers(0, 9))
def test_words_in_place_of_rows_are_as_wide(words: str, width: int, y: int) -> None:
    strip = Painter(lambda _part: Style.null()).strip(WordsLook(safe_text(words), Size(width, 10), y))
    assert strip.cell_length == cell_len(strip.text) == width


@given(st.lists(st.tuples(ANY_TEXT, st.sampled_from(["", "muted", "bad"])), max_size=5), WIDTHS)
def test_pieces_fill_their_line(pieces: list[tuple[str, str]], width: int) -> None:
    assert cell_len(plain(fitted(tuple(pieces), width))) == width  # type: ignore[arg-type] # tones of the list above
