"""Random events, kills and restarts never lose a job and never send one twice without a look in between."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tui.api.values import UploadForm
from tui.uploads.intake import new_job
from tui.uploads.job import FINISHED, Job, NotAllowed, State, may_move, move, recovered
from tui.uploads.journal import Journal
from tui.uploads.lease import Holder, this_process

_ANY = st.integers(0, 10_000)


class Lives(RuleBasedStateMachine):
    """The journal and the moves, against a model of the service that knows how often each file arrived."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "jobs.db"
        self.deaths = 0
        self.journal = self._open()
        self.jobs: dict[str, Job] = {}
        self.arrived: dict[str, int] = {}
        self.wanted_again: dict[str, int] = {}
        """How often a person explicitly asked for another copy of what the service has."""
        self.reached: set[str] = set()
        """Whose present attempt is at the service, if not yet here."""

    def teardown(self) -> None:
        self.journal.close()
        self.folder.cleanup()

    def _open(self) -> Journal:
        # A process that nobody will find alive.
        return Journal.open(self.path, holder=replace(this_process(), pid=2**22 + 1 + self.deaths, started="gone"))

    def _pick(self, choice: int, *states: State) -> Job | None:
        fitting = [job for job in self.jobs.values() if job.state in states]
        return fitting[choice % len(fitting)] if fitting else None

    def _move(self, job: Job, state: State, **changes: object) -> None:
        moved = move(job, state, **changes)
        self.journal.write(moved)
        self.jobs[job.id] = moved

    @rule(forced=st.booleans())
    def add(self, forced: bool) -> None:
        job = new_job(f"/films/{len(self.jobs)}.mp4", UploadForm(), created=time.time())
        job = replace(job, forced=forced, size=len(self.jobs))
        self.journal.add([job])
        self.jobs[job.id] = job
        self.arrived[job.id] = self.wanted_again[job.id] = 0

    @rule(choice=_ANY)
    def begin(self, choice: int) -> None:
        if job := self._pick(choice, State.WAITING):
            sending = move(job, State.SENDING, started=time.time())
            assert self.journal.begin(sending) is None
            self.jobs[job.id] = sending
            self.reached.discard(job.id)
            assert self.arrived[job.id] <= self.wanted_again[job.id], "sent although the service has it"

    @rule(choice=_ANY, arrives=st.booleans())
    def last_line(self, choice: int, arrives: bool) -> None:
        if job := self._pick(choice, State.SENDING):
            self._move(job, State.SENT, sent_at=time.time())
            if arrives:
                self.arrived[job.id] += 1
                self.reached.add(job.id)

    @rule(choice=_ANY)
    def answer(self, choice: int) -> None:
        job = self._pick(choice, State.SENT)
        if job and job.id in self.reached:
            self._move(job, State.INDEXING, video_no=f"VI{job.id}", accepted=time.time())

    @rule(choice=_ANY)
    def turned_away(self, choice: int) -> None:
        job = self._pick(choice, State.SENDING, State.SENT)
        if job and job.id not in self.reached:
            self._move(job, State.WAITING)

    @rule(choice=_ANY)
    def line_breaks(self, choice: int) -> None:
        if job := self._pick(choice, State.SENDING, State.SENT):
            self._move(job, State.UNSURE, unsure_since=time.time())

    @rule(choice=_ANY)
    def settle(self, choice: int) -> None:
        if job := self._pick(choice, State.UNSURE):
            if job.id in self.reached:
                self._move(job, State.INDEXING, video_no=f"VI{job.id}", accepted=time.time())
            elif job.unwanted:
                self._move(job, State.CANCELLED, unsure_since=None)
            else:
                self._move(job, State.WAITING)

    @rule(choice=_ANY, ready=st.booleans())
    def indexed(self, choice: int, ready: bool) -> None:
        if job := self._pick(choice, State.INDEXING):
            self._move(job, State.READY if ready else State.FAILED, finished=time.time())

    @rule(choice=_ANY)
    def cancel(self, choice: int) -> None:
        if job := self._pick(choice, *(set(State) - FINISHED)):
            if job.state is State.SENT:
                self._move(job, State.UNSURE, unsure_since=time.time(), unwanted=True)
            else:
                self._move(job, State.CANCELLED, finished=time.time())

    @rule(choice=_ANY)
    def pause_and_resume(self, choice: int) -> None:
        if job := self._pick(choice, State.WAITING, State.SENDING):
            self._move(job, State.PAUSED)
            self._move(self.jobs[job.id], State.WAITING)

    @rule(choice=_ANY)
    def retry(self, choice: int) -> None:
        if job := self._pick(choice, State.FAILED, State.CANCELLED):
            assert self.journal.take(job.id)
            if job.in_doubt:
                with pytest.raises(NotAllowed):
                    move(job, State.WAITING)
                self._move(job, State.UNSURE, unwanted=False)
            else:
                # A video that could not be indexed, or that is no longer wanted: a person asks for another.
                self.wanted_again[job.id] = self.arrived[job.id]
                self._move(job, State.WAITING)

    @precondition(lambda self: self.jobs)
    @rule()
    def kill(self) -> None:
        """Nothing is closed, nothing released: the next process finds what is on the disk."""
        self.journal._db.close()
        self.deaths += 1
        self.journal = self._open()
        taken = {job.id for job in self.journal.claim()}
        assert taken == {job.id for job in self.jobs.values() if not job.is_finished}
        for job in self.journal.load():
            was = self.jobs[job.id]
            assert job.state is (State.UNSURE if was.is_sending else was.state)
            self.jobs[job.id] = job

    @invariant()
    def every_input_is_one_job(self) -> None:
        loaded = {job.id: job for job in self.journal.load()}
        assert list(loaded) == list(self.jobs)
        assert {job_id: job.state for job_id, job in loaded.items()} == {
            job_id: job.state for job_id, job in self.jobs.items()
        }

    @invariant()
    def nothing_is_there_twice_unasked(self) -> None:
        assert all(self.arrived[job_id] <= 1 + self.wanted_again[job_id] for job_id in self.jobs)


