"""What a person wants done with uploads, asked at the desk; what makes no sense now is answered with the reason."""

from __future__ import annotations

from typing import Any, Final

from textual.screen import Screen

from tui.pressing import press
from tui.screens.job_messages import CopyText, OpenVideo
from tui.screens.which_one import AGAIN, WhichOne
from tui.text import safe_text
from tui.uploads.desk import UploadDesk, Wish
from tui.uploads.job import Job, State
from tui.widgets.job_words import copied
from tui.widgets.present import counted

_MOST: Final = 50
"""Percent sent, from which on a cancel is asked for twice."""
_RETRIED: Final = frozenset({State.FAILED, State.CANCELLED, State.DUPLICATE, State.REFUSED, State.PAUSED})
_PAUSED: Final = frozenset({State.WAITING, State.SENDING})
_DOING: Final[dict[Wish, str]] = {
    "cancel": "Cancelling",
    "retry": "Trying again:",
    "pause": "Pausing",
    "resume": "Going on with",
}


class JobWishes:
    """Turns wishes into calls at the desk."""

    def __init__(self, screen: Screen[Any], desk: UploadDesk) -> None:
        self._screen = screen
        self._desk = desk
        self._asked_twice: tuple[str, ...] = ()

    def fulfil(self, wish: str, jobs: tuple[Job, ...]) -> bool:
        """Whether something was done: a wish of JobTable.Asked, but for `inspect`."""
        asked_before, self._asked_twice = self._asked_twice, ()
        if wish.startswith("copy"):
            return self._copy(wish.removeprefix("copy").removeprefix("-"), jobs)
        if wish == "open":
            return self._open(jobs[0])
        ours = tuple(job for job in jobs if not job.elsewhere)
        if not ours:
            return self._say("Another running copy of this program has this upload: change it there.")
        match wish:
            case "cancel":
                return self._cancel(ours, asked_before)
            case "retry":
                return self._retry(ours)
            case "pause":
                return self._pause(ours)
            case "decide":
                return self._decide(ours[0])
            case _:
                return self._reorder(wish, ours[0])

    async def retry_failed(self) -> None:
        """Tries everything again that failed."""
        count = await self._desk.retry_failed()
        self._say(f"Trying {count:,} again." if count else "Nothing has failed.")

    async def pause_all(self, jobs: tuple[Job, ...]) -> None:
        """Pauses all that can be; where there is no such, goes on with all."""
        if any(job.state in _PAUSED and not job.elsewhere for job in jobs):
            key = press("jobs.pause-all", "P")
            self._say(f"Pausing {counted(await self._desk.pause_all(), 'upload')}; {key} goes on with them.")
        elif count := await self._desk.resume_all():
            self._say(f"Going on with {counted(count, 'upload')}.")
        else:
            self._say("Nothing waits or is being sent.")

    async def clear_finished(self, jobs: tuple[Job, ...]) -> None:
        """Takes what has ended off the list; the videos stay where they are."""
        if any(job.is_finished for job in jobs):
            await self._desk.clear_finished()
        else:
            self._say("Nothing has finished yet.")

    def _cancel(self, jobs: tuple[Job, ...], asked_before: tuple[str, ...]) -> bool:
        running = tuple(job for job in jobs if not job.is_finished)
        ids = tuple(job.id for job in running)
        late = tuple(job for job in running if _mostly_sent(job))
        if not running:
            return self._say(f"{_named(jobs)} ended already; there is nothing to cancel.")
        if late and asked_before != ids:
            self._asked_twice = ids
            again = "it" if len(running) == 1 else f"all {len(running):,}"
            key = press("jobs.cancel", "x")
            return self._say(f"Most of {_names(late)} is sent already. {key} once more cancels {again}.")
        return self._do("cancel", running)

    def _retry(self, jobs: tuple[Job, ...]) -> bool:
        if len(jobs) == 1 and jobs[0].candidates:
            return self._decide(jobs[0])
        able = tuple(job for job in jobs if job.state in _RETRIED or _held(job) or _looked_for(job))
        if able:
            if len(able) == 1 and _looked_for(able[0]):
                self._say("Looking for it now: it may have arrived, and is never sent twice.")
            return self._do("retry", able)
        if all(job.state is State.READY for job in jobs):
            return self._say(f"{_named(jobs)} arrived in the library; there is nothing to try again.")
        return self._say(f"{_names(jobs)}: under way already.")

    def _pause(self, jobs: tuple[Job, ...]) -> bool:
        able = tuple(job for job in jobs if job.state in _PAUSED)
        paused = tuple(job for job in jobs if job.state is State.PAUSED)
        if able:
            return self._do("pause", able)
        if paused:
            return self._do("resume", paused)
        if all(job.is_finished for job in jobs):
            return self._say(f"{_named(jobs)} ended; there is nothing to pause.")
        return self._say("All of it is sent: what the service does can't be paused.")

    def _reorder(self, wish: str, job: Job) -> bool:
        if job.state is not State.WAITING:
            return self._say("Only what waits has a place in line.")
        reorder = {"sooner": self._desk.sooner, "later": self._desk.later, "first": self._desk.first}[wish]
        self._screen.run_worker(reorder(job.id), group="order")
        return True

    def _open(self, job: Job) -> bool:
        if job.video_no is None:
            return self._say("It is not in the library yet: the service gives it a number once all of it is sent.")
        self._screen.app.post_message(OpenVideo(job.video_no))
        return True

    def _copy(self, what: str, jobs: tuple[Job, ...]) -> bool:
        texts = [text for job in jobs if (text := copied(what, job))]
        if not texts:
            return self._say("There is no error to copy." if what == "error" else "It has no number yet.")
        self._screen.app.post_message(CopyText("\n".join(texts)))
        return True

    def _decide(self, job: Job) -> bool:
        if not job.candidates:
            return self._say("There is nothing to decide: only an unsure upload may be one of several videos.")
        self._screen.run_worker(self._ask_which(job), group="decide")
        return False

    async def _ask_which(self, job: Job) -> None:
        known = tuple((number, self._desk.video(number)) for number in job.candidates)
        question = WhichOne(job, known)
        answer = await self._screen.app.push_screen_wait(question)
        if answer == AGAIN:
            self._desk.retry(job.id)
        elif answer is not None:
            self._desk.adopt(job.id, answer)

    def _do(self, wish: Wish, jobs: tuple[Job, ...]) -> bool:
        if len(jobs) == 1:
            match wish:
                case "cancel":
                    self._desk.cancel(jobs[0].id)
                case "retry":
                    self._desk.retry(jobs[0].id)
                case "pause":
                    self._desk.pause(jobs[0].id)
                case "resume":
                    self._desk.resume(jobs[0].id)
        else:
            self._say(f"{_DOING[wish]} {counted(len(jobs), 'upload')}.")
            self._screen.run_worker(self._desk.many(wish, [job.id for job in jobs]), group="many")
        return True

    def _say(self, words: str) -> bool:
        """Always False: what is answered with words was not done."""
        self._screen.notify(words, markup=False, timeout=4)
        return False


def _named(jobs: tuple[Job, ...]) -> str:
    """`clip.mp4 has`, `All 3 have`."""
    return f"{_names(jobs)} has" if len(jobs) == 1 else f"All {len(jobs):,} have"


def _names(jobs: tuple[Job, ...]) -> str:
    return safe_text(jobs[0].name, 60) if len(jobs) == 1 else f"{len(jobs):,} of them"


def _held(job: Job) -> bool:
    """Whether it waits for a moment, rather than for its turn."""
    return job.state is State.WAITING and job.retry_at is not None


def _looked_for(job: Job) -> bool:
    return job.state is State.UNSURE and not job.candidates


def _mostly_sent(job: Job) -> bool:
    if job.state in {State.SENT, State.INDEXING}:
        return True
    return job.state is State.SENDING and bool(job.size) and 100 * job.sent > _MOST * (job.size or 1)
