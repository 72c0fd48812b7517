"""Originals as streams of bytes: from wherever the service says they lie, and never with the key to a stranger.

A third client, beside those for reads and uploads, that has no key of its own: it is added, request by request, to
the service's own download calls and to nothing else, whatever a redirect says.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cached_property
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

import httpx
from pydantic import SecretStr

from tui.api import words
from tui.api.address import clean_host, clean_key, is_loopback
from tui.api.answers import Answer, Asker, data_of, retry_after
from tui.api.endpoints import CALLS, Endpoint
from tui.api.errors import ApiError, Garbled, Interrupted, RateLimited, Refused
from tui.api.faults import FAULTS, fault
from tui.api.limits import Limits
from tui.api.pacing import Pacing, Urgency
from tui.api.ranges import extent, validator_of
from tui.api.reach import Reach, called, origin
from tui.api.values import Dialect, Place
from tui.frozen import dataclass

_MOST_HOPS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LONGEST_WORDS: Final = 64 * 1024
"""Bytes of an answer that is no file."""
_STALL: Final = 60.0
"""Seconds without a byte."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An original on its way."""

    start: int
    """The position of the first byte that comes."""
    total: int | None
    """Bytes of the whole file, where the host says so."""
    validator: str
    """By which the host knows the same file again; empty where it offers nothing of that kind."""
    chunks: AsyncIterator[bytes]
    """What comes. Raises ApiError."""


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    url: str
    content: bytes | None = None


