"""What kind of picture some bytes are and how large it says it is, told by their first bytes, without decoding it."""

from __future__ import annotations

import struct
from typing import Final, Literal

from tui.frozen import dataclass

Kind = Literal["jpeg", "png", "webp", "gif"]

MOST_PIXELS: Final = 40_000_000
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers of a JPEG that say how large it is."""
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xDA)})
"""Those without a length."""


class NoPicture(Exception):
    """It is none that is decoded; the argument says why, in words."""


class NoHost(NoPicture):
    """Nobody answered at all."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a picture says of itself, in pixels."""

    kind: Kind
    width: int
    height: int


def header(data: bytes) -> Header:
    """Raises NoPicture for what is none, is not told how large it is, or is too large."""
    try:
        found = _read(data)
    except (struct.error, IndexError):
        raise NoPicture("the picture is cut off") from None
    if found is None:
        page = data[:512].lstrip().lower().startswith((b"<!doctype", b"<html", b"<head", b"<?xml"))
        raise NoPicture("there is a web page where the picture should be" if page else "this is no picture")
    if not found.width or not found.height:
        raise NoPicture("the picture has no size")
    if found.width * found.height > MOST_PIXELS:
        raise NoPicture(f"the picture is too large: {found.width:,} × {found.height:,} pixels")
    return found


def _read(data: bytes) -> Header | None:
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        return Header("png", *struct.unpack_from(">II", data, 16))
    if data.startswith((b"GIF87a", b"GIF89a")):
        return Header("gif", *struct.unpack_from("<HH", data, 6))
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    return None


def _jpeg(data: bytes) -> Header:
    at = 2
    while True:
        if data[at] != 0xFF:
            raise NoPicture("the picture is damaged")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _ALONE:
            at += 2
        elif marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return Header("jpeg", width, height)
        else:
            at += 2 + max(2, struct.unpack_from(">H", data, at + 2)[0])


def _webp(data: bytes) -> Header | None:
    form = data[12:16]
    if form == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return Header("webp", width & 0x3FFF, height & 0x3FFF)
    if form == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return Header("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if form == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        return Header("webp", width, struct.unpack_from("<I", data[27:30] + b"\0")[0] + 1)
    return None
