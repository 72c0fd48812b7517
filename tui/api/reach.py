"""How far a stranger's word may send us: the web, and nothing in this machine's own network that was not allowed."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final
from urllib.parse import urlsplit

from tui.api.address import spoken_host
from tui.api.errors import Refused
from tui.api.wire import proxy_to

_STRANGE: Final = "The address of the video lies in this machine's own network: not asked."

Trace = Callable[[str, dict[str, Any]], Awaitable[None]]


class Reach:
    """Judges addresses before they are asked, and again once it is seen where they lead."""

    def __init__(self, allowed: Iterable[str], *, network: bool) -> None:
        """`allowed`: names that may be gone to wherever they are. Without `network` nothing leaves this process."""
        self._allowed = frozenset(allowed)
        self._network = network

    def check(self, url: str) -> None:
        """Raises Refused for what is not the web, and for what names this machine's own network."""
        try:
            parts = urlsplit(url)
            scheme, name, port = parts.scheme.lower(), parts.hostname or "", parts.port
        except ValueError:
            raise Refused("The address of the video is none that could be asked.") from None
        if scheme not in {"http", "https"} or not name or port == 0 or parts.username is not None:
            raise Refused("The address of the video is no plain web address: not asked.")
        try:
            spoken_host(origin(url))
        except ValueError:
            raise Refused("The address of the video has a host that no address has: not asked.") from None
        if name not in self._allowed and (_is_local(name) or _is_private(name)):
            raise Refused(_STRANGE)

    def watch(self, url: str) -> Trace:
        """For httpx: a name that looks public may lead into this network all the same, which is seen when it does.

        Nothing has been sent by then. Behind a proxy it is the proxy that is seen.
        """
        is_watched = self._network and (urlsplit(url).hostname or "") not in self._allowed and not proxy_to(origin(url))

        async def trace(event: str, info: dict[str, Any]) -> None:
            if is_watched and event.endswith("connect_tcp.complete"):
                stream = info["return_value"]
                peer = stream.get_extra_info("server_addr")
                if peer and _is_private(str(peer[0])):
                    await stream.aclose()
                    raise Refused(_STRANGE)

        return trace


def origin(url: str) -> str:
    """An address up to where its path begins."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def called(url: str) -> str:
    """What to call the host of an address that was found to be one."""
    return spoken_host(origin(url))


def _is_local(name: str) -> bool:
    return name == "localhost" or name.endswith(".localhost")


def _is_private(name: str) -> bool:
    """Whether it is an address that only this machine or its own network has."""
    try:
        address = ipaddress.ip_address(name.split("%", 1)[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global
