"""What a job is doing, in words: one vocabulary for the modal, the table and the status line."""

from __future__ import annotations

import math
from typing import Final

from tui.frozen import dataclass
from tui.pressing import press
from tui.text import safe_text
from tui.uploads.job import Job, State
from tui.widgets.lines import Line, Tone, plain
from tui.widgets.present import counted, duration_text, fit, rate_text, size_text


@dataclass(frozen=True, slots=True)
class Words:
    """A state as a person reads it; the three say the same, so none is needed alone."""

    glyph: str
    """One cell."""
    word: str
    tone: Tone


_WORDS: Final = {
    State.WAITING: Words("·", "waiting", "muted"),
    State.SENDING: Words("↑", "sending", "accent"),
    State.SENT: Words("◔", "sent", "accent"),
    State.UNSURE: Words("?", "unsure", "warn"),
    State.INDEXING: Words("◐", "indexing", "warn"),
    State.READY: Words("●", "ready", "good"),
    State.FAILED: Words("✗", "failed", "bad"),
    State.CANCELLED: Words("○", "cancelled", "muted"),
    State.PAUSED: Words("‖", "paused", "warn"),
    State.DUPLICATE: Words("=", "duplicate", "muted"),
    State.REFUSED: Words("⊘", "refused", "bad"),
}
WIDEST_WORD: Final = max(len(words.word) for words in _WORDS.values())

_PATIENCE: Final = 10.0
"""Seconds after which a person is told that the time left is not known."""
_UNUSUAL: Final = 3.0
"""Indexing that takes so many times the usual is said to be unusual; what takes less than 10 s counts as 10 s."""
_LONG: Final = 1800.0
"""Seconds after which it is said to be so where nothing is known of the usual."""


def state_words(job: Job) -> Words:
    """Glyph, word and tone of a job's state."""
    return _WORDS[job.state]


def words_of(state: State) -> Words:
    """As `state_words`, where there is no job."""
    return _WORDS[state]


def percent_sent(job: Job) -> int | None:
    """Whole percent of the bytes that are gone; 100 is never reached, since only the answer counts."""
    if not job.size:
        return None
    return max(0, min(99, math.floor(100 * job.sent / job.size)))


def bar(job: Job, width: int) -> Line:
    """The bytes as a bar of `width` cells: heavy for what is gone, light for what is left."""
    gone = 0 if not job.size else max(0, min(width, math.floor(width * job.sent / job.size)))
    if job.state is State.SENT:
        gone = width
    return (("━" * gone, "accent"), ("─" * (width - gone), "muted"))


def progress(job: Job, now: float, width: int, place: int | None = None) -> Line:
    """What there is to say beyond the state, within about `width` cells; `now` in seconds since the epoch.

    `place`: how many wait before it.
    """
    if job.state is State.SENDING:
        return _sending(job, now, width)
    if job.state is State.WAITING and place is not None and not job.problem and job.retry_at is None:
        return ((f"{place:,} before it" if place else "next", "muted"),)
    if job.state is State.WAITING and place and job.retry_at is not None and job.apart is not None:
        # Why they wait stands on the next one; what this one wants to know is when.
        wait = max(0.0, job.retry_at - now) + place * job.apart
        return ((f"{place:,} before it, about {_minutes(wait)}", "muted"),)
    return ((said(job, now), "" if job.state in {State.FAILED, State.REFUSED, State.UNSURE} else "muted"),)


def progress_text(job: Job, now: float) -> str:
    """The same in plain text, without a bar."""
    return plain(_sending_figures(job, now)) if job.state is State.SENDING else said(job, now)


def said(job: Job, now: float) -> str:
    """A sentence on any state but SENDING."""
    match job.state:
        case State.WAITING | State.PAUSED:
            return _waiting(job, now)
        case State.SENT:
            return f"sent, waiting for the service{_since(job.sent_at, now)}"
        case State.UNSURE:
            return safe_text(job.problem) or "it may have arrived: looking for it in the library"
        case State.INDEXING:
            return _indexing(job, now)
        case State.READY:
            return _ready(job)
        case State.CANCELLED:
            return safe_text(job.problem) or f"you cancelled it; {press('jobs.retry', 'r')} sends it after all"
        case State.DUPLICATE:
            return safe_text(job.problem) or "the library already has it"
        case _:
            return reason(job)


