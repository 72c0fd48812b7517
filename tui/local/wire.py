"""The service's answers as JSON, with the quirks that its documentation and recorded answers show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response

from tui.local.rows import Stored

BUCKET: Final = "mavi-resource"
LIMIT_MESSAGE: Final = "Request has exceeded the limit."


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """Understood, and no: becomes HTTP 200 with this code and message."""

    message: str
    code: str = "0001"


class Json(Response):
    """JSON that can also carry lone surrogates, which it then writes as escapes."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        try:
            return text.encode()
        except UnicodeEncodeError:
            return json.dumps(content, separators=(",", ":")).encode()


def success(data: object) -> Json:
    return Json({"code": "0000", "msg": "success", "data": data, "success": True, "failed": False})


def failure(code: str, message: str, status: int = 200) -> Json:
    body = {"code": code, "msg": message, "data": None, "success": False, "failed": True}
    return Json(body, status_code=status)


def limited(status: int = 200) -> Json:
    """The documented shape, which has neither data nor success."""
    return Json({"code": "0429", "msg": LIMIT_MESSAGE}, status_code=status)


def legacy_item(video: Stored, now: int) -> dict[str, object]:
    """The seven fields of recorded answers: numbers as strings, and a cause that may be the word null."""
    status = video.status_at(now)
    return {
        "duration": str(video.duration),
        "size": str(video.size),
        "status": status,
        "cause": _cause(video, now) or "null",
        "video_no": video.video_no,
        "video_name": video.name,
        "create_time": str(video.created),
    }


def list_item(video: Stored, now: int, base: str) -> dict[str, object]:
    """As the 2026 sample of list_videos; `base` is the service's own URL without a slash at the end."""
    item = legacy_item(video, now)
    parsed = video.status_at(now) == "PARSE"
    if video.blob is not None:
        item["video_url"] = f"{base}/videos/{video.blob}"
    if parsed and video.covered:
        item["cover_url"] = f"{base}/covers//{video.video_no}/frame_0032.jpg"
    label = resolution_label(video)
    item["fps"] = _plain(video.fps) if parsed else None
    item["width"] = video.width if parsed else None
    item["height"] = video.height if parsed else None
    item["resolution_label"] = label.lower() if parsed and label else None
    item |= _metadata(video, now, as_text=True)
    return item | _location(video)


def metadata_item(video: Stored, now: int) -> dict[str, object]:
    """As the sample of get_metadata: numbers as numbers, a cause only on failure, no URLs."""
    item: dict[str, object] = {
        "video_no": video.video_no,
        "video_name": video.name,
        "duration": video.duration,
        "size": video.size,
        "status": video.status_at(now),
        "create_time": video.created,
    }
    if cause := _cause(video, now):
        item["cause"] = cause
    if video.status_at(now) == "PARSE":
        about = {
            "resolution_label": resolution_label(video),
            "fps": _plain(video.fps),
            "width": video.width,
            "height": video.height,
        }
        item |= {key: value for key, value in about.items() if value is not None}
    item |= _metadata(video, now, as_text=False)
    return item | _location(video)


def receipt(video: Stored, *, bare: bool) -> dict[str, object]:
    """The answer to an upload; recorded ones are bare: without status and time."""
    short: dict[str, object] = {"videoNo": video.video_no, "videoName": video.name}
    return short if bare else short | {"videoStatus": "UNPARSE", "uploadTime": str(video.created)}


def resolution_label(video: Stored) -> str | None:
    """`720P` and its like, by the shorter side."""
    if not video.width or not video.height:
        return None
    return f"{min(video.width, video.height)}P"


def page_of(items: list[dict[str, object]], *, page: int, size: int, total: int) -> Mapping[str, object]:
    return {"current_page": page, "page_size": size, "total_count": str(total), "videos": items}


def _cause(video: Stored, now: int) -> str | None:
    return video.cause if video.status_at(now) == "FAIL" else None


def _metadata(video: Stored, now: int, *, as_text: bool) -> dict[str, object]:
    """What the summary table holds: nothing before parsing has finished, nor for what was never supplied."""
    if video.status_at(now) != "PARSE":
        return {}
    taken = str(video.taken) if as_text and video.taken is not None else video.taken
    found: dict[str, object | None] = {
        "datetime_taken": taken,
        "camera_model": video.camera,
        "latitude": video.latitude,
        "longitude": video.longitude,
        "tags": list(video.tags) or None,
    }
    return {key: value for key, value in found.items() if value is not None}


def _location(video: Stored) -> dict[str, object]:
    return {} if video.blob is None else {"bucket": BUCKET, "blob": video.blob}


def _plain(number: float | None) -> float | int | None:
    return int(number) if number is not None and number == int(number) else number
