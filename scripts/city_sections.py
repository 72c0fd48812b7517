"""Which places of a list are sections of a city, and no places of their own: nobody is "2 km from Sector 3, RO".

GeoNames says so itself (PPLX), but not in every form in which its list is published, and not of all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from tui.geo.folding import folded
from tui.geo.point import Point, distance_km

_NUMBERED: Final = re.compile(r"(?P<city>.+?) (?:\d{1,2}(?:e|er)?|[IVXL]+\.)(?: .*)?")
"""`Paris 20 Ménilmontant`, `Lyon 03`, `Paris 10e Arrondissement`, `Budapest XII. kerület`."""
_CALLED_SO: Final = re.compile(
    r"(?:Sector|Circoscrizione|Circoiscrizione|Quartiere|Arrondissement|Municipio|Bezirk) (?:\d{1,2}|[IVXL]+|Otto)"
    r"|.+ (?:sub|[Mm]icro)district|.+ Central Business District|Financial District|Mission District"
)
_WITHIN_KM: Final = 30.0
_TIMES: Final = 2
"""So many times more people has a city than any section of it."""


class Place(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def others(self) -> Sequence[str]: ...
    @property
    def country(self) -> str: ...
    @property
    def latitude(self) -> float: ...
    @property
    def longitude(self) -> float: ...
    @property
    def people(self) -> int: ...


def is_section(place: Place, named: Mapping[str, Sequence[Place]], large: Sequence[Place]) -> bool:
    """`named`: places by each of their names, folded; `large`: those that may have sections."""
    numbered = _NUMBERED.fullmatch(place.name)
    if numbered is not None and any(_holds(city, place) for city in named.get(folded(numbered["city"]), ())):
        return True
    return _CALLED_SO.fullmatch(place.name) is not None and any(_holds(city, place) for city in large)


def by_name(places: Sequence[Place]) -> dict[str, list[Place]]:
    """For `is_section`."""
    found: dict[str, list[Place]] = {}
    for place in places:
        for name in (place.name, *place.others):
            found.setdefault(folded(name), []).append(place)
    return found


def _holds(city: Place, place: Place) -> bool:
    apart = distance_km(Point(city.latitude, city.longitude), Point(place.latitude, place.longitude))
    return city.country == place.country and city.people >= _TIMES * place.people and apart <= _WITHIN_KM
