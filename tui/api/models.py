"""What the service sends, read tolerantly: one odd field never costs a video, one odd video never costs a page."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from tui.api.errors import Garbled
from tui.api.values import Receipt, Status, Video, VideoPage

_log = logging.getLogger(__name__)

_LONGEST_NUMBER: Final = 200
"""Characters of a video number; real ones have twenty."""
_NOTHING: Final = frozenset({"", "null", "none", "undefined", "nan"})
_STATUSES: Final[Mapping[str, Status]] = MappingProxyType(
    {
        "PARSE": Status.READY,
        "DONE": Status.READY,
        "UNPARSE": Status.INDEXING,
        "FAIL": Status.FAILED,
        "FAILED": Status.FAILED,
        "PARSE_ERROR": Status.FAILED,
    }
)
# Years 2000 to 2100, and 1 to 9999: what lies outside is seconds, microseconds or nonsense.
_UPLOADED: Final = (946_684_800_000, 4_102_444_800_000)
_TAKEN: Final = (-62_135_596_800_000, 253_402_300_799_999)


def _text(raw: object) -> str | None:
    if isinstance(raw, str):
        return None if raw.strip().lower() in _NOTHING else raw
    return str(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else None


def _name(raw: object) -> str:
    """Like text, but somebody's video may well be called null."""
    return raw if isinstance(raw, str) else _text(raw) or ""


def _decimal(raw: object) -> float | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    try:
        number = float(raw)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _whole(raw: object) -> int | None:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.strip().lstrip("-").isdecimal() and len(raw) < _LONGEST_NUMBER:
        return int(raw)
    number = _decimal(raw)
    return None if number is None else int(number)


def _whole_within(low: int, high: int, raw: object) -> int | None:
    number = _whole(raw)
    return number if number is not None and low <= number <= high else None


def _decimal_within(low: float, high: float, raw: object) -> float | None:
    number = _decimal(raw)
    return number if number is not None and low <= number <= high else None


def _tags(raw: object) -> tuple[str, ...]:
    found = raw if isinstance(raw, list) else [raw]
    return tuple(dict.fromkeys(tag for tag in map(_text, found) if tag is not None))


def _status(word: str) -> Status:
    """What we have never seen means that the service is still busy with it."""
    return _STATUSES.get(word.strip().upper(), Status.INDEXING)


def _number(raw: object) -> str:
    text = _text(raw)
    if text is None or not 0 < len(text.strip()) <= _LONGEST_NUMBER:
        raise ValueError("no video number")
    return text.strip()


Text = Annotated[str | None, BeforeValidator(_text)]
Name = Annotated[str, BeforeValidator(_name)]
Number = Annotated[str, BeforeValidator(_number)]
Tags = Annotated[tuple[str, ...], BeforeValidator(_tags)]
Duration = Annotated[int | None, BeforeValidator(partial(_whole_within, 0, 366 * 86_400))]
Size = Annotated[int | None, BeforeValidator(partial(_whole_within, 0, 2**53))]
Uploaded = Annotated[int | None, BeforeValidator(partial(_whole_within, *_UPLOADED))]
Taken = Annotated[int | None, BeforeValidator(partial(_whole_within, *_TAKEN))]
Pixels = Annotated[int | None, BeforeValidator(partial(_whole_within, 1, 100_000))]
Latitude = Annotated[float | None, BeforeValidator(partial(_decimal_within, -90.0, 90.0))]
Longitude = Annotated[float | None, BeforeValidator(partial(_decimal_within, -180.0, 180.0))]
FrameRate = Annotated[float | None, BeforeValidator(partial(_decimal_within, 0.001, 100_000.0))]
Count = Annotated[int | None, BeforeValidator(partial(_whole_within, 0, 2**53))]


