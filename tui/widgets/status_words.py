"""The one line that tells the truth: what is shown, known and on the server, and what goes on; short as need be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from math import ceil
from typing import TYPE_CHECKING, Final

from tui.frozen import dataclass
from tui.library.values import SyncMode, SyncState
from tui.pressing import press
from tui.text import safe_text
from tui.uploads.job import Job, State
from tui.widgets.lines import Line, Piece, fitted
from tui.widgets.present import ago_text, cells, count_text, cut, percent_text

if TYPE_CHECKING:
    from tui.api.values import Weather


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that the status line depends on."""

    shown: int = 0
    """Rows in the list."""
    filtered: bool = False
    """Whether the list is less than everything by intention."""
    new: int = 0
    """Matching videos that wait to be taken into the list."""
    marked: int = 0
    hidden: int = 0
    """Of the marked ones, those that the filter hides."""
    gone: int = 0
    """Of the marked ones, those that are not known here any more."""
    doing: Line = ()
    """What goes on with many videos at once."""
    sync: SyncState = field(default_factory=SyncState)
    asked_at: float | None = None
    """When somebody asked for news."""
    mode: SyncMode = "full"
    jobs: tuple[Job, ...] = ()
    now: float = 0.0
    """Seconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something to say in ever shorter forms, the last of which may be nothing; the least needed gives way first."""

    need: int
    forms: tuple[Line, ...]
    right: bool = False
    length: int | None = None
    """How much its longer forms are needed, where a shorter one says the same."""
    longer: int = 1
    """How many of the forms those are."""

    def needs(self, form: int) -> int:
        return self.need if self.length is None or form >= self.longer else self.length


_DOT: Final[Piece] = (" · ", "muted")
_NOTHING: Final[Line] = ()
_PATIENCE: Final = 60.0
"""Seconds for which an unanswered question is worth mentioning."""
_STEP: Final = 10
_MINUTE: Final = 60
_APART: Final = 2
"""Cells between the left and the right half."""


def status_words(standing: Standing, width: int) -> Line:
    """What fits into exactly `width` cells, the most needed first; uploads stand at the right."""
    parts = [
        *_weather(standing),
        *_other_key(standing.sync.weather),
        *_new(standing),
        *_counts(standing),
        *_syncing(standing),
        *_uploads(standing.jobs),
    ]
    chosen = [0] * len(parts)
    while True:
        left = _joined([part.forms[n] for part, n in zip(parts, chosen, strict=True) if not part.right])
        right = _joined([part.forms[n] for part, n in zip(parts, chosen, strict=True) if part.right])
        taken = _width(left) + _width(right) + (_APART if left and right else 0)
        yielding = [n for n, part in enumerate(parts) if chosen[n] < len(part.forms) - 1]
        if taken <= width or not yielding:
            return fitted((*left, (" " * max(0, width - _width(left) - _width(right)), "muted"), *right), width)
        chosen[min(yielding, key=lambda n: (parts[n].needs(chosen[n]), -n))] += 1


def _weather(standing: Standing) -> Iterator[Part]:
    weather = standing.sync.weather
    if weather.fair:
        return
    problem = safe_text(weather.problem, 200).rstrip(".")
    after = next_try(weather, standing.now)
    long: tuple[Line, ...] = tuple(((f"{cut(problem, most)}{after}", "warn"),) for most in (200, 80, 64, 56, 48, 40))
    short, shortest = cut(problem, 34), cut(problem, 20)
    kept: tuple[Line, ...] = ((f"{short}{after}", "warn"),), ((f"{shortest}{after}", "warn"),), ((shortest, "warn"),)
    yield Part(9, (*long, *kept), length=2, longer=len(long))


def _other_key(weather: Weather) -> Iterator[Part]:
    if weather.season == "forbidden":
        yield Part(7, (((f"{press('app.key', 'g k')} enters another", "accent"),), _NOTHING))


def next_try(weather: Weather, now: float) -> str:
    """When the service is asked again, as it follows the trouble; empty where nobody knows."""
    if weather.retry_at is None:
        return ""
    seconds = weather.retry_at - now
    # At the latest, and in steps: who counts seconds writes to a slow line each second. A try that fails at once goes
    # without saying.
    if seconds <= -1:
        return " · trying again …"
    if seconds <= _MINUTE:
        return f" · next try in {max(1, ceil(seconds / _STEP)) * _STEP} s"
    return f" · next try in {ago_text(ceil(seconds / _MINUTE) * _MINUTE)}"


def _new(standing: Standing) -> Iterator[Part]:
    if standing.new > 0:
        new = f"{count_text(standing.new)} new"
        yield Part(8, (((f"{new} · {press('library.take_in', 'R')} shows them", "accent"),), ((new, "accent"),)))
    if standing.marked > 0:
        forms = _marked(standing)
        yield Part(7, (*forms, _NOTHING), length=2 if len(forms) > 1 else None, longer=len(forms) - 1)
    if standing.doing:
        yield Part(8, (standing.doing, _NOTHING), right=True)


