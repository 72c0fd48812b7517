"""Sweeps against a live service: they fill the index, keep it true, and outwait every kind of weather."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest

from tests.conditions import until
from tests.faults import Fault
from tests.library.stillclock import StillClock
from tests.standin import StandIn, standin
from tui.api.client import Client
from tui.api.values import Status, Video
from tui.library.connections import Closed
from tui.library.index import Index
from tui.library.query import Query
from tui.library.sync import Sync
from tui.library.values import SyncMode
from tui.local.filters import Filters
from tui.local.rows import Stored

LIST = "list_videos"


@dataclass
class Desk:
    """One program's view of the service."""

    sync: Sync
    index: Index
    clock: StillClock
    changes: list[None] = field(default_factory=list)

    def known(self) -> set[str]:
        return {video.video_no for video in rows(self.index)}

    async def in_sync(self) -> None:
        await until(lambda: self.sync.state.synced_at is not None and not self.sync.state.sweeping, "a whole sweep")

    async def at_rest(self) -> None:
        await until(lambda: self.clock.waiting, "everybody rests")


EVERYTHING = Query()


def rows(index: Index, query: Query = EVERYTHING) -> list[Video]:
    found = index.find(query)
    return [video for video in map(found.row, range(found.count)) if video is not None]


@pytest.fixture
def service() -> Iterator[StandIn]:
    with standin(videos=1_050) as service:
        yield service


@asynccontextmanager
async def running(
    service: StandIn, path: Path, *, mode: SyncMode = "full", key: str | None = None, clock: StillClock | None = None
) -> AsyncIterator[Desk]:
    """A sync at work; what it breaks on, it breaks the test on."""
    clock = clock or StillClock()
    client = Client(host=service.url, key=key or service.key, clock=clock, on_weather=lambda one: sync.hear(one))
    index = Index.open(path / "library.sqlite")
    changes: list[None] = []
    sync = Sync(client, index, clock=clock, mode=mode, on_change=lambda: changes.append(None))
    desk = Desk(sync, index, clock, changes)
    try:
        async with _at_work(sync):
            yield desk
    finally:
        await client.aclose()
        index.close()


@asynccontextmanager
async def _at_work(sync: Sync) -> AsyncIterator[None]:
    work = asyncio.create_task(sync.run())
    try:
        yield
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


def pages(service: StandIn) -> list[object]:
    return [call.json()["page"] for call in service.faults.to(LIST)]


def has_asked(desk: Desk, query: Query) -> bool:
    asking = desk.sync.state.asking
    return asking is not None and asking.query == query and asking.done


def knows(desk: Desk, count: int) -> bool:
    return desk.index.total() == count


def stored(service: StandIn) -> list[Stored]:
    return service.store.page(Filters(namespace="default"), page=1, size=100_000, now=2**60)[0]


def numbers(service: StandIn) -> set[str]:
    return {video.video_no for video in stored(service)}


def arrivals(service: StandIn, count: int) -> list[Stored]:
    """Videos that are newer than all others."""
    newest = stored(service)[0]
    return [
        replace(newest, number=service.store.next_number(newest.created + 1000 + n), created=newest.created + 1000 + n)
        for n in range(count)
    ]


async def test_the_whole_library_comes_in(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path) as desk:
        await desk.in_sync()
        assert desk.known() == numbers(service)
        state = desk.sync.state
        assert (state.known, state.on_server, state.weather.fair) == (1_050, 1_050, True)
        assert sorted(map(str, pages(service))) == ["1", "1", "2", "3", "4", "5", "6"]
        assert len(desk.changes) >= 6
        assert [video.created for video in rows(desk.index)] == [video.created for video in stored(service)]


async def test_facts_survive_the_wire(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path) as desk:
        await desk.in_sync()
        for video in stored(service)[::97]:
            known = desk.index.get(video.video_no)
            assert known is not None
            assert (known.video.name, known.video.tags) == (video.name, video.tags if video.outcome == "PARSE" else ())


async def test_a_second_start_asks_for_the_newest_alone(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path) as desk:
        await desk.in_sync()
    service.store.add(arrivals(service, 3))
    service.faults.forget()
    async with running(service, tmp_path) as desk:
        await until(lambda: desk.known() == numbers(service), "the three arrivals are known")
        await desk.at_rest()
        assert pages(service) == [1, 2]


async def test_a_sweep_that_was_cut_short_goes_on_where_it_was(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path) as desk:
        await until(lambda: desk.index.progress().page >= 3, "three pages are in")
        reached = desk.index.progress().page
    service.faults.forget()
    async with running(service, tmp_path) as desk:
        assert desk.sync.state.known >= 600
        await desk.in_sync()
        assert desk.known() == numbers(service)
        assert set(pages(service)) <= {1, *range(reached + 1, 7)}


