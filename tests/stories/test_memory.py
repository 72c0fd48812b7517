"""Memory does not grow with the size of what is uploaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.standin import standin

GIGABYTE = 1_000_000_000
MOST = 60 * 1024
"""Kilobytes above the idle program."""


@pytest.mark.slow
@pytest.mark.timeout(480)
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_gigabyte_needs_no_more_than_a_clip(tmp_path: Path) -> None:
    clip = padded(make_clip(tmp_path / "long day.mp4"), GIGABYTE)
    with standin() as service:
        told = subprocess.run(
            [sys.executable, "-m", "tests.stories.small", service.url, service.key, tmp_path / "home", clip],
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        idle, most = map(int, told.stdout.split())
        (stored, *_) = service.faults.to("/upload")
        assert int(stored.headers["content-length"]) > GIGABYTE
    assert most - idle < MOST, f"{(most - idle) / 1024:.0f} MB above {idle / 1024:.0f} MB"
