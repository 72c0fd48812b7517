"""The same motions in everything that scrolls, on every screen there is, pressed as a person would."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import chdir
from pathlib import Path

from textual.widget import Widget

from tests.standin import StandIn
from tests.stories.program import Program, running
from tui.app import MemoriesApp
from tui.screens.findings import Findings
from tui.widgets.commands import active_commands
from tui.widgets.motions import MOTIONS

_IDS = {binding.id for binding in MOTIONS if not isinstance(binding, tuple)}
_THERE: dict[str, Iterable[str]] = {
    "the list": ("1",),
    "the filters": ("2",),
    "the details": ("3",),
    "the details as JSON": ("3", "L"),
    "the log": ("g", "o"),
    "all that can be copied": ("1", "Y"),
    "the doctor": ("g", "h"),
    "the files to upload": ("u", "tab"),
}


def _place(widget: Widget) -> int:
    """The line that the cursor is on, or the first to be seen."""
    cursor = getattr(widget, "cursor", None)
    return cursor if isinstance(cursor, int) else widget.scroll_offset.y


async def _walk(program: Program, where: str) -> None:
    """Down and up again by every key, in whatever has the focus."""
    pane = program.app.focused
    assert pane is not None, where
    assert {command.id for command in active_commands(program.app.screen)} >= _IDS, where
    await program.press("G")
    end = _place(pane)
    assert end > 0, where
    for key in ("k", "up", "ctrl+u", "pageup"):
        before = _place(pane)
        await program.press(key)
        assert _place(pane) < before or before == 0, (where, key)
    for key in ("home", "j", "down", "ctrl+d", "pagedown"):
        before = _place(pane)
        await program.press(key)
        assert _place(pane) > before or before >= end or key == "home", (where, key)
    await program.press("end")
    assert _place(pane) == end, where
    await program.press("g", "g")
    assert _place(pane) == 0, where
    await program.press("9")
    await program.press("9", "G")
    assert _place(pane) == min(end, 98), where


async def test_in_every_pane_and_on_every_screen(demo: StandIn, tmp_path: Path) -> None:
    for n in range(40):
        (tmp_path / f"clip {n}.mp4").touch()
    with chdir(tmp_path):
        await _everywhere(demo, tmp_path)


async def _everywhere(demo: StandIn, home: Path) -> None:
    async with running(demo, home / "home", size=(100, 20)) as program:
        await program.is_synced()
        program.services.folders.log.mkdir(parents=True, exist_ok=True)
        (program.services.folders.log / "memories-tui.log").write_text(
            "".join(f"2025-01-01 00:00:{n:02} WARNING tui: line {n}\n" for n in range(60))
        )
        await program.hammer("2", "1", "j")
        await program.is_settled()
        for where, keys in _THERE.items():
            await program.press(*keys)
            await program.happens(lambda: _is_filled(program.app), f"{where} filled")
            await _walk(program, where)
            while len(program.app.screen_stack) > 1:
                await program.press("escape")


def _is_filled(app: MemoriesApp) -> bool:
    """Whether what has the focus scrolls, and grows no more by itself."""
    widget = app.focused
    scrolls = widget is not None and widget.virtual_size.height > widget.size.height
    return scrolls and (not isinstance(app.screen, Findings) or app.screen.idle)
