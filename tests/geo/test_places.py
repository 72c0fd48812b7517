"""Cities by their names and by where they are; what they cost."""

from __future__ import annotations

import random
from array import array
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tui.geo
from tui.geo.folding import folded
from tui.geo.near_cells import NearCells
from tui.geo.packing import Packed, pack
from tui.geo.places import looks_like_a_name, places
from tui.geo.point import Point, distance_km

DATA = Path(tui.geo.__file__).parent / "data"
points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def test_all_of_it_is_under_a_megabyte() -> None:
    files = {path.name: path.stat().st_size for path in DATA.iterdir()}
    assert set(files) == {"cities.bin", "coast.bin"}
    assert sum(files.values()) < 1_000_000
    assert len(places()) > 30_000


@pytest.mark.parametrize(
    ("point", "city"),
    [
        (Point(48.864, 2.398), "Paris, FR"),  # Ménilmontant
        (Point(45.751, 4.864), "Lyon, FR"),
        (Point(43.353, 5.344), "Marseille, FR"),
        (Point(47.499, 18.985), "Budapest, HU"),
        (Point(44.430, 26.160), "Bucharest, RO"),
    ],
)
def test_a_city_is_told_and_no_section_of_it(point: Point, city: str) -> None:
    assert str(places().around(point)[0]) == city


def test_what_only_sounds_like_a_section_stays() -> None:
    for name in ("6th of October City", "Pio XII", "Santiago", "Electronic City Phase I"):
        assert places().named(name).cities


@pytest.mark.parametrize("name", ["cities.bin", "coast.bin"])
def test_the_data_say_where_they_are_from(name: str) -> None:
    source = Packed((DATA / name).read_bytes()).about["from"]
    assert source.startswith(("GeoNames", "Natural Earth"))


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("paris", "Paris, FR"),
        ("  PARIS ", "Paris, FR"),
        ("Paris, TX", "Paris, TX"),
        ("paris,texas", "Paris, TX"),
        ("Paris, France", "Paris, FR"),
        ("Paris, TX, US", "Paris, TX"),
        ("nyc", "New York City, NY"),
        ("new  york", "New York City, NY"),
        ("münchen", "Munich, DE"),
        ("munchen", "Munich, DE"),
        ("Москва", "Moscow, RU"),
        ("東京", "Tokyo, JP"),
        ("sao paulo", "São Paulo, BR"),
        ("London, CA", "London, ON"),
        ("Cambridge, UK", "Cambridge, GB"),
        ("nairobi", "Nairobi, KE"),
    ],
)
def test_a_name_is_clear(text: str, city: str) -> None:
    found = places().named(text)
    assert found.clear
    assert str(found.cities[0]) == city


@pytest.mark.parametrize("text", ["springfield", "san jose", "Hyderabad", "cambridge"])
def test_a_name_of_several_asks(text: str) -> None:
    found = places().named(text)
    assert not found.clear
    assert len(found.cities) > 1


@pytest.mark.parametrize("text", ["", ",", "xyzzy", "Paris, ZZ", "\n", "\t", "pariz zz", "\x00", "Nairobi\tParis"])
def test_what_is_no_name_finds_nothing(text: str) -> None:
    assert places().named(text).cities == ()


def test_completions_come_by_population() -> None:
    found = [str(city) for city, _ in zip(places().beginning("san"), range(4), strict=False)]
    assert found[0] == "Santiago, CL"
    people = [city.people for city in places().beginning("lond") if city.name.startswith("Lond")]
    assert people == sorted(people, reverse=True)
    assert people


@settings(max_examples=30)
@given(st.integers(0, 33_000))
def test_an_unmistakable_text_means_just_that_city(n: int) -> None:
    city = places().city(n)
    if text := places().unmistakable(city):
        assert places().named(text).cities[0] == city


@settings(max_examples=40)
@given(points)
def test_the_nearest_of_a_few_hundred_is_the_nearest(point: Point) -> None:
    chance = random.Random(str(point))
    spots = [(chance.randint(-90_000, 90_000), chance.randint(-180_000, 180_000)) for _ in range(300)]
    cells = NearCells(array("i", (lat for lat, _ in spots)), array("i", (lon for _, lon in spots)))
    away = [distance_km(point, Point(lat / 1000, lon / 1000)) for lat, lon in spots]
    assert cells.nearest(point)[1] == pytest.approx(min(away))
    within = {n for n, _ in cells.within(point, 3_000)}
    assert within == {n for n, km in enumerate(away) if km <= 3_000}


def test_a_suburb_is_told_by_its_city() -> None:
    point = Point(-1.3, 36.9)
    assert str(places().around(point)[0]) == "Nairobi, KE"
    assert places().nearest(point)[1] < places().around(point)[1]
    assert str(places().around(Point(0, -150))[0]).endswith(", PF")


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text) or not text.isascii()


@given(st.lists(st.integers(-(2**31), 2**31 - 1)), st.text(st.characters(codec="utf-8")))
def test_what_is_packed_is_unpacked(numbers: list[int], text: str) -> None:
    packed = Packed(pack({"of": ["ü"]}, {"numbers": numbers, "text": text, "again": numbers}))
    assert packed.numbers("numbers").tolist() == packed.numbers("again").tolist() == numbers
    assert packed.text("text").decode() == text
    assert packed.about == {"of": ["ü"]}


@pytest.mark.parametrize("text", ["paris", "北京", "St. John's", "São Paulo, BR"])
def test_names_look_like_names(text: str) -> None:
    assert looks_like_a_name(text)


@pytest.mark.parametrize("text", ["39.9, 116.4", "", " ", "geo:1,2", "https://maps.example/x", "5° N"])
def test_coordinates_do_not(text: str) -> None:
    assert not looks_like_a_name(text)
