"""Pieces of files: where they begin, and what promises that the file is the same."""

from __future__ import annotations

import httpx
import pytest

from tui.api.ranges import extent, validator_of


@pytest.mark.parametrize(
    ("status", "headers", "told"),
    [
        (200, {"content-length": "700"}, (0, 700)),
        (200, {"content-range": "bytes 5-9/10"}, (0, None)),
        (206, {"content-range": "bytes 5-9/10"}, (5, 10)),
        (206, {"content-range": " bytes 5-9/* ", "content-length": "5"}, (5, None)),
        (206, {"content-range": "bytes 5-9/10", "content-length": "6"}, (-1, None)),
        (206, {"content-range": "5-9"}, (-1, None)),
        (206, {}, (-1, None)),
        (200, {"content-length": "1" + "0" * 18}, (0, None)),
        (200, {"content-length": "-7"}, (0, None)),
    ],
)
def test_where_a_piece_begins(status: int, headers: dict[str, str], told: tuple[int, int | None]) -> None:
    assert extent(httpx.Response(status, headers=headers)) == told


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"etag": '"a"', "last-modified": "yesterday"}, '"a"'),
        ({"etag": 'W/"a"', "last-modified": "yesterday"}, "yesterday"),
        ({"etag": 'W/"a"'}, ""),
        ({}, ""),
    ],
)
def test_what_promises_the_same_file(headers: dict[str, str], told: str) -> None:
    assert validator_of(httpx.Response(200, headers=headers)) == told
