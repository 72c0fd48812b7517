"""One bucket per documented limit and one gate for all: nobody overruns the account, and nobody waits behind chores.

Our own few lines and not aiolimiter: that one reads the loop's time, which no test can hand in, and cannot be slowed
or closed while it runs.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Final

from tui.api import words
from tui.api.clock import Clock
from tui.api.endpoints import PACES, Pace, Rate
from tui.api.errors import RateLimited

_MARGIN: Final = 1.05
"""The service counts arrivals and we count departures: a little longer than the documented second is safe."""
_FIRST_WAIT: Final = 1.0
_LONGEST_WAIT: Final = 32.0
_LONGEST_OBEYED: Final = 120.0
"""Seconds of `Retry-After` that the gate obeys; the error carries the true number for those who can wait longer."""
_AN_INSTANT: Final = 1e-6
"""Seconds too short to wait for: rounding leaves such rests."""
_PATIENCE: Final = 10.0
"""Seconds that somebody who looks at the screen is kept waiting by a closed gate before being told."""


class Urgency(IntEnum):
    """Who waits for the answer: somebody who asked, a list of uploads under way, or nobody yet."""

    ASKED = 0
    TRACKING = 1
    SWEEPING = 2


class Bucket:
    """At most so many starts in any window, one place of them kept for what is asked for."""

    def __init__(self, rate: Rate, clock: Clock) -> None:
        self.rate = rate
        self._clock = clock
        self._starts: deque[float] = deque()
        self._lanes = {urgency: asyncio.Lock() for urgency in Urgency}

    async def turn(self, urgency: Urgency, closed_for: Callable[[], float]) -> None:
        """Returns when a call may start. Somebody cancelled while waiting leaves no trace."""
        async with self._lanes[urgency]:
            while (delay := max(closed_for(), self._delay(urgency))) > _AN_INSTANT:
                await self._clock.sleep(delay)
            self._starts.append(self._clock.monotonic())

    def _delay(self, urgency: Urgency) -> float:
        now, window = self._clock.monotonic(), self.rate.seconds * _MARGIN
        while self._starts and self._starts[0] + window <= now:
            self._starts.popleft()
        allowed = self.rate.calls if urgency is Urgency.ASKED else max(1, self.rate.calls - 1)
        before_us = sum(lane.locked() for other, lane in self._lanes.items() if other < urgency)
        surplus = len(self._starts) - (allowed - before_us) + 1
        if surplus <= 0:
            return 0.0
        if surplus <= len(self._starts):
            return self._starts[surplus - 1] + window - now
        return window


class Pacing:
    """The buckets, and the gate that a 429 closes for everything."""

    def __init__(
        self, clock: Clock, *, paces: Mapping[Pace, Rate] = PACES, jitter: Callable[[], float] = random.random
    ) -> None:
        """`jitter` gives numbers from 0 up to 1."""
        self._clock = clock
        self._jitter = jitter
        self._buckets = {pace: Bucket(rate, clock) for pace, rate in paces.items()}
        self._closed_at = float("-inf")
        self._closed_until = float("-inf")
        self._turned_away = 0

    @property
    def closed_for(self) -> float:
        """Seconds until the gate opens; 0 when it is open."""
        return max(0.0, self._closed_until - self._clock.monotonic())

    async def turn(self, pace: Pace, urgency: Urgency) -> None:
        """Waits for a place. Whoever asked is told at once (RateLimited) when the gate stays closed for long."""
        if urgency is Urgency.ASKED and self.closed_for > _PATIENCE:
            raise RateLimited(words.LIMITED, advice=words.WAIT, retry_after=self.closed_for)
        await self._buckets[pace].turn(urgency, lambda: self.closed_for)

    def close(self, retry_after: float | None, *, asked_at: float) -> float:
        """The service turned away a call that started at `asked_at` (monotonic). Returns the seconds to wait."""
        if asked_at >= self._closed_at:
            # Calls that were under way together are one warning, not several.
            self._turned_away += 1
        own = min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** min(self._turned_away - 1, 10))
        wait = own if retry_after is None else min(retry_after, _LONGEST_OBEYED)
        now = self._clock.monotonic()
        self._closed_at = now
        self._closed_until = max(self._closed_until, now + wait * (1.0 + 0.1 * self._jitter()))
        return self.closed_for

    def welcome(self) -> None:
        """The service answered: the next 429 starts with a short wait again."""
        self._turned_away = 0
