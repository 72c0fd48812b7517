"""Every fault of `docs/reliability.md`: how the upload ends, how many copies the service has then, and what is said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.clips import make_clip, padded
from tests.faults import Fault
from tests.standin import StandIn, standin
from tests.uploads.line import Fate, bad_line, once_stored
from tests.uploads.rig import Rig, copies, running
from tui.api.limits import Limits
from tui.api.values import Status
from tui.uploads.job import State

_USUAL: Final = Limits()
_HASTY: Final = Limits(answer=0.6, stall=0.5)
"""For those that end by a limit alone; all others have the time that they need."""
_LARGE: Final = 24 << 20
"""More than all the buffers between two sockets."""


@dataclass(frozen=True, slots=True)
class Case:
    """What the first upload meets, and what comes of it."""

    fate: Fate = "fine"
    """On the line."""
    fault: Fault | None = None
    """Of the service itself, which then stores nothing."""
    state: State = State.READY
    copies: int = 1
    begun: int = 1
    """How often bytes of it left."""
    attempts: int = 1
    """How often that counted: turned away at the door is no attempt."""
    unsure: bool = False
    """Whether it had to be looked for."""
    said: str = ""
    """Words of its story, or of its end."""
    large: bool = False
    visible_after: float = 0.0
    """Seconds for which the service denies a video that it has."""
    is_video: bool = True
    limits: Limits = _USUAL


CASES: Final = {
    "nothing goes wrong": Case(),
    # The service has it, and we are not told.
    "closed after the last byte, stored": Case("answer lost", unsure=True, said="hung up without an answer"),
    "silent after the last byte, stored": Case(
        "answer kept", unsure=True, said="gave no answer within 0.6 s", limits=_HASTY
    ),
    "reset after the last byte, stored": Case("answer reset", unsure=True, said="dropped"),
    "a cut answer, stored": Case("answer cut", unsure=True, said="cut off"),
    "a web page for an answer, stored": Case("answer replaced by a page", unsure=True, said="web page"),
    "502 from a gateway, stored": Case("answer replaced by 502", unsure=True, said="has trouble (502)"),
    "a dripped answer": Case("answer dripped"),
    "an answer that drips for ever": Case(
        "answer dripped for ever", unsure=True, said="gave no answer within 0.6 s", limits=_HASTY
    ),
    # The service has nothing, and we can't know.
    "silent after the last byte, not stored": Case(
        "swallowed",
        begun=2,
        attempts=2,
        unsure=True,
        said="It did not arrive: it will be sent again.",
        limits=_HASTY,
    ),
    "closed after the last byte, not stored": Case(
        "swallowed and closed", begun=2, attempts=2, unsure=True, said="It did not arrive: it will be sent again."
    ),
    "500": Case(fault="500", begun=2, attempts=2, unsure=True, said="has trouble (500)"),
    "503": Case(fault="503", begun=2, attempts=2, unsure=True, said="has trouble (503)"),
    "network abnormal": Case(fault="0001", begun=2, attempts=2, unsure=True, said="a passing trouble of its own"),
    "an empty answer": Case(fault="empty", begun=2, attempts=2, unsure=True, said="is empty"),
    # The last line never left, so that the service can't have it whole.
    "closed in the middle": Case("broken", begun=2, attempts=2, unsure=True, said="dropped", large=True),
    "reset in the middle": Case("reset", begun=2, attempts=2, unsure=True, said="dropped", large=True),
    "accepts and reads nothing": Case(
        "deaf", begun=2, attempts=2, unsure=True, said="took no byte for 0.5 s", large=True, limits=_HASTY
    ),
    # A clear no.
    "413 before reading": Case(
        "413 before reading", state=State.FAILED, copies=0, said="The service refused it as too large.", large=True
    ),
    # Turned away at the door.
    "0429": Case(fault="0429", begun=2, said="The service is limiting us."),
    "HTTP 429": Case(fault="429", begun=2, said="The service is limiting us."),
    "the cap on indexing": Case(fault="cap", begun=2, said="The service indexes no more videos"),
    "0402": Case(fault="0402", begun=2, said="The account has no credits left."),
    "0401": Case(fault="0401", begun=2, said="does not accept this API key"),
    # Accepted, and then odd.
    "accepted and not shown for a while": Case(visible_after=0.5),
    "FAIL": Case(is_video=False, state=State.FAILED, said="The service could not index it."),
}


@pytest.mark.row("N3", "N7", "N10", "N12", "U6", "U8", "U9", "U17")
@pytest.mark.parametrize("name", CASES)
async def test_how_it_ends(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    with standin(index_seconds=0.05, visible_after=case.visible_after) as service:
        if case.fault is not None:
            service.faults.next(case.fault, path="/upload")
        async with bad_line(service.url) as line:
            line.fates = [case.fate]
            # What the service has was stored before anybody's patience ended, however slow this machine is.
            limits = once_stored(line, case.limits) if case.fate.startswith("answer") else case.limits
            async with running(line.url, tmp_path / "jobs.db", speed=300) as rig:
                rig.client._wire.limits = limits
                (job_id,) = rig.add(_file(tmp_path, case))
                if case.limits is _HASTY:
                    await rig.eventually(lambda: State.UNSURE in _states(rig, job_id), "the limit reached")
                    rig.client._wire.limits = _USUAL  # what is sent again has the time that it needs
                await rig.eventually(lambda: rig.job(job_id).is_finished, "its end")
                await _is_as_promised(rig, job_id, case, service)
        assert await copies(service) == case.copies


def _states(rig: Rig, job_id: str) -> list[State]:
    return [step.state for step in rig.journal.steps(job_id)]


def _file(folder: Path, case: Case) -> Path:
    if not case.is_video:
        path = folder / "notes.mp4"
        path.write_bytes(b"these are notes, whatever the name says" * 100)
        return path
    clip = make_clip(folder / "clip.mp4")
    return padded(clip, _LARGE) if case.large else clip


async def _is_as_promised(rig: Rig, job_id: str, case: Case, service: StandIn) -> None:
    job, steps = rig.job(job_id), rig.journal.steps(job_id)
    states = _states(rig, job_id)
    story = "\n".join([f"{step.state}: {step.note}" for step in steps] + [f"{job.state}: {job.problem} {job.detail}"])
    assert job.state is case.state, story
    assert case.said in story
    assert states.count(State.SENDING) == case.begun, story
    assert (State.UNSURE in states) == case.unsure, story
    assert job.attempts == case.attempts, story
    if job.state is State.READY:
        assert job.problem == ""
        video = await rig.client.get_metadata(job.video_no or "")
        assert video is not None
        assert (video.status, video.size) == (Status.READY, job.size)
    else:
        assert job.problem
        assert bool(job.video_no) == bool(case.copies), "it says truthfully whether the service has it"
