"""The keys of the query language, with what helps a person to use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


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
    "near": Key("within a distance of a place", "near:39.9,116.4~20km"),
    "since": Key("captured on this day or later", "since:2025-06-01"),
    "until": Key("captured on this day or earlier", "until:2025-06"),
    "name": Key("part of the name", 'name:"summer 2025"', negatable=True),
    "id": Key("the video with this number", "id:VI606404158946574336"),
}
