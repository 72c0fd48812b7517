"""From what somebody called a video to a file's name: one that stays in its folder and does nothing anywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

SUFFIXES: Final = frozenset({".mp4", ".avi", ".mkv", ".mov", ".m4v", ".webm"})
PART: Final = ".part"
_USUAL: Final = ".mp4"
_NAMELESS: Final = "video"
_LONGEST: Final = 200
"""Bytes of a stem: with a number, a suffix and `.part` a name stays below the 255 that file systems take."""
_FORBIDDEN: Final = frozenset('/\\:*?"<>|')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9])([. ].*)?", re.IGNORECASE)
"""Names that are devices to Windows, whatever follows their first dot."""


def file_name(name: str, *hints: str) -> str:
    """A name for the file of a video called `name`. `hints`: its blob or address, which may tell the suffix."""
    clean = "".join(_tamed(character) for character in unicodedata.normalize("NFC", name))
    clean = unicodedata.normalize("NFC", " ".join(clean.split()))
    stem, suffix = _split(clean)
    suffix = suffix or next((found for hint in hints if (found := _suffix_of(hint))), _USUAL)
    return _stem(stem) + suffix


def numbered(name: str, n: int) -> str:
    """`name (2).mp4`."""
    stem, suffix = _split(name)
    return f"{stem} ({n}){suffix}"


def free_name(name: str, is_taken: Callable[[str], bool]) -> str:
    """The name, or the first numbered one that is not taken."""
    n, found = 1, name
    while is_taken(found):
        n += 1
        found = numbered(name, n)
    return found


def _tamed(character: str) -> str:
    """The character, or what stands for it: nothing for what can't be seen, `_` for what a path is made of.

    Some characters only look like those, and turn into them where a system folds names: they count as the same.
    """
    category = unicodedata.category(character)
    if category.startswith("C") or category in {"Zl", "Zp"}:
        return " " if character in "\t\n\r\v\f" else ""
    folded = unicodedata.normalize("NFKC", character)
    if category == "Zs" or folded.isspace():
        return " "
    if any(one in _FORBIDDEN or ord(one) < 32 for one in folded) or character in "\u2044\u2215\u29f8\u29f9\u2216\u29f5":
        return "_"
    if folded.strip(".") == "":
        return "." * len(folded)
    return character


def _stem(text: str) -> str:
    stem = text.strip(" .")
    while len(stem.encode("utf-8")) > _LONGEST:
        stem = stem[: max(1, len(stem) * 9 // 10)].rstrip(" .") if len(stem) > 20 else stem[:-1].rstrip(" .")
    stem = stem.lstrip(" .") or _NAMELESS
    folded = unicodedata.normalize("NFKC", stem)
    if folded[0] in "-~. " or _RESERVED.fullmatch(folded):
        stem = "_" + stem
    return stem


def _split(name: str) -> tuple[str, str]:
    """A name without and with its suffix, if that is one of a video."""
    stem, dot, end = name.rpartition(".")
    suffix = f".{end.lower()}"
    return (stem, f".{end}") if dot and stem and suffix in SUFFIXES else (name, "")


def _suffix_of(hint: str) -> str:
    try:
        suffix = PurePosixPath(urlsplit(hint).path).suffix.lower()
    except ValueError:
        return ""
    return suffix if suffix in SUFFIXES else ""
