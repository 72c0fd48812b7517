"""Opens uploaded files: length, size, codec and a cover frame. Where PyAV is missing, takes them at their word."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

try:
    import av
except ImportError:  # a machine for which there is no wheel: uploads are then taken at their word
    av = None  # type: ignore[assignment]  # told apart by AVAILABLE

AVAILABLE: Final = av is not None
CODECS: Final = ("h264", "h265", "hevc", "vp9")
COVER_WIDTH: Final = 480

_COVER_FRAME: Final = 32
"""Which frame the service takes for a cover, "typically"."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file turned out to be. `cause` says why it can't be indexed, if so."""

    duration: int = 0
    """Whole seconds."""
    fps: float | None = None
    width: int | None = None
    height: int | None = None
    codec: str | None = None
    traits: tuple[str, ...] = ()
    """What a glance at it tells: the machine's own tags."""
    covered: bool = False
    cause: str | None = None


def read_media(path: Path, cover: Path) -> Reading:
    """Reads the file at `path` and writes its cover frame to `cover`. Slow: seconds for damaged files."""
    if not AVAILABLE:
        return Reading(traits=("not_opened",))
    try:
        with _open(path) as container:
            return _read(container, cover)
    except (av.FFmpegError, ValueError, UnicodeError) as problem:
        return Reading(cause=f"not a readable video: {_reason(problem)}")


def _open(path: Path) -> Any:
    """PyAV 18 raises on tags that are no UTF-8 unless told not to; 19 has no such argument."""
    options = {"protocol_whitelist": "file"}  # a playlist in disguise must not send us to the network
    try:
        return av.open(f"file:{os.fspath(path)}", metadata_errors="replace", options=options)
    except TypeError:
        return av.open(f"file:{os.fspath(path)}", options=options)


def _read(container: Any, cover: Path) -> Reading:
    if not container.streams.video:
        return Reading(cause="the file has no video track")
    stream = container.streams.video[0]
    codec = stream.codec_context.name
    rate = stream.average_rate
    reading = Reading(
        duration=_seconds(container, stream),
        fps=round(float(rate), 2) if rate else None,
        width=stream.codec_context.width or None,
        height=stream.codec_context.height or None,
        codec=codec,
    )
    if codec not in CODECS:
        return replace(reading, cause=f"unsupported codec {codec}: use h264, h265, hevc or vp9")
    frame = _cover_frame(container, stream)
    if frame is None:
        return replace(reading, cause="the video track holds no frames that can be decoded")
    write_jpeg(frame, cover)
    return replace(reading, covered=True, traits=_traits(container, reading, frame))


def write_jpeg(frame: Any, path: Path) -> None:
    """Writes a picture, made smaller where it is wider than a cover needs to be."""
    path.write_bytes(jpeg_of(frame))


def jpeg_of(frame: Any) -> bytes:
    """A PyAV frame as JPEG."""
    width = min(COVER_WIDTH, frame.width) // 2 * 2 or 2
    height = max(2, round(frame.height * width / frame.width) // 2 * 2)
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuvj420p"
    encoder.time_base = Fraction(1, 25)
    picture = frame.reformat(width, height, "yuvj420p", dst_color_range=2)
    picture.pts = 0
    return b"".join(bytes(packet) for packet in [*encoder.encode(picture), *encoder.encode(None)])


def jpeg_of_rgb(rows: Iterable[bytes | bytearray], width: int, height: int) -> bytes:
    """Rows of red, green, blue as JPEG."""
    frame = av.VideoFrame(width, height, "rgb24")
    plane = frame.planes[0]
    padding = bytes(plane.line_size - width * 3)
    plane.update(b"".join(bytes(row) + padding for row in rows))
    return jpeg_of(frame)


def _cover_frame(container: Any, stream: Any) -> Any:
    """Frame 32, or the last one before it that can be decoded."""
    best = None
    try:
        for number, frame in enumerate(container.decode(stream)):
            best = frame
            if number >= _COVER_FRAME:
                break
    except av.FFmpegError:
        pass  # a file that is damaged further on still has a cover
    return best


def _seconds(container: Any, stream: Any) -> int:
    if container.duration:  # microseconds
        return max(1, round(int(container.duration) / 1_000_000))
    if stream.duration and stream.time_base:
        return max(1, round(float(stream.duration * stream.time_base)))
    return 0


def _traits(container: Any, reading: Reading, frame: Any) -> tuple[str, ...]:
    luma = bytes(frame.reformat(32, 32, "gray").planes[0])
    brightness = sum(luma) / len(luma)
    width, height = reading.width or 1, reading.height or 1
    shape = "square" if width == height else "landscape" if width > height else "portrait"
    light = "dark" if brightness < 60 else "bright" if brightness > 180 else "daylight"
    return shape, light, "with_sound" if container.streams.audio else "silent"


def _reason(problem: Exception) -> str:
    return (getattr(problem, "strerror", None) or type(problem).__name__).strip().lower()
