"""Deleting what was confirmed and nothing else, a slice at a time; what is gone is what is seen to be gone.

The service says yes to whatever it is asked, also to numbers that it has never heard of: so each slice is looked for
before and after, and only the second look counts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from tui.api.clock import Clock
from tui.api.endpoints import LARGEST_PAGE, MOST_DELETED
from tui.api.errors import ApiError, Garbled, Interrupted, OutOfCredit, Unauthorized, Unreachable
from tui.api.values import Asked
from tui.deeds.deed import Confirmed, Fate
from tui.deeds.record import Record
from tui.deeds.work import Work

if TYPE_CHECKING:
    from tui.api.client import Client

COUNTDOWN: Final = 10.0
"""Seconds in which it can be undone before anything is sent."""
_LOOKS: Final = (0.0, 1.0, 3.0, 6.0)
"""Seconds before each look for what should be gone: a list may be a little behind."""
_STILL_THERE: Final = "the service said yes, and it is still there"


def slices(numbers: Iterable[int], most: int = MOST_DELETED) -> Iterator[Sequence[int]]:
    """In their order, each once, and none before it is its turn."""
    left = iter(numbers)
    while part := list(islice(left, most)):
        yield part


class Deleting:
    """Runs deletions for one account. `forget` takes what is gone out of the index; it blocks."""

    def __init__(self, client: Client, clock: Clock, record: Record, forget: Callable[[Sequence[str]], object]) -> None:
        self._client = client
        self._clock = clock
        self._record = record
        self._forget = forget

    async def run(self, work: Work, confirmed: Confirmed) -> None:
        """Returns when all of it is settled, as far as that can be. Never raises ApiError or OSError."""
        allowed = await asyncio.to_thread(lambda: confirmed.numbers)
        waiting = (n for n in range(len(work.items)) if work.items[n].fate is Fate.WAITING)
        for part in slices(n for n in waiting if work.items[n].target.video_no in allowed):
            if work.stopped:
                break
            problem = await self._slice(work, part)
            if problem:
                work.become(problem=problem)
                break
        await work.leave_rest("not sent")

    async def settle(self, work: Work) -> None:
        """Looks what became of what was sent before the program ended; sends nothing."""
        unsure = [n for n, item in enumerate(work.items) if item.fate is Fate.UNSURE]
        for part in slices(unsure):
            await self._verify(work, part, looks=_LOOKS[:1], said="it is still there: the program ended meanwhile")

    async def _slice(self, work: Work, part: Sequence[int]) -> str:
        """Why nothing more should be sent, in words; empty to go on."""
        try:
            there = await self._there([work.items[n].target.video_no for n in part])
        except ApiError as error:
            return f"{error.what} Nothing of this was sent."
        for n in part:
            gone = work.items[n].target.video_no not in there
            work.set(n, Fate.SKIPPED if gone else Fate.WORKING, "it was gone already" if gone else "")
        sent = [n for n in part if work.items[n].fate is Fate.WORKING]
        await self._drop_gone(work, [n for n in part if n not in sent])
        try:
            await self._write(work)
        except OSError as trouble:
            for n in sent:
                work.set(n, Fate.LEFT, "not sent")
            return f"{trouble} Nothing more is sent."
        if not sent:
            return ""
        return await self._send(work, sent)

    async def _send(self, work: Work, sent: Sequence[int]) -> str:
        error: ApiError | None = None
        try:
            await self._client.delete_videos([work.items[n].target.video_no for n in sent])
        except ApiError as refused:
            error = refused
        is_certain = error is not None and not isinstance(error, Interrupted | Garbled)
        said = _STILL_THERE if error is None else f"{error.what} {error.detail}".strip()
        await self._verify(work, sent, looks=_LOOKS[:1] if is_certain else _LOOKS, said=said)
        if isinstance(error, Unauthorized | OutOfCredit | Unreachable):
            return f"{error.what} The rest was not sent."
        return ""

    async def _verify(self, work: Work, part: Sequence[int], *, looks: Sequence[float], said: str) -> None:
        """Says of each whether it is gone; what can't be seen is unsure."""
        left = list(part)
        trouble: ApiError | None = None
        for pause in looks:
            await self._clock.sleep(pause)
            try:
                there = await self._there([work.items[n].target.video_no for n in left])
            except ApiError as error:
                trouble = error
                continue
            trouble = None
            gone = [n for n in left if work.items[n].target.video_no not in there]
            for n in gone:
                work.set(n, Fate.DONE)
            await self._drop_gone(work, gone)
            left = [n for n in left if work.items[n].fate is not Fate.DONE]
            if not left:
                break
        for n in left:
            if trouble is None:
                work.set(n, Fate.FAILED, said)
            else:
                work.set(n, Fate.UNSURE, f"sent; whether it is gone could not be seen: {trouble.what}")
        try:
            await self._write(work)
        except OSError as disk:
            work.become(problem=str(disk))

    async def _there(self, numbers: Sequence[str]) -> frozenset[str]:
        """Which of these the service shows. Raises ApiError."""
        page = await self._client.list_videos(Asked(video_nos=tuple(numbers)), size=LARGEST_PAGE)
        found = frozenset(video.video_no for video in page.videos)
        is_exact = not page.skipped and found <= frozenset(numbers) and page.total in {None, len(found)}
        if is_exact:
            return found
        # A list that holds anything else was not asked by number: it proves nothing about what it leaves out.
        each = [number for number in numbers if await self._client.get_metadata(number) is not None]
        return frozenset(each)

    async def _drop_gone(self, work: Work, gone: Sequence[int]) -> None:
        if gone:
            numbers = [work.items[n].target.video_no for n in gone]
            try:
                await asyncio.to_thread(self._forget, numbers)
            except OSError as trouble:
                work.become(problem=str(trouble))

    async def _write(self, work: Work) -> None:
        await asyncio.to_thread(self._record.note, work.id, work.unrecorded(), work.phase)
