"""What is told of a picture by its first bytes: right for pictures, harmless for anything else."""

from __future__ import annotations

import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.covers.pictures import encoded, png_saying
from tui.covers.header import MOST_PIXELS, NoPicture, header


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "gif"])
def test_kind_and_size(kind: str) -> None:
    found = header(encoded(kind, 70, 50))
    assert (found.kind, found.width, found.height) == (kind, 70, 50)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no picture"),
        (b"hello", "no picture"),
        (b"  <!DOCTYPE html><html>sign in", "web page"),
        (b"\xff\xd8\xff\xe0", "cut off"),
        (b"\xff\xd8\xff\xe0\x00\x04\x00\x00rubbish", "damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0", "cut off"),
        (png_saying(40_000, 40_000), "too large"),
        (png_saying(0xFFFFFFFF, 0xFFFFFFFF), "too large"),
        (png_saying(0, 9), "no size"),
        (b"GIF89a" + struct.pack("<HH", 65535, 65535), "too large"),
        (b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + b"\xff" * 6, "too large"),
    ],
)
def test_what_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(NoPicture, match=words):
        header(data)


_STARTS = (
    b"",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR",
    b"GIF89a",
    b"RIFF....WEBPVP8X",
    b"RIFF....WEBPVP8L",
)


@given(start=st.sampled_from(_STARTS), rest=st.binary(max_size=200))
@example(start=b"\xff\xd8\xff", rest=b"\xff" * 50)
def test_no_bytes_do_harm(start: bytes, rest: bytes) -> None:
    try:
        found = header(start + rest)
    except NoPicture:
        return
    assert 0 < found.width * found.height <= MOST_PIXELS