Lives.TestCase.settings = settings(
    max_examples=40, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLives = pytest.mark.row("U1", "U2")(Lives.TestCase)


def job_in(state: State) -> Job:
    job = new_job("/a.mp4", UploadForm(), created=0.0)
    return replace(job, state=state, video_no="VI1", unsure_since=1.0 if state is State.UNSURE else None)


@pytest.mark.parametrize("state", list(State))
def test_every_unfinished_state_leads_to_an_end_and_no_end_leads_on_by_itself(state: State) -> None:
    allowed = {target for target in State if may_move(job_in(state), target)}
    if state is State.READY:
        assert allowed == set()
    elif state in FINISHED:
        assert allowed == {State.WAITING}
    else:
        assert allowed & (FINISHED | {State.UNSURE})


def test_sent_never_goes_back_to_sending() -> None:
    for state in (State.SENT, State.UNSURE, State.INDEXING, State.READY):
        with pytest.raises(NotAllowed):
            move(job_in(state), State.SENDING)


def test_what_was_cancelled_and_may_have_arrived_is_looked_for_and_not_sent_again() -> None:
    cancelled = replace(job_in(State.CANCELLED), unsure_since=1.0)
    assert {target for target in State if may_move(cancelled, target)} == {State.UNSURE}
    waiting = replace(job_in(State.WAITING), unsure_since=1.0)
    assert may_move(waiting, State.SENDING)
    assert not may_move(waiting, State.UNSURE)


def test_a_bug_is_told_with_the_job_and_the_move() -> None:
    job = job_in(State.SENT)
    with pytest.raises(NotAllowed, match=f"sent -> sending.*{job.id}"):
        move(job, State.SENDING)
    with pytest.raises(NotAllowed, match=f"{job.id} is unsure since when"):
        move(job, State.UNSURE)
    with pytest.raises(NotAllowed, match=f"{job.id} is indexing without a number"):
        move(replace(job, video_no=None), State.INDEXING)


def test_unsure_needs_to_know_since_when_and_indexing_a_number() -> None:
    sent = move(move(replace(job_in(State.WAITING), video_no=None), State.SENDING, started=1.0), State.SENT)
    with pytest.raises(NotAllowed):
        move(sent, State.UNSURE)
    with pytest.raises(NotAllowed):
        move(sent, State.INDEXING)


def test_a_new_attempt_remembers_nothing_of_the_last_one() -> None:
    failed = replace(job_in(State.FAILED), problem="no", detail="[1]", sent=7, finished=3.0, started=1.0, sent_at=2.0)
    waiting = move(failed, State.WAITING)
    assert waiting == replace(job_in(State.WAITING), id=failed.id, video_no=None)


def test_only_what_was_being_sent_reads_back_as_unsure() -> None:
    for state in State:
        back = recovered(job_in(state), ended=9.0)
        if state in {State.SENDING, State.SENT}:
            assert (back.state, back.unsure_since, back.cut_short) == (State.UNSURE, 9.0, 1)
        else:
            assert back.state is state


def test_a_dead_process_of_this_machine_holds_nothing() -> None:
    me = this_process()
    assert me.lives(beat=0.0, now=1e9)
    assert not replace(me, started="0").lives(beat=1e9, now=1e9)
    assert not replace(me, pid=2**22 + 1).lives(beat=1e9, now=1e9)
    elsewhere = Holder("other machine", os.getpid(), "1")
    assert elsewhere.lives(beat=100.0, now=150.0)
    assert elsewhere.lives(beat=100.0, now=189.9)
    assert not elsewhere.lives(beat=100.0, now=190.0)
    assert Holder.parse(str(me)) == me
    assert this_process() != me, "two journals of one process"


on_linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")


@on_linux
def test_another_boot_or_container_is_another_machine() -> None:
    me = this_process()
    assert Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip() in me.machine
    assert os.readlink("/proc/self/ns/pid") in me.machine


@on_linux
def test_a_process_lives_until_it_ends_whatever_it_is_called(tmp_path: Path) -> None:
    odd = os.path.join(os.fsencode(tmp_path), b"a) Z \xff(b")
    os.symlink(shutil.which("cat") or "/bin/cat", odd)
    with subprocess.Popen([odd], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        child.stdin.write(b"x\n")
        child.stdin.flush()
        assert child.stdout is not None
        assert child.stdout.readline() == b"x\n", "it runs under that name"
        after_name = Path(f"/proc/{child.pid}/stat").read_bytes().split(b"b) ")[1]
        holder = replace(this_process(), pid=child.pid, started=after_name.split()[19].decode())
        assert holder.lives(beat=0.0, now=1e9)
        assert not replace(holder, started="1").lives(beat=0.0, now=1e9)
        child.stdin.close()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert not holder.lives(beat=0.0, now=1e9), "a zombie has ended"
        assert child.wait() == 0, "and was left alone"
    assert not holder.lives(beat=0.0, now=1e9)


def test_where_the_kernel_tells_little_a_process_is_known_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(*_args: object, **_kwargs: object) -> str:
        raise FileNotFoundError

    def forbidden(_pid: int, _signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", unreadable)
    monkeypatch.setattr("socket.gethostname", lambda: "a/b")
    me = this_process()
    assert (me.machine, me.started) == ("a_b", "")
    assert me.lives(beat=0.0, now=1e9)
    assert not replace(me, pid=2**22 + 1).lives(beat=1e9, now=1e9)
    monkeypatch.setattr(os, "kill", forbidden)
    assert replace(me, pid=1).lives(beat=0.0, now=1e9), "somebody else's"
