"""Whatever stands where a field should be: good videos survive, and nothing but our own errors comes out."""

from __future__ import annotations

import json
import logging
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.api.errors import Garbled
from tui.api.models import read_namespaces, read_page, read_receipt, read_video
from tui.api.values import Receipt, Status, Video

FIELDS = (
    "video_no",
    "video_name",
    "status",
    "cause",
    "duration",
    "size",
    "create_time",
    "datetime_taken",
    "camera_model",
    "latitude",
    "longitude",
    "tags",
    "fps",
    "width",
    "height",
    "resolution_label",
    "video_url",
    "cover_url",
    "bucket",
    "blob",
    "videoNo",
    "folder_id",
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.sampled_from(["null", "", "1e999", "-0", "½"])
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4))
)
ITEMS = st.one_of(ANYTHING, st.dictionaries(st.sampled_from(FIELDS), ANYTHING))
GOOD = {"video_no": "VI606404158946574336", "video_name": "good", "status": "PARSE", "duration": "12"}


def is_sound(video: Video) -> bool:
    """Whether every value is one that the rest of the program may rely on."""
    json.loads(video.raw)
    return all(
        (
            0 < len(video.video_no) <= 200,
            isinstance(video.status, Status),
            video.duration is None or video.duration >= 0,
            video.size is None or 0 <= video.size <= 2**53,
            video.created is None or 946_684_800_000 <= video.created <= 4_102_444_800_000,
            (video.latitude is None) == (video.longitude is None),
            video.latitude is None or -90 <= video.latitude <= 90,
            video.longitude is None or -180 <= video.longitude <= 180,
            all(bool(tag) for tag in video.tags),
            video.cause is None or bool(video.cause.strip()),
        )
    )


@pytest.mark.row("N9")
@given(st.lists(ITEMS, max_size=6), st.integers(0, 6))
@settings(deadline=None)
def test_no_neighbour_ever_costs_a_good_video(neighbours: list[object], place: int) -> None:
    items = [*neighbours[:place], GOOD, *neighbours[place:]]
    page = read_page({"videos": items}, page=1, size=200)
    assert "good" in {video.name for video in page.videos}
    assert len(page.videos) + page.skipped == len(items)
    assert all(is_sound(video) for video in page.videos)


@pytest.mark.row("N9")
@given(st.sampled_from(FIELDS), ANYTHING)
@settings(deadline=None)
def test_no_field_but_the_number_ever_costs_the_video(field: str, value: object) -> None:
    page = read_page({"videos": [{**GOOD, field: value}]}, page=1, size=200)
    assert page.videos or field == "video_no"
    assert all(is_sound(video) for video in page.videos)


@given(ANYTHING)
@settings(deadline=None)
def test_anything_in_place_of_the_data_is_an_answer_or_garbled(data: object) -> None:
    for read in (
        lambda: read_page(data, page=1, size=200),
        lambda: read_video(data, "VI1"),
        lambda: read_receipt(data),
    ):
        with suppress(Garbled):
            read()


@given(st.dictionaries(st.sampled_from(["videos", "total_count", "current_page", "page_size"]), ANYTHING))
@settings(deadline=None)
def test_anything_in_a_page_is_an_answer_or_garbled(data: dict[str, object]) -> None:
    try:
        page = read_page(data, page=3, size=50)
    except Garbled:
        assert not isinstance(data.get("videos", ""), list)
    else:
        assert page.total is None or page.total >= 0


@given(st.dictionaries(st.sampled_from(["videoNo", "videoName", "videoStatus", "uploadTime"]), ANYTHING))
@settings(deadline=None)
def test_a_receipt_needs_its_number_alone(data: dict[str, object]) -> None:
    assert read_receipt({**data, "videoNo": "VI1"}).video_no == "VI1"


@pytest.mark.row("N9", "N17")
def test_what_is_left_out_is_counted_and_logged_without_its_content(caplog: pytest.LogCaptureFixture) -> None:
    secret = {"video_no": {"sk-SECRET": 1}, "video_name": "private"}
    page = read_page({"videos": [secret, GOOD, 7, None, {"video_no": "V" * 4000}]}, page=1, size=200)
    assert (len(page.videos), page.skipped) == (1, 4)
    assert len(caplog.records) == 4
    assert all(record.levelno == logging.WARNING for record in caplog.records)
    assert caplog.messages[0] == "left out a video that makes no sense: wrong or missing: video_no"
    assert "video_no" in caplog.text
    assert not any(word in caplog.text for word in ("SECRET", "private", "VVV"))


