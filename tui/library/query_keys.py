"""The keys of the query language, with what helps a person to use them."""

from __future__ import annotations

import difflib
from typing import Final

from tui.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """What stands before a colon."""

    help: str
    example: str
    negatable: bool = False


KEYS: Final = {
    "tag": Key("has the tag", "tag:beach", negatable=True),
    "status": Key("ready, indexing or failed", "status:ready", negatable=True),
    "camera": Key("recorded by", 'camera:"Canon EOS 5D"', negatable=True),
    "near": Key("within a distance of a place", "near:paris~20km or near:39.9,116.4~20km"),
    "since": Key("captured on this day or later", "since:2025-06-01"),
    "until": Key("captured on this day or earlier", "until:2025-06"),
    "length": Key("as long as this, less than that", "length:1m..5m or length:>1h"),
    "size": Key("as large as this, less than that", "size:>1GB or size:100MB..1GB"),
    "name": Key("part of the name", 'name:"summer 2025"', negatable=True),
    "id": Key("the video with this number", "id:VI606404158946574336"),
}

_MEANT: Final = {
    "tags": "tag",
    "label": "tag",
    "model": "camera",
    "cam": "camera",
    "state": "status",
    "after": "since",
    "from": "since",
    "taken": "since",
    "date": "since",
    "day": "since",
    "when": "since",
    "before": "until",
    "to": "until",
    "place": "near",
    "geo": "near",
    "around": "near",
    "where": "near",
    "city": "near",
    "duration": "length",
    "long": "length",
    "bytes": "size",
    "title": "name",
    "video": "id",
    "no": "id",
}
"""Keys of other query languages, for the one that has just been tried."""


def closest(key: str) -> str | None:
    """The key that was probably meant by one that there is not."""
    return _MEANT.get(key) or next(iter(difflib.get_close_matches(key, KEYS, n=1, cutoff=0.5)), None)
