"""`!` tells what is wrong and what was; the log behind it can be read, narrowed and searched."""

from __future__ import annotations

from pathlib import Path

from tests.standin import StandIn
from tests.stories.program import Program, running
from tui.logbook import log_file
from tui.screens.library import LibraryScreen
from tui.screens.log import LogScreen
from tui.screens.mishaps import MishapScreen


def rows(program: Program) -> list[str]:
    """What is listed on the screen that is open."""
    assert isinstance(program.app.screen, MishapScreen)
    return [mishap.what for mishap in program.services.mishaps.all]


async def test_nothing_went_wrong(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("!")
        await program.says("Nothing is wrong: the service answers.")
        assert isinstance(program.app.screen, LibraryScreen)


async def test_what_went_wrong_stays_to_be_read_when_all_is_well(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        for fault, words in (("500", "has trouble (500)"), ("0402", "no credits left")):
            demo.faults.next(fault, None)  # type: ignore[arg-type] # these are faults
            await program.press("r")
            await program.sees(words)
            demo.faults.clear()
            await program.press("r")
            await program.happens(lambda: program.app.sync.weather.fair, "fair weather")
        await program.press("!")
        await program.says("Nothing is wrong: the service answers.", "The account has no credits left.")
        assert rows(program)[0] == "The account has no credits left.", "the newest first"
        await program.says(
            "The service pauses until the account is recharged in its console.",
            "You don't have enough points [0402]",
            "POST /serve/api/v1/list_videos",
        )
        await program.press("j")
        await program.says("Internal Server Error [HTTP 500]")
        await program.press("y")
        await program.says("Internal Server Error [HTTP 500]")
        assert "POST /serve/api/v1/list_videos" in program.app.clipboard
        assert demo.key not in program.app.clipboard
        await program.press("enter")
        await program.sees("r try again")
        asked = demo.faults.count("list_videos")
        await program.press("r")
        await program.happens(lambda: demo.faults.count("list_videos") > asked, "another try")
        await program.press("escape")
        assert isinstance(program.app.screen, LibraryScreen)


async def test_the_same_trouble_is_counted(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        demo.faults.next("0402", None)
        await program.press("r")
        await program.sees("no credits left")
        await program.press("!")
        await program.happens(lambda: program.services.mishaps.all[0].count >= 2, "the same once more")
        assert len(rows(program)) == 1
        await program.sees("×", "Now: The account has no credits left.", "times since")


async def test_the_log_is_read_narrowed_and_searched(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("g", "o")
        await program.says("Nothing was written down yet.")
        file = log_file(program.services.folders)
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"2026-05-01 10:00:{n % 60:02},000 WARNING tui.api: the line {n} dropped" for n in range(9_000)]
        lines += ["2026-05-01 11:00:00,000 ERROR tui.engine: it broke\x1b[31m", "Traceback:", "  ValueError: zebra"]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        await program.sees("ValueError: zebra", "it broke\ufffd[31m", "before that are left out")
        with file.open("a", encoding="utf-8") as log:
            log.write("2026-05-01 11:00:01,000 WARNING tui.api: and then this\n")
        await program.sees("and then this")
        await program.press("f", "f")
        await program.sees("errors only: 1 entry")
        await program.sees_no("and then this")
        await program.press("f", "g", "g")
        await program.sees_no("zebra")
        await program.press("/")
        await program.type("zebra")
        await program.press("enter")
        await program.sees("ValueError: zebra")
        await program.press("n", "/")
        await program.press("ctrl+u")
        await program.type("unheard of")
        await program.press("enter")
        await program.says("“unheard of” is not in it.")
        await program.press("G", "y")
        assert "and then this" in program.app.clipboard
        await program.press("escape")
        assert not isinstance(program.app.screen, LogScreen)
