"""Whatever comes in, what is shown is short, safe and exactly as wide as was asked for."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.widgets.videos import HOSTILE, video
from tui.api.values import Status, Video
from tui.widgets import present
from tui.widgets.present import UNKNOWN

ANY_NUMBER = st.one_of(st.none(), st.integers(), st.floats())
AWKWARD = st.text(st.sampled_from("ab 中国👍🏽\u200d\ufe0f\u0301\x1b\n\t❤🇩🇪क्षि한\u202e\ud800ﷺ")) | st.text()


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (None, UNKNOWN),
        (-1, UNKNOWN),
        (math.nan, UNKNOWN),
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (99_949, "99.9 kB"),
        (99_950, "100 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (1_234_567_890, "1.2 GB"),
        (10**12, "1.0 TB"),
        (10**30, "> 99999 EB"),
    ],
)
def test_sizes(size: float | None, text: str) -> None:
    assert present.size_text(size) == text


def test_rates_and_shares() -> None:
    assert present.rate_text(1_500_000) == "1.5 MB/s"
    assert present.rate_text(None) == UNKNOWN
    assert present.percent_text(999, 1000) == "99%"
    assert present.percent_text(1000, 1000) == "100%"
    assert present.percent_text(-5, 10) == "0%"
    assert present.percent_text(5, 0) == UNKNOWN
    assert present.percent_text(5, None) == UNKNOWN


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, UNKNOWN),
        (-1, UNKNOWN),
        (0, "0:00"),
        (65, "1:05"),
        (245.9, "4:05"),
        (3723, "1:02:03"),
        (359_999, "99:59:59"),
        (360_000, "4 d"),
        (10**12, "> 9999 d"),
        (math.inf, UNKNOWN),
    ],
)
@pytest.mark.row("D5")
def test_durations(seconds: float | None, text: str) -> None:
    assert present.duration_text(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, UNKNOWN),
        (-30, "0 s"),
        (14.9, "14 s"),
        (60, "1 min"),
        (7199, "1 h"),
        (86_400 * 5, "5 d"),
        (86_400 * 800, "2 y"),
        (1e15, "> 999 y"),
    ],
)
def test_ages(seconds: float | None, text: str) -> None:
    assert present.ago_text(seconds) == text


def test_times_are_local_unless_they_are_utc(berlin: None) -> None:
    summer = 1_751_328_000_000  # 2025-07-01 00:00 UTC
    assert present.clock_text(summer) == "2025-07-01 02:00"
    assert present.clock_text(summer, zone=True) == "2025-07-01 02:00 +02:00"
    assert present.clock_text(summer, utc=True, zone=True) == "2025-07-01 00:00 UTC"
    assert present.day_text(summer - 1) == "2025-07-01"
    assert present.day_text(summer - 1, utc=True) == "2025-06-30"


@pytest.mark.parametrize("ms", [-(10**18), -(10**14), 253_402_300_799_999, 10**18, math.nan, math.inf])
@pytest.mark.row("D5")
def test_times_beyond_the_calendar(ms: float) -> None:
    assert len(present.clock_text(ms, zone=True)) <= 23
    assert len(present.day_text(ms)) <= 10


def test_places() -> None:
    assert present.coordinates_text(39.9042, 116.4074) == "39.9042, 116.4074"
    assert present.coordinates_text(-0.0, 0) == "0.0, 0.0"
    assert present.coordinates_text(None, 1.0) == UNKNOWN
    assert present.coordinates_text(math.nan, 1.0) == UNKNOWN
    assert [present.distance_text(km) for km in (None, 0.84, 12.43, 1204, 10**9)] == [
        UNKNOWN,
        "840 m",
        "12.4 km",
        "1,204 km",
        "99,999 km",
    ]


def test_resolutions() -> None:
    assert present.resolution_text(video(1)) == "1920×1080"
    assert present.resolution_text(Video("1", resolution="720P")) == "720P"
    assert present.resolution_text(Video("1", width=0, height=-4)) == UNKNOWN


def test_counts() -> None:
    assert present.count_text(12_431) == "12,431"
    assert present.count_text(None) == UNKNOWN
    assert present.counted(1, "video") == "1 video"
    assert present.counted(3_000, "video") == "3,000 videos"
    assert present.counted(0, "entry", "entries") == "0 entries"


def test_a_video_without_a_name_goes_by_its_number() -> None:
    assert present.name_text(Video("VI1", name=" \t ")) == "VI1"


@given(ANY_NUMBER, ANY_NUMBER)
def test_no_number_is_too_absurd(one: float | None, other: float | None) -> None:
    texts = [
        present.size_text(one),
        present.duration_text(one),
        present.ago_text(one),
        present.clock_text(one, zone=True),
        present.day_text(one, utc=True),
        present.distance_text(one),
    ]
    assert all(0 < len(text) <= 23 for text in texts)
    assert len(present.coordinates_text(one, other)) <= 40


@given(AWKWARD, st.integers(-2, 60), st.booleans())
def test_fit_is_exactly_as_wide_as_asked_for(text: str, width: int, right: bool) -> None:
    fitted = present.fit(text, width, right=right)
    assert cell_len(fitted) == max(0, width)
    assert fitted.isprintable()


@given(AWKWARD, st.integers(0, 60))
def test_cut_leaves_alone_what_fits_and_marks_what_does_not(text: str, width: int) -> None:
    whole = present.cut(text, 10_000)
    short = present.cut(text, width)
    if present.cells(whole) <= width:
        assert short == whole
    elif width:
        assert short.endswith("…")
        assert whole.startswith(short[:-1])


def test_no_wide_character_is_split() -> None:
    assert present.fit("北京的", 4) == "北… "
    assert present.fit("北京的", 4, right=True) == " 北…"
    assert present.fit("北京", 4) == "北京"


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.row("D3")
def test_hostile_names_fit(name: str) -> None:
    for width in range(30):
        assert cell_len(present.fit(name, width)) == width


def test_every_status_has_a_sign_of_one_cell() -> None:
    marks = [present.status_mark(status) for status in Status]
    assert len({mark.glyph for mark in marks}) == len({mark.word for mark in marks}) == len(Status)
    assert all(cell_len(mark.glyph) == 1 for mark in marks)
    assert all(mark.colour.startswith("$") for mark in marks)