class Originals:
    """Belongs to the event loop on which it is first used."""

    def __init__(
        self,
        *,
        host: str,
        key: str,
        namespace: str,
        dialect: Dialect,
        pacing: Pacing,
        transport: httpx.AsyncBaseTransport | None = None,
        allowed: tuple[str, ...] = (),
        now: Callable[[], float],
    ) -> None:
        """`allowed`: names of hosts in the person's own network that may be gone to, as for the service itself."""
        self._host = clean_host(host, allow_plain=True)
        self._key = SecretStr(clean_key(key))
        self._namespace = namespace
        self._calls = CALLS[dialect]
        self._pacing = pacing
        self._reach = Reach((*allowed, urlsplit(self._host).hostname or ""), network=transport is None)
        self._now = now
        self._limits = Limits()
        self._transport = transport
        self._is_used = False

    @cached_property
    def _http(self) -> httpx.AsyncClient:
        """Made when it is needed: reading this machine's certificates takes a while."""
        self._is_used = True
        return httpx.AsyncClient(
            transport=self._transport,
            trust_env=not is_loopback(self._host),
            follow_redirects=False,
            headers={"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "memories-tui"},
            limits=httpx.Limits(max_connections=8, max_keepalive_connections=0),
            timeout=httpx.Timeout(_STALL, connect=self._limits.connect, pool=None),
        )

    async def aclose(self) -> None:
        if self._is_used:
            await self._http.aclose()

    @asynccontextmanager
    async def open(self, place: Place, *, since: int = 0, validator: str = "") -> AsyncIterator[Offer]:
        """The original, from byte `since` on if the host still has the file that `validator` names; else whole.

        Raises ApiError.
        """
        wanted = since if validator else 0
        response = await self._response(place, wanted, validator)
        try:
            start, total = extent(response)
            if start != wanted and start:
                await response.aclose()
                response = await self._response(place, 0, "")
                start, total = extent(response)
            yield Offer(start, total, validator_of(response), self._chunks(response))
        finally:
            await response.aclose()

    async def _response(self, place: Place, since: int, validator: str) -> httpx.Response:
        request = await self._first(place)
        for _hop in range(_MOST_HOPS + 1):
            response = await self._send(request, since, validator)
            if response.status_code in _REDIRECTS:
                request = self._onward(request, response.headers.get("location", ""))
                await response.aclose()
            elif response.status_code == 416 and since:
                await response.aclose()
                since = 0
            elif response.status_code in {200, 206} and not self._is_words(request, response):
                return response
            else:
                raise await self._refusal(request, response)
        raise Refused(f"{called(request.url)} sends us round in circles.")

    async def _first(self, place: Place) -> _Request:
        if place.url:
            return _Request("GET", place.url)
        endpoint = self._calls.download if place.bucket and place.blob else self._calls.download_video
        if endpoint is None:
            raise Refused("The service gave no address for this video, and this API has no download call.")
        await self._pacing.turn(endpoint.pace, Urgency.TRACKING)
        if endpoint is self._calls.download:
            # The slashes of a blob stay as they are.
            query = f"bucket={quote(place.bucket, safe='')}&blob={quote(place.blob, safe='/')}"
            return _Request(endpoint.method, f"{self._host}{endpoint.path}?{query}")
        asked = {"video_no": place.video_no} | ({"unique_id": self._namespace} if self._namespace else {})
        return _Request(endpoint.method, f"{self._host}{endpoint.path}", json.dumps(asked).encode("ascii"))

    async def _send(self, request: _Request, since: int, validator: str) -> httpx.Response:
        self._reach.check(request.url)
        headers = {"Range": f"bytes={since}-", "If-Range": validator} if since else {}
        if request.content is not None:
            headers["Content-Type"] = "application/json"
        if self._is_own(request):
            headers["Authorization"] = self._key.get_secret_value()
        host = called(request.url)
        try:
            built = self._http.build_request(
                request.method,
                request.url,
                headers=headers,
                content=request.content,
                extensions={"trace": self._reach.watch(request.url)},
            )
            return await self._http.send(built, stream=True)
        except (httpx.InvalidURL, UnicodeError):
            raise Refused("The address of the video is none that could be asked.") from None
        except FAULTS as error:
            raise fault(error, host, self._limits, answer_within=_STALL) from None

    def _onward(self, request: _Request, location: str) -> _Request:
        """Where a redirect leads, always as a plain GET without anything of ours."""
        try:
            url = urljoin(request.url, location)
        except ValueError:
            raise Refused(f"{called(request.url)} sends us on to no address at all.") from None
        self._reach.check(url)
        if request.url.startswith("https:") and url.startswith("http:") and not is_loopback(origin(url)):
            raise Refused(f"{called(request.url)} sends us on without encryption: not followed.")
        return _Request("GET", url)

    def _is_own(self, request: _Request) -> bool:
        """Whether it is one of the service's own download calls, which alone may see the key."""
        ours = {(each.method, f"{self._host}{each.path}") for each in self._downloads}
        return (request.method, request.url.split("?", 1)[0]) in ours and "#" not in request.url

    @property
    def _downloads(self) -> tuple[Endpoint, ...]:
        return tuple(each for each in (self._calls.download, self._calls.download_video) if each is not None)

    def _is_words(self, request: _Request, response: httpx.Response) -> bool:
        """Whether what comes is no file: the service's envelope, or the page of somebody in between."""
        kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
        coded = response.headers.get("content-encoding", "identity").strip().lower() not in {"identity", ""}
        return coded or kind == "text/html" or (kind == "application/json" and self._is_own(request))

    async def _refusal(self, request: _Request, response: httpx.Response) -> ApiError:
        host = called(request.url)
        body = bytearray()
        try:
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > _LONGEST_WORDS:
                    break
        except FAULTS as error:
            return fault(error, host, self._limits, answer_within=_STALL)
        finally:
            await response.aclose()
        headers = {name.lower(): value for name, value in response.headers.items()}
        answer = Answer(response.status_code, headers, bytes(body))
        if self._is_own(request):
            try:
                data_of(answer, Asker(host, self._key.get_secret_value()), self._now())
            except ApiError as error:
                return error
            return Garbled(words.not_our_api(host))
        return _by_status(answer, host, self._now())

    async def _chunks(self, response: httpx.Response) -> AsyncIterator[bytes]:
        host = called(str(response.request.url))
        try:
            async for chunk in response.aiter_raw():
                yield chunk
        except FAULTS as error:
            raise fault(error, host, self._limits, answer_within=_STALL) from None


def _by_status(answer: Answer, host: str, now: float) -> ApiError:
    status = answer.status
    if status == 429:
        wait = retry_after(answer.headers.get("retry-after"), now)
        return RateLimited(f"{host} is limiting us.", retry_after=wait)
    if status >= 500:
        return Interrupted(words.trouble(host, status))
    if status in {404, 410}:
        return Refused(f"{host} does not have it (any more).", code=str(status))
    if status in {401, 403}:
        return Refused(f"{host} does not give it away.", code=str(status))
    if status < 300:
        return Garbled(words.web_page(host) if answer.is_html else f"{host} sent something that is no video.")
    return Refused(f"{host} said no.", code=str(status))
