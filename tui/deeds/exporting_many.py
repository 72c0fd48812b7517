"""An export as a deed: read slice by slice, told as it goes on, and of what is missing the first are named."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from tui.api.values import Video
from tui.deeds.deed import Fate, Item, Target
from tui.deeds.exporting import Stopped, export
from tui.deeds.saving import why
from tui.deeds.work import Work

_LISTED: Final = 1_000
"""Missing videos that are named one by one."""
_SLICE: Final = 500

Read = Callable[[Iterable[str]], Iterable[Mapping[str, Video]]]
"""What is known of videos, slice by slice; blocks."""


class Exporting:
    """Belongs to the engine's loop; reads and writes in a thread."""

    def __init__(self, read: Read) -> None:
        self._read = read

    async def run(self, work: Work, numbers: Sequence[str], path: Path, *, over: bool) -> None:
        """Never raises OSError: what became of it is in the work."""
        loop = asyncio.get_running_loop()

        def written(count: int) -> bool:
            loop.call_soon_threadsafe(partial(work.become, written=count))
            return not work.stopped

        missing: list[str] = []
        try:
            await asyncio.to_thread(export, path, self._parts(numbers, missing), over=over, on_part=written)
        except Stopped:
            work.become(problem="Stopped: no file was written.", written=0)
        except FileExistsError:
            work.become(problem="A file of that name came there meanwhile: it was left as it is.", written=0)
        except OSError as trouble:
            work.become(problem=f"It could not be written: {why(trouble)}.", written=0)
        work.append(tuple(Item(Target(number), Fate.FAILED, "it is not in the library any more") for number in missing))

    def _parts(self, numbers: Sequence[str], missing: list[str]) -> Iterable[list[Video]]:
        """What is known of the videos, slice by slice and in their order; the first of the others are listed."""
        for start in range(0, len(numbers), _SLICE):
            part = numbers[start : start + _SLICE]
            found: dict[str, Video] = {}
            for some in self._read(part):
                found |= some
            missing += [number for number in part if number not in found][: _LISTED - len(missing)]
            yield [found[number] for number in part if number in found]
