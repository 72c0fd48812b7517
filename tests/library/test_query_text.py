"""The query language: what it means, that every query can be written, and how its mistakes are named."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.library.queries import HOSTILE, TODAY, queries
from tui.api.values import Status
from tui.library.query import Near, Query
from tui.library.query_text import QueryProblem, parse, quoted, text_of
from tui.library.query_values import Unclear, read_day, read_radius, utc_today
from tui.text import safe_text


def read(text: str) -> Query:
    return parse(text, today=TODAY)


def problem(text: str) -> QueryProblem:
    with pytest.raises(QueryProblem) as raised:
        read(text)
    return raised.value


def test_the_example_of_the_manual() -> None:
    text = (
        'beach tag:snow -tag:draft status:ready camera:"Canon EOS 5D" near:39.9,116.4~5km '
        'since:2025-06-01 until:2025-06 id:VI1 name:"exact words" -"rough cut"'
    )
    assert read(text) == Query(
        words=("beach", "exact words"),
        without_words=("rough cut",),
        statuses=(Status.READY,),
        tags=("snow",),
        without_tags=("draft",),
        cameras=("Canon EOS 5D",),
        near=Near(39.9, 116.4, 5),
        since=date(2025, 6, 1),
        until=date(2025, 6, 30),
        ids=("VI1",),
    )


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Query()),
        ("  \t ", Query()),
        ("tag:a tag:b", Query(tags=("a", "b"))),
        ("TAG:a", Query(tags=("a",))),
        ("12:30", Query(words=("12:30",))),
        ('5"disk a\\b', Query(words=('5"disk', "a\\b"))),
        (r'"say \"hi\" \\o/"', Query(words=(r'say "hi" \o/',))),
        (r'tag:"\u{1f3d6}"', Query(tags=("\U0001f3d6",))),
        (r'tag:"\u{10ffff}"', Query(tags=("\U0010ffff",))),
        (r'tag:"\u{110000}"', Query(tags=(r"\u{110000}",))),
        (r'tag:"a\b\X"', Query(tags=(r"a\b\X",))),
        ('tag:""', Query(tags=("",))),
        ("tag:a:b", Query(tags=("a:b",))),
        ("status:PARSE -status:UNPARSE", Query(statuses=(Status.READY,), without_statuses=(Status.INDEXING,))),
        ("status:FAIL status:FAILED", Query(statuses=(Status.FAILED,))),
        ("-tag:a tag:b tag:a -tag:a tag:b", Query(tags=("b", "a"), without_tags=("a",))),
        ("beach id:VI1 beach id:VI2 id:VI1", Query(words=("beach",), ids=("VI1", "VI2"))),
        ("near:39.9,116.4", Query(near=Near(39.9, 116.4, 20))),
        ("near:39.9,116.4~500m", Query(near=Near(39.9, 116.4, 0.5))),
        ("near:39.9,116.4~3mi", Query(near=Near(39.9, 116.4, 4.828032))),
        ("near:39.9,116.4~7", Query(near=Near(39.9, 116.4, 7))),
        ('near:"39°54′N 116°24′E ~ 2,5 km"', Query(near=Near(39.9, 116.4, 2.5))),
        ('near:"39.9 116.4"~1km', Query(near=Near(39.9, 116.4, 1))),
        ("near:geo:39.9,116.4;u=20", Query(near=Near(39.9, 116.4, 20))),
        ("near:https://www.bing.com/maps?cp=39.9~116.4", Query(near=Near(39.9, 116.4, 20))),
        ("near:39.9,116.4~350m", Query(near=Near(39.9, 116.4, 0.35))),
        ("near:39.9,116.4~20040km", Query(near=Near(39.9, 116.4, 20_040))),
        ("near:https://www.google.com/maps/place/caf~e/@39.9,116.4,17z~3km", Query(near=Near(39.9, 116.4, 3))),
        ("since:2025-06-14", Query(since=date(2025, 6, 14))),
        ("since:today", Query(since=TODAY)),
        ("since:yesterday", Query(since=date(2025, 6, 14))),
        ("since:7d", Query(since=date(2025, 6, 8))),
        ("since:2w", Query(since=date(2025, 6, 1))),
        ("since:4m", Query(since=date(2025, 2, 15))),
        ("since:1y", Query(since=date(2024, 6, 15))),
        ("since:2025", Query(since=date(2025, 1, 1))),
        ("since:2025-2", Query(since=date(2025, 2, 1))),
        ("until:2024-02", Query(until=date(2024, 2, 29))),
        ("until:2024", Query(until=date(2024, 12, 31))),
        ("until:yesterday", Query(until=date(2025, 6, 14))),
    ],
)
def test_what_a_text_means(text: str, query: Query) -> None:
    assert read(text) == query


@pytest.mark.parametrize(
    ("text", "blamed", "words"),
    [
        ("a tagg:x", "tagg:", "There is no tagg: here. Did you mean tag:?"),
        (f"{'x' * 21}:1", f"{'x' * 21}:", f"There is no {'x' * 19}…: here."),
        ("after:2025", "after:", "Did you mean since:?"),
        ("date:2025", "date:", "Did you mean since:?"),
        ("maker:gopro", "maker:", "Did you mean camera:?"),
        ("wxyzq:1", "wxyzq:", "put it in quotes. Keys: tag, status, camera"),
        ("status:wat", "wat", "no status “wat”: ready, indexing or failed"),
        (f"status:{'x' * 31}", "x" * 31, f"“{'x' * 29}…”"),
        ("since:2025-13", "2025-13", "The calendar has no “2025-13”."),
        ("since:99999y", "99999y", "The calendar has no"),
        ("since:soon", "soon", "“soon” is no date: write 2025-06-01"),
        ("near:91,0", "91,0", "can't be a latitude"),
        ("near:1,2~x", "1,2~x", "“x” is no radius"),
        ("near:1,2~", "1,2~", "An empty radius is no radius"),
        ("near:1,2~0km", "1,2~0km", "A radius is more than nothing and at most 20,040 km"),
        ("near:1,2~20041km", "1,2~20041km", "A radius is more than nothing and at most 20,040 km"),
        ("near:1,2 near:3,4 tag:a", "near:3,4", "there can be one"),
        ("since:7d since:8d", "since:8d", "there can be one"),
        ("until:7d until:8d", "until:8d", "until: is there already, and there can be one"),
        ("status:wat tag:a", "wat", "no status"),
        ("x -near:1,2 y", "-near:1,2", "near: can't be turned around"),
        ('"a"b c', "b", "A space is missing after the quote."),
        ("-near:1,2", "-near:1,2", "can't be turned around"),
        ("-id:VI1", "-id:VI1", "can't be turned around"),
        ('"a"b', "b", "A space is missing"),
        ('tag:"a"~5', "~5", "A space is missing"),
        ("near:39.9, 116.4", "near:39.9,", "ends at the space"),
    ],
)
def test_a_problem_names_what_is_to_blame_and_why(text: str, blamed: str, words: str) -> None:
    found = problem(text)
    assert text[found.start : found.end] == blamed
    assert words in found.message
    assert str(found) == found.message
    assert found.unfinished is text.endswith(", 116.4")


@pytest.mark.parametrize(
    ("text", "blamed", "words"),
    [
        ("beach tag:", "tag:", "tag: needs a value, such as tag:beach."),
        ("beach -", "-", "Leave out what?"),
        ('camera:"Canon EO', '"Canon EO', "The closing quote is missing."),
        ("a near:39.9,", "near:39.9,", "near: ends at the space. Write near:39.9,116.4, or put the place in quotes."),
    ],
)
def test_what_is_only_unfinished_says_so(text: str, blamed: str, words: str) -> None:
    found = problem(text)
    assert found.unfinished
    assert (text[found.start :], found.end, found.message) == (blamed, len(text), words)


def test_what_is_unclear_says_why_also_to_the_log() -> None:
    for far in ("0km", "20041km"):
        with pytest.raises(Unclear) as raised:
            read_radius(far)
        assert str(raised.value) == raised.value.message
        assert raised.value.message == (
            "A radius is more than nothing and at most 20,040 km, which is half around the earth."
        )


def test_coordinates_the_wrong_way_round_come_with_the_right_one() -> None:
    found = problem("near:116.4,39.9")
    assert found.swapped is not None
    assert (found.swapped.latitude, found.swapped.longitude) == (39.9, 116.4)


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("1m", date(2025, 7, 31), date(2025, 6, 30)),
        ("5m", date(2025, 7, 31), date(2025, 2, 28)),
        ("1y", date(2025, 12, 15), date(2024, 12, 15)),
        ("1y", date(2024, 2, 29), date(2023, 2, 28)),
    ],
)
def test_months_ago_end_where_the_month_does(text: str, today: date, day: date) -> None:
    assert read_day(text, today=today) == day


@pytest.mark.parametrize("zone", ["Etc/GMT-14", "Etc/GMT+12"])
def test_days_are_those_of_the_service_wherever_this_machine_is(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every hour it is another day in one of these two."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        before, today, after = datetime.now(UTC).date(), utc_today(), datetime.now(UTC).date()
    time.tzset()
    assert before <= today <= after


@given(queries)
def test_every_query_can_be_written_and_read_back(query: Query) -> None:
    assert read(text_of(query)) == query


@given(queries)
def test_a_written_query_is_safe_in_a_terminal(query: Query) -> None:
    text = text_of(query)
    assert safe_text(text, len(text) + 1) == text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain", "plain"),
        ("-not a word", '"-not a word"'),
        ("-a", "-a"),
        ("x" * 600, "x" * 600),
        ("Ré\u200b b", '"Ré\\u{200b} b"'),
        ("a\u00a0b", '"a\\u{a0}b"'),
        ("ne\u0301 b", '"ne\u0301 b"'),
    ],
)
def test_only_what_could_not_be_seen_is_written_as_a_number(value: str, written: str) -> None:
    assert quoted(value) == written


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_survive_as_text(value: str) -> None:
    query = Query(words=(value,), without_words=(value,), tags=(value,), cameras=(value,), ids=(value,))
    assert read(text_of(query)) == query


@given(st.text() | st.text('-":\\ \tnearstguil0123456789.,~{}u', max_size=40))
@pytest.mark.row("D6")
def test_any_text_is_a_query_or_a_problem_within_it(text: str) -> None:
    found = query_or_problem(text)
    if isinstance(found, QueryProblem):
        assert 0 <= found.start < found.end <= len(text)
        assert safe_text(found.message) == found.message
    else:
        assert read(text_of(found)) == found


def query_or_problem(text: str) -> Query | QueryProblem:
    try:
        return read(text)
    except QueryProblem as raised:
        return raised
