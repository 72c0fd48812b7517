"""A disk of three megabytes, which fills up while the real program works on it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.clips import make_clip
from tests.pty.program import CTRL_C, CTRL_G, ENTER, IN_TIME, Home, leave, serving
from tests.pty.term import Term


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own with three megabytes, where we may have one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m,mode=0700", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.pty
@pytest.mark.slow
@pytest.mark.row("P6", "U14")
def test_a_disk_that_fills_up_is_said_and_costs_nothing(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4")
    with small_disk(tmp_path / "home") as folder, serving("--videos", "3", "--index-seconds", "0") as three:
        home = Home(folder)
        with home.start(three) as term:
            term.wait_text("3 in the library", "the library")
            fill(folder)
            term.send("u")
            term.wait_text("Start", "the upload modal")
            term.send(str(clip) + ENTER)
            term.wait_text("1 file", "the file chosen")
            term.send(CTRL_G)
            term.wait_text("disk is full", "why nothing is sent")
            term.send(CTRL_C + CTRL_C)
            assert term.wait_exit(IN_TIME) == 130
            assert term.left_on() == []
        with home.start(three) as term:
            assert "bug" not in told(term)
        (folder / "filler").unlink()
        with home.start(three) as term:
            term.wait_text("3 in the library", "all of it, now that there is room")
            leave(term)


def fill(folder: Path) -> None:
    with (folder / "filler").open("wb", buffering=0) as file, suppress(OSError):
        for size in (1 << 16, 1 << 10, 1):
            with suppress(OSError):
                while file.write(bytes(size)):
                    pass


def told(term: Term) -> str:
    """What it says on a full disk: in a sentence if it can't begin, else on its screen."""
    term.wait(lambda: not term.running or "3 in the library" in term.text() or "full" in term.text(), "some word")
    return term.text()
