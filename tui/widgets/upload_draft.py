"""An upload that somebody has begun to describe, kept when the modal is closed before it started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from tui.frozen import dataclass


@dataclass(frozen=True, slots=True)
class UploadDraft:
    """Everything that was chosen or typed by hand; what files say of themselves is read again."""

    by_url: bool = False
    paths: tuple[Path, ...] = ()
    own: Mapping[Path, Mapping[str, str]] = field(default_factory=dict)
    """By file and field, what was typed for that file alone."""
    typed: str = ""
    """A path that is not added yet."""
    folder: Path | None = None
    """Where the list of files stood."""
    urls: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    """By field, those that were edited by hand."""
    keep_original: bool = True
    history: tuple[str, ...] = ()
    """Paths that were typed before, the latest first; kept also when something was started."""
