"""Looking around: pages of the list, the query, the order, one video's facts, and what can be copied of it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Final

from tui.api.errors import ApiError
from tui.api.values import Video
from tui.clipboard import copy
from tui.commands.settings import TROUBLE, USAGE
from tui.library.connections import IndexTrouble, disk_advice
from tui.library.query import Query
from tui.library.query_text import QueryProblem, parse, text_of
from tui.library.relief import relief
from tui.library.values import ORDERS, Column
from tui.linear.console import Choice
from tui.linear.session import Session
from tui.screens.copying import copied, view_command
from tui.screens.library_words import Surroundings, empty_words
from tui.widgets.details_facts import View, fact_lines
from tui.widgets.lines import plain
from tui.widgets.present import clock_text, counted, duration_text, name_text, size_text

PAGE: Final = 20
_FIRST: Final = 30.0
"""Seconds that the first page of a library is waited for, and an answer of the service about a query."""
_ASKED: Final = 5.0
_WIDTH: Final = 100
_COPIED: Final = ("id", "name", "url", "cover", "json", "place", "command")


def show_page(session: Session, start: int) -> None:
    """Twenty rows from there on, numbered as in the whole list."""
    services, say = session.services, session.console.say
    if session.matches is None:
        _wait_for_the_first(session)
    try:
        session.matches = matches = services.index.find(session.query, session.sort)
    except IndexTrouble as trouble:
        say(f"{trouble} {disk_advice(trouble)}")
        session.went(TROUBLE)
        return
    if not matches.count:
        _say_why_empty(session)
        return
    session.start = start if start < matches.count else max(0, (matches.count - 1) // PAGE * PAGE)
    end = min(matches.count, session.start + PAGE)
    for n in range(session.start, end):
        video = matches.row(n)
        say(f"{n + 1}. {_row(video)}" if video is not None else f"{n + 1}. gone meanwhile")
    say(f"{session.start + 1:,}–{end:,} of {_of(session, matches.count)}.")


def _wait_for_the_first(session: Session) -> None:
    """A person sees what is there as soon as there is something; a script wants all of it, if that takes no age."""
    services = session.services
    if session.console.interactive and services.sync.known:
        return
    session.console.say("Asking the service what is there …")

    def enough() -> bool:
        sync = services.sync
        whole = sync.synced_at is not None and not sync.sweeping and services.started is not None
        return whole or not sync.weather.fair or bool(session.console.interactive and sync.known)

    session.wait(enough, _FIRST)


def _row(video: Video) -> str:
    parts = (video.status.value, duration_text(video.duration), size_text(video.size), clock_text(video.created))
    return ", ".join((name_text(video), *parts))


def _of(session: Session, count: int) -> str:
    """How many there are, by the service's count where that is more."""
    sync = session.services.sync
    if not session.query.is_empty:
        return f"{count:,} that match{'; the library is still being read' if sync.sweeping else ''}"
    if sync.on_server is not None and sync.on_server > count:
        return f"{sync.on_server:,}; {count:,} are known here so far"
    return f"{count:,}"


def _say_why_empty(session: Session) -> None:
    services = session.services
    around = Surroundings(
        services.account.namespace, services.mode, session.here.config.read_only, session.library.why_not
    )
    found = relief(services.index, session.query) if not session.query.is_empty else None
    words = empty_words(session.query, services.sync, around)
    session.console.say(words.split("\n")[0])
    if found is not None and found.ways:
        chip, count = found.ways[0]
        session.console.say(f"Without {chip.text} there would be {counted(count, 'video')}.")
    if not services.sync.weather.fair:
        session.went(TROUBLE)


def filter_by(session: Session, text: str) -> None:
    """Another query, in the words that / takes on the screen; none shows everything."""
    if not text:
        now = text_of(session.query) or "everything"
        text = session.console.ask(
            f"Shown is {now}. A query, such as beach tag:snow -tag:draft status:ready near:39.9,116.4~20km; "
            "empty shows everything:"
        )
    try:
        query = parse(text, today=datetime.now(UTC).date())
    except QueryProblem as problem:
        session.console.say(f"{problem.message}, at: {text[problem.start : problem.end].strip() or 'the end'}")
        session.went(USAGE)
        return
    session.query = query
    _ask_the_service(session, query)
    show_page(session, 0)


def _ask_the_service(session: Session, query: Query) -> None:
    session.library.sweep(query)
    if not query.is_empty:
        sync = session.services
        session.wait(
            lambda: (
                ((asking := sync.sync.asking) is not None and asking.query == query and asking.done)
                or not sync.sync.weather.fair
            ),
            _ASKED,
        )


def sort_by(session: Session, text: str) -> None:
    """Another order; the same again turns it round."""
    choices = [Choice(column.value) for column in ORDERS]
    answer = session.console.choose(choices, question="Sort by:") if not text else None
    word = answer.word if answer else text
    if word not in {column.value for column in ORDERS}:
        if text:
            session.console.say(f"“{text}” is no order: {', '.join(column.value for column in ORDERS)}.")
            session.went(USAGE)
        return
    session.sort = session.sort.asked(Column(word))
    session.console.say(f"By {word}, {'falling' if session.sort.descending else 'rising'}.")
    show_page(session, 0)


def chosen(session: Session, text: str) -> Video | None:
    """The video with that number of the list, or with that number of the service; said if there is none."""
    if not text:
        text = session.console.ask("Which one? Its number in the list, or VI and its digits:")
    video: Video | None = None
    if text.isascii() and text.isdigit():
        matches = session.matches or session.services.index.find(session.query, session.sort)
        video = matches.row(int(text[:9]) - 1)
    elif text:
        known = session.services.index.get(text)
        video = known.video if known else None
    if video is None:
        session.console.say(f"There is no video {text or 'without a number'} here.")
        session.went(USAGE)
    return video


def show_details(session: Session, text: str) -> None:
    """Every fact, asked of the service first."""
    video = chosen(session, text)
    if video is None:
        return
    try:
        known = session.done(session.library.metadata(video.video_no))
        problem = ""
    except (ApiError, IndexTrouble) as error:
        known, problem = None, str(error)
    known = known or session.services.index.get(video.video_no)
    if known is None:
        session.console.say("It is not in the library any more.")
        return
    for line in fact_lines(View(known, session.services.clock.now(), problem=problem), _WIDTH):
        if text := plain(line).strip().removeprefix("●").removeprefix("◐").removeprefix("✗").strip():
            session.console.say(text)


def copy_of(session: Session, text: str) -> None:
    """Prints one thing of a video on a line of its own, and hands it to this desktop's clipboard, if there is one."""
    number, _, what = text.partition(" ")
    video = chosen(session, number)
    if video is None:
        return
    if not what:
        answer = session.console.choose([Choice(word) for word in _COPIED], question="Copy its:")
        what = answer.word if answer else ""
    if what not in _COPIED:
        session.console.say(f"What can be copied: {', '.join(_COPIED)}.")
        session.went(USAGE)
        return
    known = session.services.index.get(video.video_no)
    said = copied(what, known, view_command(("memories-tui",), session.query))
    if not said:
        session.console.say("This video has no such thing to copy.")
        return
    session.console.say(" ".join(said.split("\n")))
    # A terminal that is only written lines to is asked nothing: the tool of the desktop takes it, where there is one.
    quiet = {name: value for name, value in os.environ.items() if name not in {"TMUX", "STY"}} | {"TERM": "dumb"}
    routes = copy(said, quiet).routes
    if routes:
        session.console.say(f"Copied by {', '.join(routes)}.")