async def test_what_is_gone_is_forgotten_by_the_next_whole_sweep(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path) as desk:
        await desk.in_sync()
        gone = [video.video_no for video in stored(service)[300:310]]
        service.store.delete(gone, "default")
        await desk.at_rest()
        desk.clock.let_pass(601)
        await until(lambda: not desk.known() & set(gone), "the deleted ones are forgotten")
        assert desk.known() == numbers(service)


async def test_a_new_one_that_goes_is_noticed_by_a_light_sweep(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path) as desk:
        await desk.in_sync()
        gone = stored(service)[7].video_no
        service.store.delete([gone], "default")
        await desk.at_rest()
        service.faults.forget()
        desk.clock.let_pass(301)
        await until(lambda: gone not in desk.known(), "it is forgotten")
        assert set(pages(service)) == {1}


async def test_what_is_looked_for_and_gone_is_forgotten(service: StandIn, tmp_path: Path) -> None:
    query = Query(tags=("harbour",))
    async with running(service, tmp_path) as desk:
        await desk.in_sync()
        await desk.at_rest()
        gone = rows(desk.index, query)[-1].video_no
        service.store.delete([gone], "default")
        desk.clock.let_pass(301)
        desk.sync.sweep(query)
        await until(lambda: has_asked(desk, query), "it has asked")
        desk.sync.refresh()
        await until(lambda: gone not in desk.known(), "it is forgotten")


async def test_what_was_just_seen_is_not_forgotten(service: StandIn, tmp_path: Path) -> None:
    """An upload may be known from its receipt before any list shows it."""
    async with running(service, tmp_path) as desk:
        await desk.in_sync()
        await desk.at_rest()
        own = Video("VI999999999999999999", created=round(desk.clock.now() * 1000))
        desk.index.put([own], at=desk.clock.now())
        desk.clock.let_pass(61)
        await until(lambda: any(b"video_nos" in call.body for call in service.faults.to(LIST)), "it is looked for")
        await desk.at_rest()
        assert desk.index.get(own.video_no) is not None


async def test_a_difference_that_no_sweep_mends_is_accepted(service: StandIn, tmp_path: Path) -> None:
    """Something known here and never listed there, without anything gone: one more sweep, not one after the other."""
    async with running(service, tmp_path) as desk:
        await desk.in_sync()
        desk.index.put([Video("VI1", created=5)], at=desk.clock.now())
        for _ in range(4):
            await desk.at_rest()
            desk.clock.let_pass(601)
        await desk.at_rest()
        assert pages(service).count(6) <= 3


@pytest.mark.row("N16")
async def test_a_sweep_during_which_videos_come_forgets_nothing(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path) as desk:
        await desk.in_sync()
        only_here = Video("VI1", created=5, status=Status.READY, status_word="PARSE")
        desk.index.put([only_here], at=desk.clock.now())
        await desk.at_rest()
        service.faults.forget()
        service.faults.next("slow", None, path=LIST, seconds=0.1)
        desk.clock.let_pass(25 * 3600)
        await until(lambda: service.faults.count(LIST) >= 4, "the sweep is half way")
        service.store.add(arrivals(service, 1))
        await until(lambda: desk.sync.state.sweeping is False, "the sweep ends")
        assert desk.index.get("VI1") is not None


@pytest.mark.row("N16")
async def test_a_sweep_during_which_videos_go_misses_none(service: StandIn, tmp_path: Path) -> None:
    service.faults.next("slow", None, path=LIST, seconds=0.1)
    async with running(service, tmp_path) as desk:
        await until(lambda: desk.index.progress().page >= 3, "three pages are in")
        service.store.delete([video.video_no for video in stored(service)[:250]], "default")
        service.faults.clear()
        await desk.in_sync()
        assert numbers(service) <= desk.known()


@pytest.mark.row("N1", "N3")
@pytest.mark.parametrize("fault", ["503", "500", "html", "cut", "0429", "429", "0001", "empty"])
async def test_weather_is_told_and_heals(service: StandIn, tmp_path: Path, fault: Fault) -> None:
    service.faults.next(fault, None)
    async with running(service, tmp_path) as desk:
        await until(lambda: not desk.sync.state.weather.fair and desk.clock.waiting, "the weather is told")
        weather = desk.sync.state.weather
        assert weather.retry_at is not None
        assert desk.clock.now() < weather.retry_at <= desk.clock.now() + 121
        service.faults.clear()
        desk.sync.refresh()
        await until(lambda: not desk.sync.state.weather.fair or desk.index.total(), "it is tried again")
        desk.clock.let_pass(200)
        await until(lambda: desk.sync.state.weather.fair and desk.index.total() > 0, "it heals")


