"""list_videos and get_metadata: filters, pages and quirks of both dialects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.local.conftest import START, Caller, Turned, calling
from tests.standin import standin
from tui.local.ids import number_at
from tui.local.rows import Stored
from tui.local.schema import great_circle_km

NOW = int(START * 1000)
PARIS, VERSAILLES, ORLY_SOUTH = (48.8566, 2.3522), (48.8049, 2.1204), (48.62, 2.35)


def video(position: int, **about: Any) -> Stored:
    """A video that was uploaded `position` hours ago and has long been indexed."""
    created = NOW - position * 3_600_000
    number = number_at(created)
    plain = Stored(number=number, created=created, ready_at=created + 8000, name=f"clip {position}", size=position)
    return replace(plain, blob=f"VI{number}.mp4", **about)


@pytest.fixture
def stocked(service: Caller) -> Caller:
    service.at.store.add(
        [
            video(6, tags=("beach", "api"), camera="Canon EOS 5D", taken=1000, latitude=PARIS[0], longitude=PARIS[1]),
            video(5, tags=("beach", "snow", "api"), camera="Canon EOS 5D", taken=2000),
            video(4, tags=("Beach", "api"), latitude=VERSAILLES[0], longitude=VERSAILLES[1]),
            video(3, tags=("beach",), outcome="FAIL", cause="no frames", camera="Canon EOS 5D", taken=3000),
            video(2, tags=("beach",), ready_at=NOW + 5000, camera="Canon EOS 5D", taken=4000),
            video(1, latitude=ORLY_SOUTH[0], longitude=ORLY_SOUTH[1]),
            video(7, namespace="other", tags=("beach", "api")),
        ]
    )
    return service


def names(caller: Caller, **asked: object) -> list[object]:
    return [item["video_name"] for item in caller.videos(**asked)]


def test_newest_first(stocked: Caller) -> None:
    assert names(stocked) == [f"clip {n}" for n in (1, 2, 3, 4, 5, 6)]


def test_pages_hold_every_video_once(stocked: Caller) -> None:
    pages = [stocked.listing(page=page, size=4) for page in (1, 2, 3)]
    assert [page["current_page"] for page in pages] == [1, 2, 3]
    assert [page["page_size"] for page in pages] == [4, 4, 4]
    assert [page["total_count"] for page in pages] == ["6", "6", "6"]
    sizes = [len(page["videos"]) for page in pages if isinstance(page["videos"], list)]
    assert sizes == [4, 2, 0]
    assert names(stocked, page=2, size=4) == ["clip 5", "clip 6"]


@pytest.mark.parametrize("dialect", ["v1", "legacy"])
def test_the_default_size_is_200_as_recorded(stocked: Caller, dialect: str) -> None:
    assert stocked.listing(dialect)["page_size"] == 200


def test_numbers_are_strings_but_for_the_page_and_places(stocked: Caller) -> None:
    item = stocked.videos(video_name="clip 6")[0]
    for field in ("duration", "size", "create_time", "datetime_taken"):
        assert isinstance(item[field], str), field
    assert item["cause"] == "null"
    assert (item["latitude"], item["longitude"]) == PARIS


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"video_name": "clip 4"}, [4]),
        ({"video_name": "clip"}, []),
        ({"tag": "beach"}, [5, 6]),
        ({"tag": "api"}, [4, 5, 6]),
        ({"tag": "beach,snow"}, []),
        ({"camera_model": "Canon EOS 5D"}, [5, 6]),
        ({"camera_model": "canon eos 5d"}, []),
        ({"datetime_taken": 2000}, [5]),
        ({"datetime_taken": "1000"}, [5, 6]),
        ({"latitude": PARIS[0], "longitude": PARIS[1]}, [4, 6]),
        ({"latitude": ORLY_SOUTH[0], "longitude": ORLY_SOUTH[1]}, [1]),
        ({"status": "PARSE"}, [1, 4, 5, 6]),
        ({"status": "UNPARSE"}, [2]),
        ({"status": "FAIL"}, [3]),
        ({"status": "UNPARSE", "tag": "beach"}, []),
        ({"status": "FAIL", "camera_model": "Canon EOS 5D"}, []),
        ({"tag": "beach", "datetime_taken": 2000, "camera_model": "Canon EOS 5D"}, [5]),
        ({"unique_id": "other"}, [7]),
        ({"unique_id": "other", "tag": "snow"}, []),
        ({"page_size": 2, "colour": "red"}, [1, 2, 3, 4, 5, 6]),
        ({"video_name": None, "status": None, "tag": None, "video_nos": None}, [1, 2, 3, 4, 5, 6]),
    ],
)
def test_filters(stocked: Caller, asked: dict[str, object], found: list[int]) -> None:
    assert names(stocked, **asked) == [f"clip {n}" for n in found]
    assert stocked.listing(**asked)["total_count"] == str(len(found))  # type: ignore[arg-type]  # what is asked varies


def test_numbers_are_intersected_with_everything_else(stocked: Caller) -> None:
    all_of_them = stocked.numbers()
    assert stocked.numbers(video_nos=all_of_them[2:5], tag="beach") == all_of_them[4:5]
    assert stocked.numbers(video_nos=[*all_of_them[:2], "VI1", "nonsense"]) == all_of_them[:2]
    assert stocked.numbers(video_nos=[]) == []
    assert stocked.numbers(video_no=all_of_them[3]) == all_of_them[3:4]
    assert stocked.numbers(video_no="nonsense") == []
    assert stocked.numbers(video_nos=all_of_them, unique_id="other") == []


def test_metadata_appears_when_parsing_has_finished(stocked: Caller, clock: Turned) -> None:
    late = {"tags", "camera_model", "datetime_taken", "cover_url"}
    before = stocked.videos(video_name="clip 2")[0]
    assert before["status"] == "UNPARSE"
    assert not late & before.keys()
    assert (before["fps"], before["width"], before["height"], before["resolution_label"]) == (None,) * 4
    assert stocked.videos(tag="beach", camera_model="Canon EOS 5D", datetime_taken=4000) == []
    clock.seconds += 5
    assert late <= stocked.videos(video_name="clip 2")[0].keys()
    assert names(stocked, datetime_taken=4000) == ["clip 2"]


def test_a_failure_tells_its_cause_and_no_metadata(stocked: Caller) -> None:
    item = stocked.videos(status="FAIL")[0]
    assert item["cause"] == "no frames"
    assert not {"tags", "camera_model", "datetime_taken"} & item.keys()
    about = stocked.metadata(item["video_no"])
    assert about is not None
    assert (about["status"], about["cause"]) == ("FAIL", "no frames")


def test_metadata_has_numbers_and_no_cause_nor_links(stocked: Caller) -> None:
    about = stocked.metadata(stocked.numbers(video_name="clip 6")[0])
    assert about is not None
    for field in ("duration", "size", "create_time", "datetime_taken"):
        assert isinstance(about[field], int), field
    assert not {"cause", "video_url", "cover_url"} & about.keys()


def test_resolution_labels_are_small_in_lists_and_capital_in_metadata(service: Caller) -> None:
    service.at.store.add([video(1, width=1080, height=1920, fps=29.97)])
    item = service.videos()[0]
    about = service.metadata(item["video_no"])
    assert about is not None
    assert (item["resolution_label"], about["resolution_label"]) == ("1080p", "1080P")
    assert (item["fps"], about["fps"]) == (29.97, 29.97)


def test_a_wrong_namespace_is_empty_not_an_error(stocked: Caller) -> None:
    known = stocked.numbers(video_name="clip 6")[0]
    assert stocked.metadata(known, unique_id="other") is None
    assert stocked.videos(unique_id="no such thing") == []
    ids = stocked.data(stocked.http.get("/serve/api/v1/list_unique_ids"))
    assert ids == {"unique_ids": ["default", "no such thing", "other"]}


def test_nothing_was_ever_uploaded(service: Caller) -> None:
    assert service.data(service.http.get("/serve/api/v1/list_unique_ids")) == {"unique_ids": []}
    assert service.listing()["total_count"] == "0"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"status": "FAILED"}, "[UNPARSE, PARSE, FAIL]"),
        ({"status": "ready"}, "JSON parse error"),
        ({"latitude": 1.0}, "The latitude and longitude parameters must be provided together."),
        ({"longitude": 0}, "The latitude and longitude parameters must be provided together."),
        ({"page": 0}, "page must be greater than 0"),
        ({"size": -1}, "size must be greater than 0"),
        ({"page": "first"}, "page"),
        ({"unique_id": ""}, "unique_id"),
        ({"video_nos": "VI1"}, "video_nos"),
        ({"tag": ["a", "b"]}, "tag"),
        ({"datetime_taken": "2025-10-20 11:00:00"}, "datetime_taken"),
    ],
)
def test_refusals(service: Caller, asked: dict[str, object], words: str) -> None:
    assert words in service.list_refused(**asked)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"data": {"page": "1"}}, "application/x-www-form-urlencoded"),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, "JSON parse error"),
        ({"content": b"", "headers": {"content-type": "application/json"}}, "body is missing"),
        ({"json": [1]}, "JSON parse error"),
    ],
)
def test_what_is_no_json_object(service: Caller, sent: dict[str, Any], words: str) -> None:
    assert words in service.refused(service.http.post("/serve/api/v1/list_videos", **sent))


def test_wrong_methods_and_paths_are_answered_with_200(service: Caller) -> None:
    assert "'GET' is not supported" in service.refused(service.http.get("/serve/api/v1/list_videos"))
    assert "No static resource" in service.refused(service.http.get("/serve/api/v1/list_videos/"))
    assert "video_no" in service.refused(service.http.get("/serve/api/v1/get_metadata"))


def test_legacy_names_match_in_part_and_items_have_seven_fields(stocked: Caller) -> None:
    found = stocked.listing("legacy", video_name="LIP 4")["videos"]
    assert isinstance(found, list)
    assert [item["video_name"] for item in found] == ["clip 4"]
    assert set(found[0]) == {"duration", "size", "status", "cause", "video_no", "video_name", "create_time"}


def test_legacy_lists_see_the_account_or_one_folder(stocked: Caller) -> None:
    folders = stocked.data(stocked.http.get("/serve/api/video/get_folder"))
    assert isinstance(folders, list)
    ids = {folder["foldersName"]: folder["id"] for folder in folders}
    assert ids["Default folder"] == "-1"
    wanted = [(None, "7"), (-1, "6"), (int(ids["other"]), "1"), (99, "0")]
    assert [stocked.listing("legacy", folder_id=folder)["total_count"] for folder, _ in wanted] == [
        n for _, n in wanted
    ]
    by_query = stocked.http.post("/serve/api/video/list_videos", params={"size": 2, "status": "PARSE"}).json()
    assert (by_query["data"]["page_size"], by_query["data"]["total_count"]) == (2, "5")


@pytest.fixture(scope="module")
def slow_to_show() -> Iterator[tuple[Caller, Turned]]:
    clock = Turned()
    with standin(now=clock, visible_after=3) as at, calling(at) as http:
        yield Caller(at, http), clock


def test_an_upload_may_take_a_while_to_be_seen(slow_to_show: tuple[Caller, Turned]) -> None:
    caller, clock = slow_to_show
    answer = caller.http.post("/serve/api/v1/upload_url", data={"url": "https://videos.example/a.mp4"})
    video_no = caller.receipt(answer)["videoNo"]
    assert caller.metadata(video_no) is None
    assert caller.numbers() == caller.numbers(video_nos=[video_no]) == []
    clock.seconds += 3
    assert caller.metadata(video_no) is not None
    assert caller.numbers() == [video_no]


def test_deleting(stocked: Caller) -> None:
    first, second, *_ = stocked.numbers()
    (elsewhere,) = stocked.numbers(unique_id="other")
    for _ in range(2):  # twice is as good as once
        answer = stocked.http.post("/serve/api/v1/delete_videos", json=[first, "VI1", elsewhere])
        assert stocked.data(answer) is None
    assert stocked.numbers()[0] == second
    assert stocked.numbers(unique_id="other") == [elsewhere]
    many = ["VI1"] * 101
    assert "100" in stocked.refused(stocked.http.post("/serve/api/v1/delete_videos", json=many))
    assert "JSON parse error" in stocked.refused(stocked.http.post("/serve/api/v1/delete_videos", json={"a": 1}))


def test_names_that_utf8_cannot_hold_come_as_escapes(service: Caller) -> None:
    name = "half \ud83d pair, 漢字, 👩‍👩‍👧‍👦"
    service.at.store.add([video(1, name=name, tags=("\udc00",), camera="\ud800")])
    answer = service.http.post("/serve/api/v1/list_videos", json={})
    assert b"\\ud83d" in answer.content
    assert answer.json()["data"]["videos"][0]["video_name"] == name
    lone: Any = httpx.Client.post(
        service.http,
        "/serve/api/v1/list_videos",
        content=b'{"tag":"\\udc00"}',
        headers={"content-type": "application/json"},
    )
    assert lone.json()["data"]["total_count"] == "1"


@given(st.floats(-89, 89), st.floats(-180, 180), st.floats(0.001, 1))
def test_distance_is_that_of_a_sphere(latitude: float, longitude: float, step: float) -> None:
    north = great_circle_km(latitude, longitude, latitude + step, longitude)
    assert north == pytest.approx(step * 111.195, rel=1e-3)
    assert great_circle_km(latitude, longitude, latitude, longitude + 360) == pytest.approx(0, abs=1e-6)
    there, back = ((latitude, longitude), (-latitude, longitude + step))
    assert great_circle_km(*there, *back) == pytest.approx(great_circle_km(*back, *there))


def test_the_place_filter_crosses_the_date_line(service: Caller) -> None:
    service.at.store.add([video(1, latitude=-17.0, longitude=179.95), video(2, latitude=-17.0, longitude=179.5)])
    assert names(service, latitude=-17.0, longitude=-179.95) == ["clip 1"]
