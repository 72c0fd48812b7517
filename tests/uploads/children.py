"""Starts uploaders that can be killed without killing the test."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

_HERE = Path(__file__).parents[2]


async def uploader(url: str, key: str, journal: Path, *paths: Path, speed: float = 1.0) -> subprocess.Popen[bytes]:
    """A process of its own that has journalled these files and runs the queue."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.uploads.uploader", url, key, str(journal), str(speed), *map(str, paths)],
        stdout=subprocess.PIPE,
        cwd=_HERE,
        env={**os.environ, "PYTHONPATH": str(_HERE)},
    )
    assert child.stdout is not None
    with child.stdout:
        assert await asyncio.to_thread(child.stdout.readline) == b"added\n"
    return child


async def kill(child: subprocess.Popen[bytes]) -> None:
    """Ends it as a power cut would: without a word of warning."""
    child.send_signal(signal.SIGKILL)
    await asyncio.to_thread(child.wait)
