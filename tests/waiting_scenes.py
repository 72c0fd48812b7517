"""The scenes of waiting and failing: why a list is empty, what went wrong, and what was written down of it."""

from __future__ import annotations

from textual import events

from tests.stage import MOMENT, Stage
from tui.api.values import Weather
from tui.logbook import log_file
from tui.mishaps import Mishap

_LOG = """\
2025-11-15 16:02:11,408 WARNING tui.api.models: an item of list_videos made no sense and is left out: video_no
2025-11-15 16:11:52,020 WARNING tui.library.schema: the index was damaged; it is set aside and begun anew
2025-11-15 16:19:07,911 ERROR tui.services: the engine broke
Traceback (most recent call last):
  File "tui/services.py", line 236, in _run
    asyncio.run(self._main())
ValueError: a page that is not one
"""


async def hidden(stage: Stage) -> None:
    """A filter that hides everything: which condition to drop."""
    await stage.is_synced()
    await stage.program.press("slash")
    stage.program.app.post_message(events.Paste("tag:iceland status:ready camera:nosuchcamera"))
    await stage.program.is_calm()
    await stage.program.press("enter")
    await stage.program.is_answered()
    await stage.program.sees("x drops it")


async def another_key(stage: Stage) -> None:
    """A key that is refused, and another one that is refused, too."""
    await stage.program.sees("g k enters another")
    await stage.program.press("g", "k")
    await stage.program.sees("Another API key")
    await stage.program.type("sk-mavi-mistyped")
    await stage.program.press("enter")
    await stage.program.says("The service said: Authorization invalid")


async def offline(stage: Stage) -> None:
    """Started where there is no network."""
    await stage.program.says("Nothing of this library was kept on this machine yet")
    await stage.program.sees("next try in 10 s")


async def errors(stage: Stage) -> None:
    """What went wrong in an hour of bad weather."""
    await stage.is_synced()
    mishaps, clock = stage.program.services.mishaps, stage.clock
    clock.moment = MOMENT - 3_000
    mishaps.note(Mishap("copy", "Nothing could be copied.", "This terminal has no clipboard."))
    clock.moment = MOMENT - 1_400
    mishaps.note(
        Mishap(
            "upload",
            "GX010482.MP4 was not taken.",
            "The account has no credits left.",
            "r tries it again; w shows its story.",
            "You don't have enough points [0402]",
            "POST /serve/api/v1/upload",
        )
    )
    for second in range(3):
        clock.moment = MOMENT - 600 + 60 * second
        mishaps.hear(
            Weather(
                "The service is limiting us.",
                "Request has exceeded the limit. [0429]",
                advice="It goes on by itself.",
                season="limited",
                call="POST /serve/api/v1/list_videos",
            )
        )
    clock.moment = MOMENT
    await stage.program.press("exclamation_mark")
    await stage.program.sees("What is wrong, and what was")


async def log(stage: Stage) -> None:
    await stage.is_synced()
    file = log_file(stage.program.services.folders)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_LOG, encoding="utf-8")
    await stage.program.press("g", "o")
    await stage.program.sees("a page that is not one")
