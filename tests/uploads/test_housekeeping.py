"""What goes on beside the sending: a sign of life, debts to the disk, and what other processes wrote and left."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from tests.uploads.alone import START, Bench, another_process, at_rest, at_work, bench, job_of, unwritable
from tui.uploads.housekeeping import Housekeeping
from tui.uploads.job import Job, State
from tui.uploads.journal import Journal, JournalTrouble
from tui.uploads.lease import this_process


@dataclass(slots=True)
class Keeper:
    """At work; what it said, in its order."""

    there: Bench
    said: list[str] = field(default_factory=list)

    async def glances(self, count: int = 1) -> list[str]:
        """What it says at so many glances."""
        self.said.clear()
        for _ in range(count):
            self.there.clock.go_on()
            await self.there.clock.waiting(*[2.0] * (len(self.there.clock.waits) + 1))
        return self.said

    @property
    def beat(self) -> float:
        """Its last sign of life, in seconds since the scene began."""
        rows = self.there.journal._db.execute("SELECT beat FROM holders WHERE holder = ?", (self.there.journal._me,))
        return float(rows.fetchone()[0]) - START


@asynccontextmanager
async def keeper(*jobs: Job, late: float = 0.0) -> AsyncIterator[Keeper]:
    """It has had a first look; `late`: seconds between its making and its beginning."""
    async with bench(*jobs) as there:
        made = Keeper(there)
        said = made.said.append
        keeping = Housekeeping(there.ledger, there.clock, on_taken=lambda: said("taken"), on_news=lambda: said("news"))
        there.clock.gone = late
        async with at_work(keeping.run):
            await there.clock.waiting(2.0)
            await made.glances()
            yield made


async def test_every_two_seconds_it_looks_at_what_others_wrote() -> None:
    async with keeper(job_of("a.mp4")) as made:
        assert await made.glances() == []
        with another_process(made.there) as other:
            assert await made.glances() == ["news"], "that it lives"
            other.add([theirs := job_of("b.mp4")])
            assert await made.glances() == ["news"]
            assert [job.elsewhere for job in made.there.ledger.jobs] == [False, True]
            assert made.there.job(theirs.id).name == "b.mp4"
            assert await made.glances() == []


@pytest.mark.parametrize(("late", "beats"), [(0.0, [0.0] * 7 + [16.0] * 8 + [32.0]), (1.0, [0.0] * 6 + [15.0] * 8)])
async def test_it_says_that_we_live_as_often_as_it_has_to(late: float, beats: list[float]) -> None:
    async with keeper(late=late) as made:
        told = [made.beat]
        while len(told) < len(beats):
            await made.glances()
            told.append(made.beat)
        assert told == beats


async def test_what_the_dead_leave_is_taken_when_it_says_so() -> None:
    gone = replace(this_process(), pid=2**22 + 1, started="gone")
    async with keeper() as made:
        before = made.there.ledger.journal.changed_elsewhere()
        assert not before
        dead = Journal.open(made.there.journal.path, now=made.there.clock.now, holder=gone)
        dead.add([left := job_of(state=State.SENDING)])
        assert await made.glances(6) == ["news"]
        assert made.there.job(left.id).elsewhere
        assert await made.glances() == ["taken"]
        assert (made.there.job(left.id).state, made.there.job(left.id).elsewhere) == (State.UNSURE, False)
        assert await made.glances(8) == [], "nothing is left"
        dead._db.close()


async def test_what_a_full_disk_refused_is_written_when_it_takes_it() -> None:
    async with keeper(job := job_of()) as made:
        with unwritable(made.there):
            made.there.ledger.move(job.id, State.PAUSED)
            assert await made.glances() == ["news"], "it is tried"
            assert made.there.journal.load()[0].state is State.WAITING
            assert made.there.ledger.trouble is not None
        assert await made.glances() == ["news"]
        assert made.there.ledger.trouble is None
        assert made.there.journal.load()[0].state is State.PAUSED
        assert await made.glances() == []


async def test_a_sign_of_life_that_the_disk_refuses_is_trouble_that_heals() -> None:
    async with keeper() as made:
        with unwritable(made.there):
            await made.glances(6)
            assert made.there.ledger.trouble is None
            await made.glances()
            assert isinstance(made.there.ledger.trouble, JournalTrouble)
            assert made.beat == 0.0
        assert await made.glances() == ["news"]
        assert made.there.ledger.trouble is None
        assert made.beat == 18.0


async def test_what_is_only_shown_is_published_with_the_next_look() -> None:
    async with keeper(job := job_of()) as made:
        made.there.published.clear()
        await made.glances()
        assert made.there.published == []
        made.there.ledger.show(job.id, rate=5.0)
        await at_rest()
        assert made.there.published == []
        await made.glances()
        assert [told[0].rate for told in made.there.published] == [5.0]
