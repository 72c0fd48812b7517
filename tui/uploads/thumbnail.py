"""Decodes a stranger's picture and makes it small. Runs in the probe process alone, which may die of it."""

from __future__ import annotations

import base64
import io
import resource
from contextlib import suppress
from typing import Any, Final

_DEMUXERS: Final = {"jpeg": "jpeg_pipe", "png": "png_pipe", "webp": "webp_pipe", "gif": "gif"}
_MOST_PIXELS: Final = 40_000_000
_ALIGNED: Final = _MOST_PIXELS * 11 // 10
"""FFmpeg counts lines that are filled up to its own measure."""
_MOST_MEMORY: Final = 1 << 30
"""Bytes: a picture of as many pixels as is allowed, and what it takes to make it small."""
_MOST_SECONDS: Final = 300
"""Of the processor, over the whole life of the process; the next one begins anew."""


def limit() -> None:
    """From now on this process can't take more than a picture needs."""
    for what, most in ((resource.RLIMIT_AS, _MOST_MEMORY), (resource.RLIMIT_CPU, _MOST_SECONDS)):
        with suppress(ValueError, OSError):  # less was allowed before
            resource.setrlimit(what, (most, most))


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """To `{"picture": base64, "kind": …, "width": most, "height": most}`: the pixels, or the problem in words."""
    try:
        import av
    except ImportError:
        return {"problem": "that needs the av package"}
    limit()
    try:
        return _small(base64.b64decode(asked["picture"]), _DEMUXERS[asked["kind"]], asked["width"], asked["height"])
    except (av.error.FFmpegError, ValueError, OverflowError, RuntimeError, MemoryError, OSError):
        return {"problem": "the picture is damaged"}


def _small(data: bytes, demuxer: str, width: int, height: int) -> dict[str, Any]:
    import av

    with av.open(io.BytesIO(data), mode="r", format=demuxer) as container:
        stream = container.streams.video[0]
        stream.codec_context.options = {"max_pixels": str(_ALIGNED)}
        stream.codec_context.thread_count = 1
        frame = next(container.decode(stream), None)
    if frame is None or frame.width * frame.height > _MOST_PIXELS:
        return {"problem": "the picture is damaged"}
    scale = min(width / frame.width, height / frame.height, 1.0)
    wide, high = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    small = frame.reformat(width=wide, height=high, format="rgb24", interpolation="AREA")
    plane = small.planes[0]
    pixels, line = bytes(plane), plane.line_size
    rows = b"".join(pixels[y * line : y * line + wide * 3] for y in range(high))
    return {"width": wide, "height": high, "rgb": base64.b64encode(rows).decode("ascii")}
