"""One upload from choice to ready: a frozen value, its states, and the moves between them that are allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Any, Final

from tui.api.values import UploadForm
from tui.frozen import dataclass


class State(StrEnum):
    """Where a job stands. Each job ends in exactly one of READY, FAILED, CANCELLED, DUPLICATE, REFUSED."""

    WAITING = "waiting"
    """Chosen, not begun."""
    SENDING = "sending"
    """Bytes are leaving; on disk before the first one does."""
    SENT = "sent"
    """All bytes are gone, the service has not answered."""
    UNSURE = "unsure"
    """It may have arrived. Never sent again blindly: settled by looking in the library."""
    INDEXING = "indexing"
    """The service has it and gave it a number."""
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"
    PAUSED = "paused"
    DUPLICATE = "duplicate"
    """The library already has it."""
    REFUSED = "refused"
    """Not worth sending: the reason is in `problem`."""


UNDER_WAY = frozenset({State.WAITING, State.SENDING, State.SENT})
FINISHED = frozenset({State.READY, State.FAILED, State.CANCELLED, State.DUPLICATE, State.REFUSED})


@dataclass(frozen=True, slots=True)
class Job:
    """An upload. Times are seconds since the epoch, sizes bytes."""

    id: str
    source: str
    """An absolute path, or a URL."""
    is_url: bool
    name: str
    """What a person calls it: the file's name, or the URL's last part."""
    form: UploadForm
    state: State = State.WAITING
    size: int | None = None
    sent: int = 0
    """Bytes that have left for good."""
    rate: float | None = None
    """Bytes per second, lately."""
    seconds_left: float | None = None
    """Of sending; None until it can be known."""
    created: float = 0.0
    started: float | None = None
    """When the present attempt began."""
    started_there: float | None = None
    """The same by the service's clock, or a little earlier, where that was known: ours may be set before it ends."""
    sent_at: float | None = None
    """When the last byte left."""
    accepted: float | None = None
    """When the service gave it a number."""
    finished: float | None = None
    attempts: int = 0
    """Attempts that came to an end; what was turned away at the door is none."""
    cut_short: int = 0
    """Attempts that ended because this program did."""
    video_no: str | None = None
    problem: str = ""
    """Plain words: why it failed, was refused or waits."""
    detail: str = ""
    """The service's own message and code, or the cause that it gave."""
    retry_at: float | None = None
    """When the next attempt is made, if it waits for a moment."""
    apart: float | None = None
    """Seconds from one upload to the next, while the account takes no more than that."""
    usual: float | None = None
    """Seconds that indexing such a video usually takes, from our own history."""
    unsure_since: float | None = None
    """When it became unknown whether the attempt arrived; None once that is settled."""
    candidates: tuple[str, ...] = ()
    """The videos that it may have become, when looking found several: a person must say which."""
    unwanted: bool = False
    """Cancelled after the last byte: not sent again if it did not arrive."""
    forced: bool = False
    """Send it even if the library has it already."""
    print: str = ""
    """Size and SHA-256 of both ends: what tells files apart without reading them whole."""
    digest: str = ""
    """SHA-256 of the whole file, where it was worth reading."""
    turn: float | None = None
    """Its place among those that wait, where a person gave it one; smaller is sooner (tui.uploads.order)."""
    elsewhere: bool = False
    """Another running copy of this program has it: shown, not run here."""

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    @property
    def is_sending(self) -> bool:
        return self.state in {State.SENDING, State.SENT}

    @property
    def in_doubt(self) -> bool:
        """Whether an attempt was made of which nobody knows if it arrived."""
        return self.unsure_since is not None


def under_way(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """What somebody started here and the service does not have yet."""
    return tuple(job for job in jobs if job.state in UNDER_WAY and not job.elsewhere)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a job's story; `at` in seconds since the epoch."""

    at: float
    state: State
    note: str


class NotAllowed(ValueError):
    """A move that would lose a job or send it twice: always a bug of the caller."""


_S = State
_MOVES: Final[dict[State, frozenset[State]]] = {
    _S.WAITING: frozenset({_S.SENDING, _S.PAUSED, _S.FAILED, _S.CANCELLED, _S.DUPLICATE, _S.REFUSED}),
    _S.SENDING: frozenset({_S.SENT, _S.INDEXING, _S.UNSURE, _S.WAITING, _S.PAUSED, _S.FAILED, _S.CANCELLED}),
    _S.SENT: frozenset({_S.INDEXING, _S.UNSURE, _S.WAITING, _S.FAILED}),
    _S.UNSURE: frozenset({_S.INDEXING, _S.WAITING, _S.PAUSED, _S.FAILED, _S.CANCELLED}),
    _S.INDEXING: frozenset({_S.READY, _S.FAILED, _S.CANCELLED}),
    _S.READY: frozenset(),
    _S.FAILED: frozenset({_S.WAITING}),
    _S.CANCELLED: frozenset({_S.WAITING, _S.UNSURE}),
    _S.PAUSED: frozenset({_S.WAITING, _S.CANCELLED}),
    _S.DUPLICATE: frozenset({_S.WAITING}),
    _S.REFUSED: frozenset({_S.WAITING}),
}

_CLEAN: Final[dict[str, Any]] = {"problem": "", "detail": "", "retry_at": None, "apart": None}
_UNSENT: Final[dict[str, Any]] = {"sent": 0, "started": None, "started_there": None, "sent_at": None}
_SETTLED: Final[dict[str, Any]] = {"unsure_since": None, "candidates": (), "unwanted": False}
_AFRESH: Final = _CLEAN | _UNSENT | _SETTLED | {"finished": None, "accepted": None, "video_no": None}
_ON_ARRIVAL: Final[dict[State, dict[str, Any]]] = {
    _S.WAITING: _AFRESH,
    _S.PAUSED: _AFRESH,
    _S.SENDING: _AFRESH,
    _S.UNSURE: _CLEAN | {"finished": None},
    _S.INDEXING: _CLEAN | _SETTLED,
    _S.READY: _CLEAN,
    _S.FAILED: _CLEAN | _SETTLED,
    _S.CANCELLED: _CLEAN,
}


def may_move(job: Job, state: State) -> bool:
    """Whether that move is allowed. A cancelled job that may have arrived is looked for, not sent again."""
    if job.state is State.CANCELLED and job.in_doubt:
        return state is State.UNSURE
    return state in _MOVES[job.state] and not (job.state is State.CANCELLED and state is State.UNSURE)


def move(job: Job, state: State, **changes: Any) -> Job:
    """The job in its next state; `changes` are fields of Job. Raises NotAllowed for a move that is none."""
    if not may_move(job, state):
        raise NotAllowed(f"{job.state} -> {state} ({job.id})")
    usual: dict[str, Any] = {"rate": None, "seconds_left": None, **_ON_ARRIVAL.get(state, {})}
    moved = replace(job, **{**usual, **changes, "state": state})
    if state is State.UNSURE and not moved.in_doubt:
        raise NotAllowed(f"{job.id} is unsure since when?")
    if state in {State.INDEXING, State.READY} and not moved.video_no:
        raise NotAllowed(f"{job.id} is {state} without a number")
    return moved


def recovered(job: Job, *, ended: float) -> Job:
    """The job as it reads back after this program died at about `ended`: what was being sent is unsure."""
    if not job.is_sending:
        return job
    return move(job, State.UNSURE, unsure_since=ended, cut_short=job.cut_short + 1)