FULL = {
    "video_no": " VI7 ",
    "video_name": "null",
    "status": " parse_error ",
    "cause": "codec",
    "duration": "12",
    "size": 5_000,
    "create_time": "1748736000000",
    "datetime_taken": -1_000,
    "camera_model": "GoPro",
    "latitude": "39.9",
    "longitude": 116.4,
    "tags": ["a", "b", "a", None, "null", 7],
    "fps": "29.97",
    "width": 1920,
    "height": "1080",
    "resolution_label": "1080p",
    "video_url": "https://example.com/v",
    "cover_url": "https://example.com/c",
    "bucket": "films",
    "blob": "a/b",
}
OTHERWISE = {
    "video_no": "videoNo",
    "video_name": "videoName",
    "status": "videoStatus",
    "create_time": "uploadTime",
    "datetime_taken": "datetimeTaken",
    "camera_model": "cameraModel",
    "resolution_label": "resolutionLabel",
    "video_url": "videoUrl",
    "cover_url": "coverUrl",
}
"""What the service calls the same thing elsewhere."""


@pytest.mark.parametrize("item", [FULL, {OTHERWISE.get(name, name): fact for name, fact in FULL.items()}])
def test_every_fact_is_read_in_both_spellings(item: dict[str, object]) -> None:
    assert read_video(item, "VI1") == Video(
        video_no="VI7",
        name="null",
        status=Status.FAILED,
        status_word=" parse_error ",
        cause="codec",
        duration=12,
        size=5_000,
        created=1_748_736_000_000,
        taken=-1_000,
        camera="GoPro",
        latitude=39.9,
        longitude=116.4,
        tags=("a", "b", "7"),
        fps=29.97,
        width=1920,
        height=1080,
        resolution="1080p",
        video_url="https://example.com/v",
        cover_url="https://example.com/c",
        bucket="films",
        blob="a/b",
        raw=json.dumps(item),
    )


@pytest.mark.parametrize(
    ("field", "raw", "known"),
    [
        ("camera_model", "Null ", None),
        ("camera_model", "N/A", "N/A"),
        ("camera_model", 5, "5"),
        ("camera_model", True, None),
        ("video_name", 5, "5"),
        ("video_name", None, ""),
        ("video_name", ["a"], ""),
        ("tags", "alone", ("alone",)),
        ("tags", None, ()),
        ("status", "brand new", "brand new"),
        ("size", " 5 ", 5),
        ("size", "5.9", 5),
        ("size", "-5", None),
        ("size", 9_007_199_254_740_993, None),
        ("datetime_taken", "-5", -5),
        ("datetime_taken", "X5", None),
        ("datetime_taken", "5-", None),
        ("fps", "inf", None),
    ],
)
def test_odd_facts(field: str, raw: object, known: object) -> None:
    video = read_video({"video_no": "VI1", field: raw}, "VI1")
    assert video is not None
    names = {"camera_model": "camera", "video_name": "name", "datetime_taken": "taken", "status": "status_word"}
    assert getattr(video, names.get(field, field)) == known


def test_half_a_place_is_none() -> None:
    for half in ("latitude", "longitude"):
        video = read_video({**GOOD, half: 1.5}, "VI1")
        assert video is not None
        assert (video.latitude, video.longitude) == (None, None)


@pytest.mark.parametrize(
    ("number", "is_one"),
    [("V", True), ("V" * 200, True), ("V" * 201, False), ("", False), (" ", False), (7, True), (None, False)],
)
def test_what_is_a_video_number(number: object, is_one: bool) -> None:
    assert len(read_page({"videos": [{"video_no": number}]}, page=1, size=1).videos) == is_one


def test_a_page_says_where_it_is_in_both_spellings() -> None:
    for names in (("total_count", "current_page", "page_size"), ("totalCount", "currentPage", "pageSize")):
        page = read_page({"videos": [], **dict(zip(names, ("7", 2, 3), strict=True))}, page=9, size=50)
        assert (page.total, page.page, page.size) == (7, 2, 3)


def test_a_receipt_in_both_spellings() -> None:
    whole = Receipt("VI1", "a", Status.INDEXING, 1_748_736_000_000)
    facts = ("VI1", "a", "UNPARSE", "1748736000000")
    for names in (
        ("videoNo", "videoName", "videoStatus", "uploadTime"),
        ("video_no", "video_name", "status", "create_time"),
    ):
        assert read_receipt(dict(zip(names, facts, strict=True))) == whole
    assert read_receipt({"videoNo": "VI1"}) == Receipt("VI1", "", None, None)


def test_what_is_garbled_says_which_fields_and_not_what_was_in_them() -> None:
    with pytest.raises(Garbled, match=r"^The service took it, but its receipt makes no sense\.$") as receipt:
        read_receipt({"videoNo": {"secret": 1}})
    assert receipt.value.message == "wrong or missing: videoNo"
    with pytest.raises(Garbled, match=r"^The list that the service sent is not one\.$") as page:
        read_page({"videos": 7}, page=1, size=1)
    assert page.value.message == "wrong or missing: videos"
    with pytest.raises(Garbled) as whole:
        read_page("secret", page=1, size=1)
    assert whole.value.message == "wrong or missing: the whole"