class _Item(BaseModel):
    """One video in `list_videos` and `get_metadata`; names in either of the service's two spellings."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    video_no: Number = Field(validation_alias=AliasChoices("video_no", "videoNo"))
    video_name: Name = Field("", validation_alias=AliasChoices("video_name", "videoName"))
    status: Name = Field("", validation_alias=AliasChoices("status", "videoStatus", "video_status"))
    cause: Text = None
    duration: Duration = None
    size: Size = None
    create_time: Uploaded = Field(None, validation_alias=AliasChoices("create_time", "createTime", "uploadTime"))
    datetime_taken: Taken = Field(None, validation_alias=AliasChoices("datetime_taken", "datetimeTaken"))
    camera_model: Text = Field(None, validation_alias=AliasChoices("camera_model", "cameraModel"))
    latitude: Latitude = None
    longitude: Longitude = None
    tags: Tags = ()
    fps: FrameRate = None
    width: Pixels = None
    height: Pixels = None
    resolution_label: Text = Field(None, validation_alias=AliasChoices("resolution_label", "resolutionLabel"))
    video_url: Text = Field(None, validation_alias=AliasChoices("video_url", "videoUrl"))
    cover_url: Text = Field(None, validation_alias=AliasChoices("cover_url", "coverUrl"))
    bucket: Text = None
    blob: Text = None

    def video(self, raw: str) -> Video:
        has_place = self.latitude is not None and self.longitude is not None
        return Video(
            video_no=self.video_no,
            name=self.video_name,
            status=_status(self.status),
            status_word=self.status,
            cause=self.cause,
            duration=self.duration,
            size=self.size,
            created=self.create_time,
            taken=self.datetime_taken,
            camera=self.camera_model,
            latitude=self.latitude if has_place else None,
            longitude=self.longitude if has_place else None,
            tags=self.tags,
            fps=self.fps,
            width=self.width,
            height=self.height,
            resolution=self.resolution_label,
            video_url=self.video_url,
            cover_url=self.cover_url,
            bucket=self.bucket,
            blob=self.blob,
            raw=raw,
        )


class _Page(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    videos: list[object] | None
    total_count: Count = Field(None, validation_alias=AliasChoices("total_count", "totalCount"))
    current_page: Count = Field(None, validation_alias=AliasChoices("current_page", "currentPage"))
    page_size: Count = Field(None, validation_alias=AliasChoices("page_size", "pageSize"))


class _Receipt(BaseModel):
    """Recorded receipts have number and name alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    video_no: Number = Field(validation_alias=AliasChoices("videoNo", "video_no"))
    video_name: Name = Field("", validation_alias=AliasChoices("videoName", "video_name"))
    status: Text = Field(None, validation_alias=AliasChoices("videoStatus", "status", "video_status"))
    uploaded: Uploaded = Field(None, validation_alias=AliasChoices("uploadTime", "create_time", "upload_time"))


def read_page(data: object, *, page: int, size: int) -> VideoPage:
    """A page out of the envelope's data; `page` and `size` as asked, for answers that do not repeat them."""
    try:
        found = _Page.model_validate(data)
    except ValidationError as error:
        raise Garbled("The list that the service sent is not one.", message=_where(error)) from None
    items = found.videos or []
    videos = tuple(video for video in map(_read_item, items) if video is not None)
    return VideoPage(
        videos=videos,
        total=found.total_count,
        page=page if found.current_page is None else found.current_page,
        size=size if found.page_size is None else found.page_size,
        skipped=len(items) - len(videos),
    )


def read_video(data: object, video_no: str) -> Video | None:
    """The one video that was asked for; None is the service's way to say that it is not visible (yet)."""
    if data is None or data == {}:
        return None
    if isinstance(data, dict) and not ({"video_no", "videoNo"} & data.keys()):
        data = {"video_no": video_no, **data}
    video = _read_item(data)
    if video is None:
        raise Garbled("The metadata that the service sent makes no sense.")
    return video


def read_namespaces(data: object) -> tuple[str, ...]:
    """The namespaces of an account, each once, in the order of the service."""
    found = data.get("unique_ids") if isinstance(data, dict) else None
    if not isinstance(found, list):
        raise Garbled("The list of namespaces that the service sent is not one.")
    return tuple(dict.fromkeys(name for name in found if isinstance(name, str) and name))


def read_receipt(data: object) -> Receipt:
    """The answer to an upload."""
    try:
        found = _Receipt.model_validate(data)
    except ValidationError as error:
        raise Garbled("The service took it, but its receipt makes no sense.", message=_where(error)) from None
    status = None if found.status is None else _status(found.status)
    return Receipt(found.video_no, found.video_name, status, found.uploaded)


def _read_item(item: object) -> Video | None:
    try:
        return _Item.model_validate(item).video(json.dumps(item))
    except ValidationError as error:
        _log.warning("left out a video that makes no sense: %s", _where(error))
    except RecursionError:
        _log.warning("left out a video that is nested without end")
    return None


def _where(error: ValidationError) -> str:
    """Which fields are wrong, without what was in them."""
    places = {".".join(str(part) for part in issue["loc"]) or "the whole" for issue in error.errors()}
    return f"wrong or missing: {', '.join(sorted(places))}"
