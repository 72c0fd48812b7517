"""Who is sent next: small files first, and a person's word before any size."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clips import make_clip, padded
from tests.standin import standin
from tests.uploads.rig import Rig, running
from tui.api.values import UploadForm
from tui.uploads.job import Job, State
from tui.uploads.order import next_to_send, put_first, sending_order, swapped, turn_of


def waiting(number: int, size: int | None, turn: float | None = None) -> Job:
    name = f"{number}.mp4"
    return Job(id=f"j{number}", source=f"/{name}", is_url=False, name=name, form=UploadForm(), size=size, turn=turn)


def told(jobs: list[Job], turns: dict[str, float]) -> list[Job]:
    return [replace(job, turn=turns.get(job.id, job.turn)) for job in jobs]


def ids(jobs: list[Job]) -> list[str]:
    return [job.id for job in sending_order(jobs)]


sizes = st.lists(st.one_of(st.none(), st.integers(0, 4), st.integers(0, 2**42)), min_size=1, max_size=12)
wishes = st.lists(st.tuples(st.sampled_from(["first", "sooner", "later"]), st.integers(0, 11)), max_size=12)


@given(sizes, wishes)
def test_every_wish_moves_the_one_and_leaves_the_others_in_their_order(
    sizes: list[int | None], wishes: list[tuple[str, int]]
) -> None:
    jobs = [waiting(number, size) for number, size in enumerate(sizes)]
    expected = ids(jobs)
    for wish, number in wishes:
        job_id = f"j{number % len(jobs)}"
        at = expected.index(job_id)
        order = sending_order(jobs)
        if wish == "first":
            jobs = told(jobs, put_first(order, job_id))
            expected.insert(0, expected.pop(at))
        else:
            by = -1 if wish == "sooner" else 1
            jobs = told(jobs, swapped(order, job_id, by))
            if 0 <= at + by < len(expected):
                expected[at], expected[at + by] = expected[at + by], expected[at]
        assert ids(jobs) == expected


def test_the_smallest_first_and_among_equals_the_earliest() -> None:
    jobs = [waiting(0, 9), waiting(1, 5), waiting(2, 5), waiting(3, None), waiting(4, 1)]
    assert ids(jobs) == ["j4", "j1", "j2", "j0", "j3"]
    url = replace(waiting(5, None), is_url=True)
    assert turn_of(url) == 0.0


def test_only_what_waits_here_has_a_turn() -> None:
    jobs = [waiting(0, 1), replace(waiting(1, 2), state=State.PAUSED), replace(waiting(2, 3), elsewhere=True)]
    assert ids(jobs) == ["j0"]
    assert put_first(sending_order(jobs), "j1") == {}
    assert swapped(sending_order(jobs), "j1", -1) == {}
    assert swapped(sending_order(jobs), "j0", 1) == {}


def test_what_was_put_first_stays_before_anything_smaller_that_comes_later() -> None:
    jobs = [waiting(0, 7), waiting(1, 900)]
    jobs = told(jobs, put_first(sending_order(jobs), "j1"))
    assert ids([*jobs, waiting(2, 0)]) == ["j1", "j2", "j0"]


def test_what_was_put_first_stays_before_what_was_paused_meanwhile() -> None:
    paused = replace(waiting(0, 0), state=State.PAUSED)
    jobs = [paused, waiting(1, 900), waiting(2, 5)]
    jobs = told(jobs, put_first(sending_order(jobs), "j1"))
    assert ids([replace(jobs[0], state=State.WAITING), *jobs[1:]]) == ["j1", "j0", "j2"]


def test_swapping_equals_does_not_carry_one_past_the_next() -> None:
    jobs = [waiting(0, 500), waiting(1, 500), waiting(2, 501)]
    assert ids(told(jobs, swapped(sending_order(jobs), "j0", 1))) == ["j1", "j0", "j2"]


def test_the_next_are_the_first_of_the_order() -> None:
    jobs = [waiting(0, 9), waiting(1, 5), waiting(2, 5), waiting(3, 1)]
    assert [job.id for job in next_to_send(jobs, 3)] == ["j3", "j1", "j2"]
    assert next_to_send([], 3) == []


def clips(folder: Path, *kilobytes: int) -> list[Path]:
    return [padded(make_clip(folder / f"{size}.mp4"), size << 10) for size in kilobytes]


def begun(rig: Rig) -> list[str]:
    """The names of what was sent, in order."""
    jobs = [job for job in rig.uploads.jobs if job.started is not None]
    return [job.name for job in sorted(jobs, key=lambda job: job.started or 0.0)]


async def test_a_batch_is_sent_smallest_first(tmp_path: Path) -> None:
    with standin() as service:
        async with running(service.url, tmp_path / "jobs.db", at_once=1) as rig:
            for job_id in rig.add(*clips(tmp_path, 700, 500, 600)):
                await rig.until(job_id, State.READY)
            assert begun(rig) == ["500.mp4", "600.mp4", "700.mp4"]


async def test_a_persons_order_is_obeyed_and_survives_a_restart(tmp_path: Path) -> None:
    with standin() as service:
        service.faults.next("hang", path="/upload")
        async with running(service.url, tmp_path / "jobs.db", at_once=1) as rig:
            held, a, b, c, d = rig.add(*clips(tmp_path, 100, 500, 600, 700, 800))
            await rig.until(held, State.SENT)
            await rig.uploads.first(d)
            await rig.uploads.sooner(c)
            await rig.uploads.later(a)
            await rig.uploads.first("nobody")
            order = [job.name for job in sending_order(rig.uploads.jobs)]
            assert order == ["800.mp4", "700.mp4", "500.mp4", "600.mp4"]
            for job_id in (a, b, c, d):
                rig.uploads.pause(job_id)
        service.faults.clear()
        async with running(service.url, tmp_path / "jobs.db", at_once=1, speed=1000) as rig:
            assert await rig.uploads.resume_all() == 4
            for job_id in (a, b, c, d):
                await rig.until(job_id, State.READY)
            assert [name for name in begun(rig) if name != "100.mp4"] == order


@pytest.mark.parametrize("at_once", [1, 8])
async def test_the_width_of_the_lane_changes_while_it_runs(tmp_path: Path, at_once: int) -> None:
    with standin() as service:
        service.faults.next("hang", times=None, path="/upload")
        async with running(service.url, tmp_path / "jobs.db", at_once=9 - at_once) as rig:
            jobs = rig.add(*(make_clip(tmp_path / f"{n}.mp4", seconds=1 + n / 12) for n in range(9)))
            await rig.eventually(lambda: service.faults.hanging == 9 - at_once, "as many as fit")
            await rig.uploads.set_at_once(at_once + (100 if at_once == 8 else 0))
            assert rig.uploads.at_once == at_once
            if at_once == 8:
                await rig.eventually(lambda: service.faults.hanging == 8, "as many as fit now")
            service.faults.release()
            most = 0

            def next_one_is_alone() -> bool:
                nonlocal most
                most = max(most, sum(job.is_sending for job in rig.uploads.jobs))
                return sum(job.state in {State.INDEXING, State.READY} for job in rig.uploads.jobs) >= 9 - at_once

            await rig.eventually(next_one_is_alone, "the first ones are through")
            service.faults.clear()
            for job_id in jobs:
                await rig.until(job_id, State.READY)
