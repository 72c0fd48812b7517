"""A stranger's picture made small: how small, of which bytes, and what it may take."""

from __future__ import annotations

import base64
import resource
import sys
from fractions import Fraction
from typing import Any

import av
import pytest

from tests.covers.pictures import encoded, png_saying
from tui.uploads import thumbnail

DAMAGED = {"problem": "the picture is damaged"}
GB = 1 << 30


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, tuple[int, int]]]:
    """What this process was to be limited to."""
    told: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda what, most: told.append((what, most)))
    return told


def answer(data: bytes, kind: str = "png", width: int = 160, height: int = 120) -> dict[str, Any]:
    picture = base64.b64encode(data).decode()
    return thumbnail.answer({"picture": picture, "kind": kind, "width": width, "height": height})


def shape(told: dict[str, Any]) -> tuple[int, int]:
    assert len(base64.b64decode(told["rgb"])) == told["width"] * told["height"] * 3
    return told["width"], told["height"]


def test_a_process_takes_no_more_than_a_picture_needs(limits: list[tuple[int, tuple[int, int]]]) -> None:
    answer(b"")
    assert limits == [(resource.RLIMIT_AS, (GB, GB)), (resource.RLIMIT_CPU, (300, 300))]


@pytest.mark.parametrize("error", [ValueError, OSError])
def test_where_less_was_allowed_before_it_stays(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    asked: list[int] = []

    def refuse(what: int, _: tuple[int, int]) -> None:
        asked.append(what)
        raise error

    monkeypatch.setattr(resource, "setrlimit", refuse)
    thumbnail.limit()
    assert asked == [resource.RLIMIT_AS, resource.RLIMIT_CPU]


@pytest.mark.usefixtures("limits")
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "gif"])
def test_every_kind_keeps_its_colour(kind: str) -> None:
    told = answer(encoded(kind, 64, 36), kind)
    assert shape(told) == (64, 36)
    rgb = base64.b64decode(told["rgb"])
    for at in (0, 63 * 3, 35 * 64 * 3, len(rgb) - 3):
        red, green, blue = rgb[at : at + 3]
        assert red > 150 > 90 > max(green, blue)


@pytest.mark.usefixtures("limits")
@pytest.mark.parametrize(
    ("width", "height", "small"),
    [
        (320, 180, (160, 90)),
        (90, 160, (68, 120)),
        (2, 2, (2, 2)),
        (160, 120, (160, 120)),
        (2000, 2, (160, 1)),
        (2, 1000, (1, 120)),
    ],
)
def test_it_is_made_to_fit_and_never_larger(width: int, height: int, small: tuple[int, int]) -> None:
    assert shape(answer(encoded("png", width, height))) == small


def drawn(*rows: bytes) -> bytes:
    """A PNG of grey pixels."""
    width, height = len(rows[0]), len(rows)
    frame = av.VideoFrame(width, height, "rgb24")
    size = frame.planes[0].line_size
    frame.planes[0].update(b"".join(bytes(grey for grey in row for _ in "rgb").ljust(size, b"\0") for row in rows))
    codec = av.CodecContext.create("png", "w")
    assert isinstance(codec, av.VideoCodecContext)
    codec.width, codec.height, codec.pix_fmt, codec.framerate = width, height, "rgb24", Fraction(1)
    return b"".join(bytes(packet) for packet in [*codec.encode(frame), *codec.encode(None)])


@pytest.mark.usefixtures("limits")
@pytest.mark.parametrize(
    ("rows", "small"),
    [
        ([[10] * 6, [200] * 6], [[10] * 6, [200] * 6]),
        ([[0, 0, 80, 80]] * 2 + [[160, 160, 240, 240]] * 2, [[0, 80], [160, 240]]),
        ([[0, 0, 0, 0, 0, 0, 0, 240] * 2] * 8, [[30, 30]]),
    ],
)
def test_each_pixel_is_the_mean_of_those_in_its_place(rows: list[list[int]], small: list[list[int]]) -> None:
    """The lines of the first are of a width to which FFmpeg adds some of its own."""
    told = answer(drawn(*map(bytes, rows)), width=len(small[0]), height=len(small))
    assert shape(told) == (len(small[0]), len(small))
    found = base64.b64decode(told["rgb"])
    assert list(found[::3]) == pytest.approx([grey for row in small for grey in row], abs=2)


@pytest.mark.usefixtures("limits")
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "png"),
        (b"<html>", "jpeg"),
        (encoded("jpeg"), "png"),
        (encoded("png")[:60], "png"),
        (png_saying(60_000, 60_000), "png"),
    ],
)
def test_what_is_none_is_damaged(data: bytes, kind: str) -> None:
    assert answer(data, kind) == DAMAGED


@pytest.mark.usefixtures("limits")
def test_more_pixels_than_are_allowed_are_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thumbnail, "_MOST_PIXELS", 100)
    assert shape(answer(encoded("png", 10, 10))) == (10, 10)
    assert answer(encoded("png", 10, 11)) == DAMAGED
    monkeypatch.setattr(thumbnail, "_MOST_PIXELS", 10_000)
    monkeypatch.setattr(thumbnail, "_ALIGNED", 100)
    assert answer(encoded("png", 50, 50)) == DAMAGED, "FFmpeg itself refuses it"


@pytest.mark.usefixtures("limits")
def test_what_is_no_base64_is_damaged() -> None:
    assert thumbnail.answer({"picture": "x", "kind": "png", "width": 1, "height": 1}) == DAMAGED


def test_without_pyav_it_says_so(limits: list[tuple[int, tuple[int, int]]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    assert answer(b"") == {"problem": "that needs the av package"}
    assert limits == []
