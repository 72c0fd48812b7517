"""One original onto the disk: gone on with where the host allows, whole and of the right size, or not at all."""

from __future__ import annotations

import asyncio
import errno
from dataclasses import field
from typing import TYPE_CHECKING, Final

from tui.api.clock import Clock
from tui.api.errors import ApiError, Interrupted, RateLimited, Refused, Unreachable
from tui.api.values import Place, Video
from tui.deeds import saving
from tui.deeds.deed import Clash, Fate
from tui.deeds.naming import file_name, free_name
from tui.deeds.record import Record
from tui.deeds.saving import Folder, Part, Taken
from tui.deeds.work import Work
from tui.frozen import dataclass

if TYPE_CHECKING:
    from tui.api.originals import Offer, Originals

_TRIES: Final = 5
"""Tries in a row that come no further than those before."""
_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 30.0
_BUFFER: Final = 1024 * 1024
_LARGEST: Final = 8 * 1024**3
"""Bytes of a file of which nobody says how long it is."""
_ELSEWHERE: Final = frozenset({"401", "403", "404", "410"})
"""Answers of a host after which the service itself is asked."""


class WrongSize(Exception):
    """What came, or is offered, is not as long as it should be."""


@dataclass(frozen=True, slots=True)
class Order:
    """Where files go, and what is done about those that are there."""

    folder: Folder
    clash: Clash
    may_replace: frozenset[str]
    """The names that somebody was asked about."""
    names: dict[str, str]
    """Names of what is on its way into this folder, each with its video."""
    made: set[str] = field(default_factory=set)
    """Names that this very order has given."""
    any_size: bool = False

    def is_taken(self, name: str, video_no: str) -> bool:
        return self.names.get(name, video_no) != video_no or self.folder.holds(name)

    def is_skipped(self, name: str) -> bool:
        """Whether somebody wants to keep what has the name, and that is none of ours."""
        ours = name in self.made or name in self.names
        return self.clash == "skip" and not ours and self.folder.holds(name)

    def is_replaced(self, name: str) -> bool:
        """Whether somebody said that what has the name may go."""
        return self.clash == "replace" and name in self.may_replace and name not in self.made


def usual_name(video: Video) -> str:
    """What the file of a video is called, if nothing else is."""
    return file_name(video.name or video.video_no, video.blob or "", video.video_url or "")


class Downloading:
    """Fetches one at a time for whoever asks; several may ask."""

    def __init__(self, originals: Originals, clock: Clock, record: Record) -> None:
        self._originals = originals
        self._clock = clock
        self._record = record

    async def aclose(self) -> None:
        await self._originals.aclose()

    async def run(self, work: Work, n: int, video: Video, order: Order) -> None:
        """Downloads item `n`. Never raises ApiError or OSError: what became of it is in the work."""
        try:
            name, part = await self._placed(video, order)
            if part is None:
                work.set(n, Fate.SKIPPED, f"{name} is there already")
                return
            try:
                await self._fill(work, n, video, part, order)
                name = await asyncio.to_thread(self._finish, video, part, order)
                work.set(n, Fate.DONE, name)
            finally:
                await asyncio.to_thread(self._leave, part, order)
        except ApiError as error:
            work.set(n, Fate.FAILED, f"{error.what} {error.detail}".strip())
        except WrongSize as wrong:
            work.set(n, Fate.FAILED, str(wrong), has_other_size=True)
        except OSError as trouble:
            work.set(n, Fate.FAILED, f"not saved: {saving.why(trouble)}")

    async def _placed(self, video: Video, order: Order) -> tuple[str, Part | None]:
        """As `_place`; somebody who stops it just then leaves nothing behind."""
        placing = asyncio.ensure_future(asyncio.to_thread(self._place, video, order))
        try:
            return await asyncio.shield(placing)
        except asyncio.CancelledError:
            _name, part = await placing
            if part is not None:
                await asyncio.to_thread(self._leave, part, order)
            raise

    def _leave(self, part: Part, order: Order) -> None:
        try:
            order.names.pop(part.name, None)
            if order.folder.drop_if_empty(part):
                self._record.forget_part(order.folder.path, part.name)
        finally:
            part.close()

    def _place(self, video: Video, order: Order) -> tuple[str, Part | None]:
        """The part to write to, and the name it is meant for; no part where there is nothing to do."""
        wanted = usual_name(video)
        if order.is_skipped(wanted):
            return wanted, None
        begun = self._record.part(order.folder.path, video.video_no)
        if begun is not None and not order.is_taken(begun[0], video.video_no):
            part = order.folder.resume(begun[0], begun[1])
            if part is not None:
                order.names[begun[0]] = video.video_no
                return begun[0], part
        return self._new_part(wanted, video, order)

    def _new_part(self, wanted: str, video: Video, order: Order) -> tuple[str, Part]:
        refused: set[str] = set()

        def is_no_choice(name: str) -> bool:
            return name in refused or order.is_taken(name, video.video_no)

        while True:
            may_have_it = order.is_replaced(wanted) and wanted not in order.names and wanted not in refused
            name = wanted if may_have_it else free_name(wanted, is_no_choice)
            try:
                part = order.folder.begin(name)
            except Taken:  # somebody's own file is called like our part
                refused.add(name)
                continue
            order.names[name] = video.video_no
            return name, part

    def _finish(self, video: Video, part: Part, order: Order) -> str:
        """Gives the file its name, another where that was taken meanwhile."""
        try:
            order.folder.finish(part, replace=order.is_replaced(part.name))
            name = part.name
        except Taken:
            name = free_name(part.name, lambda name: order.is_taken(name, video.video_no))
            order.folder.finish(part, as_name=name)
        order.made.add(name)
        self._record.forget_part(order.folder.path, part.name)
        return name

    async def _fill(self, work: Work, n: int, video: Video, part: Part, order: Order) -> None:
        """Until all of it is there. Raises ApiError, WrongSize, OSError."""
        place = Place(video.video_no, video.video_url or "", video.bucket or "", video.blob or "")
        begun = await asyncio.to_thread(self._record.part, order.folder.path, video.video_no)
        validator = begun[2] if begun is not None and begun[:2] == (part.name, part.inode) else ""
        here, tries = part.size if validator else 0, 0
        farthest = here
        while True:
            pull = _Pull(self._originals, self._clock, self._record, work, n, video, part, order, place)
            try:
                await pull.run(here, validator)
                return
            except (Interrupted, Unreachable, RateLimited) as error:
                here, validator = pull.here, pull.validator
                tries = 1 if here > farthest else tries + 1
                farthest = max(farthest, here)
                if tries >= _TRIES:
                    raise
                await self._clock.sleep(_pause(error, tries))
            except Refused as error:
                if not (place.url and place.bucket and place.blob) or error.code not in _ELSEWHERE:
                    raise
                place, here, validator = Place(video.video_no, "", place.bucket, place.blob), 0, ""


@dataclass(slots=True)
class _Pull:
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


def _pause(error: ApiError, tries: int) -> float:
    if isinstance(error, RateLimited) and error.retry_after:
        return min(error.retry_after, 120.0)
    return min(_LONGEST_PAUSE, _PAUSE * 2.0 ** (tries - 1))
