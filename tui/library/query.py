"""What is being looked for: a frozen value that can be printed, parsed, and in part asked of the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tui.api.values import Status


@dataclass(frozen=True, slots=True)
class Near:
    """Within `km` of a point, along a great circle."""

    latitude: float
    longitude: float
    km: float = 20.0


@dataclass(frozen=True, slots=True)
class Query:
    """All conditions hold together; several values of one facet mean any of them, except tags: all of them."""

    words: tuple[str, ...] = ()
    """Each must be part of the name, whatever its case."""
    without_words: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    without_statuses: tuple[Status, ...] = ()
    tags: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()
    cameras: tuple[str, ...] = ()
    without_cameras: tuple[str, ...] = ()
    near: Near | None = None
    since: date | None = None
    """Captured on this day (UTC) or later."""
    until: date | None = None
    """Captured before the end of this day (UTC)."""
    ids: tuple[str, ...] = ()
    """Video numbers, whole."""
