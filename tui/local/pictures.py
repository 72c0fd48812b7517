"""Cover pictures for videos that were made up: a small landscape that follows from the video's number."""

from __future__ import annotations

import random
import struct
import zlib
from typing import Final

from tui.local import media

WIDTH: Final = 320
HEIGHT: Final = 180

Colour = tuple[int, int, int]

_SKIES: Final[tuple[tuple[Colour, Colour], ...]] = (
    ((24, 52, 110), (250, 176, 110)),
    ((96, 165, 230), (226, 240, 250)),
    ((16, 20, 48), (92, 84, 140)),
    ((244, 150, 120), (252, 226, 170)),
    ((60, 120, 130), (200, 226, 200)),
    ((130, 150, 170), (222, 226, 230)),
)
_LANDS: Final[tuple[Colour, ...]] = (
    (38, 84, 60),
    (110, 84, 60),
    (48, 64, 92),
    (150, 120, 80),
    (70, 90, 50),
    (60, 50, 70),
)
_LIGHTS: Final[tuple[Colour, ...]] = ((255, 236, 170), (255, 250, 240), (255, 190, 120))


def picture(seed: int, *, portrait: bool = False) -> tuple[bytes, str]:
    """The picture and its media type: JPEG, or PNG where PyAV is not installed. The same for the same seed."""
    width, height = (HEIGHT, WIDTH) if portrait else (WIDTH, HEIGHT)
    rows = _draw(random.Random(seed), width, height)
    if not media.AVAILABLE:
        return _png(rows, width, height), "image/png"
    return media.jpeg_of_rgb(rows, width, height), "image/jpeg"


def _draw(chance: random.Random, width: int, height: int) -> list[bytearray]:
    top, bottom = chance.choice(_SKIES)
    rows = [bytearray(bytes(_mix(top, bottom, y / height)) * width) for y in range(height)]
    _disc(rows, chance.uniform(0.15, 0.85) * width, chance.uniform(0.15, 0.45) * height, height * 0.11, chance)
    land = chance.choice(_LANDS)
    for depth in range(3):
        shade = _mix(_mix(bottom, land, 0.55), land, depth / 2)
        crest = height * (0.5 + 0.16 * depth)
        for _ in range(3 - depth // 2):
            middle, reach = chance.uniform(0, width), chance.uniform(0.3, 0.7) * width
            _hill(rows, middle, reach, crest + chance.uniform(-0.06, 0.06) * height, shade)
        _fill(rows, crest + height * 0.14, shade)
    return rows


def _disc(rows: list[bytearray], x: float, y: float, radius: float, chance: random.Random) -> None:
    light = chance.choice(_LIGHTS)
    for line in range(max(0, int(y - radius)), min(len(rows), int(y + radius) + 1)):
        half = max(0.0, radius**2 - (line - y) ** 2) ** 0.5
        _span(rows[line], x - half, x + half, light)


def _hill(rows: list[bytearray], middle: float, reach: float, crest: float, colour: Colour) -> None:
    height = len(rows)
    for line in range(max(0, int(crest)), height):
        half = reach * max(0.0, (line - crest) / (height - crest + 1)) ** 0.5
        _span(rows[line], middle - half, middle + half, colour)


def _fill(rows: list[bytearray], since: float, colour: Colour) -> None:
    for line in range(int(since), len(rows)):
        rows[line][:] = bytes(colour) * (len(rows[line]) // 3)


def _span(row: bytearray, left: float, right: float, colour: Colour) -> None:
    first, last = max(0, int(left)), min(len(row) // 3, int(right) + 1)
    if first < last:
        row[first * 3 : last * 3] = bytes(colour) * (last - first)


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _png(rows: list[bytearray], width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
