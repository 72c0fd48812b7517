"""Lists that repeat, shift, run dry, go in circles and lie about their length: each sweep ends, and none forgets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from starlette.types import Receive, Scope, Send

from tests.conditions import until
from tests.library.stillclock import StillClock
from tui.api.client import Client
from tui.commands.pages import Pages
from tui.library.index import Index
from tui.library.query import Query
from tui.library.sync import Sync
from tui.local.server import Server

Page = tuple[Sequence[str], int | None]
"""The numbers on it, and what it says of the whole."""
KEY = "sk-mavi-test-0123456789abcdef"
MOST = 400
"""More questions than any of these lists is worth."""


class Odd:
    """A service whose list is whatever a function makes of a page's number (from 1) and of how often it was asked."""

    def __init__(self, page: Callable[[int, int], Page]) -> None:
        self._page = page
        self.asked: list[int] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        body = b""
        while (message := await receive())["type"] == "http.request":
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        wanted = json.loads(body)
        shown: Sequence[str]
        total: int | None
        if "video_nos" in wanted:
            shown, total = wanted["video_nos"], len(wanted["video_nos"])
        else:
            self.asked.append(wanted["page"])
            shown, total = self._page(wanted["page"], len(self.asked))
        videos = [_video(number) for number in shown]
        data = {"videos": videos} | ({} if total is None else {"total_count": str(total)})
        answer = json.dumps({"code": "0000", "msg": "success", "data": data}).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": answer})


def _video(number: str) -> dict[str, object]:
    # An upload's time as the service has it: the higher the number, the newer.
    digits = int("".join(filter(str.isdigit, number)) or 0)
    return {"video_no": number, "video_name": number, "status": "PARSE", "create_time": str(1_700_000_000_000 + digits)}


def numbers(first: int, last: int) -> list[str]:
    """From the newest on."""
    return [f"VI{10_000_000 - n}" for n in range(first, last)]


@asynccontextmanager
async def swept(odd: Odd, path: Path) -> AsyncIterator[tuple[Sync, Index, StillClock]]:
    """A sync until it rests for the first time."""
    with Server(odd) as server:
        clock = StillClock()
        client = Client(host=server.url, key=KEY, clock=clock)
        index = Index.open(path / "library.sqlite")
        sync = Sync(client, index, clock=clock, on_change=lambda: None)
        work = asyncio.create_task(sync.run())
        try:
            await rests(odd, sync, clock)
            yield sync, index, clock
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work
            await client.aclose()
            index.close()


async def rests(odd: Odd, sync: Sync, clock: StillClock) -> None:
    def at_rest() -> bool:
        assert len(odd.asked) < MOST, f"it never ends: {odd.asked[-20:]}"
        return not sync.state.sweeping and sync.state.synced_at is not None and bool(clock.waiting)

    await until(at_rest, "a sweep that ends")


def circles(page: int, asked: int) -> Page:
    """A and B and A and B, without a word on how many there are."""
    return (numbers(0, 200) if page % 2 else numbers(200, 400)), None


def replicas(page: int, asked: int) -> Page:
    """Two machines that take turns, of which one lags behind."""
    total = 900 if asked % 2 else 500
    return numbers(200 * (page - 1), min(total, 200 * page)), total


ODD: dict[str, tuple[Callable[[int, int], Page], int]] = {
    "the first page again and again": (lambda _page, _asked: (numbers(0, 200), 1_000_000), 200),
    "the first page, and no total": (lambda _page, _asked: (numbers(0, 200), None), 200),
    "two pages in turns": (circles, 400),
    "a total, and an empty second page": (lambda page, _asked: (numbers(0, 200) if page == 1 else (), 500), 200),
    "a total of none, and videos": (lambda page, _asked: (numbers(0, 200) if page == 1 else (), 0), 200),
    "small pages": (lambda page, _asked: (numbers(10 * (page - 1), min(95, 10 * page)), None), 10),
    "a total that goes up and down": (replicas, 500),
    "a total that grows with every page": (
        lambda page, asked: (numbers(200 * (page - 1), min(700, 200 * page)), 700 + 10 * asked),
        700,
    ),
    "pages that overlap": (lambda page, _asked: (numbers(150 * (page - 1), min(600, 150 * page + 50)), 600), 450),
    "no number, and one of 4 kB": (lambda _page, _asked: (["", "V" * 4000, *numbers(0, 3)], 5), 3),
    "one number many times": (lambda page, _asked: ((["VI1"] * 150 + numbers(0, 50)) if page == 1 else (), 200), 51),
}


@pytest.mark.row("N16", "N17")
@pytest.mark.parametrize("name", ODD)
async def test_a_list_that_makes_no_sense_is_left_with_what_it_had(tmp_path: Path, name: str) -> None:
    """What was shown is there once, what is known and was not shown stays, and nothing is asked in haste."""
    page, least = ODD[name]
    odd = Odd(page)
    async with swept(odd, tmp_path) as (sync, index, clock):
        found = index.find(Query())
        known = [video.video_no for video in map(found.row, range(found.count)) if video is not None]
        assert len(known) == len(set(known)) == index.total() >= least
        assert sync.state.weather.fair
        assert min(clock.waiting) > 30
        before = len(odd.asked)
        clock.let_pass(61)
        await until(lambda: len(odd.asked) > before, "the next look at what is new")
        await rests(odd, sync, clock)
        assert index.total() >= len(known)


@pytest.mark.row("N16")
async def test_a_very_long_list_ends_and_tells_how_far_it_is(tmp_path: Path) -> None:
    """As many pages as fit into a test; that ten thousand are no more than these again is plain from the code."""
    odd = Odd(lambda page, _asked: (numbers(200 * (page - 1), 200 * page), 15 * 200))
    async with swept(odd, tmp_path) as (sync, index, _clock):
        assert index.total() == 3_000
        assert (sync.state.on_server, sync.state.swept) == (3_000, 3_000)
        assert sorted(set(odd.asked)) == list(range(1, 16))


@pytest.mark.row("N16")
@pytest.mark.parametrize("name", ["the first page, and no total", "two pages in turns"])
async def test_a_list_for_a_script_ends_as_well(tmp_path: Path, name: str) -> None:
    odd = Odd(ODD[name][0])
    with Server(odd) as server:
        client = Client(host=server.url, key=KEY, clock=StillClock())
        index = Index.open(tmp_path / "library.sqlite")
        try:
            printed = [
                video.video_no async for page in Pages(client, index, Query(), most=None).read() for video in page
            ]
        finally:
            await client.aclose()
            index.close()
    assert len(printed) == len(set(printed)) == ODD[name][1]
