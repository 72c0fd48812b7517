"""The cap on indexing has no documented code: it is known by its words, and mistaken for nothing else."""

from __future__ import annotations

import json

import pytest

from tui.api.answers import Answer, Asker, data_of
from tui.api.errors import ApiError, AtCapacity, RateLimited, Refused


def error_of(code: str, message: str, status: int = 200) -> ApiError:
    answer = Answer(status, {"content-type": "application/json"}, json.dumps({"code": code, "msg": message}).encode())
    with pytest.raises(ApiError) as raised:
        data_of(answer, Asker("service", "sk-test"), 0.0)
    return raised.value


@pytest.mark.parametrize(
    "message",
    [
        "The rolling 2-hour indexing cap is reached",
        "Too many videos are being indexed",
        "concurrent indexing limit",
        "Indexing quota exceeded",
        "You can index 100 videos in two hours",
    ],
)
@pytest.mark.parametrize("status", [200, 400, 429])
def test_it_is_known_by_its_words(message: str, status: int) -> None:
    assert type(error_of("1021", message, status)) is AtCapacity


@pytest.mark.parametrize(
    ("code", "message", "kind"),
    [
        ("0429", "Request has exceeded the limit.", RateLimited),
        ("0429", "rolling", RateLimited),
        ("1004", "Request has exceeded the limit.", RateLimited),
        ("1004", "The file exceeds the size limit of 2 GB", Refused),
        ("1004", "The capture time is wrong", Refused),
    ],
)
def test_what_sounds_alike_is_something_else(code: str, message: str, kind: type[ApiError]) -> None:
    assert type(error_of(code, message)) is kind
