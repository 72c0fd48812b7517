"""The one owner of all jobs: what it says is what the disk has, or what it owes to the disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.uploads.alone import START, Bench, another_process, bench, job_of, taken_by_another, unwritable
from tui.uploads.hold import Hold
from tui.uploads.job import Job, NotAllowed, State
from tui.uploads.journal import JournalTrouble, LeaseLost
from tui.uploads.ledger import Ledger

HOLD = Hold("No line.", "ECONNREFUSED", START + 5, 60.0)


@pytest.fixture
async def there() -> AsyncIterator[Bench]:
    async with bench() as made:
        yield made


def on_disk(there: Bench) -> dict[str, State]:
    return {job.id: job.state for job in there.journal.load()}


def news(there: Bench) -> int:
    """How often the jobs were published since this was last asked."""
    count = len(there.published)
    there.published.clear()
    return count


def shown(job: Job) -> tuple[str, str, float | None, float | None]:
    return job.problem, job.detail, job.retry_at, job.apart


async def test_in_the_beginning_there_is_nothing(there: Bench) -> None:
    ledger = Ledger(there.journal, lambda: there.published.append(()))
    news(there)
    ledger.publish_if_stale()
    assert (ledger.jobs, ledger.trouble, news(there)) == ((), None, 0)


async def test_what_is_added_is_on_disk_and_published_once(there: Bench) -> None:
    jobs = [job_of("b.mp4"), job_of("a.mp4", State.PAUSED)]
    news(there)
    there.ledger.add(jobs)
    assert there.published == [tuple(jobs)]
    assert there.ledger.jobs == tuple(jobs) == there.journal.load()
    assert there.ledger.ours(State.WAITING) == [jobs[0]]
    assert there.ledger.ours(State.WAITING, State.PAUSED) == jobs
    assert there.ledger.get("nobody") is None


async def test_a_move_is_on_disk_with_its_note_or_its_problem(there: Bench) -> None:
    there.ledger.add([job := job_of()])
    news(there)
    paused = there.ledger.move(job.id, State.PAUSED, note="a person", problem="Later.")
    assert (paused.state, paused.problem) == (State.PAUSED, "Later.")
    assert there.published == [(paused,)]
    there.ledger.move(job.id, State.WAITING, problem="Now.")
    assert there.notes(job.id) == [(State.WAITING, ""), (State.PAUSED, "a person"), (State.WAITING, "Now.")]
    changed = there.ledger.change(job.id, print="7-abc")
    assert changed.print == "7-abc"
    assert there.journal.load() == (changed,) == there.ledger.jobs
    assert len(there.notes(job.id)) == 3, "that was no step"
    with pytest.raises(NotAllowed):
        there.ledger.move(job.id, State.READY)


async def test_a_wish_is_carried_out_unless_another_process_has_the_job(there: Bench) -> None:
    there.ledger.add([job := job_of()])
    assert there.ledger.wish(job.id, State.PAUSED, note="a person", problem="Later.")
    assert there.notes(job.id)[-1] == (State.PAUSED, "a person")
    assert there.job(job.id).problem == "Later."
    assert there.ledger.wish(job.id, State.CANCELLED, problem="Why.")
    assert there.notes(job.id)[-1] == (State.CANCELLED, "Why.")
    assert there.ledger.wish(job.id, State.WAITING)
    news(there)
    with taken_by_another(there, job):
        assert not there.ledger.wish(job.id, State.PAUSED)
        assert there.job(job.id).elsewhere
        assert news(there) == 1
        assert there.ledger.jobs[0].elsewhere
        assert there.ledger.ours(State.WAITING) == []
        with pytest.raises(LeaseLost):
            there.ledger.change(job.id, size=1)


async def test_what_the_disk_refuses_holds_here_and_is_written_later(there: Bench) -> None:
    there.ledger.add([job := job_of("a.mp4")])
    with unwritable(there):
        new = job_of("b.mp4")
        there.ledger.add([new])
        there.ledger.move(job.id, State.PAUSED)
        there.ledger.change(job.id, print="7-abc")
        assert isinstance(there.ledger.trouble, JournalTrouble)
        assert on_disk(there) == {job.id: State.WAITING}
        assert [known.state for known in there.ledger.jobs] == [State.PAUSED, State.WAITING]
        there.ledger.reload()
        assert [known.state for known in there.ledger.jobs] == [State.PAUSED, State.WAITING], "it is owed"
        await there.ledger.settle_debts()
        assert there.ledger.trouble is not None
    there.ledger.move(new.id, State.PAUSED)
    assert new.id not in on_disk(there), "one after the other: what is owed is written with the rest"
    await there.ledger.settle_debts()
    assert there.ledger.trouble is None
    assert there.journal.load() == there.ledger.jobs
    assert there.notes(job.id)[-1] == (State.PAUSED, "written late")
    assert there.notes(new.id) == [(State.PAUSED, "")]
    there.ledger.move(new.id, State.WAITING)
    assert on_disk(there)[new.id] is State.WAITING, "nothing is owed any more"


async def test_debts_are_paid_in_slices_and_the_lost_ones_are_told(there: Bench) -> None:
    jobs = [job_of(f"{number}.mp4") for number in range(120)]
    there.ledger.add(jobs)
    with unwritable(there):
        there.ledger.move_all({job.id: {} for job in jobs}, State.PAUSED, note="all")
        there.ledger.add(more := [job_of(f"{number}.mov") for number in range(60)])
    with taken_by_another(there, jobs[7]):
        await there.ledger.settle_debts()
    assert there.ledger.trouble is None
    there.ledger.publish_if_stale()
    assert [job.id for job in there.ledger.jobs if job.elsewhere] == [jobs[7].id]
    states = on_disk(there)
    assert states.pop(jobs[7].id) is State.WAITING
    assert set(list(states.values())[:119]) == {State.PAUSED}
    assert len(states) == 119 + len(more)


async def test_trouble_that_leaves_nothing_owed_is_over_with_the_next_beat(there: Bench) -> None:
    there.ledger.add([done := job_of(state=State.READY, video_no="VI1")])
    with unwritable(there):
        there.ledger.clear([done.id])
        assert there.ledger.jobs == (done,)
        assert there.ledger.trouble is not None
    await there.ledger.settle_debts()
    assert there.ledger.trouble is None
    news(there)
    there.ledger.clear([done.id])
    assert there.published == [()]
    assert there.journal.load() == ()


async def test_what_has_not_ended_or_is_not_on_disk_is_not_cleared(there: Bench) -> None:
    there.ledger.add([waiting := job_of()])
    with unwritable(there):
        there.ledger.add([owed := job_of(state=State.FAILED)])
    there.ledger.clear([waiting.id, owed.id])
    assert there.ledger.jobs == (waiting, owed)


async def test_begun_is_on_disk_before_it_returns(there: Bench) -> None:
    first, second = job_of("a.mp4", print="7-abc"), job_of("b.mp4", print="7-abc")
    there.ledger.add([first, second])
    with unwritable(there), pytest.raises(JournalTrouble):
        there.ledger.begin(first.id)
    assert isinstance(there.ledger.trouble, JournalTrouble)
    assert there.job(first.id) == first
    news(there)
    assert there.ledger.begin(first.id, started=START) is None
    assert there.ledger.jobs == there.published[0]
    assert (there.job(first.id).state, there.job(first.id).started) == (State.SENDING, START)
    assert on_disk(there)[first.id] is State.SENDING
    twin = there.ledger.begin(second.id)
    assert twin is not None
    assert twin.id == first.id
    assert there.job(second.id) == second
    there.ledger.move(first.id, State.INDEXING, video_no="VI1")
    assert there.ledger.begin(second.id, cleared={first.id}) is None


@pytest.mark.parametrize("note", ["all", None])
async def test_many_are_changed_in_one_write_but_for_those_of_others(there: Bench, note: str | None) -> None:
    jobs = [job_of(f"{number}.mp4") for number in range(3)]
    there.ledger.add(jobs)
    news(there)
    with taken_by_another(there, jobs[1]):
        if note is None:
            there.ledger.change_all({job.id: {"turn": 5.0} for job in jobs})
        else:
            there.ledger.move_all({job.id: {"turn": 5.0} for job in jobs}, State.PAUSED, note=note)
        state = State.WAITING if note is None else State.PAUSED
        assert news(there) == 1
        assert [(job.state, job.turn, job.elsewhere) for job in there.ledger.jobs] == [
            (state, 5.0, False),
            (State.WAITING, None, True),
            (state, 5.0, False),
        ]
        assert [(job.state, job.turn) for job in there.journal.load()][::2] == [(state, 5.0)] * 2
        assert len(there.notes(jobs[0].id)) == (1 if note is None else 2)
        assert there.notes(jobs[2].id)[-1] == (state, note or "")
    there.ledger.change_all({})
    assert news(there) == 0


async def test_many_moves_say_why_where_nobody_says_more(there: Bench) -> None:
    there.ledger.add([job := job_of()])
    there.ledger.move_all({job.id: {"problem": "Later."}}, State.PAUSED)
    assert there.notes(job.id)[-1] == (State.PAUSED, "Later.")


async def test_many_that_the_disk_refuses_are_owed(there: Bench) -> None:
    there.ledger.add([job := job_of()])
    with unwritable(there):
        there.ledger.add([new := job_of("b.mp4")])
        there.ledger.move_all({one.id: {} for one in (job, new)}, State.PAUSED)
        assert {known.state for known in there.ledger.jobs} == {State.PAUSED}
    await there.ledger.settle_debts()
    assert on_disk(there) == {job.id: State.PAUSED, new.id: State.PAUSED}


async def test_sizes_are_of_what_waits_without_one(there: Bench) -> None:
    waiting, sized = job_of("a.mp4", size=None), job_of("b.mp4", size=5)
    paused = job_of("c.mp4", State.PAUSED, size=None)
    there.ledger.add([waiting, sized, paused])
    news(there)
    with unwritable(there):
        there.ledger.add([owed := job_of("d.mp4", size=None)])
    everything = dict.fromkeys([waiting.id, sized.id, paused.id, owed.id, "nobody"], 7)
    there.ledger.measured(everything)
    assert [job.size for job in there.ledger.jobs] == [7, 5, None, 7]
    assert [job.size for job in there.journal.load()] == [7, 5, None]
    assert there.published[-1] == there.ledger.jobs


async def test_sizes_that_the_disk_refuses_are_known_here(there: Bench) -> None:
    there.ledger.add([job := job_of(size=None)])
    with unwritable(there):
        there.ledger.measured({job.id: 7})
    assert there.ledger.trouble is not None
    assert there.ledger.jobs[0].size == 7


async def test_what_is_only_shown_is_published_when_asked_and_once(there: Bench) -> None:
    there.ledger.add([job := job_of()])
    news(there)
    there.ledger.publish_if_stale()
    there.ledger.show("nobody", sent=5)
    there.ledger.publish_if_stale()
    assert news(there) == 0
    there.ledger.show(job.id, sent=5)
    assert news(there) == 0
    there.ledger.publish_if_stale()
    there.ledger.publish_if_stale()
    assert news(there) == 1
    assert there.ledger.jobs[0].sent == 5
    assert there.journal.load()[0].sent == 0


async def test_what_ended_elsewhere_can_be_taken_and_what_runs_there_not(there: Bench) -> None:
    with another_process(there) as other:
        other.add([done := job_of("a.mp4", State.FAILED), runs := job_of("b.mp4")])
        there.ledger.reload()
        assert [job.elsewhere for job in there.ledger.jobs] == [False, True]
        assert there.ledger.take(done.id)
        there.ledger.move(done.id, State.WAITING)
        assert not there.ledger.take(runs.id)
        assert not there.ledger.take("nobody")
        with unwritable(there):
            assert not there.ledger.take(done.id)
            assert isinstance(there.ledger.trouble, JournalTrouble)
            there.ledger.add([owed := job_of(state=State.FAILED)])
            assert there.ledger.take(owed.id)
    there.ledger.show(runs.id, elsewhere=True)
    assert there.ledger.take(runs.id), "its process has ended"
    assert not there.job(runs.id).elsewhere


async def test_what_others_write_is_taken_in_and_ours_stays_as_it_is(there: Bench) -> None:
    there.ledger.add([ours := job_of("a.mp4"), done := job_of("b.mp4", State.FAILED)])
    there.ledger.show(ours.id, sent=5)
    there.ledger.show(done.id, sent=5)
    with another_process(there) as other:
        other.add([theirs := job_of("c.mp4")])
        news(there)
        there.ledger.reload()
        assert there.published == [there.ledger.jobs]
        assert [(job.id, job.sent) for job in there.ledger.jobs] == [(ours.id, 5), (done.id, 0), (theirs.id, 0)]
        other.clear([done.id])
        there.ledger.reload()
        assert [job.id for job in there.ledger.jobs] == [ours.id, theirs.id]


async def test_what_nobody_runs_is_taken_over(there: Bench) -> None:
    assert there.ledger.take_over() == ()
    assert news(there) == 1, "the empty beginning"
    with another_process(there) as other:
        other.add([job := job_of()])
        assert there.ledger.take_over() == ()
    assert [taken.id for taken in there.ledger.take_over()] == [job.id]
    assert there.ledger.ours(State.WAITING) == [job]
    assert news(there) == 1


async def test_a_reason_stands_on_all_that_wait_until_it_is_lifted(there: Bench) -> None:
    own = job_of("own.mp4", problem="Its own.")
    there.ledger.add([waiting := job_of(), own, paused := job_of("p.mp4", State.PAUSED)])
    news(there)
    await there.ledger.hold(None)
    assert news(there) == 0
    await there.ledger.hold(HOLD)
    assert news(there) == 1
    told = ("No line.", "ECONNREFUSED", START + 5, 60.0)
    assert [shown(job) for job in there.ledger.jobs] == [told, ("Its own.", "", None, None), ("", "", None, None)]
    await there.ledger.hold(HOLD)
    assert news(there) == 0
    there.ledger.add([later := job_of("later.mp4")])
    there.ledger.move_all({paused.id: {}}, State.WAITING)
    there.ledger.change_all({waiting.id: {"turn": 1.0}})
    there.ledger.move(waiting.id, State.PAUSED)
    there.ledger.move(waiting.id, State.WAITING)
    assert [shown(there.job(job.id)) for job in (later, paused, waiting)] == [told] * 3
    other = Hold("No credit.")
    await there.ledger.hold(other)
    assert shown(there.job(later.id)) == ("No credit.", "", None, None)
    await there.ledger.hold(None)
    assert [shown(there.job(job.id)) for job in (later, paused, waiting)] == [("", "", None, None)] * 3
    assert there.job(own.id).problem == "Its own."


async def test_a_reason_comes_in_slices_to_those_that_still_wait(there: Bench) -> None:
    jobs = [job_of(f"{number}.mp4") for number in range(150)]
    there.ledger.add(jobs)
    news(there)

    holding = asyncio.create_task(there.ledger.hold(HOLD))
    await asyncio.sleep(0)
    there.ledger.move(jobs[120].id, State.PAUSED)
    there.ledger.move(jobs[130].id, State.CANCELLED)
    there.ledger.clear([jobs[130].id])
    await holding
    assert sum(job.problem == HOLD.problem for job in there.published[0]) == 100
    assert [job.id for job in there.ledger.jobs if not job.problem] == [jobs[120].id]
