"""From what a person typed or pasted to what is worth sending, and why the rest is not."""

from __future__ import annotations

import glob
import os
import re
import shlex
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from tui.uploads.desk import Candidate, Facts

SUFFIXES: Final = (".mp4", ".avi", ".mkv", ".mov")
"""What the service takes, in any case."""
LARGEST_FILE: Final = 3 * 1024**3
"""Bytes: the service's limit for a file; for a URL it is 1 GB, which only the service can check."""
LONGEST_URL: Final = 2048
CODECS: Final = frozenset({"h264", "hevc", "h265", "vp9"})
_INSIDE: Final = {".mp4": "mp4", ".mov": "mov", ".mkv": "matroska", ".avi": "avi"}
"""What FFmpeg calls the container that a suffix stands for."""

_HIDDEN: Final = "it is hidden: choose it by name to send it"
_VIDEO_LIKE: Final = frozenset({".m4v", ".wmv", ".flv", ".mpg", ".mpeg", ".ts", ".mts", ".m2ts", ".3gp", ".ogv"})


def pasted(text: str) -> tuple[str, ...]:
    """The paths or URLs in a text as terminals and file managers paste it: one a line, quoted, escaped, file://."""
    found: list[str] = []
    for line in text.replace("\0", "\n").splitlines():
        stripped = line.strip()
        if stripped:
            found += _pasted_line(stripped)
    return tuple(found)


def as_path(text: str) -> Path:
    """One path as typed: quotes, `file://` and `~` resolved; relative to the working directory."""
    plain = _unquoted(text.strip())
    if plain.lower().startswith("file:"):
        parts = urlsplit(plain)
        plain = unquote(parts.path, errors="surrogateescape")
    return Path(os.path.abspath(os.path.expanduser(plain)))


def spread(paths: Iterable[Path]) -> Iterator[Path]:
    """Folders become what is in them, at any depth and in order; patterns what they match; the rest stays.

    A folder reached twice, through a link or by name, is walked once. Blocks: run it in a thread.
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        if os.path.isdir(path):  # which is no for a name that no disk takes, too
            yield from _walk(path, seen)
        elif _is_pattern(path):
            matches = _matching(path)
            yield from spread(Path(match) for match in matches) if matches else (path,)
        else:
            yield path


def _matching(pattern: Path) -> list[str]:
    """Paths in order; none for a pattern that is no name on any disk, or goes deeper than any."""
    try:
        return sorted(glob.glob(str(pattern), recursive=True))
    except (ValueError, RecursionError):
        return []


def examine(paths: Sequence[Path]) -> tuple[Candidate, ...]:
    """One candidate per path, in order. Blocks: run it in a thread.

    Nothing is opened that could wait: a pipe or a device is refused by what it is.
    """
    seen: dict[tuple[int, int], Path] = {}
    return tuple(_look(path, seen) for path in paths)


def survey(chosen: Sequence[Path]) -> tuple[Candidate, ...]:
    """What folders, patterns and files come to, each with its reason; hidden ones only count if chosen by name.

    Blocks: run it in a thread.
    """
    by_name = set(chosen)
    candidates = examine(tuple(spread(chosen)))
    return tuple(
        replace(found, problem=_HIDDEN) if found.path.name.startswith(".") and found.path not in by_name else found
        for found in candidates
    )


def looks_like_video(path: Path) -> bool:
    """Whether its name says that it is a video, of a kind that the service takes or not."""
    suffix = path.suffix.lower()
    return suffix in SUFFIXES or suffix == ".webm" or suffix in _VIDEO_LIKE


def with_facts(candidate: Candidate, facts: Facts | None) -> Candidate:
    """The candidate with what its file says of itself, and what a person should know of that."""
    if facts is None or not candidate.sendable:
        return candidate
    problem, warnings = judged(facts, candidate.path.suffix.lower())
    return replace(candidate, facts=facts, problem=problem, warnings=candidate.warnings + warnings)


def judged(facts: Facts, suffix: str) -> tuple[str, tuple[str, ...]]:
    """The problem of a file whose name ends in `suffix`, if there is one, and the warnings."""
    warnings: list[str] = []
    if facts.codec is None:
        return "there is no video in it", ()
    if facts.codec.lower() not in CODECS:
        warnings.append(f"its codec is {facts.codec}; the service documents h264, h265 and vp9, and may fail on others")
    containers = (facts.container or "").split(",")
    if facts.container and _INSIDE.get(suffix, containers[0]) not in containers:
        warnings.append(f"its name ends in {suffix}, but inside it is {containers[0]}: the service may fail on it")
    if facts.has_audio is False:
        warnings.append("no audio: there will be no transcript")
    return "", tuple(warnings)


def url_problem(url: str) -> str:
    """Why this URL can't be uploaded, or nothing. The service fetches it itself, without a password."""
    try:
        parts = urlsplit(url)
        host, credentials = parts.hostname, parts.username is not None or parts.password is not None
        _ = parts.port
    except ValueError:
        return "this is not a URL"
    suffix = Path(unquote(parts.path)).suffix.lower()
    if re.search(r"[\s\x00-\x1f\x7f\ud800-\udfff]", url):
        return "a URL has no spaces or control characters; write %20 for a space"
    if parts.scheme.lower() not in {"http", "https"}:
        return "the URL must begin with https:// or http://"
    if not host:
        return "the URL names no host"
    if credentials:
        return "the URL holds a user name or password, which the service does not use and others could read"
    if len(url) > LONGEST_URL:
        return f"the URL is longer than {LONGEST_URL} characters"
    if suffix in {".mp4", ".m3u8", ""} or parts.query:
        return ""
    return f"the service fetches .mp4 and .m3u8 only; this is {suffix}"


