"""One cheap question to the service: does it answer, how fast, does the key open it, and what does its clock say."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tui.api.clock import Clock
from tui.api.errors import ApiError, RateLimited, Unauthorized
from tui.doctor.finding import Finding, Mark
from tui.frozen import dataclass

if TYPE_CHECKING:
    from tui.api.client import Client

_PATIENCE: Final = 15.0
"""Seconds for the answer, tries included."""
_SLOW: Final = 2.0
_ADRIFT: Final = 30.0
"""Seconds between two clocks that begin to matter: ages and matching of uploads are reckoned with both."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the service said, or why it did not."""

    host: str
    seconds: float = 0.0
    videos: int | None = None
    skew: float | None = None
    proxy: str = ""
    error: ApiError | None = None


async def ask_service(client: Client, clock: Clock) -> Reply:
    """One page of one video. Belongs on the client's loop; raises nothing that weather can bring."""
    from tui.api.wire import proxy_to

    proxy = proxy_to(client.host)
    began = clock.monotonic()
    try:
        async with asyncio.timeout(_PATIENCE):
            page = await client.list_videos(size=1)
    except TimeoutError:
        late = ApiError(f"The service did not answer within {_PATIENCE:.0f} s.", advice="Try again later.")
        return Reply(client.host, proxy=proxy, error=late)
    except ApiError as error:
        return Reply(client.host, proxy=proxy, skew=client.skew, error=error)
    return Reply(client.host, clock.monotonic() - began, page.total, client.skew, proxy)


def look_at_service(reply: Reply) -> Iterator[Finding]:
    """What the reply means."""
    through = f" through the proxy {reply.proxy}" if reply.proxy else ""
    facts = {"host": reply.host, "proxy": reply.proxy}
    if reply.error is None:
        speed = f"{reply.seconds * 1000:,.0f} ms"
        count = "" if reply.videos is None else f", {reply.videos:,} videos"
        slow = reply.seconds >= _SLOW
        change = "The line or the service is slow; the list is read from this machine meanwhile." if slow else ""
        words = f"{reply.host} answered in {speed}{through}{count}"
        more = {"milliseconds": round(reply.seconds * 1000), "videos": reply.videos}
        yield Finding("Service", words, "note" if slow else "ok", change, {**facts, **more})
    else:
        yield _trouble(reply.error, facts)
    if reply.skew is not None:
        yield _clock(reply.skew)


def _trouble(error: ApiError, facts: dict[str, str]) -> Finding:
    detail = f" ({error.detail})" if error.detail else ""
    kind = type(error).__name__
    change = error.advice
    if isinstance(error, Unauthorized) and not change:
        change = "Check the key above, and whether it is one of this host."
    mark: Mark = "note" if isinstance(error, RateLimited) else "problem"
    return Finding("Service", f"{error.what}{detail}", mark, change, {**facts, "error": kind, "code": error.code})


def _clock(skew: float) -> Finding:
    facts = {"seconds": round(skew, 1)}
    if abs(skew) < _ADRIFT:
        return Finding("Clock", "agrees with the service's", facts=facts)
    way = "behind" if skew > 0 else "ahead of"
    words = f"this machine's clock is {abs(skew):,.0f} s {way} the service's: ages shown are off by as much"
    return Finding("Clock", words, "note", "Let the clock be set by the network (NTP).", facts)
