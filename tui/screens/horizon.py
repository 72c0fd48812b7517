"""Up to which moment the list shows the library: what arrives later waits behind a banner, own uploads excepted."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from tui.library.connections import IndexTrouble

if TYPE_CHECKING:
    from tui.library.index import Index
    from tui.library.values import SyncState
    from tui.uploads.job import Job


class Horizon:
    """`moment` is in milliseconds since the epoch; None, while the library is first filled, hides nothing."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._own: frozenset[str] = frozenset()
        self.moment: int | None = None
        self.take_in()

    def take_in(self) -> None:
        """Everything that is known by now, if that can be read."""
        with suppress(IndexTrouble):
            self.moment = self._index.newest()

    def settle(self, sync: SyncState) -> None:
        """Once the library has been filled, what comes after that is new."""
        if self.moment is None and sync.synced_at is not None:
            self.take_in()

    def admit(self, jobs: Iterable[Job]) -> bool:
        """Own uploads show at once; answers whether the moment has moved for them."""
        own = frozenset(job.video_no for job in jobs if job.video_no)
        found = []
        with suppress(IndexTrouble):
            found = [self._index.get(video_no) for video_no in own - self._own]
        # What the index does not have yet is looked for again the next time.
        self._own |= frozenset(known.video.video_no for known in found if known is not None)
        latest = max((known.video.created or 0 for known in found if known is not None), default=0)
        if self.moment is None or latest <= self.moment:
            return False
        self.moment = latest
        return True
