"""What a job is doing, in words: one vocabulary for the modal, the table and the status line."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tui.text import safe_text
from tui.uploads.job import Job, State
from tui.widgets.lines import Line, Piece, Tone, plain
from tui.widgets.present import UNKNOWN, ago_text, cells, counted, duration_text, fit, rate_text, size_text


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
    State.SENT: Words("▲", "sent", "accent"),
    State.UNSURE: Words("?", "unsure", "warn"),
    State.INDEXING: Words("◐", "indexing", "warn"),
    State.READY: Words("●", "ready", "good"),
    State.FAILED: Words("✗", "failed", "bad"),
    State.CANCELLED: Words("○", "cancelled", "muted"),
    State.PAUSED: Words("‖", "paused", "warn"),
    State.DUPLICATE: Words("=", "duplicate", "muted"),
    State.REFUSED: Words("×", "refused", "bad"),
}
WIDEST_WORD: Final = max(len(words.word) for words in _WORDS.values())

_ORDER: Final = (
    State.SENDING,
    State.SENT,
    State.INDEXING,
    State.UNSURE,
    State.WAITING,
    State.PAUSED,
    State.FAILED,
    State.REFUSED,
    State.READY,
    State.DUPLICATE,
    State.CANCELLED,
)
"""What needs a look comes first."""

_PATIENCE: Final = 10.0
"""Seconds after which a person is told that the time left is not known."""
_UNUSUAL: Final = 3.0
"""Indexing that takes so many times the usual is said to be unusual."""


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


def progress(job: Job, now: float, width: int) -> Line:
    """What there is to say beyond the state, within about `width` cells; `now` in seconds since the epoch."""
    if job.state is State.SENDING:
        return _sending(job, now, width)
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
            return safe_text(job.problem) or "you cancelled it; r sends it after all"
        case State.DUPLICATE:
            return safe_text(job.problem) or "the library already has it"
        case _:
            return reason(job)


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
        return "p goes on with it"
    return ", ".join(parts) or "for its turn"


def _indexing(job: Job, now: float) -> str:
    if job.accepted is None:
        return "the service is working on it"
    elapsed = max(0.0, now - job.accepted)
    text = duration_text(elapsed)
    if job.usual is None:
        return f"{text} so far"
    usual = f"usually {duration_text(job.usual)}"
    return f"{text} so far, {usual}" + (": unusually long" if elapsed > _UNUSUAL * max(10.0, job.usual) else "")


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


def counts(jobs: Iterable[Job]) -> tuple[tuple[State, int], ...]:
    """How many jobs are in each state that occurs, those that need a look first; the sum equals the jobs."""
    tally = Counter(job.state for job in jobs)
    return tuple((state, tally[state]) for state in _ORDER if tally[state])


def sums(jobs: tuple[Job, ...], width: int | None = None) -> Line:
    """One line that accounts for every job; where `width` is too small for the words, the glyphs stand alone."""
    if not jobs:
        return (("nothing uploaded yet", "muted"),)
    total: Piece = (counted(len(jobs), "upload"), "strong")
    found = tuple((_WORDS[state], count) for state, count in counts(jobs))
    line = (total, *((f"  {words.glyph} {count:,} {words.word}", words.tone) for words, count in found))
    if width is None or cells(plain(line)) <= width:
        return line
    short = (total, *((f"  {words.glyph} {count:,}", words.tone) for words, count in found))
    if cells(plain(short)) <= width:
        return short
    return (total, *((f" {words.glyph}{count:,}", words.tone) for words, count in found))


def sums_text(jobs: tuple[Job, ...]) -> str:
    """The same in plain text."""
    return plain(sums(jobs))


def timeline(job: Job, now: float) -> tuple[tuple[str, str], ...]:
    """What happened so far, oldest first: a moment and what it was."""
    rows = [(_moment(job.created), "queued" if job.created else "")]
    if job.started is not None:
        attempt = f", attempt {job.attempts}" if job.attempts > 1 else ""
        rows.append((_moment(job.started), f"began to send{attempt}"))
    if job.sent_at is not None:
        rows.append((_moment(job.sent_at), f"all of it sent{_took(job.started, job.sent_at)}"))
    if job.accepted is not None:
        number = f" as {safe_text(job.video_no)}" if job.video_no else ""
        rows.append((_moment(job.accepted), f"accepted{number}{_took(job.sent_at, job.accepted)}"))
    if job.finished is not None:
        rows.append((_moment(job.finished), f"{_WORDS[job.state].word}{_took(job.accepted, job.finished)}"))
    elif job.retry_at is not None and job.retry_at > now:
        rows.append((_moment(job.retry_at), "next try"))
    return tuple(row for row in rows if row[1])


def _moment(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds).strftime("%H:%M:%S")
    except (OverflowError, OSError, ValueError):
        return UNKNOWN


def _took(since: float | None, until: float) -> str:
    return "" if since is None or until < since else f" after {duration_text(until - since)}"


def report(job: Job) -> str:
    """Everything about a job that is worth handing to somebody: what, which number, why."""
    lines = [safe_text(job.source, 2_000), f"{_WORDS[job.state].word}"]
    if job.video_no:
        lines.append(safe_text(job.video_no))
    lines += [safe_text(text, 4_000) for text in (job.problem, job.detail) if text]
    return "\n".join(lines)


def age(job: Job, now: float) -> str:
    """How long ago a job was added."""
    return ago_text(now - job.created) if job.created else UNKNOWN
