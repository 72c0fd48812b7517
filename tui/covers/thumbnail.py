"""A small picture as plain pixels: what a terminal can show, and what is kept on disk."""

from __future__ import annotations

import struct
import zlib
from dataclasses import field
from typing import Final

from tui.frozen import dataclass

USUAL: Final = (160, 120)
"""The most pixels in width and height: two of them stand in a cell, one above the other."""
SHARP: Final = (256, 192)
"""The same where the terminal draws pictures by itself."""
MOST_WIDE, MOST_HIGH = SHARP

_MAGIC: Final = b"mtc1"
_HEAD: Final = struct.Struct(">4sHH")


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """Three bytes for each pixel, row by row. Raises ValueError where there are more or fewer."""

    width: int
    height: int
    rgb: bytes = field(repr=False)

    def __post_init__(self) -> None:
        fits = 0 < self.width <= MOST_WIDE and 0 < self.height <= MOST_HIGH
        if not fits or len(self.rgb) != self.width * self.height * 3:
            raise ValueError("no such picture")


def packed(picture: Thumbnail) -> bytes:
    """As it is kept on disk."""
    return _HEAD.pack(_MAGIC, picture.width, picture.height) + zlib.compress(picture.rgb, 6)


def unpacked(kept: bytes) -> Thumbnail | None:
    """What was kept; None for a file that is damaged, or somebody else's. Never makes more than a picture's bytes."""
    try:
        magic, width, height = _HEAD.unpack_from(kept)
        if magic != _MAGIC:
            return None
        pixels = zlib.decompressobj().decompress(kept[_HEAD.size :], MOST_WIDE * MOST_HIGH * 3 + 1)
        return Thumbnail(width, height, pixels)
    except (struct.error, zlib.error, ValueError):
        return None
