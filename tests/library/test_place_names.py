"""`near:paris`: what a name means in a query, what is said where it means nothing, and what could be typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.queries import TODAY
from tui.geo.places import places
from tui.library.place_names import also
from tui.library.query import Near
from tui.library.query_text import QueryProblem, complete, parse, text_of
from tui.library.query_values import Unclear, read_near
from tui.library.values import Facets


def near(text: str) -> Near:
    found = parse(text, today=TODAY).near
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "reading", "km"),
    [
        ("near:paris", "Paris, FR", 20),
        ("near:paris~5km", "Paris, FR", 5),
        ('near:"Paris, TX"~3mi', "Paris, TX", 4.828032),
        ('near:"new york"', "New York City, NY", 20),
        ('near:"new york ~ 7km"', "New York City, NY", 7),
        ("near:北京~1km", "Beijing, CN", 1),
    ],
)
def test_a_name_is_read_and_printed_as_it_was_typed(text: str, reading: str, km: float) -> None:
    query = parse(text, today=TODAY)
    assert query.near is not None
    assert (query.near.reading, query.near.km) == (reading, km)
    again = parse(text_of(query), today=TODAY)
    assert again == query
    assert again.near is not None
    assert (again.near.label, again.near.reading) == (query.near.label, reading)
    assert query.near.label in text_of(query)


def test_a_name_stands_for_its_point() -> None:
    paris = near("near:paris")
    assert (paris.latitude, paris.longitude) == pytest.approx((48.85, 2.35), abs=0.05)


@settings(max_examples=30)
@given(st.integers(0, 33_000), st.sampled_from(["", "~5km", "~0.5km"]))
def test_every_unmistakable_name_goes_through_a_query(n: int, radius: str) -> None:
    city = places().city(n)
    if text := places().unmistakable(city):
        found = near(f'near:"{text}{radius}"')
        assert found.reading == str(city)
        assert text_of(parse(text_of(parse(f'near:"{text}"', today=TODAY)), today=TODAY)).startswith("near:")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("near:springfield", "several places: Springfield, MO"),
        ("near:nair", "Did you mean Nairobi?"),
        ("near:xyzzyx", "No city of more than 15,000 people"),
        ("near:95,10", "95 can't be a latitude"),
        ("near:paris~x", "no radius"),
    ],
)
def test_what_is_no_place_says_why(text: str, says: str) -> None:
    with pytest.raises(QueryProblem, match=says):
        parse(text, today=TODAY)


def test_several_places_offer_a_choice() -> None:
    with pytest.raises(Unclear) as unclear:
        read_near("springfield")
    assert unclear.value.choices[:2] == ("Springfield, MO", "Springfield, MA")
    for choice in unclear.value.choices:
        assert read_near(choice).km == 20


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("near:nair", "near:Nairobi "),
        ("beach near:springf", 'beach near:"Springfield, MO" '),
        ('near:"new yor', 'near:"New York City" '),
    ],
)
def test_completion_offers_cities_that_parse(text: str, first: str) -> None:
    found = complete(text, len(text), Facets())
    taken = [text[: one.start] + one.insert + text[one.end :] for one in found]
    assert taken[0] == first
    for whole in taken:
        assert near(whole).km == 20
    assert all(one.note for one in found)


@pytest.mark.parametrize("text", ["near:39", "near:39.9,1", "near:paris~1", "near:", "near:geo:1"])
def test_coordinates_and_radiuses_are_not_completed(text: str) -> None:
    assert complete(text, len(text), Facets()) == []


def test_the_others_of_a_name_are_told() -> None:
    assert also("paris") == "Paris, TX"
    assert also("nairobi") == ""
