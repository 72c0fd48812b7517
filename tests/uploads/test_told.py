"""What the reader of video files says is taken for no more than it is."""

from __future__ import annotations

import pytest

from tui.uploads.desk import Facts
from tui.uploads.told import facts_in

WHOLE = {
    "container": "mov,mp4",
    "codec": "h264",
    "duration": 1.5,
    "width": 320,
    "height": 180,
    "fps": 12,
    "has_audio": False,
    "taken": "2024-05-06 09:08:09",
    "taken_from": "date",
    "camera": "Canon",
    "camera_from": "camera tag",
    "latitude": -90,
    "longitude": 180.0,
    "place_from": "ISO 6709",
}


def test_facts_are_what_was_told() -> None:
    assert facts_in(WHOLE) == Facts(**WHOLE)  # type: ignore[arg-type]  # each is of its kind
    assert facts_in({}) == Facts()


@pytest.mark.parametrize("name", WHOLE)
def test_what_a_file_does_not_say_is_not_known_but_where_from_is(name: str) -> None:
    if name.endswith("_from"):
        with pytest.raises(ValueError, match=r"^a fact that is none$"):
            facts_in({**WHOLE, name: None})
    else:
        assert getattr(facts_in({**WHOLE, name: None}), name) is None


@pytest.mark.parametrize(
    ("name", "fit", "unfit"),
    [
        ("duration", [0, 0.0, 1e12], [-1, 1.1e12, True, "1", [1], float("nan"), float("inf")]),
        ("fps", [0.0, 1e12], [-0.1, 1.1e12, False, "25"]),
        ("width", [0, 10**12], [-1, 10**12 + 1, 1.0, True, "1"]),
        ("height", [0, 10**12], [-1, 10**12 + 1, 1.0, True, "1"]),
        ("latitude", [-90, 90.0], [-90.1, 90.1, "1", True]),
        ("longitude", [-180.0, 180], [-180.1, 180.1, "1", False]),
        ("has_audio", [True, False], [0, 1, "yes", 1.0]),
        ("codec", ["", "x" * 1000], ["x" * 1001, 1, True, ["h264"], {}]),
        ("taken_from", ["", "x" * 1000], ["x" * 1001, 1, False]),
    ],
)
def test_each_fact_is_of_its_kind(name: str, fit: list[object], unfit: list[object]) -> None:
    for value in fit:
        assert getattr(facts_in({name: value}), name) == value
    for value in unfit:
        with pytest.raises(ValueError, match=r"^a fact that is none$"):
            facts_in({name: value})


@pytest.mark.parametrize("told", [None, [], "facts", 5, [("codec", "h264")]])
def test_what_is_no_table_of_facts_is_refused(told: object) -> None:
    with pytest.raises(TypeError, match=r"^no facts$"):
        facts_in(told)


def test_a_fact_that_nobody_knows_is_refused() -> None:
    with pytest.raises(TypeError):
        facts_in({"key": "text"})
