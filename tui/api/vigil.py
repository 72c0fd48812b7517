"""Whether this machine slept: its lines are dead then, and neither end of them says so."""

from __future__ import annotations

import time
from typing import Final

LONG: Final = 30.0
"""Seconds of sleep after which nobody at the other end waits any more."""

# Linux has one that counts sleep beside the one that does not; macOS's, of this name, counts it and Python's does not.
_WITH_SLEEP: Final[int | None] = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))


class Vigil:
    """Begins with its making."""

    def __init__(self) -> None:
        self._asleep = _asleep()

    def slept(self) -> float:
        """Seconds that this machine slept since it was asked last."""
        before, self._asleep = self._asleep, _asleep()
        return self._asleep - before


def _asleep() -> float:
    """Seconds that it slept since some moment; only differences mean anything."""
    return 0.0 if _WITH_SLEEP is None else time.clock_gettime(_WITH_SLEEP) - time.monotonic()