def _pasted_line(line: str) -> list[str]:
    if re.match(r"(?i)(https?|file)://", line):
        return line.split()
    if os.path.exists(os.path.expanduser(line)):
        return [line]
    if re.search(r"""["']|\\ """, line):
        try:
            return shlex.split(line)
        except ValueError:
            return [line]
    return [line]


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text


def _is_pattern(path: Path) -> bool:
    return glob.has_magic(str(path)) and not os.path.lexists(path)


def _walk(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path]:
    try:
        about = folder.stat()
        if (about.st_dev, about.st_ino) in seen:
            return
        seen.add((about.st_dev, about.st_ino))
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.is_dir() and not entry.name.startswith("."):
            yield from _walk(Path(entry.path), seen)
        else:
            yield Path(entry.path)


def _look(path: Path, seen: dict[tuple[int, int], Path]) -> Candidate:
    try:
        about = path.stat()
    except (OSError, ValueError) as error:
        return Candidate(path, problem=unreachable(error))
    size = about.st_size if stat.S_ISREG(about.st_mode) else None
    problem = _kind(about.st_mode) or _suffix_problem(path) or _size_problem(about.st_size)
    if not problem and not os.access(path, os.R_OK):
        problem = "you may not read it"
    first = seen.get((about.st_dev, about.st_ino))
    if problem:
        pass  # what can't be sent is nobody's twin
    elif first is None:
        seen[about.st_dev, about.st_ino] = path
    else:
        problem = "it is chosen twice" if first == path else f"it is the same file as {first.name}"
    return Candidate(path, size, problem=problem)


def unreachable(error: OSError | ValueError) -> str:
    """Why the system does not find a path, in words."""
    if isinstance(error, ValueError):
        return "its name holds a character that no file name can have"
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "you may not look into its folder"
    if isinstance(error, NotADirectoryError):
        return "a part of its path is a file, not a folder"
    return "it can't be reached (a loop of links, a name too long, or a disk that is gone)"


def _kind(mode: int) -> str:
    if stat.S_ISREG(mode):
        return ""
    kinds = {
        stat.S_IFDIR: "it is a folder",
        stat.S_IFIFO: "it is a pipe, not a file",
        stat.S_IFSOCK: "it is a socket, not a file",
    }
    return kinds.get(stat.S_IFMT(mode), "it is a device, not a file")


def _suffix_problem(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return ""
    if suffix == ".webm":
        return "the service takes VP9 but not in .webm: put it into .mkv (ffmpeg -i in.webm -c copy out.mkv)"
    accepted = ", ".join(SUFFIXES)
    if not suffix:
        return f"its name has no suffix; the service takes {accepted}"
    if suffix in _VIDEO_LIKE:
        return f"the service does not take {suffix}; it takes {accepted}"
    return f"{suffix} is not a video that the service takes ({accepted})"


def _size_problem(size: int) -> str:
    if size == 0:
        return "it is empty"
    if size > LARGEST_FILE:
        return f"it has {size / 1024**3:.2f} GB; the service takes up to 3 GB"
    return ""
