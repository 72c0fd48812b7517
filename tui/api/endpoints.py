"""The API at a glance: every call in both dialects, its path, its pace, and whether it may be repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal

from tui.api.values import Asked, Dialect
from tui.frozen import dataclass


class Pace(StrEnum):
    """The limits that the service documents; each is shared by every call on the account."""

    LISTING = "listing"
    METADATA = "metadata"
    UPLOADING = "uploading"
    DELETING = "deleting"
    DOWNLOADING = "downloading"


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `calls` starts in any `seconds`."""

    calls: int
    seconds: float


PACES: Final[Mapping[Pace, Rate]] = MappingProxyType(
    {
        Pace.LISTING: Rate(5, 1.0),
        # No number is published; the sibling product documents one a second.
        Pace.METADATA: Rate(1, 1.0),
        # Older documents say one a second, newer ones one a minute: see tui.uploads.holding.
        Pace.UPLOADING: Rate(1, 1.0),
        # Five a second are documented; two in a row were seen to be turned away.
        Pace.DELETING: Rate(1, 1.0),
        Pace.DOWNLOADING: Rate(12, 60.0),
    }
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One call."""

    method: Literal["GET", "POST"]
    path: str
    encoding: Literal["json", "query", "form", "multipart"]
    pace: Pace

    @property
    def name(self) -> str:
        """As a person who reports trouble would write it: `POST /path`."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Calls:
    """What one dialect can be asked."""

    list_videos: Endpoint
    get_metadata: Endpoint | None
    upload: Endpoint
    upload_url: Endpoint
    delete_videos: Endpoint | None = None
    """A raw array of up to a hundred numbers; success proves nothing."""
    download: Endpoint | None = None
    """By bucket and blob."""
    download_video: Endpoint | None = None
    """By number."""
    list_unique_ids: Endpoint | None = None
    """The namespaces of the account; the newest documents have left it out."""


CALLS: Final[Mapping[Dialect, Calls]] = MappingProxyType(
    {
        "v1": Calls(
            list_videos=Endpoint("POST", "/serve/api/v1/list_videos", "json", Pace.LISTING),
            get_metadata=Endpoint("GET", "/serve/api/v1/get_metadata", "query", Pace.METADATA),
            upload=Endpoint("POST", "/serve/api/v1/upload", "multipart", Pace.UPLOADING),
            upload_url=Endpoint("POST", "/serve/api/v1/upload_url", "form", Pace.UPLOADING),
            delete_videos=Endpoint("POST", "/serve/api/v1/delete_videos", "json", Pace.DELETING),
            download=Endpoint("GET", "/serve/api/v1/download", "query", Pace.DOWNLOADING),
            download_video=Endpoint("POST", "/serve/api/v1/download", "json", Pace.DOWNLOADING),
            # No number is published for its pace either.
            list_unique_ids=Endpoint("GET", "/serve/api/v1/list_unique_ids", "query", Pace.METADATA),
        ),
        "legacy": Calls(
            list_videos=Endpoint("POST", "/serve/api/video/list_videos", "json", Pace.LISTING),
            get_metadata=None,
            upload=Endpoint("POST", "/serve/api/video/upload", "multipart", Pace.UPLOADING),
            upload_url=Endpoint("POST", "/serve/api/video/upload_url", "form", Pace.UPLOADING),
        ),
    }
)

MOST_DELETED: Final = 100
"""Videos per call that may be deleted."""
LARGEST_PAGE: Final = 200
"""Videos per page that every document accepts."""

Capability = Literal[
    "metadata_filters",
    "video_nos",
    "namespaces",
    "partial_names",
    "get_metadata",
    "upload_metadata",
    "upload_url",
    "delete_videos",
]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a dialect can do, as data: the interface greys what it can't, and says why."""

    metadata_filters: bool
    """Listing by tag, camera, place and capture time."""
    video_nos: bool
    """Listing several numbers in one call (where it can't, the client asks one by one)."""
    namespaces: bool
    partial_names: bool
    """Listing by a part of the name; where it can't, only the whole stored name matches."""
    get_metadata: bool
    """A call of its own for one video (where there is none, the client asks the list for its number)."""
    upload_metadata: bool
    """Tags, camera, place, capture time, prompt and keep-original with an upload."""
    upload_url: bool
    delete_videos: bool

    def why_not(self, capability: Capability) -> str:
        """The sentence for something that this dialect can't do; empty where it can."""
        return "" if getattr(self, capability) else _WHY_NOT[capability]

    def expressible(self, asked: Asked) -> Asked:
        """The narrowest question in this dialect that still contains every answer to `asked`."""
        if self.metadata_filters:
            return asked
        return replace(asked, tag=None, camera=None, latitude=None, longitude=None, taken_since=None)


CAPABILITIES: Final[Mapping[Dialect, Capabilities]] = MappingProxyType(
    {
        "v1": Capabilities(
            metadata_filters=True,
            video_nos=True,
            namespaces=True,
            partial_names=False,
            get_metadata=True,
            upload_metadata=True,
            upload_url=True,
            delete_videos=True,
        ),
        "legacy": Capabilities(
            metadata_filters=False,
            video_nos=False,
            namespaces=False,
            partial_names=True,
            get_metadata=False,
            upload_metadata=False,
            upload_url=True,
            delete_videos=False,
        ),
    }
)

_WHY_NOT: Final[Mapping[Capability, str]] = MappingProxyType(
    {
        "metadata_filters": "The legacy API cannot filter by tag, camera, place or capture time.",
        "video_nos": "The legacy API lists one video number at a time.",
        "namespaces": "The legacy API has no namespaces.",
        "partial_names": "This API only matches whole names.",
        "get_metadata": "The legacy API has no call for one video's metadata.",
        "upload_metadata": "The legacy API takes a file and a callback, no tags, camera, place, time or prompt.",
        "upload_url": "This API cannot fetch videos from a URL.",
        "delete_videos": "The legacy API has no call that deletes.",
    }
)