def test_what_is_nested_without_end_costs_no_neighbour(caplog: pytest.LogCaptureFixture) -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    page = read_page({"videos": [{"video_no": "VI1", "folder_id": deep}, GOOD]}, page=1, size=2)
    assert ([video.name for video in page.videos], page.skipped) == (["good"], 1)
    assert caplog.messages == ["left out a video that is nested without end"]


@pytest.mark.parametrize("nothing", [None, {}])
def test_no_metadata_is_a_video_that_is_not_shown_yet(nothing: object) -> None:
    assert read_video(nothing, "VI1") is None


@pytest.mark.parametrize(
    ("data", "number"),
    [
        ({"video_name": "a"}, "VI1"),
        ({"video_no": "VI2"}, "VI2"),
        ({"videoNo": "VI3"}, "VI3"),
        ({"videoNo": "VI3", "video_name": "a"}, "VI3"),
    ],
)
def test_metadata_without_a_number_are_of_the_video_that_was_asked_for(data: object, number: str) -> None:
    video = read_video(data, "VI1")
    assert video is not None
    assert video.video_no == number


@pytest.mark.parametrize("data", [[], "ok", {"video_no": None}])
def test_metadata_that_are_none_are_garbled(data: object) -> None:
    with pytest.raises(Garbled, match=r"^The metadata that the service sent makes no sense\.$"):
        read_video(data, "VI1")


def test_namespaces_come_once_in_the_order_of_the_service() -> None:
    assert read_namespaces({"unique_ids": ["b", "a", "", 7, None, "b"]}) == ("b", "a")


@pytest.mark.parametrize("data", [None, ["a"], {"unique_ids": None}, {}])
def test_namespaces_that_are_none_are_garbled(data: object) -> None:
    with pytest.raises(Garbled, match=r"^The list of namespaces that the service sent is not one\.$"):
        read_namespaces(data)


@pytest.mark.parametrize(
    ("field", "known", "unknown"),
    [
        ("latitude", (-90, 90.0, "12.5"), (-90.1, 90.1, "north", True)),
        ("longitude", (-180, 180.0, "-0.5"), (-180.1, 180.1, float("nan"))),
        ("duration", (0, 366 * 86_400, "12", 7.0), (-1, 366 * 86_400 + 1, True)),
        ("width", (1, 100_000), (0, 100_001)),
    ],
)
def test_what_lies_beyond_the_sensible_is_not_known(
    field: str, known: tuple[object, ...], unknown: tuple[object, ...]
) -> None:
    other = {"latitude": "longitude", "longitude": "latitude"}.get(field, "height")
    for value in known:
        video = read_video({**GOOD, other: 1, field: value}, "VI1")
        assert video is not None
        assert getattr(video, field) == float(str(value))
    for value in unknown:
        video = read_video({**GOOD, other: 1, field: value}, "VI1")
        assert video is not None
        assert getattr(video, field) is None


def test_half_a_surrogate_pair_survives_and_can_be_stored() -> None:
    (video,) = read_page(json.loads('{"videos":[{"video_no":"VI1","video_name":"a\\ud800b"}]}'), page=1, size=1).videos
    assert video.name == "a\ud800b"
    assert json.loads(video.raw.encode("utf-8"))["video_name"] == "a\ud800b"


def test_hostile_names_come_through_as_they_are() -> None:
    """They are data: it is for the screen to make them harmless."""
    name = "\x1b]52;c;aGk=\x07[/red]\u202e" + "x" * 10_000
    (video,) = read_page({"videos": [{**GOOD, "video_name": name}]}, page=1, size=1).videos
    assert video.name == name


@pytest.mark.row("N17")
def test_the_same_video_twice_in_a_page_stays_twice() -> None:
    """The index keys by number; a page says what the service said."""
    assert len(read_page({"videos": [GOOD, GOOD]}, page=1, size=200).videos) == 2


@pytest.mark.parametrize("data", [{"videos": None}, {"videos": []}, {"videos": None, "total_count": "7"}])
def test_a_page_may_be_empty(data: dict[str, object]) -> None:
    assert read_page(data, page=9, size=50).videos == ()
    assert (read_page(data, page=9, size=50).page, read_page(data, page=9, size=50).size) == (9, 50)


@pytest.mark.parametrize(
    "data", [None, [], "ok", {}, {"total_count": 0}, {"videos": {}}, {"videos": "none"}, {"records": []}]
)
def test_what_is_no_page_is_never_taken_for_an_empty_one(data: object) -> None:
    """Or a sweep would forget the library."""
    with pytest.raises(Garbled, match="is not one"):
        read_page(data, page=1, size=200)
