"""A query as a value: its chips, its edits, and the question to the service that contains it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given

from tests.library.queries import TODAY, queries
from tui.api.values import Asked, Status
from tui.library.query import Facet, Near, Query, Section
from tui.library.query_text import asked, parse

SECTIONS: dict[Section, tuple[str, ...]] = {
    "status": ("statuses", "without_statuses"),
    "tag": ("tags", "without_tags"),
    "camera": ("cameras", "without_cameras"),
    "place": ("near",),
    "name": ("words", "without_words"),
    "taken": ("since", "until"),
    "id": ("ids",),
    "length": ("length",),
    "size": ("size",),
}
"""Each with what it holds of a query."""


def test_only_the_query_without_conditions_is_empty() -> None:
    assert Query().is_empty
    assert not Query(words=("",)).is_empty
    assert not Query(near=Near(0, 0)).is_empty


def test_chips_are_the_conditions_and_what_is_left_without_them() -> None:
    query = parse("beach tag:snow -tag:draft near:39.9,116.4 since:2025-06-01", today=TODAY)
    assert [chip.text for chip in query.chips()] == [
        "beach",
        "tag:snow",
        "-tag:draft",
        "near:39.9,116.4~20km",
        "since:2025-06-01",
    ]
    assert query.chips()[1].without == parse("beach -tag:draft near:39.9,116.4 since:2025-06-01", today=TODAY)


def test_one_of_several_values_goes_alone_and_the_chip_says_it_as_it_is_written() -> None:
    text = "a b c -x -y -z status:ready -status:failed camera:d -camera:e id:VI1 id:VI2 id:VI3"
    chips = parse(text, today=TODAY).chips()
    written = [chip.text for chip in chips]
    assert " ".join(written) == text
    for n, chip in enumerate(chips):
        assert [left.text for left in chip.without.chips()] == written[:n] + written[n + 1 :]


@given(queries)
def test_taking_every_chip_away_leaves_nothing(query: Query) -> None:
    left = len(query.chips())
    while query.chips():
        query = query.chips()[-1].without
        left -= 1
        assert len(query.chips()) == left
    assert query.is_empty


@given(queries)
def test_clearing_every_section_leaves_nothing(query: Query) -> None:
    for section in SECTIONS:
        query = query.cleared(section)
    assert query.is_empty


@pytest.mark.parametrize("section", SECTIONS)
def test_clearing_one_section_leaves_the_others(section: Section) -> None:
    text = (
        "beach -rough status:ready -status:failed tag:snow -tag:draft camera:a -camera:b "
        "near:1,2 since:2025 until:2025 id:VI1 length:>1m size:>1kB"
    )
    query = parse(text, today=TODAY)
    left = query.cleared(section)
    changed = [part.name for part in fields(query) if getattr(query, part.name) != getattr(left, part.name)]
    assert changed == sorted(SECTIONS[section], key=changed.index)
    assert all(getattr(left, name) == getattr(Query(), name) for name in changed)


@pytest.mark.parametrize("facet", ["status", "tag", "camera", "word"])
def test_including_excluding_and_only(facet: Facet) -> None:
    included = Query().toggled(facet, "ready")
    assert included.included(facet) == ("ready",)
    assert included.toggled(facet, "ready").is_empty
    excluded = included.toggled_out(facet, "ready")
    assert (excluded.included(facet), excluded.excluded(facet)) == ((), ("ready",))
    assert excluded.toggled_out(facet, "ready").is_empty
    again = excluded.toggled_out(facet, "failed").toggled(facet, "ready")
    assert (again.included(facet), again.excluded(facet)) == (("ready",), ("failed",))
    both = included.toggled(facet, "failed").toggled_out(facet, "indexing")
    assert both.only(facet, "failed") == Query().toggled(facet, "failed")
    assert both.only(facet, "failed").only(facet, "failed").is_empty
    assert included.toggled(facet, "failed").only(facet, "failed").included(facet) == ("failed",)


def test_statuses_stay_statuses() -> None:
    assert Query().toggled("status", "failed").statuses == (Status.FAILED,)
    assert isinstance(Query().toggled("status", "failed").statuses[0], Status)


MIDNIGHT = 1_748_736_000_000
"""2025-06-01, UTC, in milliseconds."""


@pytest.mark.parametrize(
    ("text", "question", "exact"),
    [
        ("", Asked(), True),
        ("status:ready", Asked(status=Status.READY), True),
        ("-status:ready -status:failed", Asked(status=Status.INDEXING), True),
        ("status:ready status:failed", Asked(), False),
        ("status:ready status:failed status:indexing", Asked(), True),
        ("-status:ready", Asked(), False),
        ("tag:snow", Asked(tag="snow"), True),
        ("tag:snow tag:snow", Asked(tag="snow"), True),
        ("tag:api tag:snow", Asked(tag="snow"), False),
        ("tag:snow -tag:draft", Asked(tag="snow"), False),
        ("-tag:draft", Asked(), False),
        ('tag:""', Asked(), False),
        ('camera:"Canon EOS 5D"', Asked(camera="Canon EOS 5D"), True),
        ("camera:a camera:b", Asked(), False),
        ("camera:a -camera:b", Asked(camera="a"), False),
        ("near:39.9,116.4", Asked(latitude=39.9, longitude=116.4), True),
        ("near:0,0", Asked(latitude=0, longitude=0), True),
        ("near:39.9,116.4~5km", Asked(latitude=39.9, longitude=116.4), False),
        ("near:39.9,116.4~21km", Asked(), False),
        ("since:2025-06-01", Asked(taken_since=MIDNIGHT), True),
        ("since:2025-06-01 until:2025-07", Asked(taken_since=MIDNIGHT), False),
        ("until:2025-07", Asked(), False),
        ("beach", Asked(), False),
        ("-beach", Asked(), False),
        ("id:VI1", Asked(video_no="VI1"), True),
        ("id:VI1 id:VI2", Asked(video_nos=("VI1", "VI2")), True),
        (
            "beach tag:snow status:ready near:1,2",
            Asked(status=Status.READY, tag="snow", latitude=1, longitude=2),
            False,
        ),
    ],
)
def test_the_narrowest_question_that_contains_the_query(text: str, question: Asked, exact: bool) -> None:
    assert asked(parse(text, today=TODAY)) == (question, exact)


@pytest.mark.parametrize(
    ("text", "question", "exact"),
    [
        ("", Asked(), True),
        ("status:failed", Asked(status=Status.FAILED), True),
        ("tag:snow status:failed", Asked(status=Status.FAILED), False),
        ("since:2025", Asked(), False),
        ("id:VI1", Asked(video_no="VI1"), True),
        ("id:VI1 id:VI2", Asked(), False),
    ],
)
def test_the_legacy_dialect_is_asked_for_less(text: str, question: Asked, exact: bool) -> None:
    assert asked(parse(text, today=TODAY), metadata_filters=False) == (question, exact)


@given(queries)
def test_a_question_always_names_both_coordinates_or_none(query: Query) -> None:
    question, exact = asked(query)
    assert (question.latitude is None) == (question.longitude is None)
    assert not (exact and question == Asked()) or not (query.tags or query.cameras or query.ids or query.near)
    assert asked(query, metadata_filters=False)[0].by_metadata is False


def test_the_first_day_of_the_calendar_can_be_asked_for() -> None:
    assert asked(Query(since=date.min))[0].taken_since == -62_135_596_800_000
