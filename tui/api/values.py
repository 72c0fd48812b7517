"""What the service tells us, as frozen values: the words that the whole program speaks.

Nothing here validates (tui.api.models does) and nothing here is slow to import: these are needed before the
first paint.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Literal

from tui.frozen import dataclass

Dialect = Literal["v1", "legacy"]


class Status(StrEnum):
    """Where a video stands. The service says UNPARSE, PARSE and FAIL (and FAILED, PARSE_ERROR, DONE)."""

    INDEXING = "indexing"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Video:
    """One video as the service last described it. `None` means that the service did not say."""

    video_no: str
    name: str = ""
    status: Status = Status.INDEXING
    status_word: str = "UNPARSE"
    """The service's own word, which may be one that we have never seen (then the status is INDEXING)."""
    cause: str | None = None
    duration: int | None = None
    """Whole seconds."""
    size: int | None = None
    """Bytes."""
    created: int | None = None
    """Upload time, milliseconds since the epoch."""
    taken: int | None = None
    """Capture time, milliseconds since the epoch; the service keeps no zone and reads what it gets as UTC."""
    camera: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    tags: tuple[str, ...] = ()
    """User tags, machine tags and the service's own `api`, which cannot be told apart."""
    fps: float | None = None
    width: int | None = None
    height: int | None = None
    resolution: str | None = None
    video_url: str | None = None
    cover_url: str | None = None
    bucket: str | None = None
    blob: str | None = None
    raw: str = field(default="", compare=False, repr=False)
    """The item as it came, as JSON text."""


@dataclass(frozen=True, slots=True)
class VideoPage:
    """One page of `list_videos`, newest first."""

    videos: tuple[Video, ...]
    total: int | None
    """How many match on all pages, if the service said so."""
    page: int
    size: int
    skipped: int = 0
    """Items that made no sense and were left out (each is logged)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The part of a question that `list_videos` can express; what is None is not sent."""

    status: Status | None = None
    tag: str | None = None
    camera: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    taken_since: int | None = None
    """Milliseconds since the epoch; a lower bound, the bound included."""
    name: str | None = None
    """The whole stored name in the v1 dialect, a part of it in the legacy one."""
    video_no: str | None = None
    video_nos: tuple[str, ...] = ()

    @property
    def by_metadata(self) -> bool:
        """Whether it names a metadata filter, which only sees videos that have finished indexing."""
        found = (self.tag, self.camera, self.latitude, self.longitude, self.taken_since)
        return any(value is not None for value in found)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an original lies: its own address, else a stored object, else only the number is known."""

    video_no: str
    url: str = ""
    bucket: str = ""
    blob: str = ""


@dataclass(frozen=True, slots=True)
class UploadForm:
    """What may accompany an upload. Limits: 20 tags, camera 200 characters, callback 299."""

    namespace: str | None = None
    """None means the client's own."""
    tags: tuple[str, ...] = ()
    camera: str | None = None
    taken: str | None = None
    """`yyyy-MM-dd HH:mm:ss`, which the service reads as UTC."""
    latitude: float | None = None
    longitude: float | None = None
    prompt: str | None = None
    keep_original: bool = True
    callback: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The service's answer to an upload. Recorded answers lack status and time, so both are optional."""

    video_no: str
    name: str = ""
    status: Status | None = None
    uploaded: int | None = None
    """Milliseconds since the epoch."""


Season = Literal["", "offline", "forbidden", "unpaid", "limited", "disk", "strange"]
"""What kind of trouble it is, as far as a person would do something else about it."""


@dataclass(frozen=True, slots=True)
class Weather:
    """How the line to the service is: what is wrong, if anything, and when it is tried again."""

    problem: str = ""
    """Plain words, or nothing when all is well."""
    detail: str = ""
    """The service's own message and code."""
    retry_at: float | None = None
    """When the next attempt is made, seconds since the epoch."""
    advice: str = ""
    """What to do next, where somebody can."""
    season: Season = ""
    call: str = ""
    """What was asked, as `POST /path`; without anything that was sent with it."""

    @property
    def fair(self) -> bool:
        return not self.problem
