"""The small values that the index answers with and the sweeps report."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Final, Literal

from tui.api.values import Status, Video, Weather
from tui.frozen import dataclass
from tui.library.query import Query


class Column(StrEnum):
    """What a list can be ordered by."""

    UPLOADED = "uploaded"
    NAME = "name"
    DURATION = "duration"
    SIZE = "size"
    STATUS = "status"
    CAMERA = "camera"
    TAKEN = "taken"
    TAGS = "tags"
    """By the first tag."""
    PIXELS = "pixels"
    DISTANCE = "distance"
    """From the place that is looked around; without one there is no such order."""


@dataclass(frozen=True, slots=True)
class Sort:
    """An order. Ties, and what the column does not know, go by newest first at the end."""

    column: Column = Column.UPLOADED
    descending: bool = True

    def asked(self, column: Column) -> Sort:
        """The order once a person asked for a column: as it is read, and the other way round the second time."""
        return Sort(column, not self.descending if column is self.column else column not in _RISING)

    @property
    def reversed(self) -> Sort:
        return Sort(self.column, not self.descending)


_RISING: Final = frozenset({Column.NAME, Column.CAMERA, Column.STATUS, Column.TAGS, Column.DISTANCE})
"""Columns that are read from A to Z, or from here; of all others people want the most or the latest first."""

NEWEST_FIRST = Sort()
ORDERS: Final = tuple(column for column in Column if column is not Column.DISTANCE)
"""What the whole library can be ordered by."""


@dataclass(frozen=True, slots=True)
class Known:
    """A video with how fresh our knowledge of it is; times are seconds since the epoch."""

    video: Video
    listed_at: float
    """When a list last showed it."""
    metadata_at: float | None = None
    """When `get_metadata` last answered for it."""
    raw: str = ""
    """The newest answer as JSON text."""


@dataclass(frozen=True, slots=True)
class Change:
    """What putting videos into the index changed, as video numbers."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the whole library has been swept; it outlives the program. Times are seconds since the epoch."""

    sweep: int = 0
    """Counts the whole sweeps; every video remembers the last one that showed it."""
    page: int = 0
    """The last page that the sweep under way has seen; 0 before the first."""
    under_way: bool = False
    total: int | None = None
    """The service's count when it was last asked."""
    steady: bool = True
    """Whether that count stood still, and everything could be read, while the sweep ran."""
    finished_at: float | None = None
    """When a sweep last reached the end."""
    accepted: tuple[int, int] | None = None
    """The service's count and ours at that moment: a difference that another sweep would not mend."""
    synced_at: float | None = None
    """When the index was last known to be up to date."""


@dataclass(frozen=True, slots=True)
class Facets:
    """Values with counts, most frequent first, among the videos that match a query."""

    statuses: tuple[tuple[Status, int], ...] = ()
    tags: tuple[tuple[str, int], ...] = ()
    cameras: tuple[tuple[str, int], ...] = ()
    with_place: int = 0
    """How many have coordinates."""


SyncMode = Literal["full", "off"] | int
"""Everything, nothing beyond what is looked at, or the newest N."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How far the service has been asked about one query."""

    query: Query
    on_server: int | None = None
    """What the service counts for the narrowest question that contains the query."""
    exact: bool = True
    """Whether that question is the query itself, so that the two counts may be compared."""
    done: bool = False


@dataclass(frozen=True, slots=True)
class SyncState:
    """What the sweeps are doing. Times are seconds since the epoch."""

    known: int = 0
    """Videos in the index."""
    on_server: int | None = None
    """Videos in the library, by the service's count."""
    sweeping: bool = False
    """A whole sweep is under way."""
    swept: int = 0
    """Videos that this sweep has seen so far."""
    synced_at: float | None = None
    """When the index was last known to be up to date."""
    asking: Asking | None = None
    weather: Weather = field(default_factory=Weather)
