"""Lengths and sizes from one to another: what is read, what is refused and why, and what is printed."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.library.queries import TODAY, spans
from tui.library.query import Query
from tui.library.query_text import QueryProblem, parse, text_of
from tui.library.spans import Measure, NoSpan, Span, read_span, span_text


@pytest.mark.parametrize(
    ("measure", "text", "span"),
    [
        ("length", "1m..5m", Span(60, 300)),
        ("length", ">1h", Span(3600)),
        ("length", ">=90", Span(90)),
        ("length", "<30s", Span(None, 30)),
        ("length", "1:30..1:02:03", Span(90, 3723)),
        ("length", "1h30m..", Span(5400)),
        ("length", "1.5min..2min", Span(90, 120)),
        ("length", " 10 .. 20 ", Span(10, 20)),
        ("size", ">1GB", Span(10**9)),
        ("size", "100mb..1.5gb", Span(10**8, 1_500_000_000)),
        ("size", "..500", Span(None, 500)),
        ("size", "0..1kB", Span(0, 1000)),
        ("size", "...5kB", Span(None, 500)),
    ],
)
def test_what_is_read(measure: Measure, text: str, span: Span) -> None:
    assert read_span(measure, text) == span


@pytest.mark.parametrize(
    ("measure", "text", "reason"),
    [
        ("length", "5m", "is no span"),
        ("length", "..", "at least one end"),
        ("length", ">", "at least one end"),
        ("length", "5m..1m", "The first end"),
        ("length", "5m..5m", "The first end"),
        ("length", "long..", "“long” is no length"),
        ("length", ">1GB", "is no length"),
        ("size", ">1h", "is no size"),
        ("size", ">9999999999TB", "is no size"),
        ("size", "1..2..3", "is no size"),
        ("size", "-1..", "is no size"),
    ],
)
def test_what_is_refused(measure: Measure, text: str, reason: str) -> None:
    with pytest.raises(NoSpan) as caught:
        read_span(measure, text)
    assert reason in caught.value.message
    assert str(caught.value) == caught.value.message


@pytest.mark.parametrize(
    ("span", "value", "is_in"),
    [
        (Span(60, 300), 59, False),
        (Span(60, 300), 60, True),
        (Span(60, 300), 299, True),
        (Span(60, 300), 300, False),
        (Span(60), 10**9, True),
        (Span(60), 59, False),
        (Span(None, 30), 0, True),
        (Span(None, 30), 30, False),
        (Span(None, 30), None, False),
        (Span(60), None, False),
        (Span(), 7, True),
    ],
)
def test_what_lies_in_a_span(span: Span, value: int | None, is_in: bool) -> None:
    assert span.holds(value) is is_in


def test_a_long_mistake_is_told_by_its_beginning() -> None:
    with pytest.raises(NoSpan, match=f"“{'x' * 29}…”"):
        read_span("size", "x" * 31)


@given(spans)
def test_what_is_printed_is_read_back(span: Span) -> None:
    for measure in ("length", "size"):
        assert read_span(measure, span_text(measure, span).partition(":")[2]) == span


def test_in_a_query() -> None:
    query = parse("length:>60 size:1GB..10GB", today=TODAY)
    assert query == Query(length=Span(60), size=Span(10**9, 10**10))
    assert text_of(query) == "length:1m.. size:1GB..10GB"
    assert text_of(parse("size:1000..2500", today=TODAY)) == "size:1kB..2500B"
    with pytest.raises(QueryProblem) as caught:
        parse("size:big", today=TODAY)
    assert caught.value.message.startswith("“big” is no span")
    assert (caught.value.start, caught.value.end) == (5, 8)
    for twice in ("size:>1 size:>2", "length:>1 length:>2"):
        with pytest.raises(QueryProblem, match="is there already"):
            parse(twice, today=TODAY)
    with pytest.raises(
        QueryProblem, match=r"^The first end of a span is less than the second, which is not part of it\.$"
    ):
        parse("size:2..1", today=TODAY)
