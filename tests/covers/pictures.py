"""Pictures to be shown, and those that nobody should have to show."""

from __future__ import annotations

import io
import struct
import zlib

import av

from tui.covers.thumbnail import Thumbnail


def encoded(kind: str, width: int = 64, height: int = 36, colour: tuple[int, int, int] = (200, 40, 40)) -> bytes:
    """A picture of one colour; `kind`: jpeg, png, webp or gif."""
    codec, form, pixels = {
        "jpeg": ("mjpeg", "image2pipe", "yuvj420p"),
        "png": ("png", "image2pipe", "rgb24"),
        "webp": ("libwebp", "webp", "yuv420p"),
        "gif": ("gif", "gif", "rgb8"),
    }[kind]
    frame = av.VideoFrame(width, height, "rgb24")
    line = bytes(colour) * width
    frame.planes[0].update(line.ljust(frame.planes[0].line_size, b"\0") * height)
    file = io.BytesIO()
    with av.open(file, "w", format=form) as container:
        stream = container.add_stream(codec, rate=1)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, pixels
        container.mux(stream.encode(frame.reformat(format=pixels)))
        container.mux(stream.encode(None))
    return file.getvalue()


def png_saying(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1 << 16))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def plain_picture(width: int = 16, height: int = 9, colour: tuple[int, int, int] = (1, 2, 3)) -> Thumbnail:
    return Thumbnail(width, height, bytes(colour) * (width * height))
