"""The bytes of videos that were made up: a short film of the cover, filled up to the size that is declared."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from io import BytesIO
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tui.local import media
from tui.local.pictures import picture
from tui.local.rows import Stored

_PIECE: Final = 256 * 1024
_RANGE: Final = re.compile(r"bytes=(\d{1,18})-(\d{0,18})")
_FRAMES: Final = 24


def made_up(video: Stored, request: Request, headers: dict[str, str]) -> Response:
    """The original as a host would give it: whole, or the part that was asked for if it is still the same file."""
    etag = f'"{video.number}-{video.size}"'
    headers = {**headers, "accept-ranges": "bytes", "etag": etag}
    start, end = 0, video.size
    asked = _RANGE.fullmatch(request.headers.get("range", ""))
    status = 200
    if asked and request.headers.get("if-range", etag) == etag:
        start, end = int(asked[1]), min(video.size, int(asked[2]) + 1 if asked[2] else video.size)
        status = 206
        if start >= end:
            return Response(status_code=416, headers={**headers, "content-range": f"bytes */{video.size}"})
        headers["content-range"] = f"bytes {start}-{end - 1}/{video.size}"
    headers["content-length"] = str(end - start)
    return StreamingResponse(_pieces(video, start, end), status, headers, media_type="video/mp4")


def _pieces(video: Stored, start: int, end: int) -> Iterator[bytes]:
    """Bytes `start` to `end` of a file that never exists as a whole."""
    film = _film(video.number, upright=bool(video.width and video.height and video.height > video.width))
    head = _filled(film, video.size)
    while start < end:
        piece = head[start : start + _PIECE] if start < len(head) else bytes(_PIECE)
        yield piece[: end - start]
        start += len(piece)


def _filled(film: bytes, size: int) -> bytes:
    """The film and the head of a box that says: nothing more until the end. What has no room for it is cut."""
    left = size - len(film)
    if left < 16:
        return film[:size] + bytes(max(0, left))
    return film + struct.pack(">I4sQ", 1, b"free", left)


@lru_cache(maxsize=16)
def _film(seed: int, *, upright: bool) -> bytes:
    """A second of the cover as MP4; without PyAV an MP4 in which there is nothing."""
    if not media.AVAILABLE:
        return struct.pack(">I4s4sI4s", 20, b"ftyp", b"isom", 512, b"isom")
    content, _kind = picture(seed, portrait=upright)
    return _encoded(content)


def _encoded(still: bytes) -> bytes:
    import av

    with av.open(BytesIO(still), "r") as opened:
        frame: Any = next(iter(opened.decode(video=0)))
    target = BytesIO()
    with av.open(target, "w", format="mp4") as container:
        stream: Any = container.add_stream("libx264", rate=_FRAMES, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "yuv420p"
        stream.time_base = Fraction(1, _FRAMES)
        even = frame.reformat(frame.width, frame.height, "yuv420p")
        for number in range(_FRAMES):
            even.pts = number
            container.mux(stream.encode(even))
        container.mux(stream.encode(None))
    return target.getvalue()
