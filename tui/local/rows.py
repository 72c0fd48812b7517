"""What the store keeps of one video, and how text that UTF-8 cannot hold gets in and out of SQLite."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Outcome = Literal["PARSE", "FAIL"]
Status = Literal["UNPARSE", "PARSE", "FAIL"]

UPLOADED: Final = "upload"
"""The origin of what somebody sent; everything else was made up."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_PACKED: Final = re.compile("[\U0010d800-\U0010dfff]")
_PLANE: Final = 0x100000


@dataclass(frozen=True, slots=True)
class Stored:
    """One video. Times are milliseconds since the epoch."""

    number: int
    created: int
    ready_at: int
    """When indexing ends; until then the video is UNPARSE and has neither tags nor metadata."""
    name: str = ""
    namespace: str = "default"
    prefix: str = "VI"
    outcome: Outcome = "PARSE"
    cause: str | None = None
    duration: int = 0
    size: int = 0
    fps: float | None = None
    width: int | None = None
    height: int | None = None
    taken: int | None = None
    camera: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    tags: tuple[str, ...] = ()
    """User's tags, the machine's, and `api`."""
    blob: str | None = None
    """The stored object's name; None where the location cannot be resolved."""
    covered: bool = True
    """Whether a cover frame exists."""
    origin: str = UPLOADED
    """Who brought it: "upload", or the name of the seed that may replace it."""

    @property
    def video_no(self) -> str:
        return f"{self.prefix}{self.number}"

    def status_at(self, now: int) -> Status:
        return "UNPARSE" if now < self.ready_at else self.outcome


def pack(text: str) -> str:
    """Lone surrogates moved to where UTF-8 can hold them; everything else as it is."""
    if text.isascii():
        return text
    return _SURROGATE.sub(lambda found: chr(ord(found[0]) + _PLANE), text)


def unpack(text: str) -> str:
    """The inverse of `pack`."""
    if text.isascii():
        return text
    return _PACKED.sub(lambda found: chr(ord(found[0]) - _PLANE), text)
