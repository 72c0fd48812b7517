"""When the queue as a whole has to wait: turned away, no credit, no line. Nothing of that is an attempt."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from tui.api.clock import Clock
from tui.api.errors import ApiError, AtCapacity, OutOfCredit, RateLimited, Unauthorized, Unreachable
from tui.uploads.hold import Hold
from tui.uploads.journal import Journal, JournalTrouble

TURNED_AWAY: Final = (RateLimited, AtCapacity, OutOfCredit, Unauthorized, Unreachable)
"""After these it is certain that nothing was stored."""

_FIRST_WAIT: Final[dict[type[ApiError], float]] = {
    Unreachable: 5.0,
    RateLimited: 60.0,  # the newer documents' pace: one upload a minute
    Unauthorized: 60.0,
    OutOfCredit: 300.0,
    AtCapacity: 300.0,  # a cap on the last two hours: room comes bit by bit
}
_LONGEST_WAIT: Final = 600.0
_LONGEST_OBEYED: Final = 86_400.0
"""Seconds of the service's own wish: what asks for the year 9999 is no wish."""
_SLOW_PACE: Final = 60.0
_REMEMBERED: Final = 86_400.0
"""Seconds that a learnt pace is kept to: accounts get larger, too."""
_LEARNT: Final = "upload_pace_learnt_at"


class Holding:
    """Says whether an upload may begin now. Monotonic seconds inside, seconds since the epoch for people."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        self._until = float("-inf")
        self._why: Hold | None = None
        self._in_a_row = 0
        self._last_begin = float("-inf")
        learnt = journal.learnt(_LEARNT)
        self._slow = learnt is not None and abs(clock.now() - float(learnt)) < _REMEMBERED

    def seconds(self) -> float:
        """How long until the next upload may begin; 0 for now."""
        paced = self._last_begin + _SLOW_PACE if self._slow else float("-inf")
        return max(0.0, max(self._until, paced) - self._clock.monotonic())

    def why(self) -> Hold | None:
        """The reason, while there is something to wait for."""
        now, wait = self._clock.monotonic(), self.seconds()
        if wait <= 0:
            return None
        if self._why is not None and self._until > now:
            return self._why
        at = round(self._clock.now() + wait)
        return Hold("This account takes one upload a minute.", retry_at=float(at), apart=_SLOW_PACE)

    def turned_away(self, error: ApiError) -> None:
        """The service let nobody in."""
        self._in_a_row += 1
        if isinstance(error, RateLimited):
            self._learn()
        wait = self._wait(error)
        self._until = self._clock.monotonic() + wait
        said = f"{error.what} {error.advice}".strip()
        self._why = Hold(said, error.detail, self._clock.now() + wait, _SLOW_PACE if self._slow else None)

    def begun(self) -> None:
        """An upload begins now."""
        self._last_begin = self._clock.monotonic()

    def welcome(self) -> None:
        """The service took one."""
        self._in_a_row = 0

    def lift(self) -> None:
        """A person asked for another try at once."""
        self._until = self._last_begin = float("-inf")

    def _wait(self, error: ApiError) -> float:
        if isinstance(error, RateLimited) and error.retry_after is not None:
            return min(error.retry_after, _LONGEST_OBEYED)
        first = next(wait for kind, wait in _FIRST_WAIT.items() if isinstance(error, kind))
        return min(_LONGEST_WAIT, first * 2.0 ** min(self._in_a_row - 1, 10))

    def _learn(self) -> None:
        self._slow = True
        with suppress(JournalTrouble):  # then the next start learns it anew
            self._journal.learn(_LEARNT, str(self._clock.now()))
