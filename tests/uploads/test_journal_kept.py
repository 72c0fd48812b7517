"""What the journal keeps, verb by verb: whose jobs they are, their story, and what would be sent twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.uploads.alone import START, in_memory, job_of
from tui.uploads.job import Job, State
from tui.uploads.journal import Journal, JournalTrouble, LeaseLost
from tui.uploads.lease import Holder, this_process

OVER = (State.READY, State.FAILED, State.CANCELLED, State.DUPLICATE, State.REFUSED)
THERE = (State.INDEXING, State.READY)
BESIDE = replace(this_process(), part="beside")
DEAD = replace(this_process(), pid=2**22 + 1, started="gone")
ENDED = "this program ended while it was being sent"


class Time:
    """Seconds since the epoch, which pass with every look at them."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> float:
        self.at += 1.0
        return self.at


@pytest.fixture
def path() -> Iterator[Path]:
    with in_memory() as folder:
        yield folder / "jobs.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with Journal.open(path, now=Time()) as opened:
        yield opened


@pytest.fixture
def other(journal: Journal) -> Iterator[Journal]:
    """Another living process's."""
    with Journal.open(journal.path, now=Time(), holder=BESIDE) as opened:
        yield opened


def in_state(state: State, **more: Any) -> Job:
    return job_of(f"{state}.mp4", state, **{"video_no": "VI1", "unsure_since": START, **more})


def printed(name: str, state: State = State.WAITING, **more: Any) -> Job:
    return job_of(name, state, **{"print": "7-abc", "video_no": f"VI{name}", "unsure_since": START, **more})


def names(jobs: tuple[Job, ...]) -> list[str]:
    return [job.name.removesuffix(".mp4") for job in jobs]


def story(journal: Journal, job: Job) -> list[tuple[State, str]]:
    return [(step.state, step.note) for step in journal.steps(job.id)]


def test_it_belongs_to_this_process_unless_it_is_said_whose_it_is(path: Path) -> None:
    with Journal.open(path) as journal:
        me = Holder.parse(journal._me)
        assert replace(me, part="") == replace(this_process(), part="")
        assert me.part
        assert journal.set_aside is None
    with Journal.open(path, holder=BESIDE) as journal:
        assert journal._me == str(BESIDE)


def test_it_tells_where_a_damaged_one_was_set_aside(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)
    with Journal.open(path) as journal:
        assert journal.set_aside is not None
        assert journal.set_aside.read_bytes().startswith(b"no database")


def test_what_is_added_has_its_place_and_the_first_step_of_its_story(journal: Journal, other: Journal) -> None:
    jobs = [job_of("b.mp4"), job_of("a.mp4", State.PAUSED)]
    journal.add(jobs)
    journal.add([job_of("0.mp4")])
    assert names(journal.load()) == ["b", "a", "0"]
    assert journal.load()[:2] == tuple(jobs)
    steps = [journal.steps(job.id) for job in jobs]
    assert [[(step.state, step.note) for step in told] for told in steps] == [
        [(State.WAITING, "")],
        [(State.PAUSED, "")],
    ]
    assert steps[0][0].at == steps[1][0].at == START + 2
    assert [job.elsewhere for job in other.load()] == [True] * 3
    assert journal.steps("nobody") == ()


def test_a_write_is_a_step_unless_it_is_none(journal: Journal, other: Journal) -> None:
    journal.add([job := job_of()])
    journal.write(job := replace(job, state=State.PAUSED), "a person")
    assert (journal.load(), story(journal, job)) == ((job,), [(State.WAITING, ""), (State.PAUSED, "a person")])
    journal.write(job := replace(job, size=7), "nothing", step=False)
    assert (journal.load(), len(journal.steps(job.id))) == ((job,), 2)
    journal.write(job := replace(job, state=State.WAITING))
    assert story(journal, job)[2:] == [(State.WAITING, "")]
    assert journal.steps(job.id)[1].at < journal.steps(job.id)[2].at
    journal.write(job, "\ud800 is no text")
    assert story(journal, job)[-1] == (State.WAITING, "? is no text")
    with pytest.raises(LeaseLost) as lost:
        other.write(replace(job, state=State.CANCELLED))
    assert lost.value.args == (job.id,)
    assert journal.load() == (job,)


def test_many_are_written_at_once_but_for_those_that_another_process_runs(journal: Journal, other: Journal) -> None:
    mine, free = job_of("mine.mp4"), job_of("free.mp4")
    theirs, over = job_of("theirs.mp4"), job_of("over.mp4", State.FAILED)
    journal.add([mine, free])
    other.add([theirs, over])
    journal._db.execute("UPDATE jobs SET holder = NULL WHERE id = ?", (free.id,))
    jobs = [replace(job, state=State.PAUSED, problem=f"Why {job.name}") for job in (mine, free, theirs, over)]
    assert journal.rewrite(jobs, "") == {theirs.id}
    assert [job.state for job in journal.load()] == [State.PAUSED, State.PAUSED, State.WAITING, State.PAUSED]
    assert [job.elsewhere for job in journal.load()] == [False, False, True, False]
    assert [job.elsewhere for job in other.load()] == [True, True, False, True], "they have become ours"
    assert [len(journal.steps(job.id)) for job in jobs] == [2, 2, 1, 2]
    assert story(journal, mine)[-1] == (State.PAUSED, "Why mine.mp4")
    assert journal.rewrite(jobs[:1], "all of them") == frozenset()
    assert story(journal, mine)[-1] == (State.PAUSED, "all of them")
    journal.rewrite([replace(jobs[0], size=8)], None)
    assert (journal.load()[0].size, len(journal.steps(mine.id))) == (8, 3)
    assert journal.rewrite([], "none") == frozenset()


