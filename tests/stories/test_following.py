"""The panes beside the list: with the cursor at once, and once it rests where it is on its way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.standin import StandIn
from tests.stories.program import Program, running
from tui.widgets.details import Details


def shown(program: Program) -> str | None:
    """The number of the video in the details."""
    known = program.library.query_one(Details).known
    return known.video.video_no if known is not None else None


async def test_whatever_needs_the_video_under_the_cursor_does_not_wait_until_it_rests(
    demo: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("j")
        first = program.video.video_no
        await program.happens(lambda: shown(program) == first, "the details of a first move")
        monkeypatch.setattr("tui.screens.following._ON_ITS_WAY", 3_600.0)
        monkeypatch.setattr(program.library.beside.following._resting, "_rest", 3_600.0)
        await program.press("j", "j")
        await program.happens(lambda: not program.library.beside.following.idle, "a cursor that is on its way")
        assert shown(program) == first
        await program.press("y", "y")
        assert program.app.clipboard == program.video.video_no != first
        assert shown(program) == program.video.video_no
        before = program.video.video_no
        await program.press("j")
        await program.happens(lambda: not program.library.beside.following.idle, "a cursor that is on its way")
        assert shown(program) == before
        await program.press("g", "d")
        await program.happens(lambda: shown(program) == program.video.video_no != before, "the details gone into")


async def test_a_cursor_that_came_to_rest_is_followed(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.hammer(*"jjjjjjjj")
        await program.is_settled()
        assert shown(program) == program.video.video_no
