"""Which addresses may be opened, or made clickable: those that can be nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

_LONGEST: Final = 2_000
_NEVER: Final = frozenset("\"'`<>\\^{|}")
"""Characters that no address needs unescaped, and that mean something to a shell or a terminal."""
_WITHOUT_LINKS: Final = ("linux", "vt", "cons", "dumb", "unknown", "screen")
_FIRST_SAFE_VTE: Final = 5000
"""Before 0.50 a link could crash the terminal."""


def web_link(raw: str | None) -> str | None:
    """The address if it is plain http(s) in printable ASCII with a host; else None: it is only shown."""
    if not raw or len(raw) > _LONGEST or not raw.isascii() or not raw.isprintable():
        return None
    if " " in raw or _NEVER & set(raw):
        return None
    try:
        parts = urlsplit(raw)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    is_plain = parts.scheme in {"http", "https"} and bool(host) and parts.username is None and parts.password is None
    return raw if is_plain else None


def shows_links(environ: Mapping[str, str]) -> bool:
    """Whether a terminal makes something of OSC 8, or at least leaves it alone."""
    vte = environ.get("VTE_VERSION", "")
    if vte.isdigit() and int(vte) < _FIRST_SAFE_VTE:
        return False
    term = environ.get("TERM", "")
    return bool(term) and not term.startswith(_WITHOUT_LINKS) and environ.get("TERM_PROGRAM") != "Apple_Terminal"
