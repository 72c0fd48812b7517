"""The scenes of marking and of acting on many videos: what is asked, what goes on, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.stage import MOMENT, Stage
from tests.stories.acting import ready
from tui.deeds.deed import Deed, Fate, Item, Phase, Target, loads


async def _asked(stage: Stage, query: str) -> None:
    await stage.program.press("slash")
    await stage.program.type(query)
    await stage.program.press("enter")
    await stage.program.is_settled()


async def _counted(stage: Stage) -> None:
    await stage.program.is_settled()
    await stage.program.happens(lambda: stage.program.library.marking.idle, "the marks counted")
    stage.program.app.clear_notifications()


async def marks(stage: Stage) -> None:
    """Some of the list, and some that a filter hides."""
    await stage.is_synced()
    await stage.program.press("A", "/")
    await stage.program.type("tag:trip")
    await stage.program.press("enter")
    await stage.program.is_settled()
    await stage.program.press("I")
    await _counted(stage)
    await stage.program.press("j", "space", "j", "v", "j", "j", "j")
    await _counted(stage)


async def delete(stage: Stage) -> None:
    await stage.is_synced()
    await stage.program.hammer(*"jjjjjjjj", *["space"] * 3)
    await _counted(stage)
    await stage.program.press("X")
    await stage.program.sees("for good?")


async def delete_many(stage: Stage) -> None:
    await stage.is_synced()
    await _asked(stage, "tag:beach")
    await stage.program.press("A")
    await _counted(stage)
    await stage.program.press("X")
    await stage.program.sees("for good?")
    await ready(stage.program)
    await stage.program.type(str(len(stage.program.library.marking.marks))[:1])


async def countdown(stage: Stage) -> None:
    await delete(stage)
    await ready(stage.program)
    await stage.program.press("y")
    await stage.program.sees("z undoes")


async def deeds(stage: Stage) -> None:
    """A download of every kind of video."""
    await stage.is_synced()
    stage.freeze()
    await stage.program.press("g", "a")
    items = tuple(_items(stage))
    folder = Path.home() / "Videos" / "Paris"
    deed = Deed("a", "download", MOMENT, Phase.RUNNING, items, len(items), folder, rate=5_200_000.0)
    stage.program.app.deeds = (replace(deed, loads=loads(items)),)
    await stage.program.press("j", "j")


def _items(stage: Stage) -> Iterator[Item]:
    fates = [
        (Fate.DONE, "Louvre at dusk.mp4", 1.0),
        (Fate.DONE, "Seine (2).mov", 1.0),
        (Fate.FAILED, "not taken: 171,301 bytes are offered, and the library says 96,400,000", 0.0),
        (Fate.WORKING, "Market, Saturday.mp4", 0.43),
        (Fate.WORKING, "GX010482.MP4", 0.08),
        (Fate.SKIPPED, "Tram 28.mp4 is there already", 0.0),
        (Fate.FAILED, "it is not in the library any more", 0.0),
        *[(Fate.WAITING, "", 0.0)] * 5,
    ]
    for video, (fate, note, share) in zip(stage.program.videos()[12:], fates, strict=False):
        size = video.size or 0
        yield Item(Target(video.video_no, video.name, size), fate, note, got=int(size * share))
