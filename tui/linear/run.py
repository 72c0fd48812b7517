"""The sitting itself: asks what next until somebody leaves, or there is nothing more to read."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Final

from tui.commands.doctor import run as run_doctor
from tui.commands.settings import TROUBLE, USAGE, Given, bugs_told, open_services, place
from tui.finishing import finish
from tui.linear import jobs, listing, uploading
from tui.linear.console import Choice, Console, Ended
from tui.linear.session import Session
from tui.uploads.job import State, under_way
from tui.widgets.present import ago_text, counted

_TWICE: Final = 2.0
"""Seconds within which a second ctrl+c means: leave."""
MENU: Final = (
    Choice("list", "the first twenty videos; list 41 begins there"),
    Choice("next", "the page after"),
    Choice("previous", "the page before"),
    Choice("filter", "another query: filter tag:beach; filter alone asks for it"),
    Choice("sort", "another order: sort name; the same again turns it round"),
    Choice("details", "everything about one: details 3"),
    Choice("copy", "prints one thing of a video: copy 3 url"),
    Choice("upload", "files, folders or addresses: upload clip.mp4"),
    Choice("jobs", "uploads, and what can be done about each: jobs pause 2"),
    Choice("watch", "a line for every change of an upload"),
    Choice("errors", "what went wrong, and what to do"),
    Choice("refresh", "asks the service what is new"),
    Choice("doctor", "looks at everything around the program"),
    Choice("help", "these lines"),
    Choice("quit", "leaves; uploads under way are asked about"),
)
_LEAVING: Final = (
    Choice("stay", "goes on here"),
    Choice("background", "they are finished behind the shell"),
    Choice("pause", "they wait for the next start"),
)


class Left(Exception):
    """A signal asked us to leave: 128 and its number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


def run(given: Given) -> int:
    """The exit code: of a script the worst that happened, of a person's sitting 0. Raises Trouble before it begins."""
    here = place(given)
    with bugs_told(here):
        services = open_services(here)
        console = Console()
        session = Session(here, services, console)
        try:
            services.start()
            signal.signal(signal.SIGTERM, _leave)
            signal.signal(signal.SIGHUP, _leave)
            _sit(session, given)
            jobs.settle_code(session)
        except Left as left:
            if left.code == 128 + signal.SIGHUP:
                services.hang_up()
            return left.code
        except KeyboardInterrupt:
            return 130
        finally:
            services.close()
        return 0 if console.interactive else session.code


def _sit(session: Session, given: Given) -> None:
    console = session.console
    console.say(f"memories-tui, {session.here.account.title}. Answer with a number or a word; help explains each.")
    verbs = _verbs(session, given)
    interrupted = -_TWICE
    try:
        listing.show_page(session, 0)
        while True:
            try:
                session.tell_news()
                answer = console.choose(MENU)
                if answer is None:
                    session.went(0 if console.interactive else USAGE)
                elif answer.word != "quit":
                    verbs[answer.word](answer.rest)
                elif _may_leave(session):
                    return
            except KeyboardInterrupt:
                console.say()
                now = time.monotonic()
                if now - interrupted < _TWICE and _may_leave(session):
                    return
                interrupted = now
                console.say("Press ctrl+c again to leave.")
    except Ended:
        _finish_what_is_under_way(session)


def _verbs(session: Session, given: Given) -> dict[str, Callable[[str], None]]:
    def first(text: str) -> None:
        row = int(text[:9]) - 1 if text.isascii() and text.isdigit() else 0
        listing.show_page(session, max(0, row))

    return {
        "list": first,
        "next": lambda _: listing.show_page(session, session.start + listing.PAGE),
        "previous": lambda _: listing.show_page(session, max(0, session.start - listing.PAGE)),
        "filter": lambda text: listing.filter_by(session, text),
        "sort": lambda text: listing.sort_by(session, text),
        "details": lambda text: listing.show_details(session, text),
        "copy": lambda text: listing.copy_of(session, text),
        "upload": lambda text: uploading.upload(session, text),
        "jobs": lambda text: jobs.show_jobs(session, text),
        "watch": lambda _: jobs.watch(session),
        "errors": lambda _: _errors(session),
        "refresh": lambda _: _refresh(session),
        "doctor": lambda _: _doctor(session, given),
        "help": lambda _: _help(session),
    }


def _help(session: Session) -> None:
    for n, choice in enumerate(MENU, 1):
        session.console.say(f"{n} {choice.word}: {choice.means}.")


def _errors(session: Session) -> None:
    mishaps = session.services.mishaps.all
    if not mishaps:
        session.console.say("Nothing went wrong since the start.")
    for n, mishap in enumerate(mishaps, 1):
        ago = ago_text(session.services.clock.now() - mishap.last)
        times = f", {mishap.count} times" if mishap.count > 1 else ""
        session.console.say(f"{n}. {ago} ago{times}: {'  '.join(mishap.text.splitlines())}")


def _refresh(session: Session) -> None:
    services = session.services
    before = services.sync.synced_at
    session.library.refresh()
    if session.wait(lambda: services.sync.synced_at != before or not services.sync.weather.fair, 15.0):
        fair = services.sync.weather.fair
        session.console.say(f"{counted(services.sync.known, 'video')} known." if fair else "It could not be asked.")
        session.went(0 if fair else TROUBLE)
    else:
        session.console.say("The service has not answered yet.")


def _doctor(session: Session, given: Given) -> None:
    session.went(TROUBLE if run_doctor(given, as_json=False) else 0)


def _may_leave(session: Session) -> bool:
    """Whether nothing is under way, or somebody has said what is to become of it."""
    left = under_way(session.services.jobs)
    if not left:
        return True
    for job in left:
        session.console.say(session.job_line(job))
    try:
        answer = session.console.choose(_LEAVING, question=f"{counted(len(left), 'upload')} under way:")
    except KeyboardInterrupt:
        return True
    if answer is None or answer.word == "stay":
        return False
    if answer.word == "pause":
        session.done(session.uploads.pause_all())
    else:
        finish(session.services)
    return True


def _finish_what_is_under_way(session: Session) -> None:
    """There is nobody left to ask: what was begun is brought to the service, and what waits stays queued."""
    if session.console.interactive:
        return
    left = under_way(session.services.jobs)
    if left:
        session.console.say(
            f"The input has ended; {counted(len(left), 'upload')} first: ctrl+c leaves the rest for later."
        )
        session.wait(lambda: _told(session), float("inf"))


def _told(session: Session) -> bool:
    session.tell_news()
    jobs_left = under_way(session.services.jobs)
    return not any(job.state in {State.SENDING, State.SENT, State.WAITING} and not job.problem for job in jobs_left)


def _leave(number: int, _frame: FrameType | None) -> None:
    raise Left(number)
