"""The scenes of columns, views and namespaces."""

from __future__ import annotations

from dataclasses import replace

from tests.stage import Stage


async def columns(stage: Stage) -> None:
    await stage.is_synced()
    await stage.program.press("C")
    await stage.program.press("j", "space", "K", "+", "+")


async def wide(stage: Stage) -> None:
    await stage.is_synced()
    await stage.program.press("C", "W", "enter")


async def wide_scrolled(stage: Stage) -> None:
    await wide(stage)
    await stage.program.press("L", "L")


async def views(stage: Stage) -> None:
    await stage.is_synced()
    library = stage.program.library
    memory = library.memory
    lines = (
        "[Big trips] tag:trip sort:-size",
        "[Failed lately] status:failed",
        "[Around Paris] near:48.85,2.35~50km sort:distance columns:distance,taken,camera:24",
    )
    memory.keep(replace(memory.library, views=lines))
    await stage.program.press("b", "j")


async def namespaces(stage: Stage) -> None:
    await stage.is_synced()
    await stage.program.press("g", "n")
    await stage.program.sees("The service lists")
    await stage.program.press("j")
