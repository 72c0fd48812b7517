"""The doctor within the program: the same report, while everything goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.standin import StandIn
from tests.stories.program import running


@pytest.fixture(autouse=True)
def in_a_plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the tests run in."""
    for name in ("TMUX", "STY", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


async def test_the_doctor_from_the_palette(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(140, 40)) as program:
        await program.is_synced()
        await program.press(":")
        await program.type("doctor")
        await program.press("enter")
        await program.sees("xterm-256color", "383 videos", "● ok", "y copies it")
        await program.press("y")
        await program.happens(lambda: "Service: " in program.app.clipboard, "the report copied")
        assert demo.key not in program.text + program.app.clipboard
        await program.press("escape")
        await program.sees("383 in the library")


async def test_the_doctor_while_the_service_hangs_holds_nobody_up(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(80, 24)) as program:
        await program.is_synced()
        demo.faults.next("hang", 1)
        await program.press("g", "h")
        await program.happens(lambda: demo.faults.hanging, "the question held")
        await program.sees("looking …", "Letters")
        await program.press("G")
        await program.sees("Journal")
        await program.press("escape")
        await program.sees("383 in the library")


async def test_a_narrow_report_puts_the_words_beneath(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(40, 24)) as program:
        await program.is_synced()
        await program.press("g", "h")
        await program.sees("  memories-tui")
        assert max(len(line.rstrip()) for line in program.lines()) <= 40
