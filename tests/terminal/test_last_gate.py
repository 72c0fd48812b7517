"""What a widget would write is checked once more, whoever forgot to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from tui.terminal.last_gate import LastGate

BLACK = Color(0, 0, 0)
BOLD = Style(bold=True)


def passed(*texts: str) -> list[Segment]:
    return LastGate().apply([Segment(text, BOLD) for text in texts], BLACK)


@given(st.text(alphabet=st.characters(codec=None)))
@pytest.mark.row("D2")
def test_nothing_that_acts_passes(text: str) -> None:
    (segment,) = passed(text)
    assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in segment.text)
    segment.text.encode()


@given(st.text(alphabet=st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_all_that_is_seen_passes(text: str) -> None:
    assert passed("a", text) == [Segment("a", BOLD), Segment(text, BOLD)]


def test_style_and_order_stay() -> None:
    assert passed("a\x1b[2J", "\x9b", "b\u202e") == [Segment("a[2J", BOLD), Segment("", BOLD), Segment("b", BOLD)]
