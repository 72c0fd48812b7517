"""What is typed into a field of the filter sidebar, read into the query; and what to say of it meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from tui.geo.point import Point
from tui.library.query import Query, Section
from tui.library.query_text import QueryProblem, parse
from tui.library.query_values import DEFAULT_KM, Unclear, read_day, read_near
from tui.pressing import press
from tui.widgets.filter_rows import name_text, radius_text, taken_text

FIELDS: Final[dict[Section, str]] = {
    "place": "paris ~20km",
    "name": "part of the name",
    "taken": "2025-06-01 or 7d",
}
"""The sections into which is typed, with what stands there before."""


def typed(query: Query, section: Section) -> str:
    """The text with which editing a field begins."""
    if section == "place":
        if query.near is None:
            return ""
        return query.near.label or str(Point(query.near.latitude, query.near.longitude))
    return name_text(query) if section == "name" else taken_text(query)


def entered(query: Query, section: Section, text: str, *, today: date) -> Query:
    """The query with the field as typed; raises Unclear. An empty text clears the field."""
    if not text.strip():
        return query.cleared(section)
    if section == "place":
        return replace(query, near=read_near(text, km=query.near.km if query.near else DEFAULT_KM))
    if section == "name":
        return _named(query, text, today)
    since, dots, until = text.partition("..")
    return replace(
        query,
        since=read_day(since, today=today) if since.strip() else None,
        until=read_day(until, today=today, last=True) if dots and until.strip() else None,
    )


def understood(query: Query, section: Section) -> str:
    """What has been read so far, in a few words."""
    if section == "place" and query.near:
        near = query.near
        return f"{near.reading or Point(near.latitude, near.longitude)} within {radius_text(near.km)}"
    if section == "taken" and (query.since or query.until):
        since = f"since {query.since.isoformat()}" if query.since else ""
        return f"{since} until {query.until.isoformat()}".strip() if query.until else since
    return ""


def _named(query: Query, text: str, today: date) -> Query:
    try:
        words = parse(text, today=today)
    except QueryProblem as problem:
        raise Unclear(problem.message) from None
    named = Query(words=words.words, without_words=words.without_words)
    if words != named:
        raise Unclear(f"Only parts of the name here; {press('library.search', '/')} in the list takes everything.")
    return replace(query, words=named.words, without_words=named.without_words)
