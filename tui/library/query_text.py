"""The query language: the same `Query` as one line of text.

`beach tag:snow -tag:draft status:ready camera:"Canon EOS 5D" near:39.9,116.4~20km since:2025-06-01`
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from tui.library.asking import asked
from tui.library.completing import Completion, complete, half_typed
from tui.library.query import Facet, Query
from tui.library.query_keys import KEYS, closest
from tui.library.query_tokens import Token, quoted, token_at, tokens
from tui.library.query_values import Unclear, read_day, read_near, read_status
from tui.library.spans import NoSpan, read_span
from tui.text import safe_text

if TYPE_CHECKING:
    from tui.geo.point import Point
    from tui.library.values import Facets

__all__ = ["Completion", "QueryProblem", "asked", "complete", "parse", "quoted", "settled", "text_of"]

_FACETS: Final[dict[str | None, Facet]] = {None: "word", "name": "word", "tag": "tag", "camera": "camera"}


class QueryProblem(ValueError):
    """Why a text is no query, in words for a person, and which characters of it are to blame."""

    def __init__(
        self, message: str, start: int, end: int, *, unfinished: bool = False, swapped: Point | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.unfinished = unfinished
        """Whether it is only that something is still to come, such as a value."""
        self.swapped = swapped


def parse(text: str, *, today: date) -> Query:
    """The query that the text means, or QueryProblem. Days such as `7d` count back from `today` (UTC)."""
    query = Query()
    for token in tokens(text):
        _check(token)
        try:
            query = _added(query, token, today)
        except Unclear as unclear:
            raise QueryProblem(unclear.message, token.value_start, token.end, swapped=unclear.swapped) from None
        except NoSpan as none:
            raise QueryProblem(none.message, token.value_start, token.end) from None
    return query


def settled(text: str, cursor: int, facets: Facets, *, today: date) -> Query | None:
    """What the text means to somebody who is still typing at the cursor, or None while it means nothing.

    A condition there that is no condition yet, or only the beginning of a known tag or camera, is left out: it
    would find nothing, and the list would flicker with every key.
    """
    try:
        if not half_typed(text, cursor, facets):
            return parse(text, today=today)
    except QueryProblem:
        pass
    token = token_at(text, cursor)
    try:
        return parse(text[: token.start] + text[token.end :], today=today) if token else None
    except QueryProblem:
        return None


def text_of(query: Query) -> str:
    """The query as `parse` reads it back, safe to show."""
    return " ".join(chip.text for chip in query.chips())


def _check(token: Token) -> None:
    """Raises QueryProblem for what is wrong whatever the value means."""
    if token.key is not None and token.key not in KEYS:
        message = f"There is no {safe_text(token.key, 20)}: here.{_suggestion(token.key)}"
        raise QueryProblem(message, token.start, token.value_start)
    if not token.closed:
        raise QueryProblem("The closing quote is missing.", token.value_start, token.end, unfinished=True)
    if not token.quoted and not token.value:
        wants = f"{token.key}: needs a value, such as {KEYS[token.key].example}." if token.key else "Leave out what?"
        raise QueryProblem(wants, token.start, token.end, unfinished=True)
    if token.trailing and not (token.key == "near" and token.trailing[0] == "~"):
        raise QueryProblem("A space is missing after the quote.", token.end - len(token.trailing), token.end)
    if token.key == "near" and not token.quoted and token.value.endswith(","):
        message = "near: ends at the space. Write near:39.9,116.4, or put the place in quotes."
        raise QueryProblem(message, token.start, token.end, unfinished=True)
    if token.negated and token.key in KEYS and not KEYS[token.key].negatable:
        raise QueryProblem(f"{token.key}: can't be turned around with a minus sign.", token.start, token.end)


def _added(query: Query, token: Token, today: date) -> Query:
    facet = _FACETS.get(token.key)
    if facet:
        return _with(query, facet, token.value, negated=token.negated)
    if token.key == "status":
        return _with(query, "status", read_status(token.value), negated=token.negated)
    if token.key == "id":
        return replace(query, ids=_distinct((*query.ids, token.value)))
    if token.key == "near":
        _once(query.near is None, token)
        return replace(query, near=read_near(token.value + token.trailing))
    if token.key == "since":
        _once(query.since is None, token)
        return replace(query, since=read_day(token.value, today=today))
    if token.key == "length":
        _once(query.length is None, token)
        return replace(query, length=read_span("length", token.value))
    if token.key == "size":
        _once(query.size is None, token)
        return replace(query, size=read_span("size", token.value))
    _once(query.until is None, token)
    return replace(query, until=read_day(token.value, today=today, last=True))


def _with(query: Query, facet: Facet, value: str, *, negated: bool) -> Query:
    included, excluded = query.included(facet), query.excluded(facet)
    if negated:
        return query.with_values(facet, included, _distinct((*excluded, value)))
    return query.with_values(facet, _distinct((*included, value)), excluded)


def _distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _once(first: bool, token: Token) -> None:
    if not first:
        raise QueryProblem(f"{token.key}: is there already, and there can be one.", token.start, token.end)


def _suggestion(key: str) -> str:
    if close := closest(key):
        return f" Did you mean {close}:?"
    return f" To look for it in names, put it in quotes. Keys: {', '.join(KEYS)}."
