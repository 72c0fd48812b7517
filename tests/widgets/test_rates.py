"""Rates as people type them."""

from __future__ import annotations

import pytest

from tui.widgets.rates import check_rate, rate_of


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("1.5 MB/s", 1_500_000),
        ("1,5mb/s", 1_500_000),
        ("500k", 500_000),
        ("500 kB/s", 500_000),
        ("500 KiB/s", 500_000),
        ("2", 2_000_000),
        ("2 m", 2_000_000),
        ("1G", 1_000_000_000),
        ("250000 B/s", 250_000),
        ("", None),
        ("  ", None),
        ("off", None),
        ("0", None),
    ],
)
def test_usual_ways_to_write_a_rate(text: str, rate: int | None) -> None:
    assert rate_of(text) == rate
    assert check_rate(text).fine


@pytest.mark.parametrize("text", ["fast", "1.5 MB/min", "-3", "12 B/s", "1e99", "9999999999 G", "1.5.2 MB", "½ MB"])
def test_what_is_none_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"kB/s|faster"):
        rate_of(text)
    assert not check_rate(text).fine
