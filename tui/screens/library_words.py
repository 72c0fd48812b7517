"""What the library screen says when there are no rows: another thing for every reason, and always what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Final

from tui.api.values import Weather
from tui.frozen import dataclass
from tui.library.query import Query, Section
from tui.library.relief import Relief
from tui.library.values import SyncMode, SyncState
from tui.pressing import press
from tui.text import safe_text
from tui.widgets.present import count_text, counted, percent_text

DEFAULT_NAMESPACE = "default"
"""Where the service puts what names no namespace."""

_OTHER_WAYS: Final = 2
"""Conditions that are named beside the best one to drop."""
_LOOKING: Final = "Looking it up …"


def tried_again() -> str:
    """What to do about trouble that has no advice of its own."""
    return f"It is tried again by itself; {press('library.refresh', 'r')} tries now."


def _disk() -> str:
    refresh, health = press("library.refresh", "r"), press("app.doctor", "g h")
    return f"Nothing is lost: this file only mirrors the service. {refresh} tries now · {health} looks at the disk"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the words depend on that does not change while the screen is there."""

    namespace: str = ""
    """Empty: the service has none."""
    mode: SyncMode = "full"
    read_only: bool = False
    why_not: Mapping[str, str] = field(default_factory=dict)
    """By section of a query, why this service knows no such thing."""
    key: str = ""
    """How the API key ends, and where it comes from."""


def empty_words(
    query: Query, sync: SyncState, around: Surroundings, *, relief: Relief | None = None, unread: Weather | None = None
) -> str:
    """Why the list is empty, and what can be done about it: never the same words for different reasons.

    `relief`: what was found out about this query, if it was by now. `unread`: why the index can't be read.
    """
    weather = unread or sync.weather
    if weather.season == "disk":
        return _paragraphs(weather.problem, weather.detail, f"{weather.advice}\n{_disk()}")
    if sync.known and query.is_empty:
        return _LOOKING
    if sync.known:
        return _paragraphs(*_nothing_matches(query, sync, around, relief))
    if not weather.fair:
        return _foul(weather, around.key)
    if around.mode == "off" and query.is_empty and sync.synced_at is None:
        return _paragraphs("Asking the service what is there …", _NOT_KEPT)
    if sync.synced_at is None:
        return _paragraphs("Asking the service what is there …", _first_sync(sync))
    if not query.is_empty:
        clear = press("library.clear", "F")
        return f"No video matches, on this machine or on the server.\n\n{clear} shows everything again"
    return _nothing_there(around)


_NOT_KEPT: Final = 'Nothing of it is kept on this machine beyond what you look at: sync is "off" in the settings.'


def _nothing_matches(query: Query, sync: SyncState, around: Surroundings, relief: Relief | None) -> Iterator[str]:
    yield "No video matches." if not sync.sweeping else f"No video matches so far.\n{_so_far(sync)}"
    yield from dict.fromkeys(reason for section, reason in around.why_not.items() if section in _asked_about(query))
    if relief is not None and relief.query == query:
        yield _relief_words(relief)
    clear, flip = press("library.clear", "F"), press("library.flip", "-")
    edit = press("library.search", "/")
    yield f"{clear} shows everything again · {flip} goes back to the query before · {edit} edits the query"


def _relief_words(relief: Relief) -> str:
    if not relief.ways:
        several = len(relief.query.chips()) > 1
        return "No single condition is to blame: without any one of them there is still nothing." if several else ""
    (chip, count), *others = relief.ways
    words = f"Without ‹{safe_text(chip.text, 60)}› there {_are(count)}. {press('library.drop', 'x')} drops it"
    more = ", ".join(
        f"without ‹{safe_text(chip.text, 40)}› {count_text(count)}" for chip, count in others[:_OTHER_WAYS]
    )
    return f"{words}\n{more}" if more else words


def _are(count: int) -> str:
    return f"{'is' if count == 1 else 'are'} {counted(count, 'video')}"


def _so_far(sync: SyncState) -> str:
    """How far the sweep is that may still bring something."""
    read = count_text(sync.swept)
    if not sync.on_server:
        return f"{read} of the library's videos are read; the rest is on its way."
    share = percent_text(sync.swept, sync.on_server)
    return f"{read} of {count_text(sync.on_server)} videos are read ({share}); the rest is on its way."


def _first_sync(sync: SyncState) -> str:
    if sync.on_server:
        return f"{_so_far(sync)}\nYou can look around as soon as the first are here."
    return "The newest videos come first, and you can look around while the rest is read."


def _foul(weather: Weather, key: str) -> str:
    """Nothing is known of the library, and the service does not tell."""
    refresh, health = press("library.refresh", "r"), press("app.doctor", "g h")
    if weather.season == "forbidden":
        return _paragraphs(
            weather.problem,
            weather.detail,
            f"{weather.advice or tried_again()}{f' The one in use {key}.' if key else ''}",
            f"{press('app.key', 'g k')} enters another key\n{refresh} tries again · {health} looks at everything",
        )
    if weather.season == "offline":
        return _paragraphs(
            weather.problem,
            weather.detail,
            weather.advice or tried_again(),
            "Nothing of this library was kept on this machine yet.\n"
            f"{refresh} tries now · {health} looks for the cause",
        )
    advice = weather.advice or tried_again()
    again = "" if advice == tried_again() else f"{refresh} tries now"
    return _paragraphs(weather.problem, weather.detail, advice, again)


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _asked_about(query: Query) -> frozenset[Section]:
    """The sections in which there is a condition."""
    sections: tuple[Section, ...] = ("tag", "camera", "place", "taken")
    return frozenset(section for section in sections if query.cleared(section) != query)


def _nothing_there(around: Surroundings) -> str:
    """The service creates namespaces on use: one that is empty and one that does not exist are the same to it."""
    namespace = around.namespace
    if not namespace:
        return _paragraphs("This library is empty.", _first_upload(around))
    if namespace == DEFAULT_NAMESPACE:
        return _paragraphs(
            f"The namespace “{namespace}” is empty.",
            f"{_first_upload(around)} If you expected to see some, another namespace may hold them:\n"
            "memories-tui --namespace NAME",
        )
    creates = "" if around.read_only else " and so creates it"
    return _paragraphs(
        f"There is no namespace “{namespace}”, or it is empty: the service says the same of both.",
        "Check how it is spelled; memories-tui --namespace NAME opens another.\n"
        f"{_first_upload(around).removesuffix('.')}{creates}.",
    )


def _first_upload(around: Surroundings) -> str:
    if around.read_only:
        return "This session is read-only, so nothing can be uploaded: start without --read-only for that."
    return f"{press('app.upload', 'u')} uploads the first video."
