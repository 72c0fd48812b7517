"""What the dead leave behind: whose it was, since when nobody knows what became of it, and who is not forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from tests.uploads.alone import START, in_memory, job_of
from tui.uploads.job import Job, State
from tui.uploads.journal import Journal
from tui.uploads.lease import Holder, this_process
from tui.uploads.succession import abandoned

NOW = START + 1000.0
ME = this_process()
BESIDE = replace(ME, part="beside")
DEAD = replace(ME, pid=2**22 + 1, started="gone")
FAR = Holder("far away", 7, "1", "x")


@dataclass(slots=True)
class Estate:
    """A journal, and what others wrote into it."""

    journal: Journal

    def leaves(self, holder: Holder | None, *jobs: Job, beat: float | None = None) -> None:
        """`beat`: its last sign of life, in seconds before now; None if it never gave one."""
        self.journal.add(jobs)
        told = None if holder is None else str(holder)
        for job in jobs:
            self._write("UPDATE jobs SET holder = ? WHERE id = ?", told, job.id)
        if beat is not None:
            self._write("INSERT OR REPLACE INTO holders(holder, beat) VALUES (?, ?)", told, NOW - beat)

    def found(self) -> list[tuple[Job, Job]]:
        return abandoned(self.journal._db, str(ME), NOW)

    @property
    def names(self) -> list[str]:
        return [after.name for _, after in self.found()]

    @property
    def known(self) -> set[str]:
        """Who gave a sign of life and is not forgotten."""
        return {row[0] for row in self.journal._db.execute("SELECT holder FROM holders")}

    def _write(self, words: str, *values: object) -> None:
        self.journal._db.execute(words, values)


@pytest.fixture
def estate() -> Iterator[Estate]:
    with in_memory() as folder, Journal.open(folder / "jobs.db", now=lambda: NOW, holder=ME) as journal:
        yield Estate(journal)


def test_where_nobody_was_nothing_is_left(estate: Estate) -> None:
    assert estate.found() == []
    assert estate.known == {str(ME)}


def test_what_was_let_go_and_what_the_dead_had_is_found_in_its_order(estate: Estate) -> None:
    estate.leaves(DEAD, job_of("d.mp4"), beat=5.0)
    estate.leaves(None, job_of("c.mp4"))
    estate.leaves(ME, job_of("mine.mp4"))
    estate.leaves(BESIDE, job_of("beside.mp4"), beat=5000.0)
    estate.leaves(DEAD, job_of("b.mp4", State.PAUSED))
    estate.leaves(FAR, job_of("far.mp4"), beat=80.0)
    assert estate.names == ["d.mp4", "c.mp4", "b.mp4"]
    assert estate.known == {str(ME), str(BESIDE), str(FAR)}, "the dead are forgotten"


def test_the_dead_are_forgotten_even_if_they_leave_nothing(estate: Estate) -> None:
    estate.leaves(DEAD, beat=5.0)
    estate.leaves(BESIDE, beat=5.0)
    assert estate.found() == []
    assert estate.known == {str(ME), str(BESIDE)}


def test_who_asks_lives_whatever_the_system_says(estate: Estate) -> None:
    estate.leaves(DEAD, job_of("a.mp4"), beat=5.0)
    assert abandoned(estate.journal._db, str(DEAD), NOW) == []
    assert str(DEAD) in estate.known


@pytest.mark.parametrize("state", [State.READY, State.FAILED, State.CANCELLED, State.DUPLICATE, State.REFUSED])
def test_what_has_ended_is_left_where_it_is(estate: Estate, state: State) -> None:
    estate.leaves(DEAD, job_of("over.mp4", state, video_no="VI1"), beat=5.0)
    assert estate.found() == []


@pytest.mark.parametrize("holder", [None, DEAD])
@pytest.mark.parametrize("state", [State.WAITING, State.PAUSED, State.INDEXING])
def test_what_was_not_being_sent_is_as_it_was(estate: Estate, holder: Holder | None, state: State) -> None:
    job = job_of(state=state, video_no="VI1")
    estate.leaves(holder, job, beat=5.0 if holder else None)
    ((before, after),) = estate.found()
    assert before == job
    assert after is before


@pytest.mark.parametrize("state", [State.SENDING, State.SENT])
@pytest.mark.parametrize(
    ("holder", "beat", "ended"),
    [
        (DEAD, 500.0, NOW - 485.0),
        (DEAD, 15.0, NOW),
        (DEAD, 3.0, NOW),
        (DEAD, None, NOW),
        (None, None, NOW),
        (FAR, 90.0, NOW - 75.0),
        (FAR, None, NOW),
    ],
)
def test_what_was_being_sent_is_unsure_since_its_process_can_have_died_at_the_latest(
    estate: Estate, state: State, holder: Holder | None, beat: float | None, ended: float
) -> None:
    estate.leaves(holder, job := job_of(state=state, cut_short=1), beat=beat)
    ((before, after),) = estate.found()
    assert before == job
    assert (after.state, after.unsure_since, after.cut_short) == (State.UNSURE, ended, 2)


@pytest.mark.parametrize(("beat", "lives"), [(89.0, True), (91.0, False)])
def test_another_machine_lives_as_long_as_it_is_heard_of(estate: Estate, beat: float, lives: bool) -> None:
    estate.leaves(FAR, job_of("far.mp4"), beat=beat)
    assert estate.names == ([] if lives else ["far.mp4"])
    assert (str(FAR) in estate.known) is lives


def test_nothing_is_forgotten_where_it_can_not_be_written(estate: Estate) -> None:
    estate.leaves(DEAD, job_of("a.mp4"), beat=5.0)
    estate.journal._db.execute("PRAGMA query_only=ON")
    with pytest.raises(sqlite3.OperationalError):
        estate.found()
    assert str(DEAD) in estate.known
    estate.journal._db.execute("PRAGMA query_only=OFF")
