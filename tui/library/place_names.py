"""Names of places in a query: which city is meant, what to say where that is not clear, what could be typed."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import Final

from tui.geo.places import City, Named, Places, looks_like_a_name, places
from tui.text import safe_text

__all__ = ["NoSuchPlace", "also", "is_begun", "looks_like_a_name", "meant", "offered", "people_text"]

_FEW: Final = 4
_MOST: Final = 10
_SHORTEST: Final = 2
"""Letters from which on there is something to complete; a sign of another script says as much as two."""


class NoSuchPlace(ValueError):
    """Why a name is no place, in words for a person; `choices` are texts that are."""

    def __init__(self, message: str, choices: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.choices = choices


@lru_cache(maxsize=64)
def _found(text: str) -> Named:
    """Kept for a while, since every key asks about what was there before it."""
    return places().named(text)


def meant(text: str) -> City:
    """The city of that name, or the one that is by far the largest of it; raises NoSuchPlace."""
    found = _found(text)
    if found.clear:
        return found.cities[0]
    shown = f"“{safe_text(text.strip(), 30)}”"
    if found.cities:
        choices = tuple(_written(places(), city) for city in islice(found.cities, _MOST))
        listed = " · ".join(str(city) for city in islice(found.cities, _FEW))
        more = f" and {len(found.cities) - _FEW} more" if len(found.cities) > _FEW else ""
        raise NoSuchPlace(f"{shown} is several places: {listed}{more}. Say which, as {choices[0]}.", choices)
    choices = tuple(written for written, _, _ in offered(text))
    if choices:
        raise NoSuchPlace(f"No city is called {shown}. Did you mean {choices[0]}?", choices)
    raise NoSuchPlace(
        f"No city of more than 15,000 people is called {shown}. Coordinates are read too, such as 39.9042, 116.4074."
    )


@lru_cache(maxsize=64)
def offered(text: str) -> tuple[tuple[str, str, str], ...]:
    """Cities whose names begin so: what to write for each, its name to show, and what to say of it."""
    if len(text.strip().encode()) < _SHORTEST:
        return ()
    known = places()
    return tuple(
        (_written(known, city), safe_text(str(city), 60), people_text(city.people))
        for city in islice(known.beginning(text), _MOST)
    )


def is_begun(text: str) -> bool:
    """Whether it is the name of a city, but rather the beginning of a larger one's."""
    found, first = _found(text), offered(text)[:1]
    return found.clear and any(shown != safe_text(str(found.cities[0]), 60) for _, shown, _ in first)


def also(text: str) -> str:
    """The other places of a name that was clear all the same, or nothing: `Paris, TX`."""
    others = _found(text).cities[1:]
    more = f" and {len(others) - 2} more" if len(others) > 2 else ""
    return " · ".join(str(city) for city in others[:2]) + more


def people_text(people: int) -> str:
    """`2.1M`, `24k`."""
    return f"{people / 1e6:.1f}M" if people >= 1_000_000 else f"{people // 1000}k"


def _written(known: Places, city: City) -> str:
    """A text that means this city; its coordinates where no name does."""
    return known.unmistakable(city) or f"{city.point.latitude},{city.point.longitude}"
