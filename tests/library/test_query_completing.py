"""Completion: what is offered where, and that taking it gives the query that was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.library.queries import FACETS, HOSTILE, TODAY, texts
from tui.library.query_text import Completion, complete, parse, settled, text_of
from tui.library.query_tokens import token_at
from tui.library.values import Facets
from tui.text import safe_text


def taken(text: str, completion: Completion) -> str:
    return text[: completion.start] + completion.insert + text[completion.end :]


def offered(text: str, cursor: int | None = None) -> list[str]:
    found = complete(text, len(text) if cursor is None else cursor, FACETS)
    return [taken(text, completion) for completion in found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("t", ["tag:"]),
        ("beach sta", ["beach status:"]),
        ("-ca", ["-camera:"]),
        ("tag:sn", ["tag:snow ", "tag:snowboard "]),
        ("tag:board", ["tag:snowboard "]),
        ("tag:york", ['tag:"new york" ']),
        ('tag:"new', ['tag:"new york" ']),
        ("-tag:be", ["-tag:beach "]),
        ("camera:can", ['camera:"Canon EOS 5D" ']),
        ("status:", ["status:ready ", "status:indexing ", "status:failed "]),
        ("snow", ["tag:snow ", "tag:snowboard "]),
        ("-snowb", ["-tag:snowboard "]),
        ("since:y", ["since:yesterday "]),
        ("tag:snow", ["tag:snowboard "]),
        ("tag:nothing", []),
        ("near:1", []),
        ('"sno', []),
    ],
)
def test_what_is_offered(text: str, first: list[str]) -> None:
    assert offered(text)[: len(first)] == first
    assert bool(offered(text)) == bool(first)


def test_an_empty_place_offers_the_keys() -> None:
    assert offered("")[:2] == ["tag:", "status:"]
    assert offered("beach ")[:2] == ["beach tag:", "beach status:"]


def test_only_the_condition_at_the_cursor_is_replaced() -> None:
    assert offered("tag:sn beach", cursor=6)[0] == "tag:snow beach"


def test_right_before_a_condition_the_cursor_is_in_none() -> None:
    assert token_at("beach tag:sn", 6) is None
    assert offered("beach tag:sn", cursor=6)[0] == "beach tag:tag:sn"


def test_counts_are_told() -> None:
    assert complete("tag:ap", 6, FACETS)[0].note == "1,180"


@pytest.mark.parametrize("value", [value for value in HOSTILE if value])
def test_hostile_tags_are_completed_into_themselves(value: str) -> None:
    found = complete("tag:", 4, Facets(tags=((value, 1),)))
    assert [parse(taken("tag:", one), today=TODAY).tags for one in found] == [(value,)]
    assert all(safe_text(one.label + one.insert) == one.label + one.insert for one in found)


@given(texts, st.integers(0, 12))
def test_any_text_and_cursor_can_be_completed(text: str, cursor: int) -> None:
    for completion in complete(text, cursor, FACETS):
        assert 0 <= completion.start <= completion.end <= len(text)


def test_ten_thousand_tags_offer_fifty() -> None:
    many = Facets(tags=tuple((f"tag {n}", n) for n in range(10_000)))
    assert len(complete("tag:9", 5, many)) == 50


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("bea", "bea"),
        ("beach tag:", "beach"),
        ("beach tag:sn", "beach"),
        ("beach tag:snow", "beach tag:snow"),
        ("beach tag:sn ", "beach tag:sn"),
        ("beach tag:zzz", "beach tag:zzz"),
        ('beach -camera:"Canon EO', "beach"),
        ("beach tagg:x", "beach"),
        ("beach status:re", "beach"),
        ("beach since:7d", "beach since:2025-06-08"),
        ("beach since:7d tag:sn", "beach since:2025-06-08"),
        ("tagg:x beach", None),
        ("tagg:x ", None),
    ],
)
def test_what_a_text_means_while_it_is_typed(text: str, meant: str | None) -> None:
    query = settled(text, len(text), FACETS, today=TODAY)
    assert (None if query is None else text_of(query)) == meant
