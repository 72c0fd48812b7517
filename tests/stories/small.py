"""The program in a process of its own, so that what it needs of memory can be told: run by test_memory.

    python -m tests.stories.small URL KEY HOME FILE

Uploads FILE with the keys a person would press, and prints two numbers: kilobytes when idle, and at the most after.
"""

from __future__ import annotations

import asyncio
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.stories.program import running
from tui.uploads.job import State


@dataclass(frozen=True, slots=True)
class There:
    """The service that another process runs."""

    url: str
    key: str = field(repr=False)


def memory(name: str) -> int:
    """VmRSS or VmHWM of this process, in kilobytes."""
    found = re.search(rf"^{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1])


async def upload(service: There, home: Path, file: str) -> tuple[int, int]:
    async with running(service, home) as program:
        await program.is_synced()
        await program.press("u")
        await program.type(file)
        await program.press("enter")
        await program.sees("1 file,")
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        idle = memory("VmRSS")
        await program.press("ctrl+g")
        await program.sees("↑ sending")
        await program.press("escape")
        await program.happens(lambda: program.app.jobs[0].state is State.READY, "the upload ready", seconds=120)
        return idle, memory("VmHWM")


if __name__ == "__main__":
    url, key, home, file = sys.argv[1:]
    print(*asyncio.run(upload(There(url, key), Path(home), file)))  # noqa: T201 - what its parent reads
