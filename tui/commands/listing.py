"""The work of `memories-tui list`: from a text to rows, asked of the service or of the index alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from tui.api.clock import SystemClock
from tui.api.endpoints import CAPABILITIES
from tui.api.errors import ApiError
from tui.api.values import Weather
from tui.commands.output import Results, StdoutFull, Talk
from tui.commands.pages import Pages
from tui.commands.rows import Rows
from tui.commands.settings import USAGE, Place, Trouble, no_room
from tui.commands.telling import weather_words
from tui.folders import private
from tui.library.connections import IndexTrouble
from tui.library.index import Index
from tui.library.query import Query
from tui.library.query_text import QueryProblem, parse
from tui.text import safe_text


def run(here: Place, text: str, *, as_json: bool, limit: int | None, offline: bool) -> bool:
    """Prints what the text means; False if nobody read it to its end. Raises Trouble."""
    query = _query(text)
    why_not = CAPABILITIES[here.account.dialect].why_not("metadata_filters")
    if why_not and _by_metadata(query):
        raise Trouble(why_not, USAGE)
    results = Results()
    rows, talk = Rows(results, as_json=as_json, left=limit), Talk()
    try:
        with _index(here) as index:
            if offline:
                _known(index, query, rows)
            else:
                asyncio.run(_asked(here, index, query, rows, talk))
    except StdoutFull as full:
        raise Trouble(f"The list could not be written: {full}.") from None
    except IndexTrouble as trouble:
        raise Trouble(f"The index on this machine: {trouble}.") from None
    if not rows.printed and not results.closed:
        talk.say("No video matches.")
    return not results.closed


def _known(index: Index, query: Query, rows: Rows) -> None:
    found = index.find(query)
    for video in map(found.row, range(found.count)):
        if video is not None and not rows.put([video]):
            break
    rows.flush()


async def _asked(here: Place, index: Index, query: Query, rows: Rows, talk: Talk) -> None:
    from tui.engine import connected

    def hear(weather: Weather) -> None:
        if not weather.fair and weather.retry_at is not None:
            talk.say(weather_words(weather))

    client, close = connected(here.account, here.folders, clock=SystemClock(), on_weather=hear)
    try:
        pages = Pages(client, index, query, most=rows.left)
        async for videos in pages.read():
            more = rows.put(videos)
            rows.flush()
            if not more:
                break
        if pages.skipped:
            talk.say(f"{pages.skipped:,} of what the service listed made no sense and is left out.")
    except ApiError as error:
        detail = f" ({error.detail})" if error.detail else ""
        raise Trouble(safe_text(f"{error.what} {error.advice}".strip() + detail, 2_000)) from None
    finally:
        await client.aclose()
        close()


@contextmanager
def _index(here: Place) -> Iterator[Index]:
    account, folders = here.account, here.folders
    try:
        private(folders.data)
        index = Index.open(folders.library(*account.identity, account.namespace, account.dialect))
    except OSError as problem:
        raise no_room(folders.data, problem) from None
    try:
        yield index
    finally:
        index.close()


def _by_metadata(query: Query) -> bool:
    """Whether it names what the older API does not tell."""
    found = (query.tags, query.without_tags, query.cameras, query.without_cameras, query.near, query.since, query.until)
    return any(found)


def _query(text: str) -> Query:
    try:
        return parse(text, today=datetime.now(UTC).date())
    except QueryProblem as problem:
        blamed = safe_text(text[problem.start : problem.end]).strip()
        raise Trouble(f"{problem.message} (in the query, at: {blamed or 'its end'})", USAGE) from None
