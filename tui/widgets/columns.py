"""Which columns of a list of videos fit into a width, and what stands in each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from tui.api.values import Status, Video
from tui.geo.point import Point, distance_km
from tui.library.values import Column, Sort
from tui.text import safe_text
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

Place = tuple[float, float]
"""Latitude and longitude in degrees."""


class Kind(StrEnum):
    """The columns that there are."""

    NAME = "name"
    STATUS = "status"
    DURATION = "duration"
    SIZE = "size"
    UPLOADED = "uploaded"
    DISTANCE = "distance"
    CAMERA = "camera"
    TAKEN = "taken"
    TAGS = "tags"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True)
class Slot:
    """One column where it stands."""

    kind: Kind
    x: int
    width: int

    @property
    def right(self) -> bool:
        """Whether its text stands at the right edge, as numbers do."""
        return self.kind in _RIGHT


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns of one width, left to right; the first is always the name."""

    width: int
    slots: tuple[Slot, ...]

    def kind_at(self, x: int) -> Kind:
        """The column under a cell."""
        found = Kind.NAME
        for slot in self.slots:
            if slot.x <= x:
                found = slot.kind
        return found


GUTTER: Final = 4
"""Cells before the name: a mark, a gap, the glyph of the status, a gap."""
GAP: Final = 2
_MARGIN: Final = 1
"""Between the last column and the scrollbar."""
LEAST_NAME: Final = 20
_COMFORTABLE_NAME: Final = 30
_LONG_NAME: Final = 44
_MOST_TAGS: Final = 44

TITLES: Final = {
    Kind.NAME: "Name",
    Kind.STATUS: "Status",
    Kind.DURATION: "Length",
    Kind.SIZE: "Size",
    Kind.UPLOADED: "Uploaded",
    Kind.DISTANCE: "Away",
    Kind.CAMERA: "Camera",
    Kind.TAKEN: "Taken",
    Kind.TAGS: "Tags",
    Kind.RESOLUTION: "Pixels",
}
SORTED_BY: Final = {
    Kind.NAME: Column.NAME,
    Kind.STATUS: Column.STATUS,
    Kind.DURATION: Column.DURATION,
    Kind.SIZE: Column.SIZE,
    Kind.UPLOADED: Column.UPLOADED,
    Kind.CAMERA: Column.CAMERA,
    Kind.TAKEN: Column.TAKEN,
}
_RIGHT: Final = frozenset({Kind.DURATION, Kind.SIZE, Kind.DISTANCE, Kind.RESOLUTION})
_WIDTHS: Final = {
    Kind.STATUS: 8,
    Kind.DURATION: 8,
    Kind.SIZE: 7,
    Kind.UPLOADED: 10,
    Kind.DISTANCE: 9,
    Kind.CAMERA: 18,
    Kind.TAKEN: 10,
    Kind.TAGS: 18,
    Kind.RESOLUTION: 9,
}
_TONES: Final[dict[Status, Tone]] = {Status.READY: "good", Status.INDEXING: "warn", Status.FAILED: "bad"}
_FIRST: Final = (Kind.DURATION, Kind.SIZE, Kind.UPLOADED)
"""Worth having while the name keeps its least width."""
_THEN: Final = (Kind.STATUS, Kind.CAMERA, Kind.TAGS, Kind.TAKEN, Kind.RESOLUTION)
"""Worth having while the name is comfortable."""


@lru_cache(maxsize=64)
def plan(width: int, *, place: bool = False, column: Column | None = None) -> Plan:
    """The columns for `width` cells; `place` asks for the distance, and what the list is ordered by is worth seeing."""
    spare = width - GUTTER - _MARGIN
    widths: dict[Kind, int] = {}
    asked = ((Kind.DISTANCE,) if place else ()) + tuple(
        kind for kind in _WIDTHS if column is not None and SORTED_BY.get(kind) is column
    )
    wanted = [(kind, LEAST_NAME) for kind in asked + _FIRST]
    wanted += [(kind, _COMFORTABLE_NAME) for kind in _THEN]
    for kind, name_keeps in wanted:
        if kind in widths:
            continue
        if spare - GAP - _WIDTHS[kind] < name_keeps:
            break
        widths[kind] = _WIDTHS[kind]
        spare -= GAP + _WIDTHS[kind]
    if Kind.TAGS in widths and spare > _LONG_NAME:
        more = min((spare - _LONG_NAME) * 2 // 3, _MOST_TAGS - widths[Kind.TAGS])
        widths[Kind.TAGS] += more
        spare -= more
    widths[Kind.NAME] = max(1, spare)
    return Plan(width, tuple(_placed(widths)))


def _placed(widths: dict[Kind, int]) -> list[Slot]:
    slots: list[Slot] = []
    x = GUTTER
    for kind in Kind:
        if kind in widths:
            slots.append(Slot(kind, x, widths[kind]))
            x += widths[kind] + GAP
    return slots


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
    return fit(" " * GUTTER + titles, columns.width)


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
