"""What is written to a file holds no secret: neither the key itself, nor anything that looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

_API_KEY: Final = re.compile(r"\bsk-[A-Za-z0-9_-]{6,}")
_REDACTED: Final = "[redacted]"
_SHORTEST_SECRET: Final = 4
"""Anything shorter would blot out half of the text."""


def redact(text: str, secrets: Iterable[str]) -> str:
    """`text` without the secrets, also as they look quoted in a URL or escaped in a repr, and without any API key."""
    spellings: set[str] = set()
    for secret in secrets:
        bare = secret.strip()
        escaped = bare.encode("unicode_escape").decode("ascii")
        spellings |= {bare, escaped, quote(bare, safe=""), quote(bare)}
    for spelling in sorted(spellings, key=len, reverse=True):
        if len(spelling) >= _SHORTEST_SECRET:
            text = text.replace(spelling, _REDACTED)
    return _API_KEY.sub(_REDACTED, text)
