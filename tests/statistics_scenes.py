"""The scenes of the statistics."""

from __future__ import annotations

from tests.stage import Stage


async def statistics(stage: Stage) -> None:
    await stage.is_synced()
    await stage.program.press("g", "s")
    await stage.program.sees("Length ──")
