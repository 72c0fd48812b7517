"""What an answer says of the piece of a file that comes with it, and by what the same file is known again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import httpx

_RANGE: Final = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")


def extent(response: httpx.Response) -> tuple[int, int | None]:
    """Where the answer begins, -1 if that can't be told, and how long the whole file is."""
    length = response.headers.get("content-length", "")
    whole = int(length) if length.isascii() and length.isdigit() and len(length) < 19 else None
    if response.status_code != 206:
        return 0, whole
    found = _RANGE.fullmatch(response.headers.get("content-range", "").strip())
    if found is None:
        return -1, None
    start, end, total = int(found[1]), int(found[2]), found[3]
    if whole is not None and whole != end - start + 1:
        return -1, None
    return start, None if total == "*" else int(total)


def validator_of(response: httpx.Response) -> str:
    """A strong ETag, else the time of the last change: weak ones promise nothing about bytes."""
    etag = str(response.headers.get("etag", ""))
    return etag if etag.startswith('"') else str(response.headers.get("last-modified", ""))