def _marked(standing: Standing) -> tuple[Line, ...]:
    """How many, and how many of those are out of sight."""
    marked: Piece = (f"{count_text(standing.marked)} marked", "accent")
    away = [f"{count_text(standing.hidden)} hidden by the filter"] if standing.hidden else []
    away += [f"{count_text(standing.gone)} gone"] if standing.gone else []
    if not away:
        return ((marked,),)
    short = f", {count_text(standing.hidden + standing.gone)} out of sight"
    return ((marked, (f", {', '.join(away)}", "warn")), (marked, (short, "warn")), (marked,))


def _counts(standing: Standing) -> Iterator[Part]:
    sync, asking = standing.sync, standing.sync.asking
    if standing.filtered:
        yield Part(6, (_plain(f"{count_text(standing.shown)} shown"), _NOTHING))
        if asking is not None and asking.exact and asking.on_server is not None:
            server = count_text(asking.on_server)
            yield Part(3, (_plain(f"{server} on the server"), _plain(f"{server} on server"), _NOTHING))
        elif asking is not None and not asking.done:
            yield Part(3, (_plain("asking the service …"), _plain("asking …"), _NOTHING))
    if sync.sweeping and sync.known <= sync.swept:
        return
    if sync.known or sync.on_server is not None:
        yield Part(2 if standing.filtered else 6, _library(standing))


def _library(standing: Standing) -> tuple[Line, ...]:
    """How much of the library is known here: only what is whole may be called the library."""
    sync = standing.sync
    known, server = count_text(sync.known), count_text(sync.on_server)
    if sync.sweeping or sync.on_server is None:
        return (_plain(f"{known} known"), _NOTHING)
    if sync.on_server <= sync.known:
        return (_plain(f"{server} in the library"), _plain(f"{server} in all"), _NOTHING)
    if standing.mode == "full":
        return (_plain(f"{known} of {server} known here"), _plain(f"{known} of {server}"), _NOTHING)
    first = f"newest {known} of {server}" if isinstance(standing.mode, int) else f"{known} of {server} looked at"
    return (_plain(first), _plain(f"{known} of {server}"), _NOTHING)


def _syncing(standing: Standing) -> Iterator[Part]:
    sync = standing.sync
    if _asked(standing):
        yield Part(5, (_plain("asking for news …"), _plain("asking …"), _NOTHING))
    elif sync.sweeping:
        total = f" of {count_text(sync.on_server)}" if sync.on_server is not None else ""
        swept = count_text(sync.swept)
        yield Part(5, (_plain(f"syncing {swept}{total}"), _plain(f"syncing {swept}"), _plain("syncing"), _NOTHING))
    elif sync.synced_at is not None:
        ago = ago_text(standing.now - sync.synced_at)
        yield Part(1 if sync.weather.fair else 4, (_plain(f"synced {ago} ago"), _plain(f"{ago} ago"), _NOTHING))
    elif sync.weather.fair and standing.mode != "off":
        yield Part(1, (_plain("not synced yet"), _NOTHING))


def _asked(standing: Standing) -> bool:
    """Whether the service was asked for news lately and has not answered."""
    asked, synced = standing.asked_at, standing.sync.synced_at
    if asked is None or not standing.sync.weather.fair or standing.sync.sweeping:
        return False
    return (synced is None or synced < asked) and standing.now - asked < _PATIENCE


def _uploads(jobs: tuple[Job, ...]) -> Iterator[Part]:
    counts = Counter(job.state for job in jobs)
    sending = [job for job in jobs if job.state is State.SENDING]
    if sending:
        known = [job for job in sending if job.size]
        share = percent_text(sum(job.sent for job in known), sum(job.size or 0 for job in known)) if known else "…"
        yield Part(
            7, (*_upload(f"↑ {len(sending)} sending {share}", f"↑ {len(sending)} {share}"), _NOTHING), right=True
        )
    for state, word, need in _TOLD:
        if counts[state]:
            number = count_text(counts[state])
            yield Part(need, (*_upload(f"{number} {word}"), _NOTHING), right=True)
    if lost := counts[State.FAILED]:
        yield Part(6, (((f"{count_text(lost)} failed", "bad"),), _NOTHING), right=True)


_TOLD: Final = (
    (State.SENT, "sent", 4),
    (State.UNSURE, "unsure", 4),
    (State.WAITING, "waiting", 3),
    (State.PAUSED, "paused", 3),
    (State.INDEXING, "indexing", 4),
)


def _upload(*forms: str) -> tuple[Line, ...]:
    return tuple(((form, ""),) for form in forms)


def _plain(text: str) -> Line:
    return ((text, "muted"),)


def _joined(lines: list[Line]) -> Line:
    joined: list[Piece] = []
    for line in lines:
        if line and joined:
            joined.append(_DOT)
        joined += line
    return tuple(joined)


def _width(line: Line) -> int:
    return sum(cells(text) for text, _tone in line)
