"""Whose jobs those of a journal are, and what is told of one that can't be read or written, or is closed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from tests.conditions import PATIENCE
from tests.uploads.alone import START, job_of
from tests.uploads.journals import BESIDE, Time, printed, story
from tui.uploads.job import Job, State
from tui.uploads.journal import Journal, JournalTrouble
from tui.uploads.lease import this_process

OVER = (State.READY, State.FAILED, State.CANCELLED, State.DUPLICATE, State.REFUSED)
DEAD = replace(this_process(), pid=2**22 + 1, started="gone")
ENDED = "this program ended while it was being sent"
ENDS = "cannot record progress: the program ends"


def in_state(state: State, **more: Any) -> Job:
    return job_of(f"{state}.mp4", state, **{"video_no": "VI1", "unsure_since": START, **more})


@pytest.mark.parametrize("state", list(State))
def test_what_has_ended_is_nobodys_and_may_be_taken(journal: Journal, other: Journal, state: State) -> None:
    other.add([job := in_state(state)])
    assert journal.load()[0].elsewhere is (state not in OVER)
    assert journal.take(job.id) is (state in OVER)
    assert other.load()[0].elsewhere is False
    journal.clear([job.id])
    assert (journal.load() == ()) is (state in OVER)


def test_who_takes_a_job_has_it(journal: Journal, other: Journal) -> None:
    other.add([job := job_of()])
    other.let_go()
    assert journal.load() == (job,)
    assert journal.take(job.id)
    assert journal.take(job.id)
    assert not other.take(job.id)
    assert not journal.take("nobody")
    journal.write(replace(job, size=1))


def test_whoever_lets_go_lets_go_of_its_own(journal: Journal, other: Journal) -> None:
    journal.add([mine := job_of("mine.mp4")])
    other.add([theirs := job_of("theirs.mp4")])
    assert other.claim() == ()
    journal.let_go()
    assert journal._db.execute("SELECT holder FROM holders").fetchall() == [(str(BESIDE),)]
    assert other.claim() == (mine,)
    assert [job.elsewhere for job in journal.load()] == [True, True]
    other.write(replace(theirs, size=1))


def test_what_is_let_go_at_the_end_can_be_claimed(journal: Journal) -> None:
    with Journal.open(journal.path, holder=BESIDE) as other:
        other.add([job := job_of()])
    assert journal.claim() == (job,)


def test_what_the_dead_left_is_taken_with_a_word_where_it_has_changed(journal: Journal, other: Journal) -> None:
    dead = Journal.open(journal.path, now=Time(), holder=DEAD)
    dead.add([sent := job_of("sent.mp4", State.SENDING), waiting := job_of("waiting.mp4")])
    dead._db.close()
    found = journal.claim()
    assert [job.state for job in found] == [State.UNSURE, State.WAITING]
    assert journal.load() == found
    assert story(journal, sent) == [(State.SENDING, ""), (State.UNSURE, ENDED)]
    assert story(journal, waiting) == [(State.WAITING, "")]
    assert journal.claim() == ()
    assert [job.elsewhere for job in other.load()] == [True, True]


def test_a_sign_of_life_takes_the_place_of_the_last(journal: Journal) -> None:
    journal.beat()
    assert journal._db.execute("SELECT * FROM holders").fetchall() == [(journal._me, START + 2)]


def test_it_tells_once_that_another_process_wrote(journal: Journal, other: Journal) -> None:
    assert journal.changed_elsewhere(), "nobody has looked yet"
    assert not journal.changed_elsewhere()
    journal.beat()
    assert not journal.changed_elsewhere(), "that was we"
    other.beat()
    assert journal.changed_elsewhere()
    assert not journal.changed_elsewhere()


@contextmanager
def read_only(journal: Journal) -> Iterator[None]:
    journal._db.execute("PRAGMA query_only=ON")
    try:
        yield
    finally:
        journal._db.execute("PRAGMA query_only=OFF")


WRITES: Final[tuple[Callable[[Journal, Job], object], ...]] = (
    lambda journal, _: journal.add([job_of("b.mp4")]),
    lambda journal, job: journal.write(job),
    lambda journal, job: journal.rewrite([job], None),
    lambda journal, job: journal.write_sizes([job]),
    lambda journal, job: journal.begin(job),
    lambda journal, job: journal.take(job.id),
    lambda journal, _: journal.beat(),
    lambda journal, job: journal.clear([job.id]),
    lambda journal, _: journal.learn("pace", "60"),
)
READS: Final[tuple[Callable[[Journal], object], ...]] = (
    lambda journal: journal.load(),
    lambda journal: journal.changed_elsewhere(),
    lambda journal: journal.steps("a"),
    lambda journal: journal.knows("VI1"),
    lambda journal: journal.indexing_times(1, 2),
    lambda journal: journal.alike(printed("a.mp4")),
    lambda journal: journal.learnt("pace"),
)


@pytest.mark.parametrize("write", WRITES)
def test_what_can_not_be_written_is_told_with_its_place(
    journal: Journal, write: Callable[[Journal, Job], object]
) -> None:
    journal.add([job := job_of()])
    with read_only(journal), pytest.raises(JournalTrouble) as trouble:
        write(journal, job)
    assert trouble.value.what == "cannot record progress: the upload journal may not be written"
    assert trouble.value.advice == f"Check its permissions: {journal.path}"
    assert journal.load() == (job,)
    write(journal, job)


def test_a_claim_that_can_not_be_written_is_told_and_letting_go_is_not(journal: Journal) -> None:
    with Journal.open(journal.path, holder=BESIDE) as other:
        other.add([job := job_of()])
    with read_only(journal):
        with pytest.raises(JournalTrouble) as trouble:
            journal.claim()
        assert str(journal.path) in trouble.value.advice
        journal.let_go()
    assert journal.claim() == (job,)


@pytest.mark.parametrize("read", READS)
def test_what_can_not_be_read_is_told_with_its_place(path: Path, read: Callable[[Journal], object]) -> None:
    journal = Journal.open(path)
    journal._db.close()
    with pytest.raises(JournalTrouble) as trouble:
        read(journal)
    assert trouble.value.what == "cannot record progress: the upload journal can't be used"
    assert trouble.value.advice == f"Check the disk: {path}"


@pytest.mark.parametrize("write", WRITES)
def test_what_comes_to_be_written_too_late_is_told_so(path: Path, write: Callable[[Journal, Job], object]) -> None:
    journal = Journal.open(path)
    journal.add([job := job_of()])
    journal.close()
    with pytest.raises(JournalTrouble) as trouble:
        write(journal, job)
    assert (trouble.value.what, trouble.value.advice) == (ENDS, "")
    with Journal.open(path) as again:
        assert again.load() == (job,)


@pytest.mark.parametrize("read", READS)
def test_what_is_asked_too_late_is_told_so(path: Path, read: Callable[[Journal], object]) -> None:
    journal = Journal.open(path)
    journal.close()
    with pytest.raises(JournalTrouble, match=ENDS):
        read(journal)
    journal.let_go()
    journal.close()


def test_who_is_writing_while_it_is_closed_ends_with_a_word(path: Path) -> None:
    journal, wrote, told = Journal.open(path), threading.Event(), list[JournalTrouble]()

    def write_for_ever() -> None:
        try:
            while True:
                journal.beat()
                wrote.set()
        except JournalTrouble as trouble:
            told.append(trouble)

    thread = threading.Thread(target=write_for_ever)
    thread.start()
    assert wrote.wait(PATIENCE)
    journal.close()
    thread.join(PATIENCE)
    assert [trouble.what for trouble in told] == [ENDS]
