"""Whether a file is in the library already: what is compared, whom it asks, and whom it waits for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.uploads.alone import Bench, Shelf, another_process, bench, job_of, video
from tui.api.values import Status, Video
from tui.uploads.job import Job, State
from tui.uploads.prints import quick_print, whole_print
from tui.uploads.twins import Twin, Twins

LARGE = 3 << 20


def file(path: Path, middle: bytes = b"") -> Path:
    """Large enough that its quick print does not see the middle."""
    body = bytearray(LARGE)
    body[LARGE // 2 : LARGE // 2 + len(middle)] = middle
    path.write_bytes(body)
    return path


def job_at(path: Path, state: State = State.WAITING, **more: Any) -> Job:
    told = {"source": str(path), "print": quick_print(path), "size": LARGE}
    return job_of(path.name, state, **{**told, **more})


def sent(path: Path, number: int = 1, state: State = State.READY, **more: Any) -> Job:
    return job_at(path, state, **{"video_no": f"VI{number}", **more})


def twins(
    there: Bench,
    *known: str,
    same_size: Callable[[int], Sequence[Video]] = lambda _: (),
) -> Twins:
    return Twins(there.client, there.ledger, known.__contains__, same_size)


def digest(path: Path) -> str:
    return whole_print(path, threading.Event())


WORDS = "Already in your library as VI1: you sent the same file before."


async def test_what_was_sent_before_and_is_in_the_index_is_it_without_a_question(tmp_path: Path) -> None:
    path = file(tmp_path / "a.mp4")
    job, before = job_at(path), sent(path, digest=digest(path))
    async with bench(job, before) as there:
        asked = twins(there, "VI1")
        assert await asked.of(job) == Twin("VI1", WORDS)
        assert there.shelf.sought == []
        assert there.job(job.id).digest == digest(path)
        assert asked.cleared(job.id) == set()


@pytest.mark.parametrize(
    ("state", "items", "away", "found", "questions"),
    [
        (State.INDEXING, [], False, True, 0),
        (State.READY, [video(1)], False, True, 1),
        (State.READY, [], False, False, 1),
        (State.READY, [], True, True, 1),
        (State.UNSURE, [], False, False, 0),
        (State.SENT, [], False, False, 0),
    ],
)
async def test_what_the_index_does_not_know_is_asked_for(
    tmp_path: Path, state: State, items: list[dict[str, object]], away: bool, found: bool, questions: int
) -> None:
    path = file(tmp_path / "a.mp4")
    job, before = job_at(path, namespace="trips"), sent(path, state=state, namespace="trips", digest=digest(path))
    shelf = Shelf({"trips": items}, away={"trips"} if away else set())
    async with bench(job, before, shelf=shelf) as there:
        asked = twins(there)
        assert await asked.of(job) == (Twin("VI1", WORDS) if found else None)
        assert there.shelf.sought == [("trips", "VI1")] * questions
        is_cleared = state is State.READY and not found
        assert asked.cleared(job.id) == ({before.id} if is_cleared else set())
        assert asked.cleared(job.id) == set(), "told once"


async def test_who_never_got_a_number_is_no_twin(tmp_path: Path) -> None:
    path = file(tmp_path / "a.mp4")
    job, before = job_at(path), sent(path, video_no=None, digest=digest(path))
    async with bench(job, before) as there:
        asked = twins(there)
        assert await asked.of(job) is None
        assert asked.cleared(job.id) == set()


async def test_another_middle_is_another_file_and_the_next_is_compared(tmp_path: Path) -> None:
    path = file(tmp_path / "a.mp4")
    job, under_way = job_at(path), sent(path, state=State.SENDING, video_no=None)
    same, other = sent(path, digest=digest(path)), sent(path, 2, digest="of another")
    async with bench(job, same, other, under_way) as there:
        asked = twins(there, "VI1", "VI2")
        assert await asked.of(job) == Twin("VI1", WORDS)
        assert asked.cleared(job.id) == {other.id}


@pytest.mark.parametrize(
    ("theirs", "is_twin"),
    [("same", True), ("another middle", False), ("changed", True), ("gone", True)],
)
async def test_what_was_sent_unread_is_read_now_or_taken_for_the_same(
    tmp_path: Path, theirs: str, is_twin: bool
) -> None:
    path, other = file(tmp_path / "a.mp4"), file(tmp_path / "b.mp4", b"x" if theirs == "another middle" else b"")
    job, before = job_at(path), sent(other)
    if theirs == "changed":
        other.write_bytes(b"something else")
    elif theirs == "gone":
        other.unlink()
    async with bench(job, before) as there:
        assert (await twins(there, "VI1").of(job) is not None) is is_twin


async def test_a_file_that_can_not_be_read_is_said_to_be_so(tmp_path: Path) -> None:
    path = file(tmp_path / "a.mp4")
    job, before = job_at(path), sent(path)
    path.unlink()
    async with bench(job, before) as there:
        with pytest.raises(OSError, match=r"a\.mp4"):
            await twins(there).of(job)


class TestByOtherMeans:
    """What is in the library and this program never sent."""

    like = Video("VI1", name="a", status=Status.READY, size=LARGE)

    async def found(self, tmp_path: Path, *videos: Video, shelf: Shelf | None = None, **more: Any) -> Twin | None:
        asked: list[int] = []

        def same_size(size: int) -> Sequence[Video]:
            asked.append(size)
            return videos

        job = job_of("a.mp4", **{"source": str(tmp_path / "a.mp4"), "size": LARGE, **more})
        known = job_of("known.mp4", State.READY, video_no="VI5")
        async with bench(job, known, shelf=shelf or Shelf({"default": [video(1), video(2)]})) as there:
            twin = await twins(there, same_size=same_size).of(job)
            assert asked in ([], [LARGE])
            self.questions = there.shelf.sought
        return twin

    async def test_the_same_name_and_size_are_evidence_enough(self, tmp_path: Path) -> None:
        words = "Already in your library as VI1: the same name and the same number of bytes."
        assert await self.found(tmp_path, self.like) == Twin("VI1", words)
        assert self.questions == [("default", "VI1")]

    @pytest.mark.parametrize(
        "other",
        [
            Video("VI3", name="a", status=Status.FAILED),
            Video("VI3", name="b", status=Status.READY),
            Video("VI3", name="a", status=Status.READY),
            Video("VI5", name="a", status=Status.READY),
        ],
        ids=["failed", "another name", "deleted", "compared byte by byte"],
    )
    async def test_what_is_not_it_does_not_hide_the_next(self, tmp_path: Path, other: Video) -> None:
        shelf = Shelf({"default": [video(1), *([video(3)] if other.name == "b" else []), video(5)]})
        if other.status is Status.FAILED:
            shelf.videos["default"].append(video(3))
        assert await self.found(tmp_path, other, shelf=shelf) is None
        twin = await self.found(tmp_path, other, self.like, shelf=shelf)
        assert twin is not None
        assert twin.video_no == "VI1"

    async def test_nothing_is_known_of_other_namespaces_and_sizes_that_nobody_knows(self, tmp_path: Path) -> None:
        assert await self.found(tmp_path, self.like, namespace="trips") is None
        assert await self.found(tmp_path, self.like, size=None) is None
        assert await self.found(tmp_path, self.like, namespace=None) is not None


class TestWaiting:
    @pytest.mark.parametrize("state", [State.SENDING, State.SENT, State.UNSURE])
    async def test_what_is_being_sent_already_is_waited_for(self, state: State) -> None:
        job, twin = job_of("b.mp4"), job_of("a.mp4", state, unsure_since=1.0)
        async with bench(job, twin) as there:
            waiting = twins(there)
            assert not waiting.is_waiting(job.id)
            waiting.wait_for(job.id, twin)
            assert there.job(job.id).problem == "The same file is being sent as a.mp4."
            assert waiting.is_waiting(job.id)
            assert waiting.is_waiting(job.id)
            there.ledger.move(twin.id, State.INDEXING, video_no="VI1")
            assert not waiting.is_waiting(job.id)
            assert there.job(job.id).problem == ""
            there.ledger.show(job.id, problem="Its own.")
            assert not waiting.is_waiting(job.id)
            assert there.job(job.id).problem == "Its own.", "it was taken off once"

    async def test_another_process_may_have_just_begun_it(self) -> None:
        job = job_of("b.mp4")
        async with bench(job) as there:
            with another_process(there) as other:
                other.add([twin := job_of("a.mp4", State.SENDING)])
                waiting = twins(there)
                waiting.wait_for(job.id, twin)
                assert there.ledger.get(twin.id) is not None
                assert waiting.is_waiting(job.id)

    async def test_who_is_known_is_not_looked_up_again(self) -> None:
        job, twin = job_of("b.mp4"), job_of("a.mp4", State.SENDING)
        async with bench(job, twin) as there:
            there.published.clear()
            twins(there).wait_for(job.id, twin)
            assert there.published == []
