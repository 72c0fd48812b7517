"""Fetches a cover from wherever the service says it lies: without the key, a few megabytes at most, and not for long.

A client of its own that has never heard of the key: there is nothing that a redirect could lead astray.
"""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx

from tui.api.address import clean_host, is_loopback
from tui.api.errors import ApiError
from tui.api.faults import FAULTS
from tui.api.reach import Reach
from tui.covers.header import NoHost, NoPicture

LARGEST: Final = 5 * 1024 * 1024
"""Bytes of a picture."""
_MOST_HOPS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_STALL: Final = 10.0
_LONGEST: Final = 20.0
"""Seconds for all of it, however it drips."""
_VAGUE: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})


class Fetcher:
    """Belongs to the event loop on which it is first used."""

    def __init__(
        self, *, host: str, allowed: tuple[str, ...] = (), transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        """`host`: the service's, which may lie in this machine's own network; `allowed`: other names that may."""
        self._host = clean_host(host, allow_plain=True)
        self._reach = Reach((*allowed, urlsplit(self._host).hostname or ""), network=transport is None)
        self._transport = transport
        self._is_used = False

    @cached_property
    def _http(self) -> httpx.AsyncClient:
        self._is_used = True
        return httpx.AsyncClient(
            transport=self._transport,
            trust_env=not is_loopback(self._host),
            follow_redirects=False,
            headers={
                "Accept": "image/jpeg, image/png, image/webp, image/*;q=0.5",
                "Accept-Encoding": "identity",
                "User-Agent": "memories-tui",
            },
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=4),
            timeout=httpx.Timeout(_STALL, pool=None),
        )

    async def aclose(self) -> None:
        if self._is_used:
            await self._http.aclose()

    async def fetch(self, url: str) -> bytes:
        """The picture's bytes, whatever they are. Raises NoPicture with the reason in words."""
        try:
            async with asyncio.timeout(_LONGEST):
                return await self._through(url)
        except TimeoutError:
            raise NoHost("its host is too slow") from None
        except (httpx.InvalidURL, UnicodeError, ValueError):
            raise NoPicture("its address is none that could be asked") from None
        except FAULTS:
            raise NoHost("its host did not answer") from None

    async def _through(self, url: str) -> bytes:
        for _hop in range(_MOST_HOPS + 1):
            found = await self._ask(url)
            if isinstance(found, bytes):
                return found
            url = found
        raise NoPicture("its host sends us round in circles")

    async def _ask(self, url: str) -> bytes | str:
        """The picture, or where else it is said to be."""
        try:
            self._reach.check(url)
            trace = {"trace": self._reach.watch(url)}
            async with self._http.stream("GET", url, extensions=trace) as response:
                self._http.cookies.clear()
                if response.status_code in _REDIRECTS:
                    return urljoin(url, str(response.headers.get("location", "")))
                _judge(response)
                return await _body(response)
        except ApiError:
            raise NoPicture("its address is not one that may be asked") from None


def _judge(response: httpx.Response) -> None:
    if response.status_code != 200:
        gone = response.status_code in {404, 410}
        raise NoPicture("there is none at its address" if gone else f"its host answers {response.status_code}")
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not kind.startswith("image/") and kind not in _VAGUE:
        page = kind in {"text/html", "application/xhtml+xml"}
        raise NoPicture("there is a web page where the picture should be" if page else "this is no picture")
    length = response.headers.get("content-length", "")
    if length.isdecimal() and len(length) < 20 and int(length) > LARGEST:
        raise NoPicture("the picture is too large")


async def _body(response: httpx.Response) -> bytes:
    """As it comes: what was packed on the way is not unpacked, so it can't grow."""
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > LARGEST:
            raise NoPicture("the picture is too large")
    return bytes(body)