def test_a_size_is_written_and_nothing_else_and_of_ours_alone(journal: Journal, other: Journal) -> None:
    journal.add([mine := job_of("mine.mp4", size=None)])
    other.add([theirs := job_of("theirs.mp4", size=None)])
    journal.write_sizes([replace(job, size=7, state=State.FAILED) for job in (mine, theirs)])
    assert [(job.size, job.state) for job in journal.load()] == [(7, State.WAITING), (None, State.WAITING)]
    assert len(journal.steps(mine.id)) == 1


def test_what_is_about_to_be_sent_is_written_first(journal: Journal, other: Journal) -> None:
    journal.add([job := printed("a.mp4")])
    begun = replace(job, state=State.SENDING, started=5.0)
    assert journal.begin(begun) is None
    assert journal.load() == (begun,)
    assert story(journal, job) == [(State.WAITING, ""), (State.SENDING, "")]
    with pytest.raises(LeaseLost):
        other.begin(replace(begun, forced=True))
    assert len(journal.steps(job.id)) == 2


@pytest.mark.parametrize("state", list(State))
def test_the_same_bytes_are_not_sent_while_they_may_be_there(journal: Journal, other: Journal, state: State) -> None:
    before, job = printed("before.mp4", state), printed("job.mp4")
    other.add([before])
    journal.add([job])
    may_be_there = state in {State.SENDING, State.SENT, State.UNSURE, *THERE}
    expected = (replace(before, elsewhere=state is not State.READY),) if may_be_there else ()
    assert journal.alike(job) == expected
    assert journal.begin(job) == (expected[0] if expected else None)
    assert len(journal.steps(job.id)) == (1 if may_be_there else 2)
    is_seen_through = state in THERE or not may_be_there
    assert (journal.begin(job, cleared={before.id}) is None) is is_seen_through
    assert journal.begin(replace(job, forced=True)) is None


def test_the_newest_of_the_same_print_and_namespace_comes_first(journal: Journal) -> None:
    journal.add(
        [
            printed("old.mp4", State.READY),
            printed("elsewhere.mp4", State.READY, namespace="trips"),
            printed("other.mp4", State.READY, print="7-def"),
            printed("new.mp4", State.READY),
            job := printed("job.mp4", State.READY),
            plain := job_of("plain.mp4"),
            job_of("as plain.mp4", State.READY, video_no="VI1"),
        ]
    )
    assert names(journal.alike(job)) == ["new", "old"]
    assert journal.alike(plain) == (), "nobody knows what is in it"
    new, old = journal.alike(job)
    assert journal.begin(job) == new
    assert journal.begin(job, cleared={new.id}) == old
    assert journal.begin(job, cleared={new.id, old.id}) is None


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


def test_a_number_is_known_by_whose_job_ever(journal: Journal, other: Journal) -> None:
    other.add([job := job_of(state=State.READY, video_no="VI5")])
    other.clear([job.id])
    assert journal.knows("VI5")
    assert not journal.knows("VI")


def indexed(size: int, took: float, state: State = State.READY) -> Job:
    return job_of(f"{took}.mp4", state, size=size, video_no="VI1", accepted=100.0, finished=100.0 + took)


def test_how_long_indexing_took_is_of_the_last_hundred_between_two_sizes(journal: Journal) -> None:
    journal.add([indexed(9, 1.0), indexed(10, 2.0), indexed(20, 3.0), indexed(21, 4.0)])
    journal.add([indexed(15, 5.0, State.FAILED), indexed(15, -1.0), indexed(15, 0.0)])
    assert journal.indexing_times(10, 20) == (0.0, 3.0, 2.0)
    journal.add([indexed(15, float(took)) for took in range(100, 210)])
    assert journal.indexing_times(10, 20) == tuple(float(took) for took in range(209, 109, -1))


def test_what_is_learnt_is_remembered_until_it_is_learnt_anew(journal: Journal) -> None:
    assert journal.learnt("pace") is None
    journal.learn("pace", "60")
    journal.learn("other", "1")
    assert journal.learnt("pace") == "60"
    journal.learn("pace", "61")
    assert (journal.learnt("pace"), journal.learnt("other")) == ("61", "1")


@contextmanager
def read_only(journal: Journal) -> Iterator[None]:
    journal._db.execute("PRAGMA query_only=ON")
    try:
        yield
    finally:
        journal._db.execute("PRAGMA query_only=OFF")


@pytest.mark.parametrize(
    "write",
    [
        lambda journal, _: journal.add([job_of("b.mp4")]),
        lambda journal, job: journal.write(job),
        lambda journal, job: journal.rewrite([job], None),
        lambda journal, job: journal.write_sizes([job]),
        lambda journal, job: journal.begin(job),
        lambda journal, job: journal.take(job.id),
        lambda journal, _: journal.beat(),
        lambda journal, job: journal.clear([job.id]),
        lambda journal, _: journal.learn("pace", "60"),
    ],
)
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


@pytest.mark.parametrize(
    "read",
    [
        lambda journal: journal.load(),
        lambda journal: journal.changed_elsewhere(),
        lambda journal: journal.steps("a"),
        lambda journal: journal.knows("VI1"),
        lambda journal: journal.indexing_times(1, 2),
        lambda journal: journal.alike(printed("a.mp4")),
        lambda journal: journal.learnt("pace"),
    ],
)
def test_what_can_not_be_read_is_told_with_its_place(path: Path, read: Callable[[Journal], object]) -> None:
    journal = Journal.open(path)
    journal._db.close()
    with pytest.raises(JournalTrouble) as trouble:
        read(journal)
    assert trouble.value.what == "cannot record progress: the upload journal can't be used"
    assert trouble.value.advice == f"Check the disk: {path}"
