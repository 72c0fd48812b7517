"""A word to a person who looks elsewhere: that what they waited for is done, through their terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from tui.clipboard import wrapped
from tui.text import safe_text
from tui.uploads.job import Job, State

Way = Literal["off", "bell", "osc9", "osc777", "auto"]
"""The terminal's bell; a notice as iTerm2 invented it (OSC 9) or as rxvt did (OSC 777); the best that it knows."""

_BELL: Final = "\x07"
_LONGEST: Final = 200
_GATHERED: Final = 30.0
"""Seconds between two notices while more is under way: what is done meanwhile is told together."""
_OSC_9: Final = ("iterm", "wezterm", "ghostty", "kitty")
_OSC_777: Final = ("foot", "rxvt", "konsole")
_TITLE: Final = "memories-tui"


class Waiting:
    """What has been waited for long enough to be told when it is done. `seconds`: that is how long."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._open: frozenset[str] | None = None
        self._done: list[Job] = []
        self._told_at = float("-inf")

    def see(self, jobs: Iterable[Job], now: float) -> str:
        """What there is to tell after a change, or nothing; `now` in seconds since the epoch."""
        known = tuple(job for job in jobs if not job.elsewhere)
        before, self._open = self._open, frozenset(job.id for job in known if not job.is_finished)
        ended = [job for job in known if before and job.id in before and job.is_finished]
        self._done += [job for job in ended if job.state is not State.CANCELLED and self._took_long(job, now)]
        pending = any(not job.is_finished and job.state is not State.PAUSED for job in known)
        if not self._done or (pending and now - self._told_at < _GATHERED):
            return ""
        told, self._done, self._told_at = self._done, [], now
        return words(told)

    def _took_long(self, job: Job, now: float) -> bool:
        return (job.finished or now) - job.created >= self._seconds


def words(jobs: list[Job]) -> str:
    """One line on uploads that are done."""
    if len(jobs) == 1:
        job = jobs[0]
        return f"{job.name} is {job.state.value}" if job.state in _FINE else f"{job.name} {_ENDED[job.state]}"
    states = [job.state for job in jobs]
    parts = ", ".join(f"{states.count(state)} {state.value}" for state in State if state in states)
    return f"{len(jobs)} uploads are done: {parts}"


_FINE: Final = frozenset({State.READY})
_ENDED: Final = {
    State.FAILED: "has failed",
    State.REFUSED: "was refused",
    State.DUPLICATE: "was in the library already",
}


def sequence(way: Way, text: str, environ: Mapping[str, str]) -> str:
    """What is written to the terminal to tell `text`; nothing where nothing is wanted.

    A multiplexer around us gets it in its envelope, since it would keep it for itself. Its own bell it passes on.
    """
    chosen = best(environ) if way == "auto" else way
    # No end of a sequence, no separator, and no digit in front: OSC 9 followed by 4; is a progress bar elsewhere.
    clean = safe_text(text, _LONGEST).replace(";", ",")
    if chosen == "osc9":
        return _enveloped(f"\x1b]9;{_TITLE}: {clean}\x07", environ)
    if chosen == "osc777":
        return _enveloped(f"\x1b]777;notify;{_TITLE};{clean}\x07", environ)
    return _BELL if chosen == "bell" else ""


def best(environ: Mapping[str, str]) -> Way:
    """What the terminal is known to show, else its bell: an unknown sequence is worse than none.

    Inside a multiplexer only what the person's own terminal has said of itself counts, and whether an envelope is
    passed on is a setting of theirs: the bell arrives in any case.
    """
    if environ.get("TMUX") or environ.get("STY"):
        return "bell"
    names = " ".join(environ.get(name, "") for name in ("TERM_PROGRAM", "LC_TERMINAL", "TERM")).lower()
    if any(name in names for name in _OSC_9):
        return "osc9"
    if any(name in names for name in _OSC_777) or environ.get("KONSOLE_VERSION"):
        return "osc777"
    return "bell"


def _enveloped(notice: str, environ: Mapping[str, str]) -> str:
    if environ.get("TMUX"):
        return wrapped(notice, "tmux")
    return wrapped(notice, "screen") if environ.get("STY") else notice
