"""What the interface may ask of the library: every call returns at once, and what comes of it is seen in the index."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from tui.frozen import dataclass
from tui.library.index import Index
from tui.library.mark_book import MarkBook
from tui.library.matches import Matches
from tui.library.query import Query
from tui.library.values import Facets, Known, Sort


@dataclass(frozen=True, slots=True)
class First:
    """What the first paint shows: found while the interface was still being imported."""

    query: Query
    sort: Sort
    horizon: int | None
    matches: Matches
    facets: Facets


class LibraryDesk(Protocol):
    """The counter at which the library screen stands. Safe to call from the interface's thread."""

    @property
    def index(self) -> Index:
        """Everything seen so far; read it freely, it is on this machine."""

    @property
    def marks(self) -> MarkBook:
        """Where the marks are kept."""

    @property
    def first(self) -> First | None:
        """What the first paint shows, if it was found in time."""

    @property
    def why_not(self) -> Mapping[str, str]:
        """What this dialect of the service can't do, each with the reason in words."""

    @property
    def key(self) -> str:
        """Which API key is used, behind "the one in use": how it ends, and where it comes from."""

    def sweep(self, query: Query) -> None:
        """Asks the service for what is being looked for; the newest wish wins."""

    def refresh(self) -> None:
        """Asks the service what is new, now."""

    def stop(self) -> None:
        """Gives up what the service is being asked, until `refresh`."""

    def extend(self) -> None:
        """Asks for the page beyond what is known, where not everything is synced."""

    async def metadata(self, video_no: str) -> Known | None:
        """Asks `get_metadata` and answers with what is known after that. Raises ApiError."""