async def test_waits_grow_to_half_a_minute(service: StandIn, tmp_path: Path) -> None:
    service.faults.next("html", None)
    waits: list[float] = []
    async with running(service, tmp_path) as desk:
        for _ in range(8):
            await until(lambda: desk.clock.waiting, "a wait")
            waits += desk.clock.waiting
            desk.clock.let_pass(waits[-1])
            await until(lambda: not desk.clock.waiting, "the wait ends")
    assert [round(wait) for wait in waits] == [2, 4, 8, 16, 30, 30, 30, 30]


@pytest.mark.row("N4")
@pytest.mark.parametrize("fault", ["401", "0401", "0402"])
async def test_what_a_person_must_mend_is_asked_once_a_minute(service: StandIn, tmp_path: Path, fault: Fault) -> None:
    service.faults.next(fault, None)
    async with running(service, tmp_path) as desk:
        await until(lambda: desk.clock.waiting, "it waits")
        assert desk.clock.waiting == [pytest.approx(60)]
        assert len(pages(service)) == 1
        service.faults.clear()
        desk.sync.refresh()
        await desk.in_sync()
        assert desk.sync.state.weather.fair


async def test_refreshing_brings_what_is_new_at_once(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path) as desk:
        await desk.in_sync()
        await desk.at_rest()
        service.store.add(arrivals(service, 2))
        desk.sync.refresh()
        await until(lambda: desk.known() == numbers(service), "the arrivals are known")
        await until(lambda: desk.sync.state.on_server == 1_052, "and counted")


async def test_what_was_stopped_goes_on_when_it_is_refreshed(service: StandIn, tmp_path: Path) -> None:
    service.faults.next("hang", None, path=LIST)
    async with running(service, tmp_path) as desk:
        await until(lambda: service.faults.hanging, "a page that does not come")
        desk.sync.sweep(Query(tags=("trip",)))
        await until(lambda: service.faults.hanging == 2, "a question that is not answered")
        desk.sync.stop()
        await until(lambda: desk.sync.state.asking is not None and desk.sync.state.asking.done, "nobody asks any more")
        await until(lambda: not desk.sync.state.sweeping, "nor sweeps")
        await desk.at_rest()
        assert (desk.sync.state.sweeping, desk.known()) == (False, set())
        service.faults.clear()
        desk.sync.refresh()
        await until(lambda: desk.known() == numbers(service), "the whole library")


async def test_what_is_new_comes_in_by_itself(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path) as desk:
        await desk.in_sync()
        await desk.at_rest()
        service.store.add(arrivals(service, 450))
        desk.clock.let_pass(61)
        await until(lambda: desk.known() == numbers(service), "all arrivals are known")


async def test_a_video_that_was_long_indexing_turns(service: StandIn, tmp_path: Path) -> None:
    """It is far from the newest when it is done, and turns all the same."""
    late = stored(service)[700]
    service.store.delete([late.video_no], "default")
    service.store.add([replace(late, ready_at=late.created + 10**15)])
    async with running(service, tmp_path) as desk:
        await desk.in_sync()
        await desk.at_rest()
        assert [video.video_no for video in rows(desk.index, Query(statuses=(Status.INDEXING,)))] == [late.video_no]
        service.store.delete([late.video_no], "default")
        service.store.add([replace(late, ready_at=late.created)])
        desk.clock.let_pass(61)
        await until(lambda: not rows(desk.index, Query(statuses=(Status.INDEXING,))), "it turns")


async def test_what_is_looked_for_is_asked_at_once(service: StandIn, tmp_path: Path) -> None:
    """The answer and the server's count are there before the whole library is."""
    query = Query(tags=("harbour",))
    async with running(service, tmp_path, mode="off") as desk:
        await until(lambda: desk.index.total() == 200, "the first page is in")
        desk.sync.sweep(query)
        await until(lambda: desk.sync.state.asking is not None, "it asks")
        await until(lambda: desk.sync.state.asking is not None and desk.sync.state.asking.done, "it has asked")
        asking = desk.sync.state.asking
        assert asking is not None
        assert (asking.query, asking.exact) == (query, True)
        found = service.store.page(Filters(namespace="default", tag="harbour"), page=1, size=2000, now=2**60)
        assert asking.on_server == found[1] > 200
        assert desk.index.find(query).count >= 200


async def test_extending_goes_on_with_what_is_looked_for(service: StandIn, tmp_path: Path) -> None:
    query = Query(statuses=(Status.READY,))
    async with running(service, tmp_path, mode=200) as desk:
        desk.sync.sweep(query)
        await desk.at_rest()  # what is new is asked first, and after that the question once more
        await until(lambda: has_asked(desk, query), "it has asked")
        before = desk.index.find(query).count
        desk.sync.extend()
        await until(lambda: desk.index.find(query).count >= before + 150, "the next page is in")


