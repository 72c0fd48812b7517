"""What stands in the columns of a list of videos."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.api.values import Status, Video
from tui.geo.point import Point, distance_km
from tui.text import safe_text
from tui.widgets.column_plan import GAP, GUTTER, SORTED_BY, TITLES, Kind, Plan, Slot
from tui.widgets.lines import Line, Piece, Tone, fitted, joined
from tui.widgets.present import (
    ELLIPSIS,
    UNKNOWN,
    cut,
    day_text,
    distance_text,
    duration_text,
    fit,
    name_text,
    resolution_text,
    size_text,
    status_mark,
)

if TYPE_CHECKING:
    from tui.library.values import Sort

Place = tuple[float, float]
"""Latitude and longitude in degrees."""


_TONES: Final[dict[Status, Tone]] = {Status.READY: "good", Status.INDEXING: "warn", Status.FAILED: "bad"}


def title_text(slot: Slot, sort: Sort) -> str:
    """The head of a column in its exact width, with an arrow if the list is ordered by it."""
    title = TITLES[slot.kind]
    if SORTED_BY.get(slot.kind) is sort.column:
        title = f"{cut(title, slot.width - 2)} {'▼' if sort.descending else '▲'}"
    return fit(title, slot.width, right=slot.right)


def cell_text(slot: Slot, video: Video, place: Place | None = None) -> str:
    """What stands in a column for a video, in its exact width."""
    return fit(_words(slot, video, place), slot.width, right=slot.right)


def _words(slot: Slot, video: Video, place: Place | None) -> str:  # noqa: C901 - one flat case per column
    match slot.kind:
        case Kind.NAME:
            return name_text(video)
        case Kind.STATUS:
            return status_mark(video.status).word
        case Kind.DURATION:
            return duration_text(video.duration)
        case Kind.SIZE:
            return size_text(video.size)
        case Kind.UPLOADED:
            return day_text(video.created)
        case Kind.TAKEN:
            return day_text(video.taken, utc=True)
        case Kind.DISTANCE:
            return _away(video, place)
        case Kind.CAMERA:
            return safe_text(video.camera, 100) if video.camera else UNKNOWN
        case Kind.TAGS:
            return " ".join(safe_text(tag, 60) for tag in video.tags[:20]) or UNKNOWN
        case Kind.RESOLUTION:
            return resolution_text(video)


def _away(video: Video, place: Place | None) -> str:
    if place is None or video.latitude is None or video.longitude is None:
        return UNKNOWN
    return distance_text(distance_km(Point(*place), Point(video.latitude, video.longitude)))


def header_text(columns: Plan, sort: Sort) -> str:
    """The titles, in the exact width of the plan."""
    titles = (" " * GAP).join(title_text(slot, sort) for slot in columns.slots)
    more_left, more_right = "‹" if columns.before else " ", "›" if columns.after else " "
    return fit(" " * (GUTTER - 2) + more_left + " " + titles, columns.width - 1) + more_right


def video_line(video: Video | None, columns: Plan, *, marked: bool, place: Place | None = None) -> Line:
    """A row in the exact width of the plan, in few pieces: each costs bytes whenever the cursor passes."""
    if video is None:
        return ((fit(" " * GUTTER + ELLIPSIS, columns.width), "muted"),)
    sign = status_mark(video.status)
    tone = _TONES[video.status]
    name, *others = columns.slots
    pieces: list[Piece] = [
        ("✓" if marked else " ", "accent" if marked else tone),
        (f" {sign.glyph} ", tone),
        (cell_text(name, video, place), "accent" if marked else ""),
    ]
    for slot in others:
        loud = slot.kind is Kind.STATUS and video.status is not Status.READY
        pieces.append((" " * GAP + cell_text(slot, video, place), tone if loud else "muted"))
    return fitted(joined(pieces), columns.width)
