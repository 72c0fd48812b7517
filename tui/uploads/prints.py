"""Tells files apart by what is in them: quickly by size and both ends, surely by all of it."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import Final

_END: Final = 1024 * 1024
_PIECE: Final = 1024 * 1024


def quick_print(path: Path) -> str:
    """Size and SHA-256 of the first and last MiB. Blocks for a few milliseconds; OSError where it can't be read."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        digest = hashlib.sha256(file.read(_END))
        if size > _END:
            file.seek(max(_END, size - _END))
            digest.update(file.read(_END))
    return f"{size}-{digest.hexdigest()[:32]}"


def whole_print(path: Path, stop: threading.Event) -> str:
    """SHA-256 of all of it, about a second per GB. Blocks; ends early, with nothing, when `stop` is set."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if stop.is_set():
                return ""
            digest.update(piece)
    return digest.hexdigest()
