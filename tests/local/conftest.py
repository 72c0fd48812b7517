"""What the tests of the stand-in share: a service whose clock they turn, and a caller."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from tests.conditions import PATIENCE
from tests.standin import StandIn, standin

START = 1_780_000_000.0
"""When these tests take place, seconds since the epoch."""


@dataclass(slots=True)
class Turned:
    """A clock that stands until it is turned."""

    seconds: float = START

    def __call__(self) -> float:
        return self.seconds


@dataclass(frozen=True, slots=True)
class Caller:
    """Speaks plain HTTP to a stand-in, with its key."""

    at: StandIn
    http: httpx.Client

    def data(self, answer: httpx.Response) -> object:
        """The data of an answer that must be a success."""
        body = answer.json()
        assert answer.status_code == 200
        assert (body["code"], body["msg"], body["success"], body["failed"]) == ("0000", "success", True, False)
        return body["data"]

    def listing(self, dialect: str = "v1", **asked: object) -> dict[str, object]:
        path = "/serve/api/v1/list_videos" if dialect == "v1" else "/serve/api/video/list_videos"
        data = self.data(self.http.post(path, json=asked))
        assert isinstance(data, dict)
        return data

    def videos(self, **asked: object) -> list[dict[str, object]]:
        found = self.listing(**asked)["videos"]  # type: ignore[arg-type]  # what is asked is up to each test
        assert isinstance(found, list)
        return found

    def numbers(self, **asked: object) -> list[object]:
        return [video["video_no"] for video in self.videos(**asked)]

    def metadata(self, video_no: object, **asked: str) -> dict[str, object] | None:
        data = self.data(self.http.get("/serve/api/v1/get_metadata", params={"video_no": str(video_no), **asked}))
        assert data is None or isinstance(data, dict)
        return data

    def refused(self, answer: httpx.Response) -> str:
        """The message of an answer that must be a refusal with HTTP 200 and code 0001."""
        body = answer.json()
        assert answer.status_code == 200
        assert (body["code"], body["data"], body["success"], body["failed"]) == ("0001", None, False, True)
        message = body["msg"]
        assert isinstance(message, str)
        return message

    def list_refused(self, **asked: object) -> str:
        return self.refused(self.http.post("/serve/api/v1/list_videos", json=asked))

    def receipt(self, answer: httpx.Response) -> dict[str, object]:
        data = self.data(answer)
        assert isinstance(data, dict)
        return data


@pytest.fixture
def clock() -> Turned:
    return Turned()


@pytest.fixture
def service(clock: Turned) -> Iterator[Caller]:
    """An empty service in which indexing takes ten seconds at most."""
    with standin(now=clock, index_seconds=10) as at, calling(at) as http:
        yield Caller(at, http)


def calling(at: StandIn) -> httpx.Client:
    return httpx.Client(base_url=at.url, headers={"authorization": at.key}, trust_env=False, timeout=PATIENCE)
