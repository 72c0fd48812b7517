"""What was named on the command line or on stdin, as a list in which nothing is lost: each thing, and why not."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence, Set
from pathlib import Path
from typing import BinaryIO

from tui.frozen import dataclass
from tui.uploads.choosing import looks_like_video, survey, url_problem
from tui.uploads.desk import Candidate

Identity = tuple[int, int]
"""Device and inode."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file or URL that was named, or found in what was named."""

    source: str
    """An absolute path, or a URL."""
    is_url: bool = False
    size: int | None = None
    """Bytes."""
    problem: str = ""
    """Why it can't be sent, in plain words; empty when it may be."""
    skipped: bool = False
    """Nobody asked for it: it lay in a folder among the videos, or was named twice."""

    @property
    def path(self) -> Path:
        return Path(self.source)


def named_urls(texts: Iterable[str], *, why_not: str = "") -> list[Input]:
    """Addresses, each once or skipped; `why_not`: what the service would say to every one of them."""
    found: list[Input] = []
    seen: set[str] = set()
    for url in texts:
        if url in seen:
            found.append(Input(url, is_url=True, problem="it is named twice", skipped=True))
        else:
            found.append(Input(url, is_url=True, problem=why_not or url_problem(url)))
        seen.add(url)
    return found


def is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def listed(stream: BinaryIO) -> list[str]:
    """One path or URL per line, as it stands; separated by NUL if there is one (`find -print0`). Reads to the end."""
    raw = stream.read()
    pieces = raw.split(b"\0") if b"\0" in raw else [line.removesuffix(b"\r") for line in raw.split(b"\n")]
    return [os.fsdecode(piece) for piece in pieces if piece.strip()]


def named_files(texts: Sequence[str]) -> list[Input]:
    """Files, what folders hold at any depth, and what patterns match. Blocks: run it in a thread."""
    named = [Path(os.path.abspath(text)) for text in texts]
    found, by_name = survey(named), set(named)
    sent = {_identity(candidate.path) for candidate in found if candidate.sendable}
    return [_input(candidate, named=by_name, sent=sent) for candidate in found]


def _input(found: Candidate, *, named: Set[Path], sent: Set[Identity | None]) -> Input:
    if found.sendable:
        return Input(str(found.path), size=found.size)
    by_chance = found.path not in named and (found.path.name.startswith(".") or not looks_like_video(found.path))
    identity = _identity(found.path)
    again = identity is not None and identity in sent
    return Input(str(found.path), size=found.size, problem=found.problem, skipped=by_chance or again)


def _identity(path: Path) -> Identity | None:
    """What tells a file from every other, whatever its names."""
    try:
        about = path.stat()
    except (OSError, ValueError):
        return None
    return about.st_dev, about.st_ino
