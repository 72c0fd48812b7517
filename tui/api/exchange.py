"""One HTTP exchange, bounded in time and size whatever the other end does."""

from __future__ import annotations

import asyncio
import logging
import zlib
from typing import Final

import httpx

from tui.api import words
from tui.api.answers import Answer
from tui.api.errors import Garbled, Interrupted
from tui.api.faults import FAULTS, fault
from tui.api.limits import Limits

# It would write every URL, with its video numbers, at INFO.
logging.getLogger("httpx").setLevel(logging.WARNING)

LONGEST_ANSWER: Final = 8 * 1024 * 1024
"""Bytes of an answer, both on the line and after decompression."""
_ELSEWHERE: Final = "elsewhere"
_EITHER_ZLIB_OR_GZIP: Final = zlib.MAX_WBITS | 32


async def ask(http: httpx.AsyncClient, request: httpx.Request, host: str, limits: Limits) -> Answer:
    """Sends a read call and gives its answer, whatever its status. ApiError for everything else."""
    try:
        async with asyncio.timeout(limits.read_total):
            return await exchange(http, request, host)
    except FAULTS as error:
        raise fault(error, host, limits, answer_within=limits.read_total) from None


async def exchange(http: httpx.AsyncClient, request: httpx.Request, host: str) -> Answer:
    """The bare exchange: no redirect followed, the answer read to its end or to LONGEST_ANSWER."""
    response = await http.send(request, stream=True, follow_redirects=False)
    # The key is all that we are known by: what a sign-in page or a balancer wants to know us by is not kept.
    http.cookies.clear()
    try:
        body = await _read(response, host)
    except httpx.RemoteProtocolError:
        raise Interrupted(words.cut(host)) from None
    finally:
        await response.aclose()
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, headers | response.extensions.get(_ELSEWHERE, {}), body)


async def put_aside(response: httpx.Response) -> None:
    """A hook for `response`: httpx makes a request of every redirect, followed or not, and breaks on odd addresses."""
    if "location" in response.headers:
        response.extensions[_ELSEWHERE] = {"location": response.headers.pop("location")}


async def _read(response: httpx.Response, host: str) -> bytes:
    """Decompresses by itself: httpx would blow a small bomb up to its full size first."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in {"identity", "gzip", "deflate", ""}:
        raise Garbled(words.not_our_api(host), advice=words.CHECK_HOST)
    unpacker = zlib.decompressobj(_EITHER_ZLIB_OR_GZIP) if coding in {"gzip", "deflate"} else None
    body, taken = bytearray(), 0
    async for chunk in response.aiter_raw():
        # What comes behind the end of what is packed would be kept, too.
        taken += len(chunk)
        try:
            body += chunk if unpacker is None else unpacker.decompress(chunk, LONGEST_ANSWER + 1 - len(body))
        except zlib.error:
            raise Interrupted(words.damaged(host)) from None
        if max(taken, len(body)) > LONGEST_ANSWER:
            raise Garbled(words.too_long(host, LONGEST_ANSWER / 1024 / 1024), advice=words.CHECK_HOST)
    if unpacker is not None and not unpacker.eof:
        raise Interrupted(words.cut(host))
    return bytes(body)
