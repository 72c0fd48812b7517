"""A deed while it is done: changed by the engine's loop alone, shown to everybody else as frozen values."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from tui.deeds.deed import Deed, Fate, Item, Phase
from tui.deeds.items import CHUNK, Roll

_STEADY: Final = 3.0
"""Seconds over which a rate is told."""


class Work:
    """Holds a deed's items, and remembers which of them have changed since they were recorded."""

    def __init__(self, deed: Deed, on_change: Callable[[], None]) -> None:
        self.id = deed.id
        self.stopped = False
        """Whether somebody wants no more of it done."""
        self.under_way: dict[int, asyncio.Task[None]] = {}
        """The downloads that can be broken off."""
        self._deed = deed
        self._roll = Roll(deed.items)
        self._on_change = on_change
        self._lock = threading.Lock()
        """The deed is asked for from other threads."""
        self._changed: set[int] = set()
        self._stale = False
        self._paces: list[tuple[float, int]] = []

    @property
    def deed(self) -> Deed:
        """As it is now. May be asked from any thread."""
        with self._lock:
            return self._now()

    def _now(self) -> Deed:
        if self._stale:
            self._stale = False
            self._deed = replace(self._deed, items=self._roll.frozen(), loads=self._roll.loads())
        return self._deed

    @property
    def phase(self) -> Phase:
        return self._deed.phase

    @property
    def items(self) -> Roll:
        return self._roll

    def become(self, **facts: Any) -> None:  # Any: replace itself checks the names
        """Other facts about the whole."""
        with self._lock:
            self._deed = replace(self._now(), **facts)
        self._on_change()

    def refresh(self) -> None:
        """Counts anew, and says that there is something to see."""
        self._told()

    def append(self, items: Sequence[Item]) -> None:
        """More to tell."""
        with self._lock:
            self._roll.append(items)
        self._told()

    def stop(self) -> None:
        """No more of it is done, and what is on its way breaks off."""
        self.stopped = True
        for task in self.under_way.values():
            task.cancel()

    def set(self, n: int, fate: Fate, note: str = "", **facts: Any) -> None:  # Any: as above
        """What became of one of them."""
        self._put(n, replace(self._roll[n], fate=fate, note=note, **facts))
        self._changed.add(n)
        self._told()

    def got(self, n: int, total: int, now: float) -> None:
        """So many bytes of one of them are here. `now`: any clock that goes forward."""
        more = max(0, total - self._roll[n].got)
        self._put(n, replace(self._roll[n], got=total))
        self._paces = [pace for pace in self._paces if pace[0] > now - _STEADY] + [(now, more)]
        span = now - self._paces[0][0]
        if span > 0.5:
            with self._lock:
                self._deed = replace(self._deed, rate=sum(some for _, some in self._paces[1:]) / span)
        self._told()

    def unrecorded(self) -> list[tuple[int, Item]]:
        """What has changed since this was asked the last time."""
        found = [(n, self._roll[n]) for n in sorted(self._changed)]
        self._changed.clear()
        return found

    async def leave_rest(self, note: str) -> None:
        """What has not begun stays undone: that is how the record has it, too. Others have their turn meanwhile."""
        waiting = self._roll.loads().get(Fate.WAITING)
        for n in range(len(self._roll) if waiting else 0):
            item = self._roll[n]
            if item.fate is Fate.WAITING:
                self._put(n, replace(item, fate=Fate.LEFT, note=note))
            if n % CHUNK == CHUNK - 1:
                await asyncio.sleep(0)
        self._told()

    def _put(self, n: int, item: Item) -> None:
        with self._lock:
            self._roll.set(n, item)

    def _told(self) -> None:
        self._stale = True
        self._on_change()
