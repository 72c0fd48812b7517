"""What callers send, checked the way the service checks it: a value, or a Refusal with its words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from tui.local.filters import Filters
from tui.local.rows import Status
from tui.local.wire import Refusal

PAIR_MESSAGE: Final = "The latitude and longitude parameters must be provided together."
SUFFIXES: Final = (".mp4", ".avi", ".mkv", ".mov")
MOST_TAGS: Final = 20
LONGEST_CAMERA: Final = 200
LONGEST_CALLBACK: Final = 299

_STATUSES: Final[dict[str, Status]] = {"UNPARSE": "UNPARSE", "PARSE": "PARSE", "FAIL": "FAIL"}
_TAG_FIELD: Final = re.compile(r"tags(\[\d*\])?")
_DATETIME: Final = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")


@dataclass(frozen=True, slots=True)
class Listing:
    """A request of list_videos."""

    filters: Filters
    page: int
    size: int


@dataclass(frozen=True, slots=True)
class Particulars:
    """What may accompany an upload; `taken` in ms since the epoch."""

    namespace: str = "default"
    tags: tuple[str, ...] = ()
    camera: str | None = None
    taken: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    keep_original: bool = True


def parse_json(body: bytes) -> object:
    if not body.strip():
        raise Refusal("Required request body is missing")
    try:
        return json.loads(body)
    except ValueError:
        raise Refusal("JSON parse error: Unexpected character or end of input") from None


def read_listing(body: Mapping[str, object]) -> Listing:
    """A v1 listing: exact names, metadata filters, namespaces."""
    namespace = _text(body, "unique_id")
    if namespace == "":
        raise Refusal("unique_id must not be empty")
    filters = Filters(
        namespace=namespace or "default",
        name=_asked(body, "video_name"),
        video_no=_asked(body, "video_no"),
        video_nos=_numbers(body.get("video_nos")),
        status=_status(body),
        camera=_asked(body, "camera_model"),
        tag=_asked(body, "tag"),
        taken_since=_integer(body, "datetime_taken"),
        place=_place(_number(body, "latitude"), _number(body, "longitude")),
    )
    return Listing(filters, *_paging(body))


def read_legacy_listing(body: Mapping[str, object], namespaces: Mapping[int, str]) -> Listing:
    """A legacy listing: parts of names, folders, nothing else. Folder -1 is the default one."""
    folder = _integer(body, "folder_id")
    # A folder that nobody made holds nothing; no namespace can have an empty name.
    namespace = None if folder is None else "default" if folder == -1 else namespaces.get(folder, "")
    filters = Filters(
        namespace=namespace,
        part_of_name=_asked(body, "video_name"),
        video_no=_asked(body, "video_no"),
        status=_status(body),
    )
    return Listing(filters, *_paging(body))


def read_particulars(fields: Iterable[tuple[str, str]]) -> Particulars:
    """The form fields of an upload; a tag comes as `tags` or `tags[n]`, once for each."""
    pairs = list(fields)
    tags = tuple(value for name, value in pairs if _TAG_FIELD.fullmatch(name) and value)
    form = {name: value for name, value in pairs if not _TAG_FIELD.fullmatch(name)}
    if form.get("unique_id") == "":
        raise Refusal("unique_id must not be empty")
    if len(tags) > MOST_TAGS:
        raise Refusal(f"The number of tags cannot exceed {MOST_TAGS}")
    if len(form.get("camera_model", "")) > LONGEST_CAMERA:
        raise Refusal(f"The length of camera_model cannot exceed {LONGEST_CAMERA}")
    if len(form.get("callback", "")) > LONGEST_CALLBACK:
        raise Refusal(f"The length of callback cannot exceed {LONGEST_CALLBACK}")
    place = _place(_number(form, "latitude"), _number(form, "longitude"))
    return Particulars(
        namespace=form.get("unique_id", "default"),
        tags=tags,
        camera=form.get("camera_model") or None,
        taken=_moment(form.get("datetime_taken", "")),
        latitude=place[0] if place else None,
        longitude=place[1] if place else None,
        keep_original=form.get("retain_original_video", "true").strip().lower() not in ("false", "0", "no"),
    )


def check_file(name: str, content_type: str) -> None:
    """Refuses what is not a video by name or by its part's Content-Type."""
    if not name.lower().endswith(SUFFIXES):
        raise Refusal(f"Unsupported file format. Only {', '.join(SUFFIXES)} are supported")
    if not content_type.lower().startswith("video/"):
        raise Refusal(f"Invalid content type: {content_type or 'none'}. Only video files are supported")


def _paging(body: Mapping[str, object]) -> tuple[int, int]:
    page, size = _integer(body, "page"), _integer(body, "size")
    page = 1 if page is None else page
    size = 200 if size is None else size
    if page < 1 or size < 1:
        raise Refusal(f"{'page' if page < 1 else 'size'} must be greater than 0")
    return page, size


def _status(body: Mapping[str, object]) -> Status | None:
    status = _text(body, "status")
    if status is None:
        return None
    if status not in _STATUSES:
        raise Refusal(
            "JSON parse error: Cannot deserialize value of type `VideoStatus` from String "
            f'"{status[:100]}": not one of the values accepted for Enum class: [{", ".join(_STATUSES)}]'
        )
    return _STATUSES[status]


def _numbers(given: object) -> tuple[str, ...] | None:
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        raise Refusal("JSON parse error: Cannot deserialize value of type `java.util.List` for video_nos")
    return tuple(given)


def _place(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        raise Refusal(PAIR_MESSAGE)
    return latitude, longitude


def _asked(body: Mapping[str, object], name: str) -> str | None:
    return _text(body, name) or None


def _text(body: Mapping[str, object], name: str) -> str | None:
    given = body.get(name)
    if given is None or isinstance(given, str):
        return given
    if isinstance(given, (dict, list)):
        raise Refusal(f"JSON parse error: Cannot deserialize value of type `java.lang.String` for {name}")
    return str(given)


def _integer(body: Mapping[str, object], name: str) -> int | None:
    number = _number(body, name)
    return None if number is None else int(number)


def _number(body: Mapping[str, object], name: str) -> float | None:
    given = body.get(name)
    if given is None or given == "":
        return None
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        return given
    try:
        number = float(str(given))
    except ValueError:
        number = float("nan")
    if number != number or abs(number) == float("inf"):
        raise Refusal(f"Failed to convert value of {name} to a number")
    return number


def _moment(text: str) -> int | None:
    """`yyyy-MM-dd HH:mm:ss`, read as UTC, in ms."""
    if not text:
        return None
    if _DATETIME.fullmatch(text):
        try:
            return int(datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC).timestamp() * 1000)
        except ValueError:
            pass  # such as the 31st of February
    raise Refusal("Invalid datetime_taken format. Expected yyyy-MM-dd HH:mm:ss")
