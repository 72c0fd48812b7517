"""Who may call when: never more than documented, chores behind people, and one gate for everybody."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from email.utils import formatdate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.conftest import MakeClient, QuickClock
from tests.rawserver import NOTHING, RECEIPT, answering, http, rawserver
from tui.api.endpoints import Pace
from tui.api.errors import RateLimited
from tui.api.pacing import Pacing, Urgency
from tui.api.values import UploadForm, Weather

LIMITED = http({"code": "0429", "msg": "Request has exceeded the limit."})


class StillClock:
    """Time that stands still until it is told to pass, and wakes sleepers in the order of their waking times."""

    def __init__(self) -> None:
        self.time = 1_000.0
        self.sleepers: list[tuple[float, asyncio.Event]] = []

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        alarm = asyncio.Event()
        entry = (self.time + seconds, alarm)
        self.sleepers.append(entry)
        try:
            await alarm.wait()
        finally:
            self.sleepers.remove(entry)

    async def settle(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    async def pass_until(self, moment: float) -> None:
        """Lets time pass, `moment` seconds after the beginning."""
        await self.settle()
        while due := [at for at, _ in self.sleepers if at <= 1_000.0 + moment]:
            self.time = max(self.time, min(due))
            for at, alarm in tuple(self.sleepers):
                if at <= self.time:
                    alarm.set()
            await self.settle()
        self.time = 1_000.0 + moment


class Crowd:
    """Callers at one bucket, and when each was let through (seconds after the beginning)."""

    def __init__(self) -> None:
        self.clock = StillClock()
        self.pacing = Pacing(self.clock, jitter=lambda: 0.0)
        self.starts: list[tuple[str, float]] = []
        self.tasks: dict[str, asyncio.Task[None]] = {}

    def come(self, name: str, urgency: Urgency, pace: Pace = Pace.LISTING) -> None:
        self.tasks[name] = asyncio.create_task(self._wait(name, self.pacing.turn(pace, urgency)))

    async def _wait(self, name: str, turn: Awaitable[None]) -> None:
        await turn
        self.starts.append((name, round(self.clock.time - 1_000.0, 3)))

    @property
    def order(self) -> list[str]:
        return [name for name, _ in self.starts]

    async def disperse(self) -> None:
        for task in self.tasks.values():
            task.cancel()
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)


@pytest.fixture
async def crowd() -> Crowd:
    return Crowd()


async def test_five_lists_start_at_once_and_the_sixth_a_second_later(crowd: Crowd) -> None:
    for name in "abcdef":
        crowd.come(name, Urgency.ASKED)
    await crowd.clock.pass_until(2.0)
    assert crowd.starts == [("a", 0), ("b", 0), ("c", 0), ("d", 0), ("e", 0), ("f", 1.05)]


async def test_the_next_place_is_that_of_the_oldest_start(crowd: Crowd) -> None:
    for number in range(5):
        await crowd.clock.pass_until(number / 5)
        crowd.come(str(number), Urgency.ASKED)
    await crowd.clock.pass_until(0.9)
    crowd.come("next", Urgency.ASKED)
    await crowd.clock.pass_until(2.0)
    assert crowd.starts[-1] == ("next", 1.05)


async def test_where_one_has_room_the_next_comes_when_its_second_is_over(crowd: Crowd) -> None:
    crowd.come("one", Urgency.ASKED, Pace.METADATA)
    await crowd.clock.pass_until(0.5)
    crowd.come("next", Urgency.ASKED, Pace.METADATA)
    await crowd.clock.pass_until(3.0)
    assert crowd.starts == [("one", 0), ("next", 1.05)]


async def test_sweeping_leaves_a_place_for_what_is_asked_for(crowd: Crowd) -> None:
    for number in range(10):
        crowd.come(f"sweep {number}", Urgency.SWEEPING)
    await crowd.clock.pass_until(0.5)
    crowd.come("asked", Urgency.ASKED)
    await crowd.clock.settle()
    assert crowd.order[-1] == "asked"
    assert len(crowd.order) == 5
    await crowd.disperse()


async def test_with_one_place_a_second_the_asked_for_goes_first(crowd: Crowd) -> None:
    crowd.come("first", Urgency.SWEEPING, Pace.METADATA)
    await crowd.clock.pass_until(0.1)
    for name in ("sweep a", "sweep b"):
        crowd.come(name, Urgency.SWEEPING, Pace.METADATA)
    crowd.come("tracking", Urgency.TRACKING, Pace.METADATA)
    await crowd.clock.pass_until(0.2)
    crowd.come("asked", Urgency.ASKED, Pace.METADATA)
    await crowd.clock.pass_until(6.0)
    assert crowd.order == ["first", "asked", "tracking", "sweep a", "sweep b"]


async def test_who_leaves_while_waiting_takes_no_place(crowd: Crowd) -> None:
    for number in range(5):
        crowd.come(f"now {number}", Urgency.ASKED)
    for number in range(20):
        crowd.come(f"gone {number}", Urgency.ASKED)
    crowd.come("last", Urgency.ASKED)
    await crowd.clock.pass_until(0.5)
    for number in range(20):
        crowd.tasks[f"gone {number}"].cancel()
    await crowd.clock.pass_until(1.1)
    assert crowd.starts[-1] == ("last", 1.05)


async def test_each_limit_has_its_own_bucket(crowd: Crowd) -> None:
    for pace in Pace:
        crowd.come(pace, Urgency.ASKED, pace)
    await crowd.clock.settle()
    assert sorted(crowd.order) == sorted(Pace)


@pytest.mark.row("N1")
async def test_a_closed_gate_stops_everybody(crowd: Crowd) -> None:
    crowd.pacing.close(3.0, asked_at=crowd.clock.time)
    for pace in Pace:
        crowd.come(pace, Urgency.ASKED, pace)
    await crowd.clock.pass_until(2.9)
    assert crowd.starts == []
    await crowd.clock.pass_until(3.1)
    assert len(crowd.starts) == len(Pace)


async def test_a_gate_that_stays_closed_is_told_at_once_to_who_asked(crowd: Crowd) -> None:
    crowd.pacing.close(60.0, asked_at=crowd.clock.time)
    with pytest.raises(RateLimited) as raised:
        await crowd.pacing.turn(Pace.LISTING, Urgency.ASKED)
    assert raised.value.retry_after == 60.0
    assert raised.value.what == "The service is limiting us."


async def test_ten_seconds_are_not_long(crowd: Crowd) -> None:
    crowd.pacing.close(10.0, asked_at=crowd.clock.time)
    crowd.come("asked", Urgency.ASKED)
    await crowd.clock.pass_until(11.0)
    assert crowd.starts == [("asked", 10)]


async def test_waits_grow_with_each_warning_and_begin_again_after_an_answer(crowd: Crowd) -> None:
    waits = []
    for _ in range(8):
        waits.append(crowd.pacing.close(None, asked_at=crowd.clock.time))
        crowd.clock.time += waits[-1]
    assert waits == [1, 2, 4, 8, 16, 32, 32, 32]
    crowd.pacing.welcome()
    assert crowd.pacing.close(None, asked_at=crowd.clock.time) == 1


async def test_calls_that_were_under_way_together_are_one_warning(crowd: Crowd) -> None:
    asked_at = crowd.clock.time
    crowd.clock.time += 0.1
    assert [crowd.pacing.close(None, asked_at=asked_at) for _ in range(5)] == [1, 1, 1, 1, 1]
    assert crowd.pacing.close(None, asked_at=crowd.clock.time) == 2


@given(
    st.lists(
        st.tuples(st.floats(0, 3), st.sampled_from(Urgency), st.one_of(st.none(), st.floats(0, 2))),
        min_size=1,
        max_size=25,
    )
)
@settings(max_examples=60, deadline=None)
def test_no_second_ever_sees_more_than_five_and_nobody_is_forgotten(
    callers: list[tuple[float, Urgency, float | None]],
) -> None:
    """Callers come at any moment, with any urgency, and some leave after a while."""

    async def scene() -> None:
        crowd = Crowd()
        events = [(at, "come", index) for index, (at, _, _) in enumerate(callers)]
        events += [(at + stay, "leave", index) for index, (at, _, stay) in enumerate(callers) if stay is not None]
        for at, what, index in sorted(events, key=lambda event: event[0]):
            await crowd.clock.pass_until(at)
            if what == "come":
                crowd.come(str(index), callers[index][1])
                await crowd.clock.settle()
            else:
                crowd.tasks[str(index)].cancel()
        await crowd.clock.pass_until(60.0)
        moments = [moment for _, moment in crowd.starts]
        for moment in moments:
            assert sum(moment <= other < moment + 1.0 for other in moments) <= 5
        for index, (_, _, stay) in enumerate(callers):
            assert crowd.tasks[str(index)].done()
            assert stay is not None or str(index) in crowd.order
        await crowd.disperse()

    asyncio.run(scene())


class TestTheClient:
    """The same, as the client does it with the service's answers."""

    async def test_goes_on_by_itself_after_a_429(self, connect: MakeClient, quick: QuickClock) -> None:
        told: list[Weather] = []
        async with rawserver(answering(LIMITED), answering(http(NOTHING))) as server:
            page = await connect(server.url, on_weather=told.append).list_videos()
        assert page.total == 0
        assert [1.0 <= wait <= 1.1 for wait in quick.waits] == [True]
        assert [weather.problem for weather in told] == ["The service is limiting us.", ""]
        assert told[0].retry_at == pytest.approx(quick.time, abs=0.2)
        assert told[0].detail == "Request has exceeded the limit. [0429]"

    async def test_gives_up_for_who_asked_after_three_tries(self, connect: MakeClient, quick: QuickClock) -> None:
        async with rawserver(answering(LIMITED)) as server:
            with pytest.raises(RateLimited):
                await connect(server.url).list_videos()
            assert len(server.visits) == 3
        assert [round(wait) for wait in quick.waits] == [1, 2]

    @pytest.mark.row("N2")
    @pytest.mark.parametrize(
        ("header", "waited"),
        [
            ("3", 3.0),
            ("2.5", 2.5),
            ("120", 120.0),
            ("0", 1.0),
            ("-1", 1.0),
            ("abc", 1.0),
            ("86400", 120.0),
            ("inf", 1.0),
            (formatdate(1_700_000_009.0, usegmt=True), 9.0),
            (formatdate(1_600_000_000.0, usegmt=True), 1.0),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 120.0),
        ],
    )
    async def test_obeys_retry_after_within_reason(
        self, connect: MakeClient, quick: QuickClock, header: str, waited: float
    ) -> None:
        limited = http({"code": "0429", "msg": ""}, 429, headers={"Retry-After": header})
        async with rawserver(answering(limited), answering(http(NOTHING))) as server:
            await connect(server.url).list_videos(urgency=Urgency.SWEEPING)
        assert len(quick.waits) == 1
        assert waited <= quick.waits[0] <= waited * 1.1 + 0.01

    @pytest.mark.row("N2")
    async def test_tells_how_long_the_service_really_wants_to_rest(self, connect: MakeClient) -> None:
        limited = http({}, 429, headers={"Retry-After": "86400"})
        async with rawserver(answering(limited)) as server:
            with pytest.raises(RateLimited) as raised:
                await connect(server.url).upload_url("https://example.com/a.mp4", UploadForm())
        assert raised.value.retry_after == 86400.0

    @pytest.mark.row("N1")
    async def test_a_limited_upload_holds_back_everything_and_is_not_repeated(
        self, connect: MakeClient, quick: QuickClock
    ) -> None:
        async with rawserver(answering(LIMITED), answering(http(NOTHING))) as server:
            client = connect(server.url)
            with pytest.raises(RateLimited):
                await client.upload_url("https://example.com/a.mp4", UploadForm())
            assert quick.waits == []
            await client.list_videos()
            assert len(server.visits) == 2
        assert [1.0 <= wait <= 1.1 for wait in quick.waits] == [True]

    async def test_uploads_start_a_second_apart(self, connect: MakeClient, quick: QuickClock) -> None:
        async with rawserver(answering(http(RECEIPT))) as server:
            client = connect(server.url)
            for _ in range(3):
                await client.upload_url("https://example.com/a.mp4", UploadForm())
        assert quick.waits == pytest.approx([1.05, 1.05])
