"""The two connections to the service, and the one place where the key meets a request.

Uploads have a client of their own without keep-alive: on a line that was closed meanwhile an upload would be lost
for a reason that nobody can tell from an arrived one.
"""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from pydantic import SecretStr

from tui.api import words
from tui.api.address import clean_host, clean_key, is_loopback, spoken_host
from tui.api.answers import Answer, Asker
from tui.api.endpoints import Endpoint
from tui.api.errors import ApiError, Garbled, Interrupted, Unreachable
from tui.api.exchange import ask, exchange, put_aside
from tui.api.faults import FAULTS, fault
from tui.api.limits import Limits
from tui.api.multipart import MultipartBody
from tui.api.sending import Line, send
from tui.api.source import Source
from tui.text import safe_text

_JSON: Final = {"Content-Type": "application/json"}
_PROXY_WANTS_PASSWORD: Final = 407
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}


class Wire:
    """What goes out and what comes back, with every failure as an ApiError; no retries and no pace here."""

    def __init__(self, *, host: str, key: str, transport: httpx.AsyncBaseTransport | None, limits: Limits) -> None:
        """ValueError for a key or a host that can't be used. `transport` replaces the network."""
        self.host = clean_host(host, allow_plain=True)
        self.called = spoken_host(self.host)
        """What sentences call the service."""
        self.limits = limits
        self._key = SecretStr(clean_key(key))
        self._proxy = proxy_to(self.host)
        try:
            trusted = httpx.create_ssl_context() if self.host.startswith("https:") and transport is None else None
        except OSError:
            raise ValueError("The certificates of this machine can't be read: see SSL_CERT_FILE.") from None
        self._reads = self._client(transport, trusted, limits.read_total, limits.read_total, kept=5)
        self._uploads = self._client(transport, trusted, limits.write, limits.answer, kept=0)

    @property
    def asker(self) -> Asker:
        return Asker(self.called, self._key.get_secret_value())

    async def ask(
        self, endpoint: Endpoint, *, content: bytes | None = None, params: Mapping[str, str] | None = None
    ) -> Answer:
        """A read call."""
        request = self._reads.build_request(
            endpoint.method,
            self._url(endpoint),
            headers=self._with_key({} if content is None else _JSON),
            content=content,
            params={name: _sendable(value).decode() for name, value in (params or {}).items()},
        )
        try:
            return self._past_proxy(await ask(self._reads, request, self.called, self.limits))
        except Unreachable as error:
            raise self._by_proxy(error) from None

    async def send_form(self, endpoint: Endpoint, fields: Sequence[tuple[str, str]]) -> Answer:
        """A call that must not be repeated, as form fields."""
        content = urlencode([(name, _sendable(value)) for name, value in fields]).encode("ascii")
        request = self._uploads.build_request(
            endpoint.method, self._url(endpoint), headers=self._with_key(_FORM), content=content
        )
        try:
            return self._past_proxy(await exchange(self._uploads, request, self.called))
        except (*FAULTS, ApiError) as error:
            raise self._unanswered(error, begun=True) from None

    async def send_file(
        self,
        endpoint: Endpoint,
        source: Source,
        fields: Sequence[tuple[str, str]],
        on_sent: Callable[[int], None],
        on_last: Callable[[], None],
        pace: Callable[[int], Awaitable[int]] | None = None,
    ) -> Answer:
        """A file with its fields. Cancelling it closes the connection at once."""
        body, line = MultipartBody(source, fields, pace), Line()
        request = self._uploads.build_request(
            endpoint.method,
            self._url(endpoint),
            # An answer that comes early is read by hand.
            headers=self._with_key({**body.headers, "Accept-Encoding": "identity"}),
            content=body,
            extensions={"trace": line.trace},
        )
        try:
            answer = await send(
                self._uploads,
                request,
                body,
                line,
                host=self.called,
                limits=self.limits,
                on_sent=on_sent,
                on_last=on_last,
            )
            return self._past_proxy(answer)
        except (*FAULTS, ApiError) as error:
            raise self._unanswered(error, begun=body.begun.is_set()) from None

    async def aclose(self) -> None:
        await self._reads.aclose()
        await self._uploads.aclose()

    def _client(
        self,
        transport: httpx.AsyncBaseTransport | None,
        trusted: ssl.SSLContext | None,
        write: float,
        read: float,
        *,
        kept: int,
    ) -> httpx.AsyncClient:
        try:
            return httpx.AsyncClient(
                transport=transport,
                verify=trusted or False,  # False only where no TLS is spoken: http, or no network at all
                # A proxy for the world is no way to this machine.
                trust_env=not is_loopback(self.host),
                follow_redirects=False,
                headers={"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "memories-tui"},
                limits=httpx.Limits(max_connections=20, max_keepalive_connections=kept),
                timeout=httpx.Timeout(write, connect=self.limits.connect, read=read, pool=None),
                event_hooks={"response": [put_aside]},
            )
        except (ValueError, ImportError, httpx.InvalidURL):
            raise ValueError("The proxy settings of this machine can't be used: see HTTPS_PROXY.") from None

    def _url(self, endpoint: Endpoint) -> str:
        return self.host + endpoint.path

    def _with_key(self, headers: Mapping[str, str]) -> dict[str, str]:
        """The key as it is, without a word in front of it."""
        return {**headers, "Authorization": self._key.get_secret_value()}

    def _unanswered(self, error: Exception, *, begun: bool) -> ApiError:
        """What became of an upload that got no answer: without a byte of its body nothing did."""
        if not isinstance(error, ApiError):
            error = fault(error, self.called, self.limits, answer_within=self.limits.answer)
        if isinstance(error, Interrupted | Garbled):
            return in_doubt(error) if begun else Unreachable(error.what, advice=words.CHECK_NETWORK)
        return self._by_proxy(error) if isinstance(error, Unreachable) else error

    def _past_proxy(self, answer: Answer) -> Answer:
        """Unless it is the proxy's own, which wants a password and has passed on nothing."""
        if answer.status == _PROXY_WANTS_PASSWORD:
            raise Unreachable(words.proxy(self.called, self._proxy), advice=words.CHECK_PROXY)
        return answer

    def _by_proxy(self, error: Unreachable) -> Unreachable:
        """Where a proxy stands in between, it is the one that could not be reached."""
        return Unreachable(words.proxy(self.called, self._proxy), advice=words.CHECK_PROXY) if self._proxy else error


def in_doubt(error: ApiError) -> Interrupted:
    """The same, for an upload: whoever answers oddly may have taken the file all the same."""
    return Interrupted(error.what, message=error.message, code=error.code, advice=words.SENT_UNSURE)


def _sendable(text: str) -> bytes:
    """Text may hold half a surrogate pair, which no encoding takes."""
    return text.encode("utf-8", "replace")


def proxy_to(url: str) -> str:
    """What to call the proxy that this machine's settings put before the address; nothing where there is none."""
    parts, found = urlsplit(url), getproxies()
    proxy = found.get(parts.scheme) or found.get("all")
    if not proxy or is_loopback(url) or proxy_bypass(parts.hostname or ""):
        return ""
    # What stands before the @ is a password.
    return safe_text(proxy.rsplit("@", 1)[-1].split("://")[-1].split("/")[0], 100)
