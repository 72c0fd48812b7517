"""One attempt by itself: what is looked at before a byte leaves, and what each end of it makes of its job."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conditions import until
from tests.uploads.alone import START, job_of, taken_by_another, unwritable
from tests.uploads.door import AHEAD, Stop, attempting
from tui.api import sending
from tui.api.errors import ApiError
from tui.api.values import UploadForm
from tui.uploads.attempt import CANCELLED_IN_DOUBT, Wish
from tui.uploads.job import Job, State
from tui.uploads.prints import quick_print

NOW = START + 7.0
URL = "https://example.com/a.mp4"
LEFT = "Sent, but this program left before the answer."
PAGE = "<html>Sign in</html>"


def film(folder: Path, name: str = "beach.mp4", size: int = 100) -> Path:
    path = folder / name
    path.write_bytes(bytes(index % 251 for index in range(size)))
    return path


def job_at(path: Path, state: State = State.WAITING, **more: Any) -> Job:
    return job_of(path.name, state, **{"source": str(path), "size": None, **more})


async def test_a_file_that_is_sent_is_handed_over(tmp_path: Path) -> None:
    path = film(tmp_path)
    async with attempting(job := job_at(path, attempts=2)) as made:
        now = await made.run(job)
        assert (now.state, now.video_no, now.attempts) == (State.INDEXING, "VI9", 3)
        assert (now.started, now.sent_at, now.accepted, now.finished) == (NOW, NOW, NOW, None)
        assert (now.size, now.sent, now.print) == (100, 100, quick_print(path))
        assert [state for state, _ in made.parts.there.notes(job.id)] == [
            State.WAITING,
            State.SENDING,
            State.SENT,
            State.INDEXING,
        ]
        assert made.parts.there.journal.load()[0].state is State.INDEXING
        assert made.door.came == ["upload"]
        assert path.read_bytes() in made.door.body
        assert len(made.parts.accepted) == 1


async def test_a_url_is_fetched_with_what_accompanies_it(tmp_path: Path) -> None:
    async with attempting(job := job_of(URL), sized := job_of(f"{URL}?again", size=7)) as made:
        now = await made.run(job)
        assert (now.state, now.video_no, now.sent, now.sent_at) == (State.INDEXING, "VI9", 0, NOW)
        assert made.door.came == ["upload_url"]
        assert b"a.mp4" in made.door.body
        assert b"default" in made.door.body
        assert (await made.run(sized)).sent == 7


async def test_the_services_own_time_is_kept_where_it_is_known() -> None:
    async with attempting(first := job_of(URL), second := job_of(f"{URL}?again")) as made:
        assert (await made.run(first)).started_there is None
        told = made.client.their_time.earliest()
        assert told is not None
        now = (await made.run(second)).started_there
        assert now is not None
        assert START + AHEAD <= now <= told + 1.0


async def test_an_upload_that_was_taken_ends_a_row_of_refusals() -> None:
    async with attempting(job := job_of(URL), refused := job_of(f"{URL}?again")) as made:
        made.door.says = httpx.ConnectError("no line")
        await made.run(refused)
        made.door.says = {"code": "0000", "data": {"videoNo": "VI9", "videoName": "a"}}
        await made.run(job)
        made.door.says = httpx.ConnectError("no line")
        made.parts.holding.lift()
        await made.run(refused)
        assert made.parts.holding.seconds() == 5.0, "as after the first"


async def test_an_attempt_counts_for_the_pace_once_it_has_begun(tmp_path: Path) -> None:
    async with attempting(job := job_of(URL), gone := job_at(tmp_path / "gone.mp4")) as made:
        made.parts.holding._learn()
        await made.run(gone)
        assert made.parts.holding.seconds() == 0.0
        await made.run(job)
        assert made.parts.holding.seconds() == 60.0


def nothing(path: Path) -> None:
    path.unlink()


def longer(path: Path) -> None:
    path.write_bytes(bytes(101))


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("name", "size", "changed", "state", "problem"),
    [
        ("a.mp4", 100, nothing, State.FAILED, "a.mp4: there is no such file."),
        ("a.mp4", 100, longer, State.FAILED, "a.mp4 changed after it was chosen."),
        ("a.mp4", None, empty, State.REFUSED, "a.mp4: it is empty."),
        ("a.mp4", 100, empty, State.FAILED, "a.mp4 changed after it was chosen."),
    ],
)
async def test_what_a_file_has_become_is_told_before_a_byte_leaves(
    tmp_path: Path, name: str, size: int | None, changed: Callable[[Path], None], state: State, problem: str
) -> None:
    path = film(tmp_path, name)
    async with attempting(job := job_at(path, size=size)) as made:
        changed(path)
        now = await made.run(job)
        assert (now.state, now.problem, now.finished, now.attempts) == (state, problem, NOW, 0)
        assert now.size == (None if "changed" in problem else size)
        assert made.door.came == []
        assert made.parts.accepted == []
        assert made.parts.there.notes(job.id)[-1] == (state, problem)


async def test_a_file_that_can_not_be_read_fails_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, opened = film(tmp_path), Path.open

    def locked(self: Path, *args: Any, **named: Any) -> Any:
        if self == path:
            raise PermissionError(13, "no")
        return opened(self, *args, **named)

    monkeypatch.setattr(Path, "open", locked)
    async with attempting(job := job_at(path)) as made:
        now = await made.run(job)
        assert (now.state, now.problem, now.finished) == (State.FAILED, "beach.mp4: it can't be read.", NOW)
        assert made.door.came == []


async def test_a_url_that_can_not_be_fetched_is_refused() -> None:
    async with attempting(job := job_of("ftp://example.com/a.mp4")) as made:
        now = await made.run(job)
        assert (now.state, now.finished) == (State.REFUSED, NOW)
        assert now.problem == "the URL must begin with https:// or http://"
        assert made.door.came == []


async def test_a_service_that_fetches_no_urls_is_not_asked() -> None:
    async with attempting(job := job_of(URL)) as made:
        made.client.can = replace(made.client.can, upload_url=False)
        now = await made.run(job)
        assert (now.state, now.problem) == (State.REFUSED, "This API cannot fetch videos from a URL.")
        assert made.door.came == []


async def test_what_the_library_has_is_not_sent_unless_it_is_wanted(tmp_path: Path) -> None:
    path = film(tmp_path)
    before = job_at(path, State.READY, print=quick_print(path), video_no="VI1", size=100)
    job, wanted = job_at(path), job_at(path, forced=True)
    async with attempting(before, job, wanted, known=lambda number: number == "VI1") as made:
        now = await made.run(job)
        assert (now.state, now.video_no, now.finished) == (State.DUPLICATE, "VI1", NOW)
        assert now.problem == "Already in your library as VI1: you sent the same file before."
        assert made.door.came == []
        assert (await made.run(wanted)).state is State.INDEXING
        assert made.door.came == ["upload"]


async def test_what_is_gone_from_the_library_is_sent_again(tmp_path: Path) -> None:
    path = film(tmp_path)
    before = job_at(path, State.READY, print=quick_print(path), video_no="VI1", size=100)
    async with attempting(before, job := job_at(path)) as made:
        assert (await made.run(job)).state is State.INDEXING
        assert made.door.shelf.sought == [("default", "VI1")]


async def test_what_is_on_its_way_already_is_waited_for(tmp_path: Path) -> None:
    path = film(tmp_path)
    before = job_of("first.mp4", State.SENDING, print=quick_print(path))
    async with attempting(before, job := job_at(path)) as made:
        made.parts.holding._learn()
        now = await made.run(job)
        assert (now.state, now.problem) == (State.WAITING, "The same file is being sent as first.mp4.")
        assert made.parts.twins.is_waiting(job.id)
        assert made.door.came == []
        assert made.parts.holding.seconds() == 0.0, "nothing has begun"


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
