"""Uploads as lines: how they stand, what can be done about each, and watching them until they are settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tui.commands.settings import TROUBLE, UNSURE, USAGE
from tui.linear.console import Choice
from tui.linear.session import Session
from tui.uploads.job import FINISHED, Job, State
from tui.widgets.present import counted

_ACTIONS: Final = (
    Choice("watch", "a line for every change, until all are settled"),
    Choice("pause", "pause 2, or pause all"),
    Choice("resume", "resume 2, or resume all"),
    Choice("cancel", "cancel 2"),
    Choice("retry", "retry 2, or retry failed"),
    Choice("clear", "takes those that are finished off the list"),
    Choice("back", "to everything else"),
)
_FROM: Final = {
    "pause": frozenset({State.WAITING, State.SENDING}),
    "resume": frozenset({State.PAUSED}),
    "cancel": frozenset(State) - FINISHED,
    "retry": frozenset({State.FAILED, State.CANCELLED, State.DUPLICATE, State.REFUSED}),
}
"""The states in which each makes sense, as on the screen of uploads."""
_SOON: Final = 5.0
_NEVER: Final = 10_000_000.0


def show_jobs(session: Session, text: str) -> None:
    """The list, then one question about it; with `text`, that is the answer already."""
    jobs = listed(session)
    for n, job in enumerate(jobs, 1):
        session.console.say(f"{n}. {session.job_line(job)}")
    if not jobs:
        session.console.say("Nothing was uploaded from here yet.")
        return
    if text:
        word, _, rest = text.partition(" ")
    else:
        answer = session.console.choose(_ACTIONS, question="Uploads:")
        word, rest = (answer.word, answer.rest) if answer else ("", "")
    if word == "watch":
        watch(session)
    elif word == "clear":
        session.done(session.uploads.clear_finished())
        session.console.say("Those that are finished are off the list.")
    elif word in _FROM:
        _act(session, word, rest, jobs)
    elif word not in {"", "back"}:
        session.console.say(f"“{word}” is none of: {', '.join(choice.word for choice in _ACTIONS)}.")
        session.went(USAGE)


def listed(session: Session) -> tuple[Job, ...]:
    """What the numbers count: in the order in which they were added."""
    return tuple(sorted(session.services.jobs, key=lambda job: job.created))


def _act(session: Session, word: str, rest: str, jobs: tuple[Job, ...]) -> None:
    together = {
        ("pause", "all"): session.uploads.pause_all,
        ("resume", "all"): session.uploads.resume_all,
        ("retry", "failed"): session.uploads.retry_failed,
    }.get((word, rest))
    if together is not None:
        session.console.say(f"{word.capitalize()}: {counted(session.done(together()), 'upload')}.")
        return
    rest = rest or session.console.ask(f"Which one to {word}? A number from 1 to {len(jobs)}:")
    job = jobs[int(rest) - 1] if rest.isascii() and rest.isdigit() and 0 < int(rest) <= len(jobs) else None
    if job is None:
        session.console.say(f"There is no upload {rest or 'without a number'}.")
        session.went(USAGE)
    elif job.state not in _FROM[word] or job.elsewhere:
        session.console.say(f"{job.name} is {job.state.value}: there is nothing to {word}.")
        session.went(USAGE)
    else:
        verbs: dict[str, Callable[[str], None]] = {
            "pause": session.uploads.pause,
            "resume": session.uploads.resume,
            "cancel": session.uploads.cancel,
            "retry": session.uploads.retry,
        }
        verbs[word](job.id)
        session.wait(lambda: job not in session.services.jobs, _SOON)
        session.tell_news()


def watch(session: Session) -> None:
    """A line for every change, until nothing can change without a person; ctrl+c stops watching."""
    if not _moving(session):
        session.console.say("Nothing is under way.")
        return
    session.console.say(f"Watching {counted(len(_moving(session)), 'upload')}; ctrl+c stops watching, not the uploads.")

    def settled() -> bool:
        session.tell_news()
        return not _moving(session)

    session.wait(settled, _NEVER)
    session.console.say(f"{sums(session.services.jobs)}.")


def settle_code(session: Session) -> None:
    """What the uploads of this sitting amount to, for the exit code."""
    states = {job.state for job in session.services.jobs if not job.elsewhere and job.id in session.sent}
    if State.UNSURE in states:
        session.went(UNSURE)
    elif states & {State.FAILED, State.REFUSED, State.CANCELLED}:
        session.went(TROUBLE)


def sums(jobs: tuple[Job, ...]) -> str:
    """`2 ready, 1 failed`."""
    states = [job.state for job in jobs]
    return ", ".join(f"{states.count(state)} {state.value}" for state in State if state in states) or "No uploads"


def _moving(session: Session) -> list[Job]:
    return [
        job
        for job in session.services.jobs
        if not job.is_finished
        and not job.elsewhere
        and job.state is not State.PAUSED
        and not (job.state is State.UNSURE and job.candidates)
    ]
