"""From what was chosen to jobs that wait: what they are called, and how large they are before their turn comes."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conditions import PATIENCE, until
from tests.uploads.alone import START, Bench, at_rest, at_work, eventually, job_of
from tests.uploads.parts import parts, sending
from tui.api.values import UploadForm
from tui.uploads import intake
from tui.uploads.desk import Source
from tui.uploads.intake import new_job
from tui.uploads.job import Job, State

URL = "https://example.com/a.mp4"


@dataclass(slots=True)
class Disk:
    """Files of which the system says how large they are once it is told to, and of which it was asked."""

    sizes: dict[str, int] = field(default_factory=dict)
    slow: dict[str, threading.Event] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def is_asked_for(self, name: str) -> Callable[[], bool]:
        return lambda: f"/films/{name}" in self.asked


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """What lies under /films."""
    there, really = Disk(), os.stat

    def stat(path: Any, *more: Any, **named: Any) -> os.stat_result:
        if not str(path).startswith("/films/"):
            return really(path, *more, **named)
        there.asked.append(str(path))
        name = str(path).removeprefix("/films/")
        if name in there.slow:
            assert there.slow[name].wait(PATIENCE)
        if name not in there.sizes:
            raise FileNotFoundError(path)
        return os.stat_result((0, 0, 0, 0, 0, 0, there.sizes[name], 0, 0, 0))

    monkeypatch.setattr(os, "stat", stat)
    yield there
    for gate in there.slow.values():
        gate.set()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sending waits for the sizes, however busy this machine is."""
    monkeypatch.setattr(intake, "_MEASURED_WITHIN", 3600.0)


def unmeasured(*names: str, state: State = State.WAITING) -> list[Job]:
    return [job_of(name, state, size=None) for name in names]


def sizes(there: Bench) -> list[int | None]:
    return [job.size for job in there.journal.load()]


@pytest.mark.parametrize(
    ("source", "is_url", "name"),
    [
        ("/films/beach day.mp4", False, "beach day.mp4"),
        ("/films/100%25.mp4", False, "100%25.mp4"),
        ("/films/day/", False, "day"),
        ("/films/APEX", False, "APEX"),
        ("/", False, "/"),
        ("https://example.com/films/ski%20trip.mp4?from=/b.mp4", True, "ski trip.mp4"),
        ("https://example.com/films/", True, "films"),
        ("https://example.com/films/APEX", True, "APEX"),
        ("https://example.com", True, "https://example.com"),
        ("https://[nowhere", True, "https://[nowhere"),
    ],
)
def test_a_job_is_called_by_the_last_part_of_where_it_is(source: str, is_url: bool, name: str) -> None:
    form = UploadForm(camera="Canon")
    job, other = (new_job(source, form, created=5.0, is_url=is_url) for _ in range(2))
    assert (job.name, job.source, job.is_url, job.form, job.created) == (name, source, is_url, form, 5.0)
    assert (job.state, job.size) == (State.WAITING, None)
    assert len(job.id) == 12
    assert job.id != other.id
    assert not new_job(source, form, created=5.0).is_url, "unless it is said"


async def test_what_is_taken_in_is_on_disk_in_its_order_and_in_the_namespace_of_who_does_not_say() -> None:
    async with parts(namespace="home") as made:
        sources = [Source("/b.mp4", UploadForm(camera="Canon")), Source(URL, UploadForm(namespace="trips"), True)]
        ids = made.intake.add(sources)
        written = made.there.journal.load()
        assert written == made.there.ledger.jobs
        assert ids == tuple(job.id for job in written)
        assert [(job.source, job.is_url, job.created) for job in written] == [
            ("/b.mp4", False, START),
            (URL, True, START),
        ]
        assert [job.form for job in written] == [
            UploadForm(namespace="home", camera="Canon"),
            UploadForm(namespace="trips"),
        ]


async def test_many_are_taken_in_in_slices() -> None:
    sources = [Source(f"/{number}.mp4", UploadForm()) for number in range(120)]
    async with parts() as made:
        made.there.published.clear()
        ids = await made.intake.add_many(sources)
        assert [len(jobs) for jobs in made.there.published] == [50, 100, 120]
        assert ids == tuple(job.id for job in made.there.journal.load())
        assert [job.source for job in made.there.journal.load()] == [source.source for source in sources]


@pytest.mark.parametrize("taken_in", [50, 100])
async def test_what_was_chosen_is_on_disk_even_if_the_program_ends_meanwhile(taken_in: int) -> None:
    sources = [Source(f"/{number}.mp4", UploadForm()) for number in range(120)]
    async with parts() as made:
        adding = asyncio.create_task(made.intake.add_many(sources))
        while len(made.there.ledger.jobs) < taken_in:
            await asyncio.sleep(0)
        assert len(made.there.ledger.jobs) == taken_in
        adding.cancel()
        await asyncio.wait({adding})
        assert adding.cancelled()
        assert [job.source for job in made.there.journal.load()] == [source.source for source in sources]


