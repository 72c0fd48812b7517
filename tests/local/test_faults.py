"""The faults that other tests order: each does what it says, once, and is remembered."""

from __future__ import annotations

import threading
from typing import Any

import httpx
import pytest

from tests.conditions import PATIENCE
from tests.faults import Fault
from tests.local.conftest import Caller
from tests.waiting import wait_until

LIST = "/serve/api/v1/list_videos"


@pytest.mark.parametrize(
    ("fault", "status", "start"),
    [
        ("429", 429, b'{"code":"0429"'),
        ("0429", 200, b'{"code":"0429"'),
        ("0401", 200, b'{"code":"0401"'),
        ("401", 401, b'{"code":"0401"'),
        ("0402", 200, b'{"code":"0402"'),
        ("0001", 200, b'{"code":"0001"'),
        ("500", 500, b'{"timestamp"'),
        ("503", 503, b'{"timestamp"'),
        ("html", 200, b"<html>"),
        ("cut", 200, b'{"code":"0000"'),
        ("empty", 200, b""),
    ],
)
def test_each_fault_and_then_the_truth(service: Caller, fault: Fault, status: int, start: bytes) -> None:
    service.at.faults.next(fault, headers={"retry-after": "7"})
    answer = service.http.post(LIST, json={})
    assert (answer.status_code, answer.headers["retry-after"]) == (status, "7")
    assert answer.content.startswith(start)
    assert (answer.content == b"") == (fault == "empty")
    assert service.listing()["total_count"] == "0"


def test_only_some_calls_to_some_paths(service: Caller) -> None:
    faults = service.at.faults
    faults.next("500", 2, path="list_videos")
    faults.next("503", None, path="get_metadata")
    asked = [("POST", LIST), ("GET", "/serve/api/v1/list_unique_ids"), ("POST", LIST), ("POST", LIST)]
    assert [service.http.request(*call, json={}).status_code for call in asked] == [500, 200, 500, 200]
    assert [service.http.get("/serve/api/v1/get_metadata").status_code for _ in range(3)] == [503] * 3
    faults.clear()
    assert service.http.get("/serve/api/v1/get_metadata").status_code == 200


def test_calls_are_counted_and_remembered(service: Caller) -> None:
    faults = service.at.faults
    service.listing(page=3)
    service.metadata("VI1")
    assert (faults.count(), faults.count("list_videos"), faults.count("upload")) == (2, 1, 0)
    listed, about = faults.calls
    assert (listed.method, listed.json()) == ("POST", {"page": 3})
    assert listed.headers["authorization"] == service.at.key
    assert (about.path, about.query) == ("/serve/api/v1/get_metadata", "video_no=VI1")
    assert listed.at <= about.at
    faults.forget()
    assert faults.count() == 0


def test_hanging_until_released(service: Caller) -> None:
    answers: list[Any] = []
    service.at.faults.next("hang")
    thread = threading.Thread(target=lambda: answers.append(service.listing()))
    thread.start()
    wait_until(lambda: service.at.faults.hanging, "the call is being held")
    assert answers == []
    service.at.faults.release()
    thread.join()
    assert answers[0]["total_count"] == "0"
    assert service.at.faults.hanging == 0


def test_slow_is_true_but_late(service: Caller) -> None:
    service.at.faults.next("slow", seconds=30)
    with pytest.raises(httpx.TimeoutException):
        service.http.post(LIST, json={}, timeout=httpx.Timeout(PATIENCE, read=0.05))
    wait_until(lambda: service.at.faults.hanging, "the call is being held, though nobody waits for it any more")
    service.at.faults.next("slow", seconds=0.01)
    assert service.listing()["total_count"] == "0"
