"""Folders and paths as people type, paste and pick them. What touches a disk may block: call it aside."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tui.frozen import dataclass
from tui.text import safe_text
from tui.uploads.choosing import SUFFIXES, as_path, pasted, spread

_SIZES_UP_TO: Final = 5_000
"""In larger directories nobody waits for the size of each file."""
MOST_AT_ONCE: Final = 10_000
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a directory."""

    name: str
    is_dir: bool
    size: int | None = None

    @property
    def is_video(self) -> bool:
        return not self.is_dir and os.path.splitext(self.name)[1].lower() in SUFFIXES


@dataclass(frozen=True, slots=True)
class Listing:
    """What is in a directory: directories first, then videos, then the rest; hidden ones included."""

    path: Path
    entries: tuple[Entry, ...] = ()
    problem: str = ""
    """Why it can't be read, in plain words."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a text turned out to mean."""

    files: tuple[Path, ...] = ()
    """What does not exist included: looking at it says why it can't be sent."""
    folder: Path | None = None
    """A single folder, to be looked into."""
    hidden: tuple[str, ...] = ()
    """The names of what lies hidden in folders, and was left out."""
    is_cut: bool = False
    """Whether there is more than is taken at once."""


def why_unreadable(error: OSError) -> str:
    """Plain words for a directory that would not open."""
    if isinstance(error, FileNotFoundError):
        return "there is no such folder"
    if isinstance(error, PermissionError):
        return "you may not read this folder"
    if isinstance(error, NotADirectoryError):
        return "that is a file, not a folder"
    return f"it can't be read: {safe_text(error.strerror or 'the disk did not answer', 100)}"


def read_directory(path: Path) -> Listing:
    """Blocks for as long as the disk does."""
    try:
        with os.scandir(path) as found:
            raw = list(found)
    except OSError as error:
        return Listing(path, (), why_unreadable(error))
    with_size = len(raw) <= _SIZES_UP_TO
    entries = [Entry(item.name, _is_dir(item), _size(item) if with_size else None) for item in raw]
    return Listing(path, tuple(sorted(entries, key=_order)))


def _is_dir(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:
        return False


def _size(item: os.DirEntry[str]) -> int | None:
    try:
        return item.stat().st_size
    except OSError:
        return None


def _order(entry: Entry) -> tuple[int, str, str]:
    return (0 if entry.is_dir else 1 if entry.is_video else 2, entry.name.casefold(), entry.name)


def typed_path(text: str, here: Path) -> Path:
    """The path that a text names, `~` and relative ones included; touches no disk."""
    expanded = os.path.expanduser(text)
    return Path(os.path.normpath(here / expanded)) if expanded else here


def split_typed(text: str) -> tuple[str, str]:
    """A half-typed path as its folder (as typed, with its slash) and the beginning of a name."""
    folder, slash, start = text.rpartition("/")
    return (folder + slash, start) if slash else ("", text)


def completions(listing: Listing, start: str) -> tuple[str, ...]:
    """Names in the listing that begin with `start`, folders with their slash.

    Hidden ones only if asked for by a dot. Names that can't be shown as they are can't be typed either: these are
    picked in the list. A start in small letters also finds capitals, if nothing else begins so.
    """
    names = [
        entry.name + ("/" if entry.is_dir else "")
        for entry in listing.entries
        if (start.startswith(".") or not entry.name.startswith(".")) and safe_text(entry.name, 300) == entry.name
    ]
    exact = tuple(name for name in names if name.startswith(start))
    return exact or tuple(name for name in names if name.casefold().startswith(start.casefold()))


def common_start(names: Iterable[str]) -> str:
    """The longest beginning that all names share."""
    sorted_names = sorted(names)
    if not sorted_names:
        return ""
    first, last = sorted_names[0], sorted_names[-1]
    same = next((n for n, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), None)
    return first[: min(len(first), len(last))] if same is None else first[:same]


def looks_pasted(text: str) -> bool:
    """Whether a text is more than one plain path: several lines, quotes, escapes, links or blanks before a slash."""
    stripped = text.strip()
    return (
        "\n" in stripped
        or "file://" in stripped
        or stripped[:1] in {"'", '"'}
        or "\\ " in stripped
        or " /" in stripped
        or " ~/" in stripped
    )


def find(text: str, here: Path) -> Found:
    """What a typed or pasted text means on this disk; patterns become what they match. Blocks."""
    parts = pasted(text)
    paths = tuple(as_path(str(here / part) if _is_relative(part) else part) for part in parts)
    if len(paths) == 1 and not os.path.lexists(paths[0]):
        paths = _several(text, here) or paths
    if len(paths) == 1 and os.path.isdir(paths[0]):
        return Found((), paths[0])
    return everything_in(paths)


def everything_in(paths: Iterable[Path], *, most: int = MOST_AT_ONCE) -> Found:
    """The paths with what is in folders, at any depth; what is hidden there is left out. Blocks."""
    chosen = tuple(paths)
    by_name = frozenset(chosen)
    files, hidden = list[Path](), list[str]()
    for path in spread(chosen):
        if path.name.startswith(".") and path not in by_name:
            hidden.append(path.name)
        elif len(files) < most:
            files.append(path)
        else:
            return Found(tuple(files), hidden=tuple(hidden), is_cut=True)
    return Found(tuple(files), hidden=tuple(hidden))


def left_out(found: Found) -> str:
    """What was not taken, and why; nothing, if all was."""
    said: list[str] = []
    if found.hidden:
        names = ", ".join(safe_text(name, 40) for name in found.hidden[:_NAMED])
        more = f" and {len(found.hidden) - _NAMED:,} more" if len(found.hidden) > _NAMED else ""
        said.append(f"Left out, as hidden: {names}{more}. What is chosen by name is sent.")
    if found.is_cut:
        said.append(f"Only the first {len(found.files):,} files are taken; `memories-tui upload` takes any number.")
    return " ".join(said)


def _several(text: str, here: Path) -> tuple[Path, ...]:
    """Paths without blanks, one after the other on a line, if all of them exist."""
    paths = tuple(typed_path(word, here) for word in text.split())
    return paths if len(paths) > 1 and all(os.path.lexists(path) for path in paths) else ()


def _is_relative(part: str) -> bool:
    return not part.startswith(("/", "~", "file:", "'", '"'))
