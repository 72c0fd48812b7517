"""Who is let in, how often, and what the others are told."""

from __future__ import annotations

import httpx
import pytest

from tests.conditions import PATIENCE
from tests.local.conftest import Caller, Turned, calling
from tests.standin import KEY, StandIn, standin
from tui.local.service import Rules

FILE = {"file": ("a.mp4", b"x", "video/mp4")}


def stranger_to(at: StandIn) -> httpx.Client:
    return httpx.Client(base_url=at.url, timeout=PATIENCE)


def upload(http: httpx.Client) -> httpx.Response:
    return http.post("/serve/api/v1/upload", files=FILE)


@pytest.mark.parametrize("key", ["", "sk-mavi-wrong", f"Bearer {KEY}"])
@pytest.mark.parametrize("status", [401, 200])
def test_a_wrong_key(key: str, status: int) -> None:
    with standin(rules=Rules(key=KEY, unauthorized_status=status)) as at, stranger_to(at) as http:
        for method, path in (
            ("POST", "/serve/api/v1/list_videos"),
            ("GET", "/serve/api/v1/get_metadata"),
            ("POST", "/serve/api/v1/upload"),
            ("POST", "/serve/api/v1/upload_url"),
            ("POST", "/serve/api/video/list_videos"),
            ("GET", "/serve/api/v1/download"),
        ):
            answer = http.request(method, path, headers={"authorization": key} if key else {})
            assert answer.status_code == status, path
            assert answer.json()["code"] == "0401"
        assert at.store.total() == 0


def test_pictures_and_videos_need_no_key(service: Caller) -> None:
    service.http.post("/serve/api/v1/upload_url", data={"url": "https://videos.example/a.mp4"})
    item = service.videos()[0]
    with stranger_to(service.at) as stranger:
        assert stranger.get(str(item["video_url"])).status_code == 404, "made up: there are no bytes"
        assert stranger.get(f"{service.at.url}/covers//{item['video_no']}/frame_0032.jpg").status_code == 404


def test_no_key_lets_everybody_in() -> None:
    with standin(rules=Rules()) as at, stranger_to(at) as http:
        assert http.post("/serve/api/v1/list_videos", json={}).json()["code"] == "0000"


@pytest.mark.parametrize("status", [200, 429])
def test_uploads_per_minute(clock: Turned, status: int) -> None:
    rules = Rules(key=KEY, uploads_per_minute=2, limited_status=status)
    with standin(now=clock, rules=rules) as at, calling(at) as http:
        assert [upload(http).json()["code"] for _ in range(2)] == ["0000", "0000"]
        clock.seconds += 59
        over = upload(http)
        assert over.status_code == status
        assert over.json() == {"code": "0429", "msg": "Request has exceeded the limit."}
        assert Caller(at, http).listing()["total_count"] == "2", "lists are not uploads"
        clock.seconds += 1
        assert upload(http).json()["code"] == "0000"


def test_credits_run_out() -> None:
    with standin(rules=Rules(key=KEY, credits=1)) as at, calling(at) as http:
        assert upload(http).json()["code"] == "0000"
        poor = upload(http).json()
        assert (poor["code"], poor["msg"], poor["success"]) == ("0402", "You don't have enough points", False)


def test_every_answer_shows_the_services_clock(clock: Turned) -> None:
    clock.seconds = 1_000_000_000
    with standin(now=clock) as at, calling(at) as http:
        answers = [http.get("/nowhere"), http.post("/serve/api/v1/list_videos", json={}), http.get("/covers/VI1/a.jpg")]
    assert {answer.headers["date"] for answer in answers} == {"Sun, 09 Sep 2001 01:46:40 GMT"}
    assert all(len(answer.headers.get_list("date")) == 1 for answer in answers)


def test_links_point_to_where_the_caller_found_the_service(service: Caller) -> None:
    service.http.post("/serve/api/v1/upload_url", data={"url": "https://videos.example/a.mp4"})
    answer = service.http.post("/serve/api/v1/list_videos", json={}, headers={"host": "library.example:8080"})
    assert answer.json()["data"]["videos"][0]["video_url"].startswith("http://library.example:8080/videos/")


def test_the_key_is_in_no_repr(service: Caller) -> None:
    at: StandIn = service.at
    assert at.key not in repr(at)
    assert at.key not in repr(Rules(key=at.key))
