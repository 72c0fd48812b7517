"""No deletion goes to more than was confirmed, whatever the service says and whenever somebody stops it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.conftest import KEY, QuickClock
from tui.api.client import Client
from tui.deeds.deed import Confirmed, Deed, Fate, Item, Phase, Target, loads
from tui.deeds.deleting import Deleting
from tui.deeds.record import Record
from tui.deeds.work import Work
from tui.local.inprocess import InProcess
from tui.local.rows import Stored
from tui.local.service import make_service
from tui.local.store import Store

WHIMS = st.lists(st.sampled_from(["yes", "no", "lost", "limit", "lie"]), max_size=12)


class Whimsical(httpx.AsyncBaseTransport):
    """A service that now and then refuses, loses the answer, or says yes without doing anything."""

    def __init__(self, store: Store, whims: list[str]) -> None:
        self._whole = InProcess(make_service(store, key=KEY))
        self._whims = iter(whims)
        self.asked: list[list[str]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/delete_videos"):
            return await self._whole.handle_async_request(request)
        self.asked.append(json.loads(await request.aread()))
        match next(self._whims, "yes"):
            case "no":
                return httpx.Response(200, json={"code": "0001", "msg": "not today", "data": None})
            case "limit":
                return httpx.Response(200, json={"code": "0429", "msg": "Request has exceeded the limit."})
            case "lie":
                return httpx.Response(200, json={"code": "0000", "msg": "success", "data": None})
            case "lost":
                await (await self._whole.handle_async_request(request)).aread()
                raise httpx.ReadError("lost", request=request)
        return await self._whole.handle_async_request(request)


def filled(store: Store, count: int) -> list[str]:
    numbers = [store.next_number(1_760_000_000_000 + n * 1000) for n in range(count)]
    store.add(
        Stored(number=number, created=1_760_000_000_000, ready_at=0, name=f"clip {n}")
        for n, number in enumerate(numbers)
    )
    return [f"VI{number}" for number in numbers]


async def delete(
    store: Store, items: list[str], confirmed: list[str], whims: list[str]
) -> tuple[Deed, list[str], set[str]]:
    """What became of it, what was asked for, and what the index was told to forget."""
    transport, forgotten = Whimsical(store, whims), set[str]()
    client = Client(host="https://demo.invalid", key=KEY, transport=transport, clock=QuickClock())
    with tempfile.TemporaryDirectory() as folder:
        record = Record(Path(folder) / "deeds.db")
        work = Work(
            Deed("a", "delete", 0.0, Phase.RUNNING, tuple(Item(Target(n)) for n in items), len(items)), lambda: None
        )
        deleting = Deleting(client, QuickClock(), record, forgotten.update)
        await deleting.run(work, Confirmed(tuple(map(Target, confirmed))))
        record.close()
    await client.aclose()
    return work.deed, [number for part in transport.asked for number in part], forgotten


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 230), st.data(), WHIMS)
async def test_never_more_than_was_confirmed(count: int, data: st.DataObject, whims: list[str]) -> None:
    with Store(None) as store:
        every = filled(store, count)
        items = data.draw(st.permutations(every)) if every else []
        confirmed = items[: data.draw(st.integers(0, count))]
        gone_before = set(items[::17])
        store.delete(sorted(gone_before), "default")
        deed, asked, forgotten = await delete(store, items, confirmed, whims)
        assert set(asked) <= set(confirmed) - gone_before
        there = {number for number in every if store.get(number) is not None}
        assert set(every) - there - gone_before <= set(confirmed)
        assert not forgotten & there
        fates = {item.target.video_no: item.fate for item in deed.items}
        for number, fate in fates.items():
            if fate is Fate.DONE:
                assert number not in there
                assert number in confirmed
            if fate is Fate.FAILED:
                assert number in there
            if number not in confirmed:
                assert fate is Fate.LEFT
        assert sum(load.count for load in loads(deed.items).values()) == count
        assert deed.loads == loads(deed.items)
        assert not {Fate.WAITING, Fate.WORKING} & set(fates.values())
