"""Where upload_url gets its video from: really from this machine, made up for every other host.

The stand-in never goes to the network.
"""

from __future__ import annotations

import hashlib
import random
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from tui.local.media import Reading
from tui.local.wire import Refusal

_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_PIECE: Final = 256 * 1024
_PATIENCE: Final = 20.0
_SHAPES: Final = ((1280, 720), (1920, 1080), (3840, 2160), (1080, 1920))


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a URL led to: bytes at `path`, or a made-up reading of `size` bytes."""

    file_name: str
    path: Path | None = None
    size: int = 0
    reading: Reading = field(default_factory=Reading)


def fetch(url: str, folder: Path, most: int) -> Fetched:
    """Fetches at most `most` bytes into `folder`, or makes something up. Blocks."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refusal("Invalid url")
    name = unquote(PurePosixPath(parts.path).name) or parts.hostname
    if parts.hostname not in _LOOPBACK:
        return _made_up(url, name)
    fetched = _fetched(url, name, folder, most)
    if fetched.path is not None and name.lower().endswith(".m3u8"):
        return _playlist(url, name, fetched.path)
    return fetched


def _fetched(url: str, name: str, folder: Path, most: int) -> Fetched:
    path = folder / f"{uuid4().hex}.part"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=_PATIENCE) as answer, path.open("wb") as file:
            size = 0
            while piece := answer.read(_PIECE):
                size += len(piece)
                if size > most:
                    raise Refusal(f"The file at url exceeds {most} bytes")
                file.write(piece)
    except urllib.error.HTTPError as problem:
        problem.close()
        path.unlink(missing_ok=True)
        return Fetched(name, reading=Reading(cause=f"download failed: HTTP {problem.code}"))
    except (OSError, HTTPException):
        path.unlink(missing_ok=True)
        return Fetched(name, reading=Reading(cause="download failed: the host could not be reached"))
    except Refusal:
        path.unlink(missing_ok=True)
        raise
    return Fetched(name, path=path, size=size)


def _playlist(url: str, name: str, path: Path) -> Fetched:
    """Its parts are not fetched: they may be anywhere. Only their addresses are looked at, as documented."""
    try:
        lines = path.read_text("utf-8", "replace").splitlines()[:10_000]
    finally:
        path.unlink()
    if not lines or lines[0].strip() != "#EXTM3U":
        return Fetched(name, reading=Reading(cause="not a readable video: no m3u8 playlist"))
    parts = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not all(part.startswith(("http://", "https://")) for part in parts):
        return Fetched(name, reading=Reading(cause="m3u8 playlist contains relative paths"))
    return _made_up(url, name)


def _made_up(url: str, name: str) -> Fetched:
    if any(word in name.lower() for word in ("fail", "broken")):
        return Fetched(name, reading=Reading(cause="download failed: HTTP 404"))
    chance = random.Random(hashlib.sha256(url.encode("utf-8", "replace")).digest())
    width, height = chance.choice(_SHAPES)
    duration = chance.randint(8, 900)
    reading = Reading(
        duration=duration,
        fps=chance.choice((24, 25, 30, 60)),
        width=width,
        height=height,
        codec="h264",
        traits=("portrait" if height > width else "landscape", chance.choice(("daylight", "bright", "dark"))),
        covered=True,
    )
    return Fetched(name, size=int(duration * width * height * chance.uniform(0.25, 0.6)), reading=reading)
