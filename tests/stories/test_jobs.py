"""Uploads from the library's side: there and back, and every list goes to its first line by the same two keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.conditions import PATIENCE, until
from tests.standin import StandIn
from tests.stories.program import Program, running
from tui.screens.library import LibraryScreen
from tui.screens.upload import UploadModal
from tui.screens.uploads import UploadsScreen
from tui.widgets.line_list import LineList


def focused_list(program: Program) -> LineList:
    focused = program.app.focused
    assert isinstance(focused, LineList)
    return focused


async def leaves(program: Program, *keys: str) -> None:
    """After these keys there is no screen left to come to rest."""
    for key in keys:
        program.send(key)
    await until(lambda: not program.app.is_running, "the program has left")


def twice_is_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a busy machine takes between two keys."""
    monkeypatch.setattr("tui.parting._TWICE", PATIENCE)


async def sends_slowly(program: Program, clip: Path) -> None:
    """One upload is under way, and will be for long."""
    await program.is_synced()
    await program.press("w", "b")
    await program.type("1k")
    await program.press("enter", "escape", "u")
    await program.type(clip.name)
    await program.press("enter")
    await program.sees("1 file,")
    await program.press("ctrl+g", "escape")
    await program.sees("1 sending")


async def test_the_first_line_is_two_keys_away_in_every_list(
    demo: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "videos"
    folder.mkdir()
    for n in range(30):
        (folder / f"clip{n:02}.mp4").touch()
    monkeypatch.chdir(folder)
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("2", "G", "g", "g")
        assert focused_list(program).cursor == 0
        await program.press("1", "u", "tab")
        await program.sees("clip00.mp4")
        await program.press("G")
        assert focused_list(program).cursor == 30
        await program.press("g", "g")
        assert focused_list(program).cursor == 0
        await program.press("escape", "g", "j")
        assert isinstance(program.app.screen, UploadsScreen)
        await program.press("g", "l")
        assert isinstance(program.app.screen, LibraryScreen)


async def test_opening_a_video_from_above_a_draft_keeps_the_draft(
    demo: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make_clip(tmp_path / "harbour.mp4")
    monkeypatch.chdir(tmp_path)
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("u")
        await program.type(clip.name)
        await program.press("enter")
        await program.sees("1 file,")
        await program.press("ctrl+g")
        await program.sees("● ready")
        await program.press("escape", "u")
        await program.type("never-sent")
        await program.press("shift+tab", "w")
        await program.sees("1 upload ")
        await program.press("o")
        await program.happens(lambda: isinstance(program.app.screen, LibraryScreen), "the library again")
        await program.is_settled()
        assert program.video.name == "harbour"
        await program.press("u")
        assert isinstance(program.app.screen, UploadModal)
        await program.sees("never-sent")


@pytest.mark.row("U5")
async def test_leaving_asks_only_while_something_is_under_way(
    empty: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = padded(make_clip(tmp_path / "harbour.mp4"), 200 << 20)
    monkeypatch.chdir(tmp_path)
    twice_is_twice(monkeypatch)
    async with running(empty, tmp_path) as program:
        await sends_slowly(program, clip)
        await program.press("q")
        await program.sees("Uploads are under way", "harbour.mp4", "Finish in the background")
        await program.press("escape")
        await program.sees_no("Uploads are under way")
        await program.hammer("ctrl+c", "ctrl+c")
        await program.sees("Uploads are under way")
        await program.press("escape", "w", "x")
        await program.sees("1 cancelled")
        await program.press("escape")
        await leaves(program, "q")


async def test_whoever_insists_leaves_at_once(empty: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = padded(make_clip(tmp_path / "harbour.mp4"), 200 << 20)
    monkeypatch.chdir(tmp_path)
    twice_is_twice(monkeypatch)
    async with running(empty, tmp_path) as program:
        await sends_slowly(program, clip)
        await program.hammer("ctrl+c", "ctrl+c")
        await program.sees("Uploads are under way")
        await leaves(program, "ctrl+c", "ctrl+c")
