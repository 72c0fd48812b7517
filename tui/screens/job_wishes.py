"""What a person wants done with an upload, asked at the desk; what makes no sense now is answered with the reason."""

from __future__ import annotations

from collections.abc import Callable

from tui.text import safe_text
from tui.uploads.desk import UploadDesk
from tui.uploads.job import Job, State

_MOST = 50
"""Percent sent, from which on a cancel is asked for twice."""

_RETRIED = frozenset({State.FAILED, State.CANCELLED, State.DUPLICATE, State.REFUSED})


class JobWishes:
    """Turns wishes into calls at the desk."""

    def __init__(self, desk: UploadDesk, say: Callable[[str], None]) -> None:
        self._desk = desk
        self._say = say
        self._asked_twice: str | None = None

    def fulfil(self, wish: str, job: Job) -> None:
        """`wish` is cancel, retry or pause."""
        asked_before, self._asked_twice = self._asked_twice, None
        if job.elsewhere:
            self._say("Another running copy of this program has this upload: change it there.")
            return
        match wish:
            case "cancel":
                self._cancel(job, again=asked_before == job.id)
            case "retry":
                self._retry(job)
            case "pause":
                self._pause(job)

    def retry_failed(self, jobs: tuple[Job, ...]) -> None:
        """Tries everything again that failed."""
        failed = tuple(job for job in jobs if job.state is State.FAILED and not job.elsewhere)
        for job in failed:
            self._desk.retry(job.id)
        self._say(f"Trying {len(failed):,} again." if failed else "Nothing has failed.")

    def clear_finished(self, jobs: tuple[Job, ...]) -> None:
        """Takes what has ended off the list; the videos stay where they are."""
        if any(job.is_finished for job in jobs):
            self._desk.clear_finished()
        else:
            self._say("Nothing has finished yet.")

    def _cancel(self, job: Job, *, again: bool) -> None:
        name = safe_text(job.name, 60)
        if job.is_finished:
            self._say(f"{name} has ended already; there is nothing to cancel.")
        elif not again and _mostly_sent(job):
            self._asked_twice = job.id
            self._say(f"Most of {name} is sent already. x once more cancels it.")
        else:
            self._desk.cancel(job.id)

    def _retry(self, job: Job) -> None:
        if job.state in _RETRIED:
            self._desk.retry(job.id)
        elif job.state is State.PAUSED:
            self._desk.resume(job.id)
        elif job.state is State.READY:
            self._say("It is in the library; there is nothing to try again.")
        elif job.state is State.UNSURE:
            self._say("It may have arrived: it is looked for first, so that it is never sent twice.")
        else:
            self._say("It is under way already.")

    def _pause(self, job: Job) -> None:
        if job.state is State.PAUSED:
            self._desk.resume(job.id)
        elif job.state in {State.WAITING, State.SENDING}:
            self._desk.pause(job.id)
        elif job.is_finished:
            self._say("It has ended; there is nothing to pause.")
        else:
            self._say("All of it is sent: what the service does can't be paused.")


def _mostly_sent(job: Job) -> bool:
    if job.state in {State.SENT, State.INDEXING}:
        return True
    return job.state is State.SENDING and bool(job.size) and 100 * job.sent > _MOST * (job.size or 1)
