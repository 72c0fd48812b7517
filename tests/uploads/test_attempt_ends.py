"""How one attempt goes on and ends: refused, cut, broken off, or shown while its bytes leave."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conditions import until
from tests.uploads.alone import START, job_of, taken_by_another, unwritable
from tests.uploads.door import Stop, attempting, film, job_at
from tui.api import sending
from tui.api.errors import ApiError
from tui.api.values import UploadForm
from tui.uploads.attempt import CANCELLED_IN_DOUBT, Wish
from tui.uploads.job import State

NOW = START + 7.0
URL = "https://example.com/a.mp4"
LEFT = "Sent, but this program left before the answer."
PAGE = "<html>Sign in</html>"


@pytest.mark.parametrize(
    ("says", "status", "state"),
    [
        (httpx.ConnectError("no line"), 0, State.WAITING),
        ({"code": "0429", "msg": "Slowly."}, 429, State.WAITING),
        ({"code": "0402", "msg": "Empty."}, 402, State.WAITING),
        ({"code": "0401", "msg": "Who?"}, 401, State.WAITING),
        (httpx.ReadError("cut"), 0, State.UNSURE),
        ({"code": "0503", "msg": "Trouble."}, 503, State.UNSURE),
        (PAGE, 200, State.UNSURE),
        ({"code": "0400", "msg": "No."}, 400, State.FAILED),
        ({"code": "0404", "msg": "No."}, 404, State.FAILED),
    ],
)
async def test_what_each_kind_of_trouble_makes_of_it(says: object, status: int, state: State) -> None:
    async with attempting(job := job_of(URL, attempts=1)) as made:
        made.door.says, made.door.status = says, status
        with pytest.raises(ApiError) as trouble:
            await made.client.upload_url(URL, UploadForm())
        told = trouble.value
        now = await made.run(job)
        assert now.state is state
        match state:
            case State.WAITING:
                assert now.attempts == 1
                assert made.parts.there.notes(job.id)[-1] == (State.WAITING, told.what)
                hold = made.parts.holding.why()
                assert hold is not None
                assert hold.problem.startswith(told.what)
            case State.UNSURE:
                assert (now.problem, now.detail) == (f"{told.what} Looking whether it arrived.", told.detail)
                assert (now.attempts, now.unsure_since, now.finished) == (2, NOW, None)
            case _:
                assert now.problem == (f"{told.what} {told.advice}" if told.advice else told.what)
                assert (now.attempts, now.finished, now.detail) == (2, NOW, told.detail)
        assert len(made.parts.accepted) == (state is State.UNSURE)
        assert (made.parts.holding.why() is None) is (state is not State.WAITING)


@pytest.mark.parametrize(
    ("stops", "wish", "state", "more"),
    [
        ("midst", "cancel", State.CANCELLED, {"finished": NOW, "problem": ""}),
        ("midst", "pause", State.PAUSED, {"started": None, "sent": 0}),
        ("midst", "stop", State.WAITING, {"started": None}),
        ("end", "cancel", State.UNSURE, {"unsure_since": NOW, "unwanted": True, "problem": CANCELLED_IN_DOUBT}),
        ("end", "pause", State.UNSURE, {"unsure_since": NOW, "unwanted": False, "problem": LEFT}),
        ("end", "stop", State.UNSURE, {"unsure_since": NOW, "unwanted": False, "problem": LEFT}),
    ],
)
async def test_what_it_is_broken_off_for_decides_what_becomes_of_it(
    tmp_path: Path, stops: Stop, wish: Wish, state: State, more: dict[str, Any]
) -> None:
    async with attempting(job := job_at(film(tmp_path, size=200_000))) as made:
        made.door.stops = stops
        attempt = made.begin(job)
        await until(lambda: made.now(job).state is (State.SENT if stops == "end" else State.SENDING), "it is sent")
        made.parts.attempts.break_off(job.id, attempt, wish)
        made.parts.attempts.break_off(job.id, attempt, "stop")
        await asyncio.wait({attempt})
        assert attempt.cancelled() is (wish == "stop")
        now = made.now(job)
        assert now.state is state
        assert {name: getattr(now, name) for name in more} == more
        assert now.attempts == 0
        assert len(made.parts.accepted) == (state is State.UNSURE)
        notes = {State.WAITING: "this program was left", State.UNSURE: now.problem}
        assert made.parts.there.notes(job.id)[-1] == (state, notes.get(state, ""))
        assert made.parts.attempts._wishes == {}
        assert made.parts.attempts._progress == {}


@pytest.mark.parametrize("wish", ["cancel", "pause", "stop"])
async def test_what_is_still_looked_at_stays_as_it_is(tmp_path: Path, wish: Wish) -> None:
    async with attempting(job := job_at(film(tmp_path))) as made:
        attempt = made.begin(job)
        await asyncio.sleep(0)
        made.parts.attempts.break_off(job.id, attempt, wish)
        await asyncio.wait({attempt})
        assert attempt.cancelled() is (wish == "stop")
        assert made.now(job).state is State.WAITING
        assert made.door.came == []
        assert made.parts.attempts._wishes == {}


async def test_who_ends_it_without_a_reason_ends_the_program(tmp_path: Path) -> None:
    async with attempting(job := job_at(film(tmp_path))) as made:
        made.door.stops = "end"
        attempt = made.begin(job)
        await until(lambda: made.now(job).state is State.SENT, "it is sent")
        attempt.cancel()
        await asyncio.wait({attempt})
        assert attempt.cancelled()
        assert (made.now(job).state, made.now(job).problem) == (State.UNSURE, LEFT)


async def test_what_can_not_be_journalled_is_not_sent() -> None:
    async with attempting(job := job_of(URL), theirs := job_of(f"{URL}?again")) as made:
        with unwritable(made.parts.there):
            assert (await made.run(job)).state is State.WAITING
            assert made.parts.there.ledger.trouble is not None
        with taken_by_another(made.parts.there, theirs):
            assert (await made.run(theirs)).state is State.WAITING
        assert made.door.came == []
        assert made.parts.holding._last_begin == float("-inf")


async def test_bytes_rate_and_time_left_are_shown_while_it_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_TICK", 0.001)
    size = 600_000
    async with attempting(job := job_at(film(tmp_path, size=size)), job_of("other.mp4")) as made:
        made.door.stops = "beginning"
        attempt = made.begin(job)
        await until(lambda: made.door.body, "nothing of the file has left")
        made.parts.there.clock.gone += 6.0
        made.door.stops = "midst"
        made.door.open.set()
        made.door.open.clear()
        await until(lambda: made.parts.attempts._progress[job.id].sent > 0, "bytes have left")
        assert made.now(job).sent == 0, "shown when it is asked for"
        made.parts.there.clock.gone += 1.0
        made.parts.attempts.show_progress()
        now = made.now(job)
        assert 0 < now.sent < size
        assert now.rate == pytest.approx(now.sent / 7.0)
        assert now.seconds_left == pytest.approx((size - now.sent) / (now.sent / 7.0))
        made.door.open.set()
        await asyncio.wait({attempt})
        assert (made.now(job).state, made.now(job).sent) == (State.INDEXING, size)
        made.parts.attempts.show_progress()
        assert made.now(job).rate is None


async def test_no_more_bytes_leave_than_may(tmp_path: Path) -> None:
    asked: list[int] = []

    async def slowly(count: int) -> int:
        asked.append(count)
        return min(count, 1000)

    async with attempting(job := job_at(film(tmp_path, size=2500)), pace=slowly) as made:
        assert (await made.run(job)).state is State.INDEXING
        assert asked == [2500, 1500, 500]
