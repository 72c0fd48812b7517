"""The story of an upload, step by step as the journal has it, in words."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from tui.text import safe_text
from tui.uploads.job import Job, State, Step
from tui.widgets.lines import Tone
from tui.widgets.present import UNKNOWN, duration_text

Told = tuple[str, str, Tone]
"""A moment, what it was, and how it went."""

_PLAIN: Final = {
    State.SENT: "all of it sent",
    State.INDEXING: "accepted",
    State.READY: "ready",
    State.FAILED: "failed",
    State.CANCELLED: "cancelled",
    State.PAUSED: "paused",
    State.DUPLICATE: "not sent: the library has it",
    State.REFUSED: "refused",
}
_TONES: Final[dict[State, Tone]] = {
    State.READY: "good",
    State.FAILED: "bad",
    State.REFUSED: "bad",
    State.UNSURE: "warn",
}
_MEASURED: Final = {
    State.SENT: State.SENDING,
    State.UNSURE: State.SENDING,
    State.INDEXING: State.SENT,
    State.READY: State.INDEXING,
}
"""By state, the one since which the time it took is told."""


def timeline(steps: Sequence[Step], job: Job, now: float) -> tuple[Told, ...]:
    """What happened so far, oldest first. Times of another day have their date."""
    told: list[Told] = []
    seen: dict[State, float] = {}
    attempt = 0
    for step in steps:
        attempt += step.state is State.SENDING
        told.append((_moment(step.at, now), _words(step, attempt, seen, job), _TONES.get(step.state, "")))
        seen[step.state] = step.at
    if job.retry_at is not None and job.retry_at > now and not job.is_finished:
        told.append((_moment(job.retry_at, now), "next try", "muted"))
    return tuple(told)


def _words(step: Step, attempt: int, seen: dict[State, float], job: Job) -> str:
    note = f": {safe_text(step.note)}" if step.note else ""
    match step.state:
        case State.WAITING:
            return f"waits again{note}" if seen else "queued"
        case State.SENDING:
            return "began to send" + (f", attempt {attempt}" if attempt > 1 else "") + note
        case State.INDEXING if job.video_no:
            return f"accepted as {safe_text(job.video_no, 60)}{_took(step, seen)}{note}"
        case State.UNSURE:
            return f"broke off{_took(step, seen)}, and may have arrived{note}"
        case _:
            return f"{_PLAIN[step.state]}{_took(step, seen)}{note}"


def _took(step: Step, seen: dict[State, float]) -> str:
    since = seen.get(_MEASURED.get(step.state, step.state))
    return (
        "" if step.state not in _MEASURED or since is None or since > step.at else f" after {_length(step.at - since)}"
    )


def _length(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 10 else duration_text(seconds)


def _moment(seconds: float, now: float) -> str:
    try:
        when = datetime.fromtimestamp(seconds)
        today = time.localtime(now)[:3] == (when.year, when.month, when.day)
    except (OverflowError, OSError, ValueError):
        return UNKNOWN
    return when.strftime("%H:%M:%S" if today else "%Y-%m-%d %H:%M:%S")
