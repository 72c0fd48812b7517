"""The stand-in against the documentation's own samples: given the same videos, the same answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.local.conftest import Caller
from tui.local.ids import number_at, parse_video_no, time_of
from tui.local.rows import Stored

WIRE = Path(__file__).parent.parent / "wire"
PUBLISHED = {
    "VI606404158946574336": 1754037217992,
    "VI606402870447996928": 1754036910783,
    "VI606401846039576576": 1754036666561,
    "VI702915390254350336": 1777047288621,
}


def sample(name: str) -> Any:
    return json.loads((WIRE / f"{name}.json").read_text("utf-8"))


def stored(video_no: str, created: int, **about: Any) -> Stored:
    number = parse_video_no(video_no)
    assert number is not None
    return Stored(number=number, created=created, ready_at=created, **about)


def test_the_list_of_2026(service: Caller) -> None:
    wanted = sample("v1_list_videos_sample_strings")
    item = wanted["data"]["videos"][0]
    service.at.store.add(
        [
            stored(
                item["video_no"], int(item["create_time"]), name=item["video_name"], duration=int(item["duration"]),
                size=int(item["size"]), tags=tuple(item["tags"]), blob=item["blob"],
            )
        ]
    )  # fmt: skip
    answer = service.http.post("/serve/api/v1/list_videos", json={"size": 20}).json()
    item["video_url"] = f"{service.at.url}/videos/{item['blob']}"
    item["cover_url"] = f"{service.at.url}/covers//{item['video_no']}/frame_0032.jpg"
    wanted["data"]["total_count"] = "1"
    assert answer == wanted


@pytest.mark.parametrize("name", ["v1_get_metadata_sample", "v1_get_metadata_sample_prose"])
def test_metadata(service: Caller, name: str) -> None:
    wanted = sample(name)
    item = wanted["data"]
    service.at.store.add(
        [
            stored(
                item["video_no"], item["create_time"], name=item["video_name"], duration=item["duration"],
                size=item["size"], fps=item["fps"], width=item["width"], height=item["height"],
                taken=item["datetime_taken"], camera=item["camera_model"], latitude=item["latitude"],
                longitude=item["longitude"], tags=tuple(item["tags"]),
            )
        ]
    )  # fmt: skip
    asked = sample("v1_get_metadata_request")
    assert service.http.get("/serve/api/v1/get_metadata", params=asked).json() == wanted


def test_the_legacy_list(service: Caller) -> None:
    wanted = sample("legacy_list_videos_sample")
    service.at.store.add(
        stored(
            item["video_no"], int(item["create_time"]), name=item["video_name"], duration=int(item["duration"]),
            size=int(item["size"]), tags=("unseen", "api"), camera="unseen", blob="unseen.mp4",
        )
        for item in wanted["data"]["videos"]
    )  # fmt: skip
    assert service.http.post("/serve/api/video/list_videos", json={}).json() == wanted


@pytest.mark.parametrize("name", ["all", "basic", "metadata"])
def test_documented_questions_are_understood(service: Caller, name: str) -> None:
    asked = sample(f"v1_list_videos_request_{name}")
    answer = service.listing(**asked)
    assert (answer["current_page"], answer["page_size"], answer["videos"]) == (1, asked["size"], [])


@pytest.mark.parametrize("name", ["v1_upload_url_request_form", "v1_upload_url_request_form_python"])
def test_documented_url_uploads_are_understood(service: Caller, name: str) -> None:
    form: dict[str, list[str]] = {}
    for field, value in sample(name):
        form.setdefault(field, []).append(value)
    receipt = service.receipt(service.http.post("/serve/api/v1/upload_url", data=form))
    assert list(receipt) == list(sample("v1_upload_url_sample")["data"])
    video = service.at.store.get(str(receipt["videoNo"]))
    assert video is not None
    assert video.camera == "Canon EOS 5D"
    assert video.taken == 1760958000000
    assert video.tags[:2] in {("test1", "test2"), ("tag1", "tag2")}
    assert video.tags[-1] == "api"


def test_what_does_not_exist(service: Caller) -> None:
    asked = {"video_no": "VI606404158946574336"}
    answer = service.http.get("/serve/api/v1/get_metadata", params=asked)
    assert answer.json() == sample("v1_get_metadata_not_found")
    assert service.http.get("/api").json() == sample("error_0001_no_static_resource")
    answer = service.http.post("/serve/api/v1/download", json=asked)
    assert answer.json() == sample("error_0001_video_not_found")


@pytest.mark.parametrize(("video_no", "created"), PUBLISHED.items())
def test_ids_tell_the_time_as_the_published_ones_do(video_no: str, created: int) -> None:
    number = parse_video_no(video_no)
    assert number is not None
    assert 46 <= created - time_of(number) <= 64
    assert abs(number_at(created) - number) >> 22 <= 14
