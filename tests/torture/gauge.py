"""What a program that runs for long may not have ever more of, read while it is at rest."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from tests.stories.program import Program

_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_WITHOUT_A_SWITCH: Final = 1.0
"""Seconds for which a thread keeps its turn while it has something to do."""
_FEW: Final = 4
"""Readings that are compared at either end, at the least."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Sizes in bytes."""

    seconds: float
    """Since it began, by the program's own clock."""
    changes: int
    memory: int
    """Resident, without what the tracing of memory holds itself; 0 where the system does not tell."""
    allocated: int
    """Of `memory` what the C library has given out, not what it keeps for later; nothing where it does not tell."""
    blocks: int
    """Pieces of up to 512 bytes that Python has given out."""
    traced: int
    """Python's own since tracing began; 0 without tracing."""
    objects: int
    files: int
    """Open descriptors."""
    tasks: int
    """In the interface's loop."""
    engine_tasks: int
    threads: int
    widgets: int
    """Everything that Textual still knows of: screens, widgets, timers' owners."""
    index: int
    """With its write-ahead log."""
    journal: int
    journal_log: int
    """The write-ahead log of the journal."""
    log: int


NAMES: Final = tuple(field.name for field in fields(Reading))


async def read(program: Program, *, seconds: float, changes: int) -> Reading:
    """One reading. What only waits to be collected is collected before."""
    gc.collect()
    folders = program.services.folders
    engine = program.services.ask(_tasks())
    await asyncio.wrap_future(engine)
    return Reading(
        seconds=seconds,
        changes=changes,
        memory=_resident() - tracemalloc.get_tracemalloc_memory(),
        allocated=_allocated(),
        blocks=sys.getallocatedblocks(),
        traced=tracemalloc.get_traced_memory()[0],
        objects=_objects(),
        files=len(list(Path("/proc/self/fd").iterdir())),
        tasks=len(asyncio.all_tasks()),
        engine_tasks=engine.result(),
        threads=threading.active_count(),
        widgets=len(program.app._registry),
        index=_size(folders.data, "index-*"),
        journal=_size(folders.state, "uploads-*.db"),
        journal_log=_size(folders.state, "uploads-*.db-wal"),
        log=_size(folders.log, "*.log*"),
    )


async def _tasks() -> int:
    return len(asyncio.all_tasks())


def _objects() -> int:
    """How many Python keeps track of. Another thread may be making a tuple meanwhile, which nobody may hold yet."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(_WITHOUT_A_SWITCH)
    try:
        time.sleep(2 * interval)  # who waits for a turn has asked for it by now, and gets it
        return len(gc.get_objects())
    finally:
        sys.setswitchinterval(interval)


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE


class _Mallinfo(ctypes.Structure):
    """What the C library tells of its memory."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
        )
    )  # fmt: skip


def _allocated() -> int:
    try:
        ask = ctypes.CDLL(None).mallinfo2
    except AttributeError:  # not glibc, or one from before 2021
        return 0
    ask.restype = _Mallinfo
    told = ask()
    return int(told.uordblks + told.hblkhd) - tracemalloc.get_tracemalloc_memory()


def _size(folder: Path, pattern: str) -> int:
    return sum(file.stat().st_size for file in folder.glob(pattern))


def grown(readings: Sequence[Reading], limits: Mapping[str, int]) -> dict[str, int]:
    """What has grown beyond its limit, and by how much."""
    each = {name: growth(readings, lambda reading, name=name: getattr(reading, name)) for name in limits}  # type: ignore[misc] # bound now
    return {name: much for name, much in each.items() if much > limits[name]}


def growth(readings: Sequence[Reading], of: Callable[[Reading], int]) -> int:
    """By how much the least of the last quarter lies above the least of the first one.

    What comes and goes (the screen that was closed last, an upload) is there in some readings; what leaks in all.
    """
    part = max(_FEW, len(readings) // 4)
    assert len(readings) >= 2 * part, f"{len(readings)} readings tell nothing of growth"
    return min(map(of, readings[-part:])) - min(map(of, readings[:part]))
