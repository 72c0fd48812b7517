"""What the journal keeps, verb by verb: jobs, their story, what would be sent twice, and what was learnt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.uploads.alone import START, job_of
from tests.uploads.journals import BESIDE, names, printed, story
from tui.uploads.job import Job, State
from tui.uploads.journal import Journal, LeaseLost
from tui.uploads.lease import Holder, this_process

THERE = (State.INDEXING, State.READY)


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
