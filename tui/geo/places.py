"""Every city of more than 15,000 people: by its name, in whatever language, and by where it is.

Read when it is first asked for, which is a matter for a thread: nothing here is needed for the first paint.
"""

from __future__ import annotations

import heapq
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import accumulate, islice, pairwise
from pathlib import Path
from typing import Final

from tui.frozen import dataclass
from tui.geo.folding import folded
from tui.geo.near_cells import NearCells
from tui.geo.packing import Packed
from tui.geo.point import Point
from tui.geo.state_names import ALSO, STATES

_CLEARLY: Final = 4
"""So many times more people than in any other of that name, and nobody needs to be asked which was meant."""
_WORDY: Final = frozenset({"US", "CA", "AU"})
"""Countries whose places people name with their state instead."""
_LINE_END: Final = ord("\n")
_PER_UNIT: Final = 1000.0
_SLICE: Final = 1 << 17
"""Bytes whose accents are taken off at once: all at once would take a dozen megabytes."""
_LOOKED_AT: Final = 2_000
"""Cities among which completions are chosen: of a single letter there are more."""
_IN_OTHER_WORDS: Final = 0.3
"""What a name in another language counts, beside the one that stands first."""
_BEGUN_SO: Final = 0.05
"""The same for the beginning of a name: every large city has some name that begins with any two letters."""
_NEARLY_KM: Final = 12.0
_MUCH_LARGER: Final = 10
"""A city so many times larger is what a place is told by, if it is hardly further away: no suburb of it."""


@dataclass(frozen=True, slots=True)
class City:
    """A place with a name."""

    name: str
    country: str
    """Two letters."""
    region: str
    """The state, where people name it: `TX`."""
    point: Point
    people: int

    def __str__(self) -> str:
        """As it is told apart from others: `Nairobi, KE`, `Paris, TX`."""
        return f"{self.name}, {self.region if self.country in _WORDY and self.region else self.country}"


@dataclass(frozen=True, slots=True)
class Named:
    """What a name may mean, the likeliest first; `clear` if nobody needs to ask which."""

    cities: tuple[City, ...] = ()
    clear: bool = False


