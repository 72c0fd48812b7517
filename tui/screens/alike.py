"""More like this one: the query that finds what shares a value with the video under the cursor."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from textual.binding import Binding, BindingType

from tui.api.values import Video
from tui.library.query import Near, Query
from tui.library.query_values import DEFAULT_KM
from tui.pressing import press

ALIKE: Final[list[BindingType]] = [
    Binding("asterisk", "app.chord('asterisk')", "Alike", id="library.alike", show=False, tooltip="What is like this"),
    Binding("asterisk>s", "alike('status')", "Same status", id="alike.status", show=False, tooltip="Only this status"),
    Binding("asterisk>t", "alike('tag')", "Same tag", id="alike.tag", show=False, tooltip="Its first tag"),
    Binding("asterisk>c", "alike('camera')", "Same camera", id="alike.camera", show=False, tooltip="Only this camera"),
    Binding("asterisk>g", "alike('place')", "Near here", id="alike.place", show=False, tooltip="Around its place"),
    Binding("asterisk>d", "alike('taken')", "Same day", id="alike.taken", show=False, tooltip="Captured on its day"),
    Binding("asterisk>n", "alike('name')", "Same name", id="alike.name", show=False, tooltip="Its whole name"),
]

_SERVICES_OWN: Final = "api"
"""The tag that every video has."""


def why_no_next() -> str:
    """Why there is no next match in the list."""
    down, up, key = press("move.down", "j"), press("move.up", "k"), press("library.next", "n")
    details = press("go.details", "g d")
    return (
        f"The list shows only what matches: {down} and {up} go from one to the next. "
        f"{key} is for the details ({details})."
    )


def alike(query: Query, video: Video | None, what: str) -> Query | str:
    """The query with one condition more, or why there is no such thing to go by."""
    if video is None:
        return "There is no video under the cursor."
    tags = tuple(tag for tag in video.tags if tag != _SERVICES_OWN)
    match what:
        case "status":
            return query.with_values("status", (video.status,), ())
        case "tag":
            return query.with_values("tag", tags[:1], ()) if tags else "This video has no tags."
        case "camera":
            return query.with_values("camera", (video.camera,), ()) if video.camera else "No camera is known of it."
        case "name":
            return query.with_values("word", (video.name,), ())
        case "place":
            if video.latitude is None or video.longitude is None:
                return "This video has no place: no GPS was supplied with it."
            km = query.near.km if query.near else DEFAULT_KM
            return replace(query, near=Near(video.latitude, video.longitude, km))
        case _:
            if video.taken is None:
                return "No capture time is known of this video."
            day = datetime.fromtimestamp(video.taken / 1000, UTC).date()
            return replace(query, since=day, until=day)
