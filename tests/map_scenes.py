"""The scenes of the map and of places by their names."""

from __future__ import annotations

from textual import events

from tests.stage import Stage
from tui.screens.map import MapScreen


async def _open(stage: Stage) -> None:
    await stage.program.press("g", "m")
    await on_the_map(stage)


async def on_the_map(stage: Stage) -> None:
    """Waits until everything that the map asked for is on it."""
    await stage.program.happens(
        lambda: isinstance(stage.program.app.screen, MapScreen) and stage.program.app.screen.idle, "the map drawn"
    )


async def map_world(stage: Stage) -> None:
    await stage.is_synced()
    await _open(stage)


async def map_region(stage: Stage) -> None:
    """Where the query looks, with its circle."""
    await stage.is_synced()
    await stage.program.press("slash")
    stage.program.app.post_message(events.Paste("near:paris~250km"))
    await stage.program.is_calm()
    await stage.program.press("enter")
    await stage.program.is_answered()
    await _open(stage)


async def place_names(stage: Stage) -> None:
    """A name that several cities have."""
    await stage.is_synced()
    await stage.program.press("slash")
    stage.program.app.post_message(events.Paste("tag:trip near:springf"))
    await stage.program.sees("Springfield, MO")
    await stage.program.is_settled()
