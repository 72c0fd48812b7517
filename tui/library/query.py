"""What is being looked for: a frozen value that can be printed, parsed, and in part asked of the service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from tui.api.values import Status
from tui.frozen import dataclass
from tui.library.query_tokens import quoted
from tui.library.spans import Span, span_text

Facet = Literal["status", "tag", "camera", "word"]
"""What can be included or excluded by its values."""

Section = Literal["status", "tag", "camera", "place", "name", "taken", "id", "length", "size"]
"""The parts of a query that are cleared together."""


@dataclass(frozen=True, slots=True)
class Near:
    """Within `km` of a point, along a great circle."""

    latitude: float
    longitude: float
    km: float = 20.0
    label: str = field(default="", compare=False)
    """The name by which the point was given, as it was typed; it is printed in place of the point."""
    reading: str = field(default="", compare=False)
    """What that name was read as: `Paris, FR`."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of a query, and the query without it."""

    text: str
    """As it is written in the query language, safe to show."""
    without: Query


@dataclass(frozen=True, slots=True)
class Query:
    """All conditions hold together; several values of one facet mean any of them, except tags: all of them."""

    words: tuple[str, ...] = ()
    """Each must be part of the name, whatever its case."""
    without_words: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    without_statuses: tuple[Status, ...] = ()
    tags: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()
    cameras: tuple[str, ...] = ()
    without_cameras: tuple[str, ...] = ()
    near: Near | None = None
    since: date | None = None
    """Captured on this day (UTC) or later."""
    until: date | None = None
    """Captured before the end of this day (UTC)."""
    length: Span | None = None
    """In seconds."""
    size: Span | None = None
    """In bytes."""
    ids: tuple[str, ...] = ()
    """Video numbers, whole."""

    @property
    def is_empty(self) -> bool:
        """Whether it finds everything."""
        return self == Query()

    def chips(self) -> tuple[Chip, ...]:
        """Every condition by itself, in the order in which a query is printed."""
        return tuple(self._chips())

    def included(self, facet: Facet) -> tuple[str, ...]:
        """The values wanted."""
        return {"status": self.statuses, "tag": self.tags, "camera": self.cameras, "word": self.words}[facet]

    def excluded(self, facet: Facet) -> tuple[str, ...]:
        """The values not wanted."""
        return {
            "status": self.without_statuses,
            "tag": self.without_tags,
            "camera": self.without_cameras,
            "word": self.without_words,
        }[facet]

    def toggled(self, facet: Facet, value: str) -> Query:
        """With the value included, or without it where it was."""
        included = self.included(facet)
        kept = _without(self.excluded(facet), value)
        return self.with_values(facet, _without(included, value) if value in included else (*included, value), kept)

    def toggled_out(self, facet: Facet, value: str) -> Query:
        """With the value excluded, or no longer where it was."""
        excluded = self.excluded(facet)
        kept = _without(self.included(facet), value)
        return self.with_values(facet, kept, _without(excluded, value) if value in excluded else (*excluded, value))

    def only(self, facet: Facet, value: str) -> Query:
        """With this value and no other of its facet, or with none of them where that was so already."""
        alone = self.included(facet) == (value,) and not self.excluded(facet)
        return self.with_values(facet, () if alone else (value,), ())

    def cleared(self, section: Section) -> Query:
        """Without the conditions of one section."""
        if section == "name":
            return replace(self, words=(), without_words=())
        if section == "place":
            return replace(self, near=None)
        if section == "taken":
            return replace(self, since=None, until=None)
        if section == "id":
            return replace(self, ids=())
        if section == "length":
            return replace(self, length=None)
        if section == "size":
            return replace(self, size=None)
        return self.with_values(section, (), ())

    def with_values(self, facet: Facet, included: tuple[str, ...], excluded: tuple[str, ...]) -> Query:
        """With exactly these values of a facet."""
        if facet == "status":
            statuses, without = (tuple(map(Status, values)) for values in (included, excluded))
            return replace(self, statuses=statuses, without_statuses=without)
        if facet == "tag":
            return replace(self, tags=included, without_tags=excluded)
        if facet == "camera":
            return replace(self, cameras=included, without_cameras=excluded)
        return replace(self, words=included, without_words=excluded)

    def _chips(self) -> Iterator[Chip]:
        facets: tuple[tuple[Facet, str], ...] = (
            ("word", ""),
            ("status", "status:"),
            ("tag", "tag:"),
            ("camera", "camera:"),
        )
        for facet, key in facets:
            included, excluded = self.included(facet), self.excluded(facet)
            for n, value in enumerate(included):
                text = key + quoted(value, bare_word=not key)
                yield Chip(text, self.with_values(facet, _but(included, n), excluded))
            for n, value in enumerate(excluded):
                text = f"-{key}{quoted(value, bare_word=not key)}"
                yield Chip(text, self.with_values(facet, included, _but(excluded, n)))
        if self.near:
            yield Chip(near_text(self.near), replace(self, near=None))
        if self.since:
            yield Chip(f"since:{self.since.isoformat()}", replace(self, since=None))
        if self.until:
            yield Chip(f"until:{self.until.isoformat()}", replace(self, until=None))
        if self.length:
            yield Chip(span_text("length", self.length), replace(self, length=None))
        if self.size:
            yield Chip(span_text("size", self.size), replace(self, size=None))
        for n, number in enumerate(self.ids):
            yield Chip(f"id:{quoted(number)}", replace(self, ids=_but(self.ids, n)))


def near_text(near: Near) -> str:
    """As `near:39.9,116.4~20km`, or `near:paris~20km` where it was given by name."""
    place = quoted(near.label) if near.label else f"{plain_number(near.latitude)},{plain_number(near.longitude)}"
    return f"near:{place}~{plain_number(near.km)}km"


def plain_number(number: float) -> str:
    """The shortest decimal that reads back as the number, never with an exponent."""
    text = repr(float(number))
    if "e" in text:
        text = f"{Decimal(text):f}"
    return text.removesuffix(".0")


def _without(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(kept for kept in values if kept != value)


def _but(values: tuple[str, ...], n: int) -> tuple[str, ...]:
    return values[:n] + values[n + 1 :]
