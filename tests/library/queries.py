"""Every query there can be, and the facets of a small library, for the tests of what works on them."""

from __future__ import annotations

from datetime import date
from typing import Final

from hypothesis import strategies as st

from tui.api.values import Status
from tui.library.query import Near, Query
from tui.library.query_values import LONGEST_KM
from tui.library.spans import MOST, Span
from tui.library.values import Facets

TODAY: Final = date(2025, 6, 15)

HOSTILE: Final = (
    "\x1b]52;c;cGF3bmVk\x07",
    "\x9b31m",
    "[/red] [@click=app.quit]x[/]",
    '"\\',
    "a\nb\tc",
    "\u202egnp.exe",
    "z" + "\u0301" * 40,
    "\ud800",
    "",
    " ",
    "-tag:x",
    "tag:",
    "\N{FAMILY}\u200d",
)

FACETS: Final = Facets(
    statuses=((Status.READY, 1204), (Status.INDEXING, 12), (Status.FAILED, 7)),
    tags=(("api", 1180), ("beach", 201), ("snow", 44), ("new york", 9), ("snowboard", 3)),
    cameras=(("Canon EOS 5D", 310), ("iPhone 15 Pro", 88)),
    with_place=512,
)

texts = st.one_of(
    st.text(max_size=12),
    st.text(st.characters(exclude_categories=()), max_size=6),
    st.sampled_from(HOSTILE),
    st.text('-":\\ atg~,', max_size=6),
)
_many = st.lists(texts, max_size=3, unique=True).map(tuple)
_statuses = st.lists(st.sampled_from(Status), max_size=3, unique=True).map(tuple)
nears = st.builds(
    Near,
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.one_of(st.just(20.0), st.floats(0, LONGEST_KM, exclude_min=True)),
)
_ends = st.one_of(st.integers(0, MOST), st.sampled_from([0, 1, 59, 60, 3600, 10**6, 10**9]))
spans = st.one_of(
    _ends.map(Span),
    _ends.map(lambda high: Span(None, high)),
    st.tuples(_ends, _ends).filter(lambda ends: ends[0] < ends[1]).map(lambda ends: Span(*ends)),
)
queries = st.builds(
    Query,
    words=_many,
    without_words=_many,
    statuses=_statuses,
    without_statuses=_statuses,
    tags=_many,
    without_tags=_many,
    cameras=_many,
    without_cameras=_many,
    near=st.none() | nears,
    since=st.none() | st.dates(),
    until=st.none() | st.dates(),
    length=st.none() | spans,
    size=st.none() | spans,
    ids=_many,
)
