"""One upload from choice to ready: a frozen value, its states, and the moves between them that are allowed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tui.api.values import UploadForm


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
    sent_at: float | None = None
    """When the last byte left."""
    accepted: float | None = None
    """When the service gave it a number."""
    finished: float | None = None
    attempts: int = 0
    video_no: str | None = None
    problem: str = ""
    """Plain words: why it failed, was refused or waits."""
    detail: str = ""
    """The service's own message and code, or the cause that it gave."""
    retry_at: float | None = None
    """When the next attempt is made, if it waits for a moment."""
    usual: float | None = None
    """Seconds that indexing such a video usually takes, from our own history."""

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    @property
    def is_sending(self) -> bool:
        return self.state in {State.SENDING, State.SENT}
