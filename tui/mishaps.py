"""What went wrong lately, in memory: one owner, a bounded list, and the same trouble counted instead of repeated."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from tui.api.errors import ApiError
from tui.frozen import dataclass
from tui.pressing import press
from tui.uploads.job import Job, State

if TYPE_CHECKING:
    from tui.api.values import Weather
    from tui.deeds.deed import Deed, Kind

MOST: Final = 200
"""What is older than this many others is forgotten; the log keeps more."""
_ONE_TROUBLE: Final = 0.5
"""Seconds within which the same trouble, told by two who met it, happened once."""

Source = Literal["service", "upload", "deed", "details", "copy", "files"]
"""What was being done, and so what trying again means."""


@dataclass(frozen=True, slots=True)
class Mishap:
    """One kind of trouble. Times are seconds since the epoch. The texts are from outside: make them safe to show."""

    source: Source
    what: str
    why: str = ""
    advice: str = ""
    detail: str = ""
    """The service's own words and code."""
    call: str = ""
    """What was asked, as `POST /path`."""
    subject: str = ""
    """What it is about, for who tries it again: a job's id, a video's number."""
    first: float = 0.0
    last: float = 0.0
    count: int = 1
    forbidden: bool = False
    """Whether it is the key that was refused."""

    @property
    def text(self) -> str:
        """All of it, as it goes into a report."""
        asked = f"Asked: {self.call}" if self.call else ""
        said = f"The service said: {self.detail}" if self.detail else ""
        return "\n".join(part for part in (self.what, self.why, self.advice, said, asked) if part)


class Mishaps:
    """Told by whoever meets trouble, from any thread; read by who shows it."""

    def __init__(self, now: Callable[[], float]) -> None:
        """`now`: seconds since the epoch."""
        self._now = now
        self._lock = threading.Lock()
        self._kept: tuple[Mishap, ...] = ()
        self._jobs: dict[str, State] | None = None
        self._deeds: frozenset[str] | None = None

    @property
    def all(self) -> tuple[Mishap, ...]:
        """Newest first."""
        return self._kept

    def note(self, mishap: Mishap) -> None:
        """It happened now. The same again moves to the front and is counted."""
        now = self._now()
        with self._lock:
            known = next((other for other in self._kept if _is_same(other, mishap)), None)
            if known is None:
                told = replace(mishap, first=now, last=now)
            else:
                told = replace(known, last=now, count=known.count + (now - known.last >= _ONE_TROUBLE))
            self._kept = (told, *(other for other in self._kept if other is not known))[:MOST]

    def hear(self, weather: Weather) -> None:
        """The line to the service, or the disk, is in trouble, or is not any more."""
        if not weather.fair:
            source: Source = "files" if weather.season == "disk" else "service"
            mishap = Mishap(source, weather.problem, advice=weather.advice, detail=weather.detail, call=weather.call)
            self.note(replace(mishap, forbidden=weather.season == "forbidden"))

    def failed_look(self, video_no: str, error: Exception) -> None:
        """Asking about one video came to nothing."""
        what = f"The details of {video_no} could not be had."
        if isinstance(error, ApiError):
            self.note(Mishap("details", what, error.what, error.advice, error.detail, error.call, video_no))
        else:
            self.note(Mishap("details", what, f"{error}", subject=video_no))

    def see(self, jobs: Iterable[Job]) -> None:
        """Takes note of uploads that failed since the last look; those that had failed before the first are known."""
        before, after = self._jobs, {job.id: job for job in jobs}
        self._jobs = {job_id: job.state for job_id, job in after.items()}
        if before is None:
            return
        for job_id, job in after.items():
            if job.state in _LOST and not job.elsewhere and before.get(job_id) is not job.state:
                self.note(_of_job(job))

    def see_deeds(self, deeds: Iterable[Deed]) -> None:
        """The same for downloads, deletions and exports that have come to their end."""
        before, after = self._deeds, tuple(deeds)
        self._deeds = frozenset(deed.id for deed in after if deed.is_over)
        for deed in after:
            if before is not None and deed.is_over and deed.id not in before and (deed.problem or deed.to_repeat):
                self.note(_of_deed(deed))


_LOST: Final = {
    State.FAILED: "{} was not taken.",
    State.REFUSED: "{} was not sent.",
    State.UNSURE: "It is not known whether {} arrived.",
}
_ADVICE: Final = {
    State.FAILED: "{retry} tries it again; {jobs} shows its story.",
    State.REFUSED: "Mend what is said and choose it again; {jobs} shows its story.",
    State.UNSURE: "It is being looked for in the library, and never sent blindly; {jobs} shows its story.",
}


def _of_job(job: Job) -> Mishap:
    what = _LOST[job.state].format(job.name)
    advice = _ADVICE[job.state].format(retry=press("mishaps.retry", "r"), jobs=press("app.jobs", "w"))
    return Mishap("upload", what, job.problem, advice, job.detail, subject=job.id)


def _of_deed(deed: Deed) -> Mishap:
    left = deed.to_repeat
    why = deed.problem or next((item.note for item in left if item.note), "")
    what = f"The {_NOUNS[deed.kind]} of {deed.total:,} left out {len(left):,}." if left else f"No {_NOUNS[deed.kind]}."
    advice = f"{press('go.deeds', 'g a')} shows which, and tries them again where that is wise."
    return Mishap("deed", what, why, advice, subject=deed.id)


_NOUNS: Final[dict[Kind, str]] = {"download": "download", "delete": "deletion", "export": "export"}


def _is_same(one: Mishap, other: Mishap) -> bool:
    return (one.source, one.what, one.why, one.detail, one.call, one.subject) == (
        other.source,
        other.what,
        other.why,
        other.detail,
        other.call,
        other.subject,
    )
