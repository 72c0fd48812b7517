"""What may stand in the fields of an upload."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.uploads.desk import Facts
from tui.widgets.form_checks import (
    check_callback,
    check_camera,
    check_namespace,
    check_place,
    check_tags,
    check_taken,
    check_urls,
    split_tags,
)
from tui.widgets.prefill import EACH, Offer, form_of, offer

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("2025-06-01 14:30:00", "2025-06-01 14:30:00"),
        ("2025-06-01", "2025-06-01 00:00:00"),
        ("2025-6-1 9:05", "2025-06-01 09:05:00"),
        ("2025/06/01 14:30", "2025-06-01 14:30:00"),
        ("2025:06:01 14:30:00", "2025-06-01 14:30:00"),
        ("2025-06-01T14:30:00Z", "2025-06-01 14:30:00"),
        ("2025-06-01 14:30:00 +02:00", "2025-06-01 12:30:00"),
        ("20250601", "2025-06-01 00:00:00"),
        ("", ""),
    ],
)
def test_capture_times_are_read_in_every_usual_way(text: str, tidy: str) -> None:
    checked = check_taken(text, NOW)
    assert (checked.problem, checked.tidy) == ("", tidy)


@pytest.mark.parametrize(
    "text", ["yesterday", "2025-13-01", "2025-02-30", "14:30", "0001-01-01 00:00:00+10:00", "2025"]
)
def test_what_is_no_time_is_said_with_an_example(text: str) -> None:
    assert check_taken(text, NOW).problem


def test_a_time_in_the_future_is_pointed_out_but_allowed() -> None:
    checked = check_taken("2026-02-01 00:00:00", NOW)
    assert checked.fine
    assert checked.note == "in the future"


@given(st.text(max_size=40))
def test_any_text_gets_a_reason_or_a_time_that_reads_the_same_again(text: str) -> None:
    checked = check_taken(text, NOW)
    if checked.fine:
        assert check_taken(checked.tidy, NOW).tidy == checked.tidy


@pytest.mark.row("D10")
def test_tags_are_counted_once_each() -> None:
    assert split_tags(" beach, snow,,beach ") == ("beach", "snow")
    assert check_tags("beach, snow").note == "2 of 20"
    assert check_tags(",".join(map(str, range(20)))).fine
    assert check_tags(",".join(map(str, range(23)))).problem == "23 of 20: take out 3"


def test_a_camera_has_200_characters() -> None:
    assert check_camera("x" * 200).fine
    assert "201 of 200" in check_camera("x" * 201).problem


def test_a_namespace_that_is_not_known_is_new() -> None:
    assert check_namespace("", ("default",)).problem
    assert check_namespace("default", ("default",)).note == ""
    assert check_namespace("travel", ("default",)).note == "created if it is new"


def test_a_callback_is_a_web_address_of_299_characters() -> None:
    assert check_callback("").fine
    assert check_callback("https://example.org/" + "x" * 279).fine
    assert "300 of 299" in check_callback("https://example.org/" + "x" * 280).problem
    assert check_callback("ftp://example.org").problem
    assert check_callback("https://").problem
    assert check_callback("https://[::1").problem
    assert check_callback("https://example.org:port").problem


def test_several_urls_may_stand_between_blanks() -> None:
    assert check_urls("https://a.example/v.mp4 https://b.example/w.mp4").note == "2 addresses"
    assert check_urls("").problem
    assert check_urls("https://a.example/v.mp4 nonsense").problem


def test_places_are_tidied_and_a_swap_is_offered() -> None:
    assert check_place("39°54'15\"N 116°24'27\"E").tidy == "39.904167, 116.4075"
    swapped = check_place("116.4, 39.9")
    assert not swapped.fine
    assert swapped.swapped == "39.9, 116.4"
    assert check_place("nowhere").problem


@given(st.text(max_size=60))
def test_no_text_is_too_odd_for_a_check(text: str) -> None:
    for checked in (check_tags(text), check_camera(text), check_place(text), check_callback(text), check_urls(text)):
        assert checked.fine or checked.problem


BEACH = Facts(
    taken="2025-06-01 12:30:00",
    taken_from="QuickTime",
    camera="GoPro",
    camera_from="Android",
    latitude=39.9042,
    longitude=116.4074,
    place_from="ISO 6709",
)
CITY = Facts(taken="2024-01-02 03:04:05", taken_from="QuickTime")


def test_what_one_file_says_is_offered_with_its_source() -> None:
    assert offer([BEACH], "taken") == Offer("2025-06-01 12:30:00", "from the file: QuickTime")
    assert offer([BEACH], "place") == Offer("39.9042, 116.4074", "from the file: ISO 6709")
    assert offer([BEACH, BEACH], "camera") == Offer("GoPro", "from the files: Android")
    assert offer([replace(BEACH, camera_from="")], "camera").note == "from the file"


def test_files_that_differ_keep_what_each_says() -> None:
    assert offer([BEACH, CITY], "taken") == Offer(EACH, "known for 2 of 2")
    assert offer([BEACH, CITY], "camera") == Offer(EACH, "known for 1 of 2")
    assert offer([None, Facts()], "place") == Offer()
    texts = {"taken": EACH, "camera": EACH, "place": EACH}
    form = form_of(texts, True, BEACH)
    assert (form.taken, form.camera, form.latitude, form.longitude) == (
        "2025-06-01 12:30:00",
        "GoPro",
        39.9042,
        116.4074,
    )
    other = form_of(texts, False, CITY)
    assert (other.taken, other.camera, other.latitude, other.keep_original) == (
        "2024-01-02 03:04:05",
        None,
        None,
        False,
    )


def test_an_empty_form_sends_nothing_extra() -> None:
    form = form_of({"namespace": "", "tags": "", "taken": "", "place": ""}, True)
    assert (form.namespace, form.tags, form.taken, form.latitude, form.callback) == (None, (), None, None, None)
