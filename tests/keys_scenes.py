"""Scenes of keys: a command with its argument, one that is wrong, the help of a pane, and a count."""

from __future__ import annotations

from tests.stage import Stage


async def palette_argument(stage: Stage) -> None:
    """What could stand there is offered."""
    await stage.is_synced()
    await stage.program.press("colon")
    await stage.program.type("filter tag:sn")
    await stage.program.sees("snow")


async def palette_wrong(stage: Stage) -> None:
    """What can't be taken says what is expected."""
    await stage.is_synced()
    await stage.program.press("colon")
    await stage.program.type("sort szie")
    await stage.program.press("enter")
    await stage.program.sees("Did you mean")


async def help_filters(stage: Stage) -> None:
    """Of the pane that has the focus."""
    await stage.is_synced()
    await stage.program.press("2", "question_mark")
    await stage.program.sees("This pane: Filters")
