"""Time that a program is given to do something: how long it takes is its own fault only while it has a processor."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.conditions import PATIENCE

_AT_A_TIME: Final = 0.1
"""Seconds that count at most between two looks: if we were kept waiting, so was everybody."""


class Allowance:
    """Begins with its making. What takes longer than anybody's patience takes too long on whatever machine."""

    def __init__(self, pid: int, seconds: float) -> None:
        """Of this process and all that it has started."""
        self._pid = pid
        self._left = seconds
        self._looked = time.monotonic()
        self._end = self._looked + max(seconds, PATIENCE)
        self._waits = dict(_waits(pid))

    def is_spent(self) -> bool:
        """To be asked often: what has passed since the last time counts, but for what it was kept waiting."""
        now, waits = time.monotonic(), dict(_waits(self._pid))
        kept = max((waited - self._waits.get(thread, 0.0) for thread, waited in waits.items()), default=0.0)
        self._left -= max(0.0, min(now - self._looked, _AT_A_TIME) - kept)
        self._looked, self._waits = now, waits
        return self._left < 0 or now > self._end


def _waits(pid: int) -> Iterator[tuple[Path, float]]:
    """For how many seconds each thread has waited for a processor so far; nothing where the system does not tell."""
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            yield task, int((task / "schedstat").read_text(encoding="ascii").split()[1]) / 1e9
            for child in (task / "children").read_text(encoding="ascii").split():
                yield from _waits(int(child))
    except (OSError, IndexError):
        return  # it has ended meanwhile
