"""The gate between the world's strings and the terminal: nothing that does something gets through."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import wcwidth

from tui.text import REPLACEMENT, safe_block, safe_text

ANYTHING = st.text(alphabet=st.characters(codec=None), max_size=200)
"""Every code point there is, lone surrogates included."""

HOSTILE = [
    "\x1b[2J\x1b[31mred",
    "\x1b]52;c;c2VjcmV0\x07",
    "\x1b]0;title\x1b\\",
    "\x9b31m",
    "bell\x07 nul\x00 del\x7f",
    "\u202eevil\u202c",
    "zero\u200bwidth\u200d\ufeff",
    "\ud800\udfff",
    "\U000e0041tag",
]


@given(ANYTHING)
@pytest.mark.row("D2", "D3")
def test_what_comes_out_is_one_line_that_does_nothing(raw: str) -> None:
    safe = safe_text(raw)
    for character in safe:
        assert unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    safe.encode("utf-8")


@given(ANYTHING)
def test_safe_text_is_left_alone_by_a_second_pass(raw: str) -> None:
    once = safe_text(raw)
    assert safe_text(once) == once


@given(ANYTHING, st.integers(1, 50))
def test_no_more_than_the_limit(raw: str, limit: int) -> None:
    assert len(safe_text(raw, limit)) <= limit


@given(ANYTHING)
def test_a_block_keeps_its_lines_and_nothing_else_that_does_something(raw: str) -> None:
    for line in safe_block(raw).split("\n"):
        assert safe_text(line, 10_000) == line


@pytest.mark.parametrize("raw", HOSTILE)
def test_known_attacks_become_characters(raw: str) -> None:
    safe = safe_text(raw)
    assert "\x1b" not in safe
    assert "\x9b" not in safe
    assert safe.isprintable()


def test_what_a_person_meant_survives() -> None:
    for name in ("Crêpes, rue Mouffetard", "渋谷スクランブル", "मुंबई", "กรุงเทพ", "العربية", "a [/red] b", "🎬 clip"):
        assert safe_text(name) == name


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\U0001f44d\U0001f3ff", "\U0001f44d"),
        ("\u2764\ufe0f", "\u2764"),
        ("\U0001f1e9\U0001f1ea", "DE"),
        ("1\ufe0f\u20e3", "1\u20e3"),
        ("a\u3164\u034fb", "ab"),
        ("be\u200bhind", "behind"),
        ("a\u00a0b\u3000c", "a b c"),
        ("\u0301accent on nothing", "accent on nothing"),
    ],
)
def test_what_terminals_do_not_agree_about_is_made_plain(raw: str, shown: str) -> None:
    assert safe_text(raw) == shown


@given(ANYTHING)
def test_a_line_is_as_wide_as_its_characters(raw: str) -> None:
    """So that a terminal which joins characters, and one which does not, draw the same frame."""
    safe = safe_text(raw)
    assert cell_len(safe) == sum(max(0, wcwidth(character)) for character in safe)


def test_line_ends_are_shown_and_tabs_are_spaces() -> None:
    assert safe_text("a\r\nb\nc\td") == "a⏎b⏎c d"
    assert safe_block("a\r\nb\tc") == "a\nb  c"


def test_control_characters_leave_a_trace() -> None:
    assert safe_text("a\x1bb") == f"a{REPLACEMENT}b"


def test_a_tower_of_marks_is_cut_down() -> None:
    assert safe_text("z" + "\u0301" * 50 + "y") == "z" + "\u0301" * 3 + "y"
    assert safe_text("z" + "\u20dd" * 50 + "y") == "z" + "\u20dd" * 3 + "y"


def test_what_just_fits_is_not_cut() -> None:
    assert safe_text("abc", 3) == "abc"
    assert safe_text("abcd", 3) == "ab…"
    assert safe_text("äbc", 3) == "äbc"


def test_a_block_that_is_too_long_is_cut_and_says_so() -> None:
    assert safe_block("ab\ncd", 5) == "ab\ncd"
    assert safe_block("ab\ncd", 4) == "ab\nc\n…"
    assert safe_block("x" * 100_001) == "x" * 100_000 + "\n…"


def test_ten_thousand_characters_are_cut_with_an_ellipsis() -> None:
    safe = safe_text("x" * 10_000)
    assert len(safe) == 500
    assert safe.endswith("…")
