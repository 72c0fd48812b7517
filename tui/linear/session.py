"""What one sitting holds on to: what is looked for, where in it one is, and how it went so far."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from types import MappingProxyType
from typing import Any, Final, TypeVar

from tui.commands.settings import DONE, Place
from tui.commands.telling import weather_words
from tui.counters import LibraryCounter, UploadCounter
from tui.library.matches import Matches
from tui.library.query import Query
from tui.library.values import NEWEST_FIRST
from tui.linear.console import Console
from tui.pressing import name_keys
from tui.services import Services
from tui.uploads.job import Job, State
from tui.widgets.job_words import progress_text

WORDS: Final = MappingProxyType(
    {
        "app.doctor": "doctor",
        "app.jobs": "jobs",
        "app.upload": "upload",
        "jobs.pause": "jobs resume",
        "jobs.retry": "jobs retry",
        "library.clear": "filter",
        "library.refresh": "refresh",
        "library.search": "filter",
        "mishaps.retry": "jobs retry",
    }
)
"""What sentences name in place of keys, of which there are none here."""
_TICK: Final = 0.05

Told = TypeVar("Told")


class Session:
    """Belongs to the main thread; the engine has its own."""

    def __init__(self, here: Place, services: Services, console: Console) -> None:
        name_keys(WORDS)
        self.here = here
        self.services = services
        self.console = console
        self.library = LibraryCounter(services)
        self.uploads = UploadCounter(services)
        self.query = Query()
        self.sort = NEWEST_FIRST
        self.matches: Matches | None = None
        self.start = 0
        """The first row of the page that was read last."""
        self.sent: set[str] = set()
        """The jobs that were begun in this sitting."""
        self.code = DONE
        """The worst that happened: what a script is left with."""
        self._told_jobs: dict[str, State] | None = None
        self._foul = ""

    def went(self, code: int) -> None:
        """Something ended so."""
        self.code = max(self.code, code)

    def done(self, work: Coroutine[Any, Any, Told]) -> Told:
        """Waits for what the engine does."""
        return asyncio.run(work)

    def wait(self, condition: Callable[[], object], seconds: float) -> bool:
        """Whether it came true within that time. A bug below ends the sitting."""
        end = time.monotonic() + seconds
        while not condition():
            if self.services.problem is not None:
                raise self.services.problem
            if time.monotonic() > end:
                return False
            time.sleep(_TICK)
        return True

    def tell_news(self) -> bool:
        """A line for every upload that has changed and for the weather, if that has; whether there was any."""
        if self.services.problem is not None:
            raise self.services.problem
        jobs = self.services.jobs
        self.services.mishaps.see(jobs)
        before, self._told_jobs = self._told_jobs, {job.id: job.state for job in jobs}
        news = [job for job in jobs if before is not None and before.get(job.id) is not job.state]
        for job in news:
            self.console.say(self.job_line(job))
        weather = self.services.sync.weather
        if weather.problem != self._foul:
            self.console.say("The service answers again." if weather.fair else weather_words(weather))
            self._foul = weather.problem
        return bool(news)

    def job_line(self, job: Job) -> str:
        """Name, state and what there is to say of it."""
        number = f" as {job.video_no}" if job.video_no else ""
        more = progress_text(job, self.services.clock.now())
        return f"{job.name}: {job.state.value}{number}{f', {more}' if more else ''}"
