"""How much the line carries is told by answers alone, and not where too little was sent to tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.terminal.line_speed import LineSpeed

ANSWER = b"\x1b[?2026;2$y"


@given(
    rate=st.floats(1_000, 10_000_000),
    trip=st.floats(0.0005, 1.5),
    frame_after=st.floats(0, 3),
    count=st.integers(4096, 200_000),
)
def test_it_is_what_the_line_carries(rate: float, trip: float, frame_after: float, count: int) -> None:
    """`rate`: bytes a second; `trip`: seconds there and back."""
    speed = LineSpeed(now=100.0)
    took = count / rate
    first_answer, second_answer = 100.0 + trip, 100.0 + frame_after + took + trip
    assert speed.sent(count, 100.0 + frame_after)
    assert not speed.sent(count, 100.0 + frame_after)
    assert speed.heard(b"j" + ANSWER + b"k", first_answer) is None
    told = speed.heard(ANSWER, second_answer)
    assert told is not None
    assert told >= rate * 8 / 1000 * 0.99 or took < 0.0011
    if frame_after >= 0.01 and took > 0.01:
        assert told == pytest.approx(rate * 8 / 1000, rel=0.2)
    assert speed.heard(ANSWER, second_answer + 1) is None, "once"


def test_nothing_is_told_of_little_or_without_both_answers() -> None:
    speed = LineSpeed(now=0.0)
    assert not speed.sent(100, 0.1), "a frame that is too small to ask behind it"
    assert speed.heard(ANSWER + ANSWER, 0.2) is None
    assert speed.sent(50_000, 0.3), "a larger one"
    assert speed.heard(b"\x1b[?2026;2", 0.9) is None
