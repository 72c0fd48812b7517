"""Where our files live: what platformdirs says, ours alone (0700), and made only when something is written."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

import platformdirs

from tui.frozen import dataclass

_NAME = "memories-tui"


@dataclass(frozen=True, slots=True)
class Folders:
    """The directories of one person on one machine."""

    config: Path
    data: Path
    state: Path
    log: Path
    cache: Path | None = None
    """What can be had again; None: beside the data."""

    @classmethod
    def usual(cls) -> Folders:
        return cls(
            config=platformdirs.user_config_path(_NAME),
            data=platformdirs.user_data_path(_NAME),
            state=platformdirs.user_state_path(_NAME),
            log=platformdirs.user_log_path(_NAME),
            cache=platformdirs.user_cache_path(_NAME),
        )

    @property
    def config_file(self) -> Path:
        return self.config / "config.toml"

    @property
    def covers(self) -> Path:
        """Cover pictures, made small."""
        return (self.cache or self.data / "cache") / "covers"

    def library(self, *parts: str) -> Path:
        """The index of one account, seen through one dialect and namespace: a name that gives nothing away."""
        return self.data / f"index-{digest(*parts)}.db"

    def deeds(self, *parts: str) -> Path:
        """What was begun with many videos at once, in the same."""
        return self.state / f"deeds-{digest(*parts)}.db"

    def marks(self, *parts: str) -> Path:
        """What is marked in the same."""
        return self.data / f"marks-{digest(*parts)}.db"

    def memory(self, *, demo: bool) -> Path:
        """What comes back at the next start: a folder, and another for the demo."""
        return self.state / "demo" if demo else self.state

    def journal(self, *parts: str) -> Path:
        """The uploads of one account, whatever their namespace."""
        return self.state / f"uploads-{digest(*parts)}.db"


def digest(*parts: str) -> str:
    """A short name for several strings; a key among them can't be told from it."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def private(directory: Path) -> Path:
    """The directory, made if need be, for this person alone."""
    missing = [each for each in (directory, *directory.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
    directory.mkdir(mode=0o700, exist_ok=True)
    return directory


def replace_with(file: Path, text: str) -> None:
    """All of it or nothing, and from the first byte on for this person's eyes alone. Raises OSError."""
    import tempfile  # not before the first paint, which it would delay

    handle, part = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    try:
        with open(handle, "w", encoding="utf-8", newline="") as writing:
            writing.write(text)
            writing.flush()
            os.fsync(handle)
        os.replace(part, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(part)
        raise