class Places:
    """Numbers below are positions in order of population."""

    def __init__(self, packed: Packed) -> None:
        self._latitude = packed.numbers("latitude")
        self._longitude = packed.numbers("longitude")
        self._country = packed.numbers("country")
        self._region = packed.numbers("region")
        self._people = array("i", accumulate(-fewer for fewer in packed.numbers("fewer")))
        self._names = packed.text("names")
        self._countries: list[tuple[str, str]] = [(code, name) for code, name in packed.about["countries"]]
        self._regions: list[str] = packed.about["regions"]

    def __len__(self) -> int:
        return len(self._people)

    def city(self, n: int) -> City:
        start = self._starts[n]
        end = min(self._names.find(b"\t", start) % (1 << 62), self._names.find(b"\n", start))
        return City(
            self._names[start:end].decode(),
            self._countries[self._country[n]][0],
            self._regions[self._region[n]],
            self.point(n),
            self._people[n],
        )

    def point(self, n: int) -> Point:
        return Point(self._latitude[n] / _PER_UNIT, self._longitude[n] / _PER_UNIT)

    def named(self, text: str) -> Named:
        """The cities of that name: `Paris`, `Paris, TX`, `Paris, France`, `Parigi`."""
        name, among = self._split(text)
        return self._ranked(name, [n for n, _ in self._having(name, whole=True) if among(n)])

    def _ranked(self, name: str, numbers: list[int]) -> Named:
        if not numbers:
            return Named()
        # A name in another language counts less than the name itself: Roma in Lesotho is Roma, but so is Rome.
        weights = [self._people[n] * (1.0 if self._is_called(n, name) else _IN_OTHER_WORDS) for n in numbers]
        order = sorted(range(len(numbers)), key=lambda place: -weights[place])
        clear = len(order) == 1 or weights[order[0]] >= _CLEARLY * weights[order[1]]
        return Named(tuple(self.city(numbers[place]) for place in order), clear)

    def beginning(self, text: str) -> Iterator[City]:
        """The cities one of whose names begins so, most people first; names in other languages count less."""
        name, among = self._split(text)
        weights: dict[int, float] = {}
        for n, is_first in islice(self._having(name, whole=False), _LOOKED_AT):
            if among(n):
                weights[n] = max(weights.get(n, 0.0), self._people[n] * (1.0 if is_first else _BEGUN_SO))
        for n in sorted(weights, key=lambda n: -weights[n]):
            yield self.city(n)

    def unmistakable(self, city: City) -> str:
        """The shortest text that means this city and no other; empty where only its coordinates do."""
        name, _ = self._split(city.name)
        numbers = [n for n, _ in self._having(name, whole=True)]
        for text in (city.name, str(city), f"{city.name}, {city.country}"):
            _, among = self._split(text)
            found = self._ranked(name, [n for n in numbers if among(n)])
            if found.clear and found.cities[0] == city:
                return text
        return ""

    def nearest(self, point: Point) -> tuple[City, float]:
        """The nearest city, and how many kilometres away it is."""
        n, km = self._cells.nearest(point)
        return self.city(n), km

    def around(self, point: Point) -> tuple[City, float]:
        """The city by which people would tell where this is, and how many kilometres away it is."""
        n, km = self._cells.nearest(point)
        largest, further = min(self._cells.within(point, km + _NEARLY_KM), default=(n, km))
        if self._people[largest] >= _MUCH_LARGER * self._people[n]:
            return self.city(largest), further
        return self.city(n), km

    def within(self, south: float, north: float, west: float, east: float, *, most: int) -> list[City]:
        """The largest cities in a box of degrees; it crosses 180° where `east` is less than `west`."""
        low, high = round(south * _PER_UNIT), round(north * _PER_UNIT)
        left, right = round(west * _PER_UNIT), round(east * _PER_UNIT)
        across = right < left
        inside = (
            n
            for n, (lat, lon) in enumerate(zip(self._latitude, self._longitude, strict=True))
            if low <= lat <= high and (left <= lon <= right if not across else lon >= left or lon <= right)
        )
        return [self.city(n) for n in islice(inside, most)]

    # How it is looked up

    def _split(self, text: str) -> tuple[str, Among]:
        """The name itself, and which cities are in what stands behind its comma."""
        name, comma, where = text.partition(",")
        return folded(" ".join(name.split())), Among(self, where if comma else "")

    def _having(self, name: str, *, whole: bool) -> Iterator[tuple[int, bool]]:
        """Cities with a name like that, each with whether it is its first name."""
        if not name or not name.isprintable():
            return
        text = self._folded
        wanted = name.encode("utf-8", "replace")
        spots = heapq.merge(_spots(text, b"\n" + wanted), _spots(text, b"\t" + wanted))
        for at in spots:
            if not whole or text[at + 1 + len(wanted)] in b"\t\n":
                yield bisect_right(self._fold_starts, at + 1) - 1, text[at] == _LINE_END

    def _is_called(self, n: int, name: str) -> bool:
        start = self._fold_starts[n]
        return self._folded[start : start + len(name.encode()) + 1].rstrip(b"\t\n") == name.encode()

    def in_country(self, n: int) -> tuple[str, str]:
        return self._countries[self._country[n]]

    def in_region(self, n: int) -> str:
        return self._regions[self._region[n]]

    @cached_property
    def _folded(self) -> bytes:
        names = self._names
        cuts = [0, *(names.find(b"\n", at) for at in range(_SLICE, len(names) - _SLICE, _SLICE)), len(names)]
        return b"".join(folded(names[start:end].decode()).encode() for start, end in pairwise(cuts))

    @cached_property
    def _starts(self) -> array[int]:
        return _line_starts(self._names)

    @cached_property
    def _fold_starts(self) -> array[int]:
        return _line_starts(self._folded)

    @cached_property
    def _cells(self) -> NearCells:
        return NearCells(self._latitude, self._longitude)


class Among:
    """Which cities are where somebody said: a country or a state, by letters or by name, one or both."""

    def __init__(self, places: Places, where: str) -> None:
        self._places = places
        self._wanted = [folded(part.strip()) for part in where.split(",") if part.strip()]

    def __call__(self, n: int) -> bool:
        if not self._wanted:
            return True
        code, country = self._places.in_country(n)
        region = self._places.in_region(n)
        state = STATES.get(region, "") if code == "US" else ""
        known = {folded(one) for one in (code, country, region, state, *ALSO.get(code, ())) if one}
        return all(any(one == part or _begins(one, part) for one in known) for part in self._wanted)


def _begins(known: str, typed: str) -> bool:
    """Whether it is a name being typed; two letters are an abbreviation and mean just that."""
    return len(typed) > 2 and known.startswith(typed)


def _spots(text: bytes, wanted: bytes) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _line_starts(text: bytes) -> array[int]:
    """Where each city's line begins; the text begins and ends with a line end."""
    starts = array("i", (match.end() for match in re.finditer(rb"\n", text)))
    starts.pop()
    return starts


@cache
def places() -> Places:
    """All of them: 20 ms the first time, and twice as much when a name is first looked for."""
    return Places(Packed((Path(__file__).parent / "data" / "cities.bin").read_bytes()))


def looks_like_a_name(text: str) -> bool:
    """Whether it could be the name of a place and not a try at coordinates."""
    return any(map(str.isalpha, text)) and not re.search(r"[0-9°]|://|^geo:", text.strip(), re.IGNORECASE)
