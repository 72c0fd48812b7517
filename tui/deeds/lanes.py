"""The originals of all downloads, some at a time: each video once, and no two files of one name in a folder."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tui.api.values import Video
from tui.deeds.deed import Clash, Fate
from tui.deeds.downloading import Downloading
from tui.deeds.exporting_many import Read
from tui.deeds.order import Order
from tui.deeds.record import Record
from tui.deeds.saving import Folder, why
from tui.deeds.work import Work

AT_ONCE: Final = 2
"""Originals that are fetched at the same time."""


class Lanes:
    """Those of one engine, on its loop; deeds that run at the same time share them."""

    def __init__(self, downloading: Downloading, record: Record, read: Read) -> None:
        """`read`: what is known of videos; blocks."""
        self._downloading = downloading
        self._record = record
        self._read = read
        self._free = asyncio.Semaphore(AT_ONCE)
        self._names: dict[Path, dict[str, str]] = {}
        self._under_way: set[tuple[Path, str]] = set()

    async def run(self, work: Work, folder: Path, clash: Clash, may_replace: frozenset[str], *, any_size: bool) -> None:
        """Returns once nothing of it is to be done any more: what became of each is in the work, and on record."""
        try:
            place = await asyncio.to_thread(Folder, folder)
        except OSError as trouble:
            await work.leave_rest("not begun")
            work.become(problem=f"The folder can't be used: {why(trouble)}.")
            return
        order = Order(place, clash, may_replace, self._names.setdefault(folder, {}), any_size=any_size)
        try:
            todo = iter(range(len(work.items)))
            async with asyncio.TaskGroup() as group:
                for _lane in range(AT_ONCE):
                    group.create_task(self._lane(work, todo, order))
        finally:
            place.close()
        await work.leave_rest("stopped before it began")

    async def _lane(self, work: Work, todo: Iterable[int], order: Order) -> None:
        for n in todo:
            async with self._free:
                if work.stopped:
                    return
                await self._one(work, n, order)
            with contextlib.suppress(OSError):
                await asyncio.to_thread(self._record.note, work.id, work.unrecorded(), work.phase)

    async def _one(self, work: Work, n: int, order: Order) -> None:
        number = work.items[n].target.video_no
        key = (order.folder.path, number)
        try:
            video = await asyncio.to_thread(self._known, number)
        except OSError as trouble:
            work.set(n, Fate.FAILED, str(trouble))
            return
        if video is None:
            work.set(n, Fate.FAILED, "it is not in the library any more")
        elif key in self._under_way:
            work.set(n, Fate.SKIPPED, "it is being downloaded already")
        else:
            self._under_way.add(key)
            fetching = asyncio.create_task(self._downloading.run(work, n, video, order))
            work.under_way[n] = fetching
            try:
                await asyncio.wait({fetching})
                self._settled(work, n, fetching)
            finally:
                fetching.cancel()
                await asyncio.wait({fetching})
                self._under_way.discard(key)
                del work.under_way[n]

    def _settled(self, work: Work, n: int, fetching: asyncio.Task[None]) -> None:
        if fetching.cancelled():
            work.set(n, Fate.LEFT, "stopped; what is here is gone on with the next time")
        else:
            fetching.result()

    def _known(self, number: str) -> Video | None:
        return next((found.get(number) for found in self._read([number])), None)
