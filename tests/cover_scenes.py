"""The scenes of covers: in the details, and all of them on a sheet."""

from __future__ import annotations

from tests.stage import Stage
from tui.screens.contact_sheet import ContactSheet


async def cover(stage: Stage) -> None:
    """Beside the list, once the cursor rests."""
    await stage.is_synced()
    await stage.program.hammer(*"j" * 15)
    await stage.program.is_settled()
    await covered(stage)


async def covered(stage: Stage) -> None:
    """Waits until the cover is there, or the reason why there is none."""
    covering = stage.program.library.beside.following.covering
    await stage.program.happens(lambda: covering.idle, "the cover drawn")
    await stage.program.is_calm()


async def contact_sheet(stage: Stage) -> None:
    """Walked into, with two marked."""
    await stage.is_synced()
    await stage.program.press("g", "c")
    await laid_out(stage)
    await stage.program.press("j", "j", "j", "space", "space", "j")
    await laid_out(stage)
    stage.program.app.clear_notifications()


async def laid_out(stage: Stage) -> None:
    """Waits until every cover of the sheet that is to be seen is."""

    def is_there() -> bool:
        screen = stage.program.app.screen
        return isinstance(screen, ContactSheet) and screen.idle

    await stage.program.happens(is_there, "the covers on the sheet")
    await stage.program.is_calm()
