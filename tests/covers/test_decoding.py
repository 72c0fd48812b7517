"""Pictures are decoded in a process of their own: whatever they do to it, the next one is shown."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator

import pytest

from tests.conditions import PATIENCE
from tests.covers.pictures import encoded, png_saying
from tui.uploads import prober as prober_module
from tui.uploads.prober import Pixels, Prober

_TOO_WIDE = '{"width": 161, "height": 1, "rgb": "' + "AAAA" * 161 + '"}'


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one whose time is up, however little of it it was given, no test asks for anything."""
    monkeypatch.setattr(prober_module, "LONGEST", PATIENCE)


@pytest.fixture
async def prober() -> AsyncIterator[Prober]:
    made = Prober()
    yield made
    await made.aclose()


async def _decoded(prober: Prober, data: bytes, kind: str) -> Pixels:
    return await prober.thumbnail(data, kind, width=160, height=120)


async def test_every_kind_made_small(prober: Prober) -> None:
    for kind in ("jpeg", "png", "webp", "gif"):
        found = await _decoded(prober, encoded(kind, 640, 360), kind)
        assert (found.problem, found.width, found.height) == ("", 160, 90), kind
        red, green, blue = found.rgb[:3]
        assert red > 150 > 90 > max(green, blue), kind
    upright = await _decoded(prober, encoded("png", 90, 160), "png")
    assert (upright.width, upright.height) == (68, 120)
    tiny = await _decoded(prober, encoded("png", 2, 2), "png")
    assert (tiny.width, tiny.height, len(tiny.rgb)) == (2, 2, 12)


async def test_as_large_as_is_allowed(prober: Prober) -> None:
    found = await _decoded(prober, encoded("jpeg", 7_000, 5_700), "jpeg")
    assert (found.problem, found.width) == ("", 147)


async def test_hostile_pictures_are_told_and_the_next_one_is_shown(prober: Prober) -> None:
    good = encoded("jpeg")
    hostile = [
        (good[:100], "jpeg"),
        (good[: len(good) // 3], "jpeg"),
        (png_saying(60_000, 60_000), "png"),
        (png_saying(6_000, 6_000), "png"),
        (b"<html>sign in</html>", "jpeg"),
        (good, "png"),
        (b"\xff\xd8\xff" + bytes(100_000), "jpeg"),
    ]
    for data, kind in hostile:
        found = await _decoded(prober, data, kind)
        assert found.problem or len(found.rgb) == found.width * found.height * 3
    assert (await _decoded(prober, png_saying(60_000, 60_000), "png")).problem
    assert (await _decoded(prober, b"<html>sign in</html>", "jpeg")).problem
    assert (await _decoded(prober, good, "jpeg")).problem == ""


async def test_a_picture_that_kills() -> None:
    dying = Prober(command=(sys.executable, "-c", "import sys\nsys.stdin.readline()\nsys.exit(139)"))
    assert "broke" in (await _decoded(dying, encoded("png"), "png")).problem
    assert "broke" in (await _decoded(dying, encoded("png"), "png")).problem
    await dying.aclose()


async def test_a_picture_that_takes_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prober_module, "LONGEST", 0.1)
    stuck = Prober(command=(sys.executable, "-c", "import time\ntime.sleep(60)"))
    assert "too long" in (await _decoded(stuck, encoded("png"), "png")).problem
    await stuck.aclose()


async def test_an_answer_that_is_none() -> None:
    for said in ("[]", '{"width": 5}', '{"width": "x", "height": 1, "rgb": "AAAA"}', _TOO_WIDE, "nonsense"):
        odd = Prober(command=(sys.executable, "-c", f"import sys\nsys.stdin.readline()\nprint({said!r})"))
        assert "broke" in (await _decoded(odd, encoded("png"), "png")).problem, said
        await odd.aclose()


async def test_one_process_answers_many(prober: Prober) -> None:
    pictures = [encoded("png", 8, 8, (n * 8, 0, 0)) for n in range(20)]
    found = await asyncio.gather(*(_decoded(prober, data, "png") for data in pictures))
    assert [each.rgb[0] for each in found] == [n * 8 for n in range(20)]