async def test_a_focused_sweep_finds_what_no_light_one_sees(service: StandIn, tmp_path: Path) -> None:
    """Two old videos appear far from the newest: their tag is looked for, and they are here before the next sweep."""
    query = Query(tags=("attic",))
    async with running(service, tmp_path) as desk:
        await desk.in_sync()
        old = stored(service)[-1]
        moved = [replace(old, number=old.number - n, created=old.created - n, tags=("attic", "api")) for n in (1, 2)]
        service.store.add(replace(video, outcome="PARSE") for video in moved)
        desk.sync.sweep(query)
        await until(lambda: has_asked(desk, query), "it has asked")
        assert {video.video_no for video in rows(desk.index, query)} == {video.video_no for video in moved}
        assert desk.sync.state.asking is not None
        assert (desk.sync.state.asking.on_server, desk.sync.state.asking.exact) == (2, True)


@pytest.mark.row("N21")
async def test_the_newest_question_wins(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path, mode="off") as desk:
        await desk.at_rest()
        service.faults.next("hang", 1, path=LIST)
        desk.sync.sweep(Query(tags=("harbour",)))
        await until(lambda: service.faults.hanging, "the first question hangs")
        desk.sync.sweep(Query(tags=("market",)))
        await until(
            lambda: desk.sync.state.asking is not None and desk.sync.state.asking.done, "the second is answered"
        )
        assert desk.sync.state.asking is not None
        assert desk.sync.state.asking.query == Query(tags=("market",))
        desk.sync.sweep(Query())
        assert desk.sync.state.asking is None


async def test_what_the_service_cannot_narrow_is_not_asked(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path, mode="off") as desk:
        await desk.at_rest()
        service.faults.forget()
        desk.sync.sweep(Query(words=("harb",)))
        await until(lambda: desk.sync.state.asking is not None and desk.sync.state.asking.done, "it is done")
        assert pages(service) == []
        assert desk.sync.state.asking is not None
        assert not desk.sync.state.asking.exact


async def test_off_means_the_first_page_and_what_is_asked_for(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path, mode="off") as desk:
        await desk.at_rest()
        assert (pages(service), desk.index.total()) == ([1], 200)
        for total in (400, 600, 800, 1000, 1050):
            desk.sync.extend()
            await until(partial(knows, desk, total), f"{total} are known")
        await desk.at_rest()
        service.faults.forget()
        desk.clock.let_pass(1)
        desk.sync.extend()
        await until(lambda: desk.clock.waiting == [pytest.approx(60)], "it rests anew")
        assert pages(service) == []


async def test_a_number_means_so_many_of_the_newest(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path, mode=500) as desk:
        await until(lambda: desk.index.total() == 600, "three pages are in")
        await desk.at_rest()
        assert max(map(int, map(str, pages(service)))) == 3
        assert desk.sync.state.sweeping is False
        desk.sync.extend()
        await until(lambda: desk.index.total() == 800, "a page more")


async def test_metadata_goes_to_the_index(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path, mode="off") as desk:
        await desk.at_rest()
        number = stored(service)[0].video_no
        before = desk.index.get(number)
        known = await desk.sync.metadata(number)
        assert before is not None
        assert known is not None
        assert before.metadata_at is None
        assert known.metadata_at is not None
        assert known.video.fps == 30.0
        assert number in known.raw
        service.store.delete([number], "default")
        desk.clock.let_pass(100)
        again = await desk.sync.metadata(number)
        assert again is not None
        assert (again.video, again.raw) == (known.video, known.raw)
        assert again.metadata_at == pytest.approx(known.metadata_at + 100, abs=5)
        assert await desk.sync.metadata("VI1") is None


async def test_a_full_disk_is_weather(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path, mode="off") as desk:
        await desk.at_rest()
        with desk.index._connections.writing() as db:
            pass
        pages_now = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages_now + 1}")
        desk.sync.extend()
        # Waiting, and not trying once more: then it would not hear of the refresh.
        await until(lambda: not desk.sync.state.weather.fair and desk.clock.waiting, "the full disk is told")
        assert "disk is full" in desk.sync.state.weather.problem
        assert desk.index.total() == 200
        db.execute("PRAGMA max_page_count = 1000000")
        desk.sync.refresh()
        await until(lambda: desk.index.total() == 400, "it goes on")
        await until(lambda: desk.sync.state.weather.fair, "and says so")


async def test_a_bug_ends_it(service: StandIn, tmp_path: Path) -> None:
    """What is not weather is not survived in silence."""
    client = Client(host=service.url, key=service.key, clock=StillClock())
    index = Index.open(tmp_path / "library.sqlite")
    sync = Sync(client, index, clock=StillClock(), on_change=lambda: None)
    index.close()
    with pytest.raises(ExceptionGroup) as failed:
        await sync.run()
    await client.aclose()
    assert failed.group_contains(Closed)
