"""What the demo library is made of: occasions on which somebody filmed (demo.toml), failures, and malice."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Camera:
    """How a camera names its files, and what it records."""

    file: str
    """Takes {n}, a running number, and {t:…}, the time of capture."""
    shapes: tuple[tuple[int, int, float], ...]
    """Width, height, frames per second."""
    megabits: float
    """Per second."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Some clips that were filmed together and uploaded together."""

    days: float
    """How long ago they were uploaded."""
    camera: str | None
    place: tuple[float, float] | None
    tags: tuple[str, ...]
    """The user's own."""
    seen: tuple[str, ...]
    """What the machine may have recognised."""
    titles: tuple[str, ...]
    clips: int
    """How many in all; those without a title have the name that the camera gave them."""


@dataclass(frozen=True, slots=True)
class Scenery:
    """Everything in demo.toml."""

    cameras: dict[str, Camera]
    namespaces: dict[str, tuple[Occasion, ...]]


def load() -> Scenery:
    """Reads demo.toml."""
    given = tomllib.loads(files("tui.local").joinpath("demo.toml").read_text("utf-8"))
    cameras = {
        name: Camera(entry["file"], tuple((w, h, fps) for w, h, fps in entry["shapes"]), entry["megabits"])
        for name, entry in given["cameras"].items()
    }
    namespaces = {
        name: tuple(_occasion(entry, given) for entry in entries) for name, entries in given["namespaces"].items()
    }
    return Scenery(cameras, namespaces)


def _occasion(entry: dict[str, Any], given: dict[str, Any]) -> Occasion:
    place = given["places"][entry["place"]] if "place" in entry else None
    return Occasion(
        days=entry["days"],
        camera=entry.get("camera"),
        place=(place[0], place[1]) if place else None,
        tags=tuple(entry["tags"].split()),
        seen=tuple(given["scenes"].get(entry["seen"], entry["seen"]).split()),
        titles=tuple(entry.get("titles", ())),
        clips=entry["clips"],
    )


INDEXING: Final = (
    ("Pont Neuf from the river", "iPhone 15 Pro"),
    ("Sainte-Chapelle, windows", "iPhone 15 Pro"),
    ("GX010482", "GoPro HERO11 Black"),
    ("DJI_mission_7_final", "DJI Mini 4 Pro"),
    ("Street pianist, Gare de Lyon", "Pixel 8"),
    ("C0193", "Sony ILCE-7M4"),
    ("Rooftops at blue hour", "Sony ILCE-7M4"),
    ("Crêpes, rue Mouffetard", "Ray-Ban Meta"),
)
"""Name and camera of what is still being indexed when somebody looks, the newest first."""

CAUSES: Final = (
    "unsupported codec av1: use h264, h265, hevc or vp9",
    "download failed: HTTP 404",
    "not a readable video: moov atom not found",
    "the file has no video track",
    "download failed: connection reset after 41 MB",
    "transcription failed: the audio track is damaged",
    "duration 0 s: nothing to index",
    "m3u8 playlist contains relative paths",
    "indexing timed out after 7200 s",
    "unsupported codec prores: use h264, h265, hevc or vp9",
    "decoder error at 00:03:12: invalid NAL unit size",
    "download failed: HTTP 403",
)

HOSTILE: Final = (
    ("\x1b[2J\x1b[31mred\x1b[0m \x1b]0;owned\x07title", ("\x1b[5mblink",), None, None),
    ("copy \x1b]52;c;cm0gLXJmIH4=\x07 that", ("osc52",), None, None),
    ("a [/red] b [bold]c", ("[/]", "[red]tag[/red]"), "[bold]Camera[/bold]", None),
    ("[@click=app.quit]click me[/]", ("[link=https://evil.example]x[/link]",), None, None),
    ("invoice\u202e4pm.exe", ("\u2066bidi\u2069",), "\u202eamalP", None),
    ("two\nlines\r\nand\ttabs\x0b", ("new\nline",), "Cam\nera", None),
    ("long " + "x" * 9_995, ("y" * 500,), "z" * 200, None),
    ("half a pair \ud83d here", ("\udc00",), None, None),
    ("Z̷̡̛̖̗a̶͓͑l̵̰͝g̸̨̛o̴̡͠ " + "e" + "\u0301" * 60, (), None, None),
    ("\x00nul \x7fdel \x9b31mC1", (), "\x9bcamera", None),
    ("", (), None, None),
    ("upload of \x1b[8mhidden", (), None, "failed: \x1b]52;c;eA==\x07 [/red] \u202ecause\nsecond line"),
    ("👩🏽‍🚀👨‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿 e\u0301 \u200bzero\u200dwidth", ("👍🏿",), None, None),
)
"""Name, tags, camera and cause of videos that would like to do something to a terminal."""
