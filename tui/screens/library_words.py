"""What the library screen says when there are no rows."""

from __future__ import annotations

from tui.library.query import Query
from tui.library.values import SyncState


def empty_words(query: Query, sync: SyncState, namespace: str) -> str:
    """Why the list is empty, and what can be done about it: never the same words for different reasons."""
    weather = sync.weather
    if sync.known:
        return "No video matches.\n\nF shows everything again · - goes back to the query before · / edits the query"
    if not weather.fair:
        advice = weather.advice or "It is tried again by itself; r tries now."
        return "\n\n".join(part for part in (weather.problem, weather.detail, advice) if part)
    if sync.synced_at is None:
        return "Asking the service what is there …"
    if query != Query():
        return "No video matches, on this machine or on the server.\n\nF shows everything again"
    return (
        f"The namespace “{namespace}” is empty.\n\n"
        "u uploads the first video. If you expected to see some, another namespace may hold them:\n"
        "memories-tui --namespace NAME"
    )