def hint(job: Job) -> str:
    """What can be done about a job that stands for an answer."""
    if job.elsewhere:
        return "another running copy of this program has it"
    match job.state:
        case State.DUPLICATE:
            return f"{press('jobs.open', 'o')} opens that one, {press('jobs.retry', 'r')} sends this anyway"
        case State.UNSURE if job.candidates:
            return f"{press('jobs.decide', 'a')} says which of them it is"
        case _:
            return ""


def reason(job: Job) -> str:
    """Why a job stands as it does, with the service's own words behind it."""
    problem, detail = safe_text(job.problem), safe_text(job.detail)
    if problem and detail:
        return f"{problem.removesuffix('.')}: {detail}"
    return problem or detail or "no reason was given"


def _sending(job: Job, now: float, width: int) -> Line:
    figures = _sending_figures(job, now)
    if len(plain(figures)) > width:
        return _sending_figures(job, now, tight=True)
    length = min(24, width - len(plain(figures)) - 2)
    return (*bar(job, length), ("  ", ""), *figures) if length >= 6 else figures


def _sending_figures(job: Job, now: float, *, tight: bool = False) -> Line:
    percent = percent_sent(job)
    share = "" if percent is None else f"{percent:>2}%  "
    between = "/" if tight else " of "
    sent = size_text(job.sent) + ("" if job.size is None else between + size_text(job.size))
    rate = "" if job.rate is None else f"  {rate_text(job.rate) if tight else fit(rate_text(job.rate), 9, right=True)}"
    left = ""
    if job.seconds_left is not None:
        left = f"  {duration_text(job.seconds_left)} left"
    elif job.started is not None and now - job.started >= _PATIENCE:
        left = "  time left unknown"
    return ((share, "strong"), (sent, ""), (rate, "muted"), (left, "muted"))


def _waiting(job: Job, now: float) -> str:
    parts = [safe_text(job.problem)] if job.problem else []
    if job.retry_at is not None and job.retry_at > now:
        again = f"ext try in {_seconds(job.retry_at - now)}"
        parts = [f"{parts[0]} N{again}"] if parts and parts[0].endswith(".") else [*parts, f"n{again}"]
    if job.state is State.PAUSED and not parts:
        return f"{press('jobs.pause', 'p')} goes on with it"
    return ", ".join(parts) or "for its turn"


def _indexing(job: Job, now: float) -> str:
    if job.accepted is None:
        return "the service is working on it"
    elapsed = max(0.0, now - job.accepted)
    usual = "" if job.usual is None else f", usually {duration_text(job.usual)}"
    if elapsed > (_LONG if job.usual is None else _UNUSUAL * max(10.0, job.usual)):
        return f"no change for {_minutes(elapsed)}{usual}"
    return f"{duration_text(elapsed)} so far{usual}"


def _minutes(seconds: float) -> str:
    """A long wait as `45 s`, `12 minutes`, `3 h 20 min`."""
    minutes = int(seconds // 60)
    if not minutes:
        return f"{int(seconds)} s"
    return counted(minutes, "minute") if minutes < 120 else f"{minutes // 60:,} h {minutes % 60} min"


def _ready(job: Job) -> str:
    if job.finished is None or job.started is None:
        return "in your library"
    return f"in your library after {duration_text(max(0.0, job.finished - job.started))}"


def _since(moment: float | None, now: float) -> str:
    return "" if moment is None or now - moment < 2 else f", {_seconds(now - moment)}"


def _seconds(seconds: float) -> str:
    """A wait as `58 s` or `1:58`."""
    whole = max(0, math.ceil(seconds))
    return f"{whole} s" if whole < 100 else duration_text(whole)


def report(job: Job) -> str:
    """Everything about a job that is worth handing to somebody: what, which number, why."""
    lines = [safe_text(job.source, 2_000), f"{_WORDS[job.state].word}"]
    if job.video_no:
        lines.append(safe_text(job.video_no))
    lines += [safe_text(text, 4_000) for text in (job.problem, job.detail) if text]
    return "\n".join(lines)


def copied(what: str, job: Job) -> str:
    """What is worth copying of a job: its number (`id`), `error` or `file`, or all of that."""
    match what:
        case "id":
            return safe_text(job.video_no or "")
        case "error":
            return "\n".join(safe_text(text, 4_000) for text in (job.problem, job.detail) if text)
        case "file":
            return safe_text(job.source, 2_000)
        case _:
            return report(job)