@pytest.mark.usefixtures("patient")
async def test_nothing_begins_before_all_are_measured(disk: Disk) -> None:
    disk.slow = {"a.mp4": threading.Event(), "b.mp4": threading.Event()}
    disk.sizes = {"a.mp4": 5, "b.mp4": 0}
    async with parts() as made, sending(made):
        made.intake.add([Source("/films/a.mp4", UploadForm()), Source(URL, UploadForm(), is_url=True)])
        await at_rest()
        assert made.there.shelf.fetched == []
        async with at_work(made.intake.run):
            await until(disk.is_asked_for("a.mp4"), "the first is measured")
            made.intake.add([Source("/films/b.mp4", UploadForm())])
            disk.slow["a.mp4"].set()
            await until(disk.is_asked_for("b.mp4"), "the second is measured")
            assert sizes(made.there) == [5, None, None]
            assert made.there.shelf.fetched == [], "one came meanwhile, which may be the smallest"
            disk.slow["b.mp4"].set()
            await until(lambda: made.there.shelf.fetched == [URL], "it is let go")
            assert sizes(made.there) == [5, None, 0]


async def test_a_disk_that_takes_its_time_holds_up_nobody(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_MEASURED_WITHIN", 0.0)
    disk.slow["a.mp4"] = threading.Event()
    async with parts() as made, sending(made):
        made.intake.add([Source("/films/a.mp4", UploadForm()), Source(URL, UploadForm(), is_url=True)])
        async with at_work(made.intake.run):
            await until(lambda: made.there.shelf.fetched == [URL], "it is let go")
            assert sizes(made.there) == [None, None]
            disk.slow["a.mp4"].set()


@pytest.mark.usefixtures("patient")
async def test_only_what_waits_without_a_size_is_asked_for(disk: Disk) -> None:
    disk.sizes = {"a.mp4": 5, "known.mp4": 6, "paused.mp4": 7, "last.mp4": 0}
    jobs = [
        *unmeasured("gone.mp4", "a.mp4", "\0.mp4"),
        job_of("known.mp4", size=1),
        *unmeasured("paused.mp4", state=State.PAUSED),
        job_of(URL),
        *unmeasured("last.mp4"),
    ]
    async with parts(*jobs) as made, at_work(made.intake.run):
        await until(lambda: made.there.ledger.jobs[-1].size == 0, "measured")
        assert disk.asked == ["/films/gone.mp4", "/films/a.mp4", "/films/\0.mp4", "/films/last.mp4"]
        assert sizes(made.there) == [None, 5, None, 1, None, None, 0]


async def test_a_name_that_no_file_can_have_is_told_when_its_turn_comes(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"12345")
    jobs = [job_of("\0.mp4", size=None), job_of(source=str(tmp_path / "a.mp4"), size=None)]
    async with parts(*jobs) as made, at_work(made.intake.run):
        await until(lambda: sizes(made.there) == [None, 5], "the other is measured")


@pytest.mark.usefixtures("patient")
async def test_many_are_measured_in_goes_of_a_hundred(disk: Disk) -> None:
    jobs = unmeasured(*(f"{number}.mp4" for number in range(150)))
    disk.sizes = {f"{number}.mp4": number for number in range(150)}
    async with parts(*jobs) as made:
        made.there.published.clear()
        async with at_work(made.intake.run):
            await until(lambda: made.there.ledger.jobs[-1].size is not None, "the last")
            known = [sum(job.size is not None for job in told) for told in made.there.published]
            assert known == [100, 150]
            assert sizes(made.there) == list(range(150))


@pytest.mark.usefixtures("patient")
async def test_what_is_no_longer_known_is_measured_again(disk: Disk) -> None:
    disk.sizes = {"a.mp4": 5}
    async with parts(*unmeasured("a.mp4")) as made, at_work(made.intake.run):
        await until(lambda: sizes(made.there) == [5], "measured")
        disk.sizes = {"a.mp4": 6}
        made.there.ledger.change(made.there.ledger.jobs[0].id, size=None)
        made.intake.measure_again()
        await until(lambda: sizes(made.there) == [6], "measured again")


@pytest.mark.usefixtures("patient")
async def test_whoever_is_told_to_end_while_it_measures_ends(disk: Disk) -> None:
    disk.slow["a.mp4"] = threading.Event()
    async with parts(*unmeasured("a.mp4")) as made:
        before = asyncio.all_tasks()
        async with at_work(made.intake.run):
            await until(disk.is_asked_for("a.mp4"), "it is being measured")
        disk.slow["a.mp4"].set()
        await eventually(lambda: asyncio.all_tasks() == before, "nobody goes on")
