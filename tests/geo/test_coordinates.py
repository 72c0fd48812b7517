"""Places in every usual notation, and the ones that have to be refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.geo.coordinates import CoordinateProblem, Point, distance_km, parse
from tui.text import safe_text

BEIJING = Point(39.9042, 116.4074)


def degrees_apart(one: Point, other: Point) -> float:
    return max(abs(one.latitude - other.latitude), abs(one.longitude - other.longitude))


@pytest.mark.parametrize(
    "text",
    [
        "39.9042, 116.4074",
        "39.9042,116.4074",
        "39.9042 116.4074",
        "  (39.9042; 116.4074) ",
        "+39.9042 +116.4074",
        "39,9042 116,4074",
        "39,9042; 116,4074",
        "39,9042, 116,4074",
        "39,9042° N 116,4074° E",
        "39.9042N 116.4074E",
        "N39.9042 E116.4074",
        "E116.4074 N39.9042",
        "39.9042° N, 116.4074° E",
        "39.9042n, 116.4074e",
        "lat 39.9042 lon 116.4074",
        "longitude: 116.4074, latitude: 39.9042",
        "lat=39.9042&lng=116.4074",
        "39°54'15.12\"N 116°24'26.64\"E",
        "39° 54′ 15.12″ N, 116° 24′ 26.64″ E",
        "39°54′15,12″N 116°24′26,64″E",
        "N 39 54 15.12 E 116 24 26.64",
        "39 54 15.12, 116 24 26.64",
        "39 54 15.12 116 24 26.64",
        "39:54:15.12N 116:24:26.64E",
        "39d54m15.12sN 116d24m26.64sE",
        "39°54.252'N 116°24.444'E",
        "39 54.252 116 24.444",
        "geo:39.9042,116.4074",
        "geo:39.9042,116.4074,44;crs=wgs84;u=35",
        "geo:0,0?q=39.9042,116.4074(Forbidden+City)",
        "+39.9042+116.4074+044/",
        "+39.9042+116.4074CRSWGS_84/",
        "+395415.12+1162426.64/",
        "+3954.252+11624.444/",
        "https://www.google.com/maps/@39.9042,116.4074,15z",
        "https://www.google.com/maps/place/X/@1,2,15z/data=!4m5!3m4!8m2!3d39.9042!4d116.4074",
        "https://maps.google.com/?q=39.9042,116.4074",
        "maps.google.com/?q=loc:39.9042%2C116.4074",
        "https://www.google.com/maps/search/?api=1&query=39.9042%2C+116.4074",
        "https://www.openstreetmap.org/#map=12/39.9042/116.4074",
        "https://www.openstreetmap.org/?mlat=39.9042&mlon=116.4074#map=12/1/2",
        "https://maps.apple.com/?ll=39.9042,116.4074&q=Home",
        "https://www.bing.com/maps?cp=39.9042~116.4074&lvl=11",
    ],
)
def test_one_place_in_every_notation(text: str) -> None:
    assert degrees_apart(parse(text), BEIJING) < 1e-6


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("-33.8688, 151.2093", Point(-33.8688, 151.2093)),
        ("−33.8688 151.2093", Point(-33.8688, 151.2093)),
        ("33°51′S 151°12′E", Point(-33.85, 151.2)),
        ("-0°30' 10°", Point(-0.5, 10)),
        ("S 0 30, W 0 15", Point(-0.5, -0.25)),
        ("+40-075/", Point(40, -75)),
        ("-00.5-000.25/", Point(-0.5, -0.25)),
        ("39, 116,4", Point(39, 116.4)),
        ("33.5S, 151.5E", Point(-33.5, 151.5)),
        ("33°30′S, 151°30′E", Point(-33.5, 151.5)),
        ("33d30m0S 151d30m0E", Point(-33.5, 151.5)),
        ("33d30m0s, 151d30m0s", Point(33.5, 151.5)),
        ("33d30m0sS, 151d30m0sE", Point(-33.5, 151.5)),
        ("33d30mS 151d30mE", Point(-33.5, 151.5)),
        ("33degS 151degE", Point(-33, 151)),
        ("90, -180", Point(90, -180)),
        ("0 0", Point(0, 0)),
    ],
)
def test_signs_and_edges(text: str, point: Point) -> None:
    assert degrees_apart(parse(text), point) < 1e-9


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Type a latitude"),
        ("beach", "no place"),
        ("39.9", "no place"),
        ("12 30 45", "no place"),
        ("39.5.5, 3", "no place"),
        ("1e5, 3", "no place"),
        ("10, 190", "190 can't be a longitude"),
        ("95N 10E", "95 can't be a latitude"),
        ("9" * 400 + ", 2", "can't be a latitude"),
        ("N39.9 S12", "Both numbers are a latitude"),
        ("39 N -5 W", "say where twice"),
        ("39 75 N 5 10 E", "75 minutes are too many"),
        ("39 10 61 N 5 10 0 E", "61 seconds are too many"),
        ("39.5 10 N 5 10 E", "have a fraction"),
        ("+395+1162427/", "odd number of digits"),
        ("geo:beach", "written geo:"),
        ("geo:1,2;crs=moon", "another system"),
        ("https://maps.app.goo.gl/abc", "names no coordinates"),
        ("x" * 5000, "too long"),
    ],
)
def test_refusals_say_why(text: str, words: str) -> None:
    with pytest.raises(CoordinateProblem) as refused:
        parse(text)
    assert words in refused.value.message
    assert refused.value.swapped is None


def test_the_wrong_order_is_not_guessed_but_offered() -> None:
    with pytest.raises(CoordinateProblem) as refused:
        parse("116.4074, 39.9042")
    assert refused.value.swapped == BEIJING
    assert "39.9042, 116.4074" in refused.value.message


def test_no_other_way_round_where_the_writer_named_the_axes() -> None:
    with pytest.raises(CoordinateProblem) as refused:
        parse("116.4074N 39.9042E")
    assert refused.value.swapped is None


latitudes = st.floats(-90, 90).map(lambda degrees: round(degrees, 5))
longitudes = st.floats(-180, 180).map(lambda degrees: round(degrees, 5))
points = st.builds(Point, latitudes, longitudes)


def sexagesimal(degrees: float, letters: str, parts: int) -> str:
    """Degrees as a careful person writes them: `parts` numbers, the last with decimals, a letter for the sign."""
    left = round(abs(degrees) * 3600 * 1000)
    if parts == 2:
        whole, rest = divmod(left, 3600 * 1000)
        return f"{whole}°{rest / 60000:.7f}′{letters[degrees < 0]}"
    whole, rest = divmod(left, 3600 * 1000)
    minutes, thousandths = divmod(rest, 60 * 1000)
    return f"{whole}°{minutes}′{thousandths / 1000:.3f}″{letters[degrees < 0]}"


@given(points)
def test_what_is_printed_is_read_back(point: Point) -> None:
    assert degrees_apart(parse(str(point)), point) < 1e-6


@given(points, st.sampled_from(["{}, {}", "{};{}", "{} {}", "geo:{},{}", "https://x.org/@{},{},9z", "lat {} lon {}"]))
def test_decimals_come_back_from_every_wrapping(point: Point, shape: str) -> None:
    text = shape.format(f"{point.latitude:.5f}", f"{point.longitude:.5f}")
    assert degrees_apart(parse(text), point) < 1e-9


@given(points)
def test_decimal_commas_come_back(point: Point) -> None:
    text = f"{point.latitude:.5f} {point.longitude:.5f}".replace(".", ",")
    assert degrees_apart(parse(text), point) < 1e-9


@given(points, st.sampled_from([2, 3]), st.sampled_from([" ", ", ", ""]))
def test_degrees_and_minutes_come_back(point: Point, parts: int, between: str) -> None:
    text = sexagesimal(point.latitude, "NS", parts) + between + sexagesimal(point.longitude, "EW", parts)
    assert degrees_apart(parse(text), point) < 1e-6


@given(points)
def test_iso_6709_comes_back(point: Point) -> None:
    assert degrees_apart(parse(f"{point.latitude:+09.5f}{point.longitude:+010.5f}/"), point) < 1e-9


@given(st.text() | st.text("0123456789.,;:°′″'\"NSEWnsew+- /@?&=geolatqm#!d%~", max_size=40))
@example("geo:" + "1" * 30 + ",2")
@example("https://[/?q=1,2")
@example("a.bc/?q=%ff%00")
def test_any_text_is_a_place_or_a_problem_in_words(text: str) -> None:
    found = place_or_problem(text)
    if isinstance(found, CoordinateProblem):
        assert found.message
        assert safe_text(found.message) == found.message
    else:
        assert abs(found.latitude) <= 90
        assert abs(found.longitude) <= 180


def place_or_problem(text: str) -> Point | CoordinateProblem:
    try:
        return parse(text)
    except CoordinateProblem as problem:
        return problem


def test_distances_known_from_elsewhere() -> None:
    assert distance_km(BEIJING, BEIJING) == 0
    assert distance_km(Point(51.5074, -0.1278), Point(48.8566, 2.3522)) == pytest.approx(343.6, abs=0.5)
    assert distance_km(Point(0, 179.9), Point(0, -179.9)) == pytest.approx(22.24, abs=0.01)
    assert distance_km(Point(90, 0), Point(-90, 0)) == pytest.approx(math.pi * 6371.0088)


@given(points, points)
def test_a_distance_is_the_same_both_ways_and_at_most_half_around(one: Point, other: Point) -> None:
    there = distance_km(one, other)
    assert there == pytest.approx(distance_km(other, one), abs=1e-9)
    assert 0 <= there <= math.pi * 6371.0088 + 1e-6
