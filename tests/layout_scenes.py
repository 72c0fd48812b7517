"""The scenes of the panes: beside, below, alone, and on few lines."""

from __future__ import annotations

from tests.stage import Stage


async def below(stage: Stage) -> None:
    await stage.is_synced()
    await stage.program.press("P", "3", ">", "1")
    await stage.program.is_settled()


async def filters_aside(stage: Stage) -> None:
    await stage.is_synced()
    await stage.program.press("2")
    await stage.program.is_settled()


async def maximised(stage: Stage) -> None:
    await stage.is_synced()
    await stage.program.press("j", "j", "m")
    await stage.program.is_settled()


async def few_lines(stage: Stage) -> None:
    await stage.is_synced()
    await stage.program.press("j")
    await stage.program.is_settled()
