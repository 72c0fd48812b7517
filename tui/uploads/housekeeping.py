"""What must go on whether or not anything is sent: our sign of life, old debts to the disk, other copies of us."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tui.api.clock import Clock
from tui.uploads.journal import JournalTrouble
from tui.uploads.lease import BEAT_SECONDS
from tui.uploads.ledger import Ledger

_GLANCE: Final = 2.0
"""Seconds between two looks at what other processes wrote."""


class Housekeeping:
    def __init__(self, ledger: Ledger, clock: Clock, *, on_taken: Callable[[], None], on_news: Callable[[], None]):
        """`on_taken`: jobs of a process that died are ours now; `on_news`: something that was waited for may be over,
        as the journal can be written again, or another process wrote to it."""
        self._ledger = ledger
        self._clock = clock
        self._on_taken = on_taken
        self._on_news = on_news
        self._last_beat = clock.monotonic()

    async def run(self) -> None:
        """For ever."""
        while True:
            await self._clock.sleep(_GLANCE)
            await self._mend()
            try:
                self._glance()
            except JournalTrouble as trouble:
                self._ledger.trouble = trouble
            self._ledger.publish_if_stale()

    async def _mend(self) -> None:
        if self._ledger.trouble is not None:
            await self._ledger.settle_debts()
            self._on_news()

    def _glance(self) -> None:
        if self._clock.monotonic() - self._last_beat >= BEAT_SECONDS:
            self._last_beat = self._clock.monotonic()
            self._ledger.journal.beat()
            if self._ledger.take_over():
                self._on_taken()
        if self._ledger.journal.changed_elsewhere():
            self._ledger.reload()
            self._on_news()
