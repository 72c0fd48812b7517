"""Reads what a video file says of itself, in a process of its own: a hostile file can hurt nobody but that one.

`python -m tui.uploads.probe` answers each line of JSON (`{"path": hex of the path}`) with one line of JSON:
`{"facts": {…} or null, "problem": "…"}`, and `"missing": true` where PyAV is not installed. A line with a `picture` is
answered by tui.uploads.thumbnail.
tui.uploads.prober is the other end.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from tui.geo.coordinates import parse
from tui.geo.point import CoordinateProblem
from tui.uploads import thumbnail
from tui.uploads.desk import Facts

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.codeccontext import VideoCodecContext
    from av.video.stream import VideoStream

_OPTIONS: Final = {
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,avi,flv,mpeg",
    "protocol_whitelist": "file",
}
NEEDS_AV: Final = "its codec, time and place can't be read here: that needs the av package"
_SECONDS: Final = 8.0
_APPLE: Final = "com.apple.quicktime."


class NoVideo(Exception):
    """The file is none, or can't be read; the argument says which, in words."""


def read_facts(path: str) -> Facts | None:
    """What the file says; None where PyAV is missing. Raises NoVideo."""
    try:
        import av
    except ImportError:
        return None
    try:
        with _open(path) as container:
            return _facts(container)
    except OSError:
        raise NoVideo("the file can't be read") from None
    except (av.error.FFmpegError, ValueError, OverflowError, RuntimeError):
        raise NoVideo("this is no video, whatever its name says") from None


def _open(path: str) -> InputContainer:
    """PyAV 18 raises on tags that are no UTF-8 unless told not to; 19 has no such argument."""
    import av

    arguments: dict[str, Any] = {"options": dict(_OPTIONS), "timeout": _SECONDS}
    source = f"file:{path}"  # else a name with a colon is taken for a protocol
    try:
        container: InputContainer = av.open(source, metadata_errors="replace", **arguments)
    except TypeError:
        container = av.open(source, **arguments)
    return container


def _facts(container: InputContainer) -> Facts:
    tags = _tags(container)
    taken, taken_from = _taken(tags)
    camera, camera_from = _camera(tags)
    latitude, longitude, place_from = _place(tags)
    facts = Facts(
        container=container.format.name,
        has_audio=bool(container.streams.audio),
        duration=container.duration / 1_000_000 if container.duration and container.duration > 0 else None,
        taken=taken,
        taken_from=taken_from,
        camera=camera,
        camera_from=camera_from,
        latitude=latitude,
        longitude=longitude,
        place_from=place_from,
    )
    # A music file's cover is a video stream of one picture.
    videos = [stream for stream in container.streams.video if not stream.disposition & 0x400]
    return _with_picture(facts, videos[0]) if videos else facts


def _with_picture(facts: Facts, video: VideoStream) -> Facts:
    rate = video.average_rate or video.base_rate
    known: VideoCodecContext | None = video.codec_context  # None for a codec that this FFmpeg does not know
    return replace(
        facts,
        codec="unknown" if known is None else known.codec.canonical_name,
        width=None if known is None else known.width or None,
        height=None if known is None else known.height or None,
        fps=round(float(rate), 3) if rate else None,
    )


def _tags(container: InputContainer) -> dict[str, str]:
    """The container's tags over the streams', keys in lower case, bad bytes replaced, doubled values halved."""
    tags: dict[str, str] = {}
    for stream in container.streams:
        tags.update(_clean(stream.metadata))
    return tags | dict(_clean(container.metadata))


def _clean(raw: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, value in raw.items():
        text = str(value).encode("utf-8", "replace").decode("utf-8").replace("\0", "").strip()
        if text:
            yield str(key).encode("utf-8", "replace").decode("utf-8").lower(), text


def _taken(tags: Mapping[str, str]) -> tuple[str | None, str]:
    for key, source in (
        (f"{_APPLE}creationdate", "QuickTime creation date"),
        ("creation_time", "creation time; may be local"),
        ("date", "date"),
    ):
        moment = _moment(tags.get(key, "").split(";")[0])
        if moment is not None:
            return moment.strftime("%Y-%m-%d %H:%M:%S"), source
    return None, ""


def _moment(text: str) -> datetime | None:
    """A time in UTC; one without an offset is taken for UTC. Zeros and the epochs of empty clocks are none."""
    if not re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", text.strip()):
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if 1980 < moment.year < 2200 else None


def _camera(tags: Mapping[str, str]) -> tuple[str | None, str]:
    """Make and model in one, the make only once; and where it is from."""
    make, make_from = _first(tags, f"{_APPLE}make", "com.android.manufacturer", "make")
    model, model_from = _first(tags, f"{_APPLE}model", "com.android.model", "model")
    repeated = model.lower().startswith(make.lower())
    camera = (model if repeated else f"{make} {model}".strip())[:200]
    return (camera, model_from or make_from) if camera else (None, "")


def _first(tags: Mapping[str, str], *keys: str) -> tuple[str, str]:
    """The first of them that says something, and who writes such a tag."""
    for key in keys:
        if said := tags.get(key, "").split(";")[0].strip():
            return said, "QuickTime" if key.startswith(_APPLE) else "Android" if "android" in key else "camera tag"
    return "", ""


def _place(tags: Mapping[str, str]) -> tuple[float | None, float | None, str]:
    for key, source in (
        (f"{_APPLE}location.iso6709", "QuickTime location"),
        ("location", "ISO 6709"),
        ("location-eng", "ISO 6709"),
    ):
        try:
            point = parse(tags.get(key, "").split(";")[0])
        except CoordinateProblem:
            continue
        return point.latitude, point.longitude, source
    return None, None, ""


def _answer(line: str) -> dict[str, Any]:
    asked = json.loads(line)
    if "picture" in asked:
        return thumbnail.answer(asked)
    path = os.fsdecode(bytes.fromhex(asked["path"]))
    try:
        facts = read_facts(path)
    except NoVideo as why:
        return {"facts": None, "problem": str(why)}
    if facts is None:
        return {"facts": None, "missing": True, "problem": NEEDS_AV}
    return {"facts": asdict(facts), "problem": ""}


def main() -> None:
    # FFmpeg may print to stdout's number: answers go to a copy, and the number to stderr.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        answers.write(json.dumps(_answer(line)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
