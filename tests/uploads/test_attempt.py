"""One attempt by itself: what is looked at before a byte leaves, and what is handed over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.uploads.alone import START, job_of
from tests.uploads.door import AHEAD, attempting, film, job_at
from tui.uploads.job import State
from tui.uploads.prints import quick_print

NOW = START + 7.0
URL = "https://example.com/a.mp4"


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
