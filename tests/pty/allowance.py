"""Time that a program is given to do something: how long it takes is its own fault only while it has a processor."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
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
        self._seconds = self._left = seconds
        self._looked = time.monotonic()
        self._end = self._looked + max(seconds, PATIENCE)
        self._turns = dict(_turns(pid))

    def is_spent(self) -> bool:
        """To be asked often: what has passed since the last time counts, but for what it was kept waiting."""
        now, turns, before = time.monotonic(), dict(_turns(self._pid)), self._turns
        kept = max((turn.waited - before.get(thread, _NONE).waited for thread, turn in turns.items()), default=0.0)
        # What is told of a wait is told when it is over, and given back then.
        self._left = min(self._seconds, self._left - min(now - self._looked, _AT_A_TIME) + kept)
        self._looked, self._turns = now, turns
        if self._left < 0 and any(turn == before.get(thread) and _wants_one(thread) for thread, turn in turns.items()):
            self._left = 0.0
        return self._left < 0 or now > self._end


@dataclass(frozen=True, slots=True)
class _Turn:
    """For how many seconds a thread has had a processor so far, and waited for one."""

    ran: float
    waited: float


_NONE: Final = _Turn(0.0, 0.0)


def _turns(pid: int) -> Iterator[tuple[Path, _Turn]]:
    """Of each thread; nothing where the system does not tell."""
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            ran, waited, _ = (task / "schedstat").read_text(encoding="ascii").split()
            yield task, _Turn(int(ran) / 1e9, int(waited) / 1e9)
            for child in (task / "children").read_text(encoding="ascii").split():
                yield from _turns(int(child))
    except (OSError, ValueError):
        return  # it has ended meanwhile


def _wants_one(thread: Path) -> bool:
    """Whether it has a processor or waits for one."""
    try:
        return (thread / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[0] == "R"
    except (OSError, IndexError):
        return False
