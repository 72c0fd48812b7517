"""Names of places in a query: which city is meant, what to say where that is not clear, what could be typed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from tui.geo.places import City, Places, looks_like_a_name, places
from tui.text import safe_text

__all__ = ["NoSuchPlace", "also", "looks_like_a_name", "meant", "offered", "people_text"]

_FEW: Final = 4
_MOST: Final = 12


class NoSuchPlace(ValueError):
    """Why a name is no place, in words for a person; `choices` are texts that are."""

    def __init__(self, message: str, choices: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.choices = choices


def meant(text: str, among: Places | None = None) -> City:
    """The city of that name, or the one that is by far the largest of it; raises NoSuchPlace."""
    known = among or places()
    found = known.named(text)
    if found.clear:
        return found.cities[0]
    shown = f"“{safe_text(text.strip(), 30)}”"
    if found.cities:
        choices = tuple(_written(known, city) for city in islice(found.cities, _MOST))
        listed = " · ".join(str(city) for city in islice(found.cities, _FEW))
        more = f" and {len(found.cities) - _FEW} more" if len(found.cities) > _FEW else ""
        raise NoSuchPlace(f"{shown} is several places: {listed}{more}. Say which, as {choices[0]}.", choices)
    choices = tuple(_written(known, city) for city in islice(known.beginning(text), _MOST))
    if choices:
        raise NoSuchPlace(f"No city is called {shown}. Did you mean {choices[0]}?", choices)
    raise NoSuchPlace(
        f"No city of more than 15,000 people is called {shown}. Coordinates are read too, such as 39.9042, 116.4074."
    )


def offered(text: str) -> Iterator[tuple[str, str, str]]:
    """Cities whose names begin so: what to write for each, its name to show, and what to say of it."""
    known = places()
    for city in islice(known.beginning(text), _MOST):
        yield _written(known, city), safe_text(str(city), 60), people_text(city.people)


def also(text: str) -> str:
    """The other places of a name that was clear all the same, or nothing: `Paris, TX`."""
    others = places().named(text).cities[1:]
    more = f" and {len(others) - 2} more" if len(others) > 2 else ""
    return " · ".join(str(city) for city in others[:2]) + more


def people_text(people: int) -> str:
    """`2.1M`, `24k`."""
    return f"{people / 1e6:.1f}M" if people >= 1_000_000 else f"{people // 1000}k"


def _written(known: Places, city: City) -> str:
    """A text that means this city; its coordinates where no name does."""
    return known.unmistakable(city) or f"{city.point.latitude},{city.point.longitude}"
