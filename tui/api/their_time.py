"""What the service's clock says, told by its answers: ours may be set while we run, and stand still while we sleep."""

from __future__ import annotations

from tui.api.answers import Answer, skew
from tui.api.clock import Clock


class TheirTime:
    """The Date header of the last answer that was truly the service's, and how far we have come since."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heard: tuple[float, float] | None = None
        self.skew: float | None = None
        """The service's clock minus ours in seconds; None until there was an answer."""

    def hear(self, answer: Answer) -> None:
        """Takes note of what it says, if anything."""
        now = self._clock.now()
        drift = skew(answer, now)
        if drift is not None:
            self.skew = drift
            self._heard = now + drift, self._clock.monotonic()

    def earliest(self) -> float | None:
        """What their clock says now or said a moment ago, in seconds since the epoch; None before the first answer.

        If ours was set meanwhile, the time since then tells, and the other way round: whichever is earlier. What
        happens from now on is never before it.
        """
        if self._heard is None or self.skew is None:
            return None
        theirs, at = self._heard
        return min(self._clock.now() + self.skew, theirs + self._clock.monotonic() - at)
