"""One original onto the disk: gone on with where the host allows, whole and of the right size, or not at all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from tui.api.clock import Clock
from tui.api.errors import ApiError, Interrupted, RateLimited, Refused, Unreachable
from tui.api.values import Place, Video
from tui.deeds import saving
from tui.deeds.deed import Fate
from tui.deeds.naming import file_name, free_name
from tui.deeds.order import Order
from tui.deeds.pulling import Pull, WrongSize
from tui.deeds.record import Record
from tui.deeds.saving import Part, Taken
from tui.deeds.work import Work

if TYPE_CHECKING:
    from tui.api.originals import Originals

_TRIES: Final = 5
"""Tries in a row that come no further than those before."""
_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 30.0
_ELSEWHERE: Final = frozenset({"401", "403", "404", "410"})
"""Answers of a host after which the service itself is asked."""


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
            pull = Pull(self._originals, self._clock, self._record, work, n, video, part, order, place)
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


def _pause(error: ApiError, tries: int) -> float:
    if isinstance(error, RateLimited) and error.retry_after:
        return min(error.retry_after, 120.0)
    return min(_LONGEST_PAUSE, _PAUSE * 2.0 ** (tries - 1))
