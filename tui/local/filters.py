"""What list_videos may be asked, and the same as SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tui.local.ids import parse_video_no
from tui.local.rows import Status, pack

RADIUS_KM: Final = 20.0
"""The fixed radius of the service's place filter."""

_KM_PER_DEGREE: Final = 111.19


@dataclass(frozen=True, slots=True)
class Filters:
    """All of them must hold. None means not asked."""

    namespace: str | None = "default"
    """None: the whole account."""
    name: str | None = None
    part_of_name: str | None = None
    video_no: str | None = None
    video_nos: tuple[str, ...] | None = None
    status: Status | None = None
    camera: str | None = None
    tag: str | None = None
    taken_since: int | None = None
    place: tuple[float, float] | None = None
    created_until: int | None = None
    """Hides what has only just arrived; ms since the epoch."""

    @property
    def by_metadata(self) -> bool:
        """Such filters look at a table that is written when parsing has finished."""
        return any(value is not None for value in (self.camera, self.tag, self.taken_since, self.place))


def where(filters: Filters, now: int) -> tuple[str, list[object]]:
    """The condition and its values. `now` in ms."""
    parts = [*_basic(filters), *_status(filters, now), *_metadata(filters)]
    values = [value for _, given in parts for value in given]
    return " AND ".join(text for text, _ in parts) or "1", values


def _basic(filters: Filters) -> list[tuple[str, list[object]]]:
    parts: list[tuple[str, list[object]]] = []
    if filters.namespace is not None:
        # The plus keeps SQLite from walking a whole namespace where it can go by number.
        plus = "+" if filters.video_no is not None or filters.video_nos is not None else ""
        parts.append((f"{plus}namespace = (SELECT id FROM namespaces WHERE name = ?)", [pack(filters.namespace)]))
    if filters.name is not None:
        parts.append(("name = ?", [pack(filters.name)]))
    if filters.part_of_name is not None:
        parts.append(("instr(lower(name), lower(?)) > 0", [pack(filters.part_of_name)]))
    if filters.video_no is not None:
        parts.append(_numbered((filters.video_no,)))
    if filters.video_nos is not None:
        parts.append(_numbered(filters.video_nos))
    if filters.created_until is not None:
        parts.append(("created <= ?", [filters.created_until]))
    return parts


def _numbered(video_nos: tuple[str, ...]) -> tuple[str, list[object]]:
    numbers = [number for video_no in video_nos if (number := parse_video_no(video_no)) is not None]
    return f"number IN ({', '.join(map(str, numbers))})", []


def _status(filters: Filters, now: int) -> list[tuple[str, list[object]]]:
    parts: list[tuple[str, list[object]]] = []
    if filters.status == "UNPARSE":
        parts.append(("ready_at > ?", [now]))
    elif filters.status is not None:
        parts.append(("ready_at <= ? AND outcome = ?", [now, filters.status]))
    if filters.by_metadata:
        parts.append(("ready_at <= ? AND outcome = 'PARSE'", [now]))
    return parts


def _metadata(filters: Filters) -> list[tuple[str, list[object]]]:
    parts: list[tuple[str, list[object]]] = []
    if filters.camera is not None:
        parts.append(("camera = ?", [pack(filters.camera)]))
    if filters.tag is not None:
        parts.append(("tag_set IN (SELECT tag_set FROM tag_members WHERE tag = ?)", [pack(filters.tag)]))
    if filters.taken_since is not None:
        parts.append(("taken >= ?", [filters.taken_since]))
    if filters.place is not None:
        latitude, longitude = filters.place
        reach = RADIUS_KM / _KM_PER_DEGREE * 1.01
        parts.append(
            (
                "latitude BETWEEN ? AND ? AND great_circle_km(latitude, longitude, ?, ?) <= ?",
                [latitude - reach, latitude + reach, latitude, longitude, RADIUS_KM],
            )
        )
    return parts
