"""What the library screen says when there are no rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tui.library.query import Query, Section
from tui.library.values import SyncState

TRIED_AGAIN = "It is tried again by itself; r tries now."
"""What to do about trouble that has no advice of its own."""
DEFAULT_NAMESPACE = "default"
"""Where the service puts what names no namespace."""


_WAYS_ON: Final = "F shows everything again · - goes back to the query before · / edits the query"


def empty_words(query: Query, sync: SyncState, *, namespace: str, why_not: Mapping[str, str]) -> str:
    """Why the list is empty, and what can be done about it: never the same words for different reasons.

    `why_not`: by section of a query, why this service knows no such thing. An empty `namespace`: it has none.
    """
    weather = sync.weather
    if sync.known:
        unknown = (reason for section, reason in why_not.items() if section in _asked_about(query))
        return "\n\n".join(("No video matches.", *dict.fromkeys(unknown), _WAYS_ON))
    if not weather.fair:
        return "\n\n".join(part for part in (weather.problem, weather.detail, weather.advice or TRIED_AGAIN) if part)
    if sync.synced_at is None:
        return "Asking the service what is there …"
    if query != Query():
        return "No video matches, on this machine or on the server.\n\nF shows everything again"
    return _nothing_there(namespace)


def _asked_about(query: Query) -> frozenset[Section]:
    """The sections in which there is a condition."""
    sections: tuple[Section, ...] = ("tag", "camera", "place", "taken")
    return frozenset(section for section in sections if query.cleared(section) != query)


def _nothing_there(namespace: str) -> str:
    """The service creates namespaces on use: one that is empty and one that does not exist are the same to it."""
    if not namespace:
        return "This library is empty.\n\nu uploads the first video."
    if namespace == DEFAULT_NAMESPACE:
        return (
            f"The namespace “{namespace}” is empty.\n\n"
            "u uploads the first video. If you expected to see some, another namespace may hold them:\n"
            "memories-tui --namespace NAME"
        )
    return (
        f"There is no namespace “{namespace}”, or it is empty: the service says the same of both.\n\n"
        "Check how it is spelled; memories-tui --namespace NAME opens another.\n"
        "u uploads the first video and so creates it."
    )
