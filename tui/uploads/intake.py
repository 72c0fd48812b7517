"""From what a person chose to jobs, and how large their files are."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import unquote, urlsplit

from tui.api.clock import Clock
from tui.api.values import UploadForm
from tui.uploads.desk import Source
from tui.uploads.job import Job, State
from tui.uploads.lane import Lane
from tui.uploads.ledger import Ledger
from tui.uploads.waiting import SLICE, breathe, until

_AT_ONCE: Final = 100
"""Files whose sizes are asked for, and written down, in one go."""
_MEASURED_WITHIN: Final = 1.0
"""Seconds after which sending begins with what has not been measured yet."""


def new_job(source: str, form: UploadForm, *, created: float, is_url: bool = False) -> Job:
    """A job for an absolute path or a URL; `created` in seconds since the epoch."""
    last = _url_name(source) if is_url else os.path.basename(source.rstrip("/"))
    return Job(id=os.urandom(6).hex(), source=source, is_url=is_url, name=last or source, form=form, created=created)


class Intake:
    """Takes files in, and measures them before their turn comes, so that the smallest can go first."""

    def __init__(self, ledger: Ledger, lane: Lane, clock: Clock, namespace: str) -> None:
        """`namespace`: where a form does not say."""
        self._ledger = ledger
        self._lane = lane
        self._clock = clock
        self._namespace = namespace
        self._news = asyncio.Event()

    def add(self, sources: Sequence[Source]) -> tuple[str, ...]:
        """Journals them in this order; answers with the ids of their jobs."""
        now = self._clock.now()
        forms = [replace(source.form, namespace=source.form.namespace or self._namespace) for source in sources]
        jobs = [
            new_job(source.source, form, is_url=source.is_url, created=now)
            for source, form in zip(sources, forms, strict=True)
        ]
        self._ledger.add(jobs)
        self._lane.hold_back(job.id for job in jobs)
        self._news.set()
        return tuple(job.id for job in jobs)

    async def add_many(self, sources: Sequence[Source]) -> tuple[str, ...]:
        """The same in slices. What is left when the program ends meanwhile is journalled all the same."""
        ids: list[str] = []
        for start in range(0, len(sources), SLICE):
            ids += self.add(sources[start : start + SLICE])
            try:
                await breathe()
            except asyncio.CancelledError:
                self.add(sources[start + SLICE :])
                raise
        return tuple(ids)

    def measure_again(self) -> None:
        """A size is no longer known."""
        self._news.set()

    async def run(self) -> None:
        """For ever. A disk that takes its time holds up nobody: after a while files are sent unmeasured."""
        while True:
            measuring = asyncio.create_task(self._measure())
            try:
                while not measuring.done():
                    await asyncio.wait({measuring}, timeout=_MEASURED_WITHIN)
                    if not (measuring.done() and self._news.is_set()):
                        self._lane.let_go()
                measuring.result()
            finally:
                measuring.cancel()
            await until(self._news, None, self._clock)

    async def _measure(self) -> None:
        unmeasured = [job for job in self._ledger.ours(State.WAITING) if job.size is None and not job.is_url]
        for start in range(0, len(unmeasured), _AT_ONCE):
            jobs = unmeasured[start : start + _AT_ONCE]
            sizes = await asyncio.to_thread(_sizes, [job.source for job in jobs])
            found = zip(jobs, sizes, strict=True)
            self._ledger.measured({job.id: size for job, size in found if size is not None})


def _sizes(paths: Sequence[str]) -> list[int | None]:
    return [_size(path) for path in paths]


def _size(path: str) -> int | None:
    """What is not there is told when its turn comes."""
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):
        return None


def _url_name(url: str) -> str:
    try:
        return unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""
