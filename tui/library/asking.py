"""Which part of a query the service can answer, so that asking it helps and its count can be compared."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from tui.api.values import Asked, Status
from tui.library.query import Query

SERVICE_RADIUS_KM: Final = 20.0
"""The service's place filter takes a point and always looks this far around it."""


def asked(query: Query, *, metadata_filters: bool = True) -> tuple[Asked, bool]:
    """The narrowest question to the service that contains the query, and whether it is the query exactly.

    `metadata_filters` is false for the legacy dialect, which knows neither tags, cameras, places and capture
    times nor several video numbers. Names are never asked for: v1 only matches whole stored names, and whether
    the legacy one heeds case is not documented.
    """
    status, status_exact = _status(query)
    id_exact = len(query.ids) < 2 or metadata_filters
    question = Asked(
        status=status,
        video_no=query.ids[0] if len(query.ids) == 1 else None,
        video_nos=query.ids if len(query.ids) > 1 and metadata_filters else (),
    )
    only_here = (query.words, query.without_words, query.until, query.length, query.size)
    exact = status_exact and id_exact and not any(only_here)
    if not metadata_filters:
        return question, exact and not _by_metadata(query)
    tag, tag_exact = _tag(query)
    camera, camera_exact = _camera(query)
    near = query.near if query.near and query.near.km <= SERVICE_RADIUS_KM else None
    near_exact = query.near is None or query.near.km == SERVICE_RADIUS_KM
    question = Asked(
        status=question.status,
        video_no=question.video_no,
        video_nos=question.video_nos,
        tag=tag,
        camera=camera,
        latitude=near.latitude if near else None,
        longitude=near.longitude if near else None,
        taken_since=milliseconds(query.since) if query.since else None,
    )
    return question, exact and tag_exact and camera_exact and near_exact


def milliseconds(day: date) -> int:
    """The first moment of a day, UTC, in milliseconds since the epoch."""
    return round(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000


def _status(query: Query) -> tuple[Status | None, bool]:
    wanted = [status for status in Status if not query.statuses or status in query.statuses]
    left = [status for status in wanted if status not in query.without_statuses]
    if len(left) == 1:
        return left[0], True
    return None, len(left) == len(Status)


def _tag(query: Query) -> tuple[str | None, bool]:
    sendable = [tag for tag in dict.fromkeys(query.tags) if tag]
    # The service puts `api` on everything that came through it: any other tag is narrower.
    sendable.sort(key=lambda tag: tag == "api")
    exact = len(set(query.tags)) == len(sendable[:1]) and not query.without_tags
    return (sendable[0] if sendable else None), exact


def _camera(query: Query) -> tuple[str | None, bool]:
    wanted = set(query.cameras)
    only = next(iter(wanted)) if len(wanted) == 1 else None
    return only or None, not query.without_cameras and (not wanted or bool(only))


def _by_metadata(query: Query) -> bool:
    found = (query.tags, query.without_tags, query.cameras, query.without_cameras, query.near, query.since)
    return any(found)
