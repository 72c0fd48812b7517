"""Covers on disk, as plain pixels that were ours already: never more of them than was allowed, the oldest go first."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import threading
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from tui.covers.thumbnail import Thumbnail, packed, unpacked

_SUFFIX: Final = ".cover"
_LARGEST: Final = 256 * 1024
"""Bytes of one of our own files."""
_LEFT_AFTER: Final = 0.9
"""Share of the limit that is left when room was made: it is not made for each."""


class Cache:
    """Every call blocks; safe from any thread. A disk that refuses costs the cache and nothing else."""

    def __init__(self, folder: Path, limit: int, kind: str = "") -> None:
        """`limit`: bytes; with 0 nothing is kept. Pictures of one `kind` are not found as those of another."""
        self._folder = folder
        self._limit = limit
        self._kind = kind
        self._held: int | None = None
        """Bytes that lie there, by our own count since we looked."""
        self._lock = threading.Lock()

    def get(self, video_no: str, url: str) -> Thumbnail | None:
        """What was kept of this cover; it is the youngest again."""
        path = self._path(video_no, url)
        if not self._limit:
            return None
        with contextlib.suppress(OSError):
            with path.open("rb") as file:
                kept = file.read(_LARGEST + 1)
            if (found := unpacked(kept)) is not None:
                os.utime(path)
                return found
            path.unlink()
        return None

    def put(self, video_no: str, url: str, picture: Thumbnail) -> None:
        """Keeps it, whole or not at all, for this person alone."""
        data = packed(picture)
        if len(data) > self._limit:
            return
        with contextlib.suppress(OSError), self._lock:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._path(video_no, url)
            self._write(path, data)
            self._held = self._counted() if self._held is None else self._held + len(data)
            if self._held > self._limit:
                self._make_room(path)

    def _write(self, path: Path, data: bytes) -> None:
        number, draft = tempfile.mkstemp(dir=self._folder, suffix=_SUFFIX)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
            os.replace(draft, path)
        except OSError:
            Path(draft).unlink(missing_ok=True)
            raise

    def _counted(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _files(self) -> list[tuple[float, int, str]]:
        found: list[tuple[float, int, str]] = []
        with os.scandir(self._folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):  # another program has made room meanwhile
                    if entry.name.endswith(_SUFFIX) and entry.is_file(follow_symlinks=False):
                        status = entry.stat(follow_symlinks=False)
                        found.append((status.st_mtime, status.st_size, entry.path))
        return found

    def _make_room(self, newest: Path) -> None:
        files = sorted(self._files())
        held = sum(size for _, size, _ in files)
        for _, size, path in files:
            if held <= self._limit * _LEFT_AFTER:
                break
            if path != os.fspath(newest):
                with contextlib.suppress(OSError):
                    os.unlink(path)
                held -= size
        self._held = held

    def _path(self, video_no: str, url: str) -> Path:
        """By the video and where its cover lies; what is behind the `?` is a signature, another one each time."""
        parts = urlsplit(url)
        named = "\0".join((video_no, parts.scheme, parts.netloc, parts.path, *filter(None, [self._kind])))
        return self._folder / (hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:32] + _SUFFIX)
