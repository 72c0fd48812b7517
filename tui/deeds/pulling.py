"""One request's worth of an original: what is offered is looked at before it is fetched, and every byte is counted."""

from __future__ import annotations

import asyncio
import errno
from typing import TYPE_CHECKING, Final

from tui.api.clock import Clock
from tui.api.errors import Interrupted
from tui.api.values import Place, Video
from tui.deeds.deed import Fate
from tui.deeds.order import Order
from tui.deeds.record import Record
from tui.deeds.saving import Part
from tui.deeds.work import Work
from tui.frozen import dataclass

if TYPE_CHECKING:
    from tui.api.originals import Offer, Originals

_BUFFER: Final = 1024 * 1024
_LARGEST: Final = 8 * 1024**3
"""Bytes of a file of which nobody says how long it is."""


class WrongSize(Exception):
    """What came, or is offered, is not as long as it should be."""


@dataclass(slots=True)
class Pull:
    """One request's worth of a file."""

    originals: Originals
    clock: Clock
    record: Record
    work: Work
    n: int
    video: Video
    part: Part
    order: Order
    place: Place
    here: int = 0
    """Bytes that are on the disk."""
    validator: str = ""

    async def run(self, since: int, validator: str) -> None:
        """Fetches from byte `since` on. Raises ApiError, WrongSize, OSError; `here` and `validator` stay true."""
        self.here, self.validator = since, validator
        self.work.set(self.n, Fate.WORKING, self.part.name, got=since)
        async with self.originals.open(self.place, since=since, validator=validator) as offer:
            wanted = self._wanted(offer)
            if offer.start != since:
                self.here = 0
            await asyncio.to_thread(self.part.truncate, self.here)
            if offer.validator != self.validator or not since:
                self.validator = offer.validator
                await asyncio.to_thread(self._keep, offer.validator)
            await self._take(offer, wanted)
        if wanted is not None and self.here != wanted:
            raise Interrupted(f"The file ended after {self.here:,} of {wanted:,} bytes.")

    def _keep(self, validator: str) -> None:
        folder, part = self.order.folder.path, self.part
        self.record.keep_part(folder, part.name, self.video.video_no, part.inode, validator)

    def _wanted(self, offer: Offer) -> int | None:
        """How many bytes it has to have. Raises WrongSize before any of them is fetched."""
        size = None if self.order.any_size else self.video.size
        if size is not None and offer.total is not None and offer.total != size:
            raise WrongSize(f"not taken: {offer.total:,} bytes are offered, and the library says {size:,}")
        wanted = offer.total if offer.total is not None else size
        free = self.order.folder.free()
        if wanted is not None and wanted - offer.start > free:
            raise OSError(errno.ENOSPC, "no room")
        return wanted

    async def _take(self, offer: Offer, wanted: int | None) -> None:
        most = wanted if wanted is not None else _LARGEST
        buffer = bytearray()
        try:
            async for chunk in offer.chunks:
                buffer += chunk
                if self.here + len(buffer) > most:
                    raise WrongSize(f"not taken: more comes than the {most:,} bytes that it should have")
                if len(buffer) >= _BUFFER:
                    await self._flush(buffer)
        finally:
            await self._flush(buffer)

    async def _flush(self, buffer: bytearray) -> None:
        if buffer:
            data = bytes(buffer)
            buffer.clear()
            await asyncio.to_thread(self.part.write, data)
            self.here += len(data)
            self.work.got(self.n, self.here, self.clock.monotonic())
