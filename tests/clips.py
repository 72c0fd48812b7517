"""Real video files for tests, made on the spot."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import av

_ENCODERS: Final = {"h264": "libx264", "hevc": "libx265", "vp9": "libvpx-vp9"}
_RATE: Final = 12


def make_clip(
    path: Path,
    seconds: float = 2,
    codec: str = "h264",
    width: int = 320,
    height: int = 180,
    *,
    metadata: Mapping[str, str] | None = None,
    sound: bool = False,
) -> Path:
    """Writes a video to `path` (its suffix names the container) and gives the path back.

    `codec` is h264, hevc, vp9 or the name of an encoder of PyAV's. Made once per session and kind, then copied.
    """
    settings = tuple(sorted((metadata or {}).items()))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_made(path.suffix, seconds, codec, width, height, settings, sound))
    return path


def padded(path: Path, size: int) -> Path:
    """Grows a clip to `size` bytes without using the disk: a hole at its end, which players ignore."""
    with path.open("r+b") as file:
        file.truncate(size)
    return path


@cache
def _made(
    suffix: str, seconds: float, codec: str, width: int, height: int, metadata: tuple[tuple[str, str], ...], sound: bool
) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"clip{suffix}"
        _encode(path, seconds, codec, width, height, dict(metadata), sound)
        return path.read_bytes()


def _encode(
    path: Path, seconds: float, codec: str, width: int, height: int, metadata: dict[str, str], sound: bool
) -> None:
    options = {"movflags": "use_metadata_tags"} if path.suffix in (".mp4", ".mov") and metadata else {}
    with av.open(str(path), "w", options=options) as container:
        container.metadata.update(metadata)
        video = container.add_stream(_ENCODERS.get(codec, codec), rate=_RATE)
        assert isinstance(video, av.VideoStream)
        video.options = {"x265-params": "log-level=none"} if codec == "hevc" else {}
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        tone = container.add_stream("aac", rate=8000) if sound else None
        assert tone is None or isinstance(tone, av.AudioStream)
        for number in range(max(1, round(seconds * _RATE))):
            container.mux(video.encode(_frame(width, height, number)))
            if tone is not None:
                container.mux(tone.encode(_hush(number)))
        container.mux(video.encode(None))
        if tone is not None:
            container.mux(tone.encode(None))


def _frame(width: int, height: int, number: int) -> av.VideoFrame:
    """A picture that changes a little from frame to frame."""
    frame = av.VideoFrame(width, height, "yuv420p")
    chance = random.Random(number)
    for plane, level in zip(frame.planes, (90 + number % 60, 110, 150), strict=True):
        stripe = chance.randrange(plane.height)
        rows = [bytes([200 if row == stripe else level]) * plane.line_size for row in range(plane.height)]
        plane.update(b"".join(rows))
    frame.pts = number
    frame.time_base = Fraction(1, _RATE)
    return frame


def _hush(number: int) -> av.AudioFrame:
    samples = 8000 // _RATE
    frame = av.AudioFrame(format="fltp", layout="mono", samples=samples)
    frame.planes[0].update(bytes(frame.planes[0].buffer_size))
    frame.sample_rate, frame.pts, frame.time_base = 8000, number * samples, Fraction(1, 8000)
    return frame
