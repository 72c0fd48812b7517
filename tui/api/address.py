"""Where the service is and what opens it, checked before either can do harm: a header must never print a key."""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

from tui.text import safe_text

_LONGEST_KEY: Final = 512
_LONGEST_NAME: Final = 253
_NAME: Final = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")


def clean_key(key: str) -> str:
    """The key without the space around it. ValueError says what is wrong and where, never what the key is."""
    clean = key.strip()
    if not clean:
        raise ValueError("The API key is empty.")
    if clean.lower().startswith(("bearer ", "authorization:")):
        raise ValueError("The API key is sent as it is: leave out the word in front of it.")
    for position, character in enumerate(clean, start=1):
        if character.isspace():
            raise ValueError(f"The API key has a space or a line end at position {position} of {len(clean)}.")
        if not "!" <= character <= "~":
            raise ValueError(f"The API key has a character that no key has at position {position} of {len(clean)}.")
    if len(clean) > _LONGEST_KEY:
        raise ValueError(f"The API key has {len(clean)} characters: that is a file, not a key.")
    return clean


def clean_host(host: str, *, allow_plain: bool = False) -> str:
    """`https://name[:port][/prefix]` for whatever a person wrote. ValueError says why it can't be used.

    Plain http is for this machine alone, unless `allow_plain`: the key would travel in clear.
    """
    text = host.strip()
    if not text:
        raise ValueError("The host is empty.")
    if not all("!" <= character <= "~" for character in text):
        raise ValueError("The host has spaces or characters that no address has.")
    if "://" not in text:
        text = f"{'http' if _is_loopback_name(_split(f'//{text}')[0]) else 'https'}://{text}"
    name, port = _split(text)
    scheme, path = urlsplit(text).scheme.lower(), urlsplit(text).path
    if scheme not in {"http", "https"}:
        raise ValueError(f"The host starts with {safe_text(scheme, 20)}://, it has to be https://.")
    if scheme == "http" and not allow_plain and not _is_loopback_name(name):
        raise ValueError(f"http://{name} would carry the key in clear. Use https://, or allow it in the config.")
    shown = f"[{name}]" if ":" in name else name
    # People paste the whole base address out of the documentation.
    prefix = path.split("/serve/api")[0].rstrip("/")
    return f"{scheme}://{shown}{'' if port is None else f':{port}'}{prefix}"


def is_loopback(url: str) -> bool:
    """Whether the address is this machine itself."""
    return _is_loopback_name(_split(url)[0])


def spoken_host(url: str) -> str:
    """What to call the service in a sentence: its name, with the port when it is an unusual one."""
    name, port = _split(url)
    return safe_text(name if port is None else f"{name}:{port}", 100)


def _split(url: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(url)
        name, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError("The host is not an address: name, name:port or https://name.") from None
    if parts.username is not None or parts.password is not None:
        raise ValueError("The host must not contain a user name or a password.")
    if parts.query or parts.fragment:
        raise ValueError("The host must end with its name: nothing after ? or #.")
    if not name:
        raise ValueError("The host has no name: name, name:port or https://name.")
    if not (":" in name or _NAME.fullmatch(name)) or "%" in name or len(name) > _LONGEST_NAME:
        raise ValueError("The host's name has parts that no name has.")
    return name, port


def _is_loopback_name(name: str) -> bool:
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
