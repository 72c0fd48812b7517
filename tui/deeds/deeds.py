"""All that is done to many videos at once: who is first, who is next, and what a person wants of it."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.api.clock import Clock
from tui.deeds.deed import AGAIN, Clash, Confirmed, Deed, Fate, Phase, Target
from tui.deeds.deleting import COUNTDOWN, Deleting
from tui.deeds.downloading import Downloading
from tui.deeds.exporting_many import Exporting, Read
from tui.deeds.items import Items
from tui.deeds.lanes import Lanes
from tui.deeds.record import Record
from tui.deeds.work import Work

if TYPE_CHECKING:
    from tui.api.client import Client
    from tui.api.originals import Originals


class Deeds:
    """On the engine's loop; `deeds` may be read from any thread."""

    def __init__(
        self,
        client: Client,
        originals: Originals,
        record: Record,
        *,
        clock: Clock,
        on_change: Callable[[], None],
        read: Read,
        forget: Callable[[Sequence[str]], object],
        read_only: bool = False,
    ) -> None:
        """`read`: what is known of videos, slice by slice; `forget`: takes what is gone out of the index; both block.

        Where it is `read_only` nothing is deleted, whoever asks.
        """
        self._clock = clock
        self._on_change = on_change
        self._read_only = read_only
        self._record = record
        self._deleting = Deleting(client, clock, record, forget)
        self._downloading = Downloading(originals, clock, record)
        self._lanes = Lanes(self._downloading, record, read)
        self._exporting = Exporting(read)
        self._countdowns: dict[str, asyncio.Event] = {}
        self._todo: asyncio.Queue[Coroutine[Any, Any, None]] = asyncio.Queue()
        self._works: dict[str, Work] = {deed.id: Work(deed, on_change) for deed in record.broken_off()}

    @property
    def deeds(self) -> tuple[Deed, ...]:
        """In the order in which they were wished."""
        return tuple(work.deed for work in list(self._works.values()))

    async def run(self) -> None:
        """Does what is wished until cancelled. What broke off before is looked at, and not gone on with."""
        for work in list(self._works.values()):
            self._todo.put_nowait(self._settle(work))
        try:
            async with asyncio.TaskGroup() as group:
                while True:
                    group.create_task(await self._todo.get())
        finally:
            while not self._todo.empty():
                self._todo.get_nowait().close()

    async def aclose(self) -> None:
        await self._downloading.aclose()

    # Wishes

    def delete(self, confirmed: Confirmed) -> str:
        """Begins the countdown. Raises PermissionError where nothing may be changed."""
        if self._read_only:
            raise PermissionError("This session is read-only: nothing is deleted.")
        starts_at = self._clock.now() + COUNTDOWN
        work = self._new("delete", Items.waiting(confirmed.targets), Phase.COUNTDOWN, starts_at=starts_at)
        self._countdowns[work.id] = asyncio.Event()
        self._todo.put_nowait(self._delete(work, confirmed))
        return work.id

    def download(
        self,
        targets: Sequence[Target],
        folder: Path,
        clash: Clash,
        may_replace: Collection[str] = (),
        *,
        any_size: bool = False,
    ) -> str:
        work = self._new("download", Items.waiting(targets), Phase.RUNNING, where=folder)
        self._todo.put_nowait(self._download(work, folder, clash, frozenset(may_replace), any_size=any_size))
        return work.id

    def export(self, numbers: Sequence[str], path: Path, *, over: bool = False) -> str:
        work = self._new("export", Items.waiting(()), Phase.RUNNING, where=path, total=len(numbers))
        self._todo.put_nowait(self._export(work, numbers, path, over=over))
        return work.id

    def undo(self, deed_id: str) -> bool:
        """Before anything was sent; says whether it was in time."""
        countdown = self._countdowns.get(deed_id)
        if countdown is None or self._works[deed_id].phase is not Phase.COUNTDOWN:
            return False
        self._works[deed_id].become(phase=Phase.UNDONE, ended_at=self._clock.now())
        countdown.set()
        return True

    def stop(self, deed_id: str) -> None:
        work = self._works.get(deed_id)
        if work is not None and not self.undo(deed_id):
            work.stop()

    def retry(self, deed_id: str, *, any_size: bool = False) -> str | None:
        """Downloads again what did not succeed. A deletion is confirmed anew by a person: never here."""
        work = self._works.get(deed_id)
        if work is None or work.deed.kind != "download" or work.deed.where is None or not work.deed.is_over:
            return None
        every = [(item, item.fate in AGAIN and (item.has_other_size or not any_size)) for item in work.deed.items]
        again = [item.target for item, is_repeated in every if is_repeated]
        if not again:
            return None
        rest = tuple(item for item, is_repeated in every if not is_repeated)
        del self._works[deed_id]
        if rest:
            self._works[deed_id] = Work(replace(work.deed, items=rest, total=len(rest)), self._on_change)
            self._works[deed_id].refresh()
        return self.download(again, work.deed.where, "keep", any_size=any_size)

    def clear(self) -> None:
        for deed in self.deeds:
            if deed.is_over:
                del self._works[deed.id]
        self._on_change()

    # What is done

    def _new(self, kind: Any, items: Items, phase: Phase, **facts: Any) -> Work:  # Any: Deed's own fields
        about = {"total": len(items), **facts}
        deed = Deed(uuid.uuid4().hex[:12], kind, self._clock.now(), phase, items, **about)
        work = self._works[deed.id] = Work(deed, self._on_change)
        work.refresh()
        return work

    def _over(self, work: Work) -> None:
        work.become(phase=Phase.OVER, ended_at=self._clock.now(), rate=None)

    async def _delete(self, work: Work, confirmed: Confirmed) -> None:
        undone = self._countdowns[work.id]
        waiting = asyncio.create_task(undone.wait())
        sleeping = asyncio.create_task(self._clock.sleep(COUNTDOWN))
        try:
            await asyncio.wait({waiting, sleeping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            sleeping.cancel()
        if work.phase is not Phase.COUNTDOWN:
            return
        work.become(phase=Phase.RUNNING)
        try:
            await asyncio.to_thread(self._record.put, work.deed)
        except OSError as trouble:
            await work.leave_rest("not sent")
            work.become(problem=f"{trouble} Nothing was sent.")
        else:
            await self._deleting.run(work, confirmed)
        self._over(work)
        await self._forget(work)

    async def _settle(self, work: Work) -> None:
        """What broke off with the program: what was sent is looked for, the rest waits for a person."""
        if work.deed.kind == "delete":
            work.become(phase=Phase.RUNNING)
            await self._deleting.settle(work)
            self._over(work)
        await self._forget(work)

    async def _forget(self, work: Work) -> None:
        if work.deed.load(Fate.UNSURE).count:
            return
        with contextlib.suppress(OSError):  # it is looked at again at the next start, which does no harm
            await asyncio.to_thread(self._record.note, work.id, (), Phase.OVER)

    async def _download(
        self, work: Work, folder: Path, clash: Clash, may_replace: frozenset[str], *, any_size: bool
    ) -> None:
        with contextlib.suppress(OSError):
            await asyncio.to_thread(self._record.put, work.deed)
        await self._lanes.run(work, folder, clash, may_replace, any_size=any_size)
        self._over(work)
        await self._forget(work)

    async def _export(self, work: Work, numbers: Sequence[str], path: Path, *, over: bool) -> None:
        await self._exporting.run(work, numbers, path, over=over)
        self._over(work)
