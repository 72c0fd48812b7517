"""The counter at which the interface stands for what it does to many videos: every verb hops to the engine's thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from heapq import merge
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import platformdirs

from tui.api.endpoints import CAPABILITIES
from tui.deeds.deed import Clash, Confirmed, Target
from tui.deeds.targets import Targets

if TYPE_CHECKING:
    from tui.api.values import Video
    from tui.deeds.deeds import Deeds
    from tui.services import Services

Answer = TypeVar("Answer")

_SORTED_AT_ONCE: Final = 20_000


class DeedCounter:
    """See tui.deeds.desk.DeedDesk."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def why_not_delete(self) -> str:
        if self._services.config.read_only:
            return "This session is read-only: nothing is deleted. Start without --read-only to delete."
        return CAPABILITIES[self._services.account.dialect].why_not("delete_videos")

    @property
    def downloads(self) -> Path:
        chosen = self._services.config.download_folder
        return Path(chosen).expanduser() if chosen else platformdirs.user_downloads_path()

    def videos(self, numbers: Collection[str]) -> Iterator[Video]:
        for found in self._services.index.videos(newest_first(numbers)):
            yield from sorted(found.values(), key=lambda video: order_of(video.video_no), reverse=True)

    async def targets(self, numbers: Collection[str]) -> Sequence[Target]:
        def read() -> Targets:
            return Targets.of(Target(video.video_no, video.name, video.size) for video in self.videos(numbers))

        return await asyncio.to_thread(read)

    async def there_already(self, folder: Path, numbers: Collection[str]) -> tuple[str, ...]:
        def look() -> tuple[str, ...]:
            from tui.deeds.downloading import usual_name
            from tui.deeds.saving import opened

            if not folder.is_dir():
                return ()
            with opened(folder) as place:
                names = dict.fromkeys(usual_name(video) for video in self.videos(numbers))
                return tuple(name for name in names if place.holds(name))

        return await asyncio.to_thread(look)

    async def delete(self, confirmed: Confirmed) -> str:
        return await self._now(lambda deeds: deeds.delete(confirmed))

    async def download(
        self, targets: Sequence[Target], folder: Path, clash: Clash, may_replace: Collection[str]
    ) -> str:
        return await self._now(lambda deeds: deeds.download(targets, folder, clash, may_replace))

    async def export(self, numbers: Collection[str], path: Path, *, over: bool) -> str:
        wanted = await asyncio.to_thread(newest_first, numbers)
        return await self._now(lambda deeds: deeds.export(wanted, path, over=over))

    async def retry(self, deed_id: str, *, any_size: bool = False) -> str | None:
        return await self._now(lambda deeds: deeds.retry(deed_id, any_size=any_size))

    def undo(self, deed_id: str) -> None:
        self._services.later(lambda: self._services.engine().deeds.undo(deed_id))

    def stop(self, deed_id: str) -> None:
        self._services.later(lambda: self._services.engine().deeds.stop(deed_id))

    def clear(self) -> None:
        self._services.later(lambda: self._services.engine().deeds.clear())

    async def _now(self, verb: Callable[[Deeds], Answer]) -> Answer:
        """Carried out, even if whoever asked leaves meanwhile."""
        return await asyncio.shield(self._carried_out(verb))

    async def _carried_out(self, verb: Callable[[Deeds], Answer]) -> Answer:
        engine = await asyncio.to_thread(self._services.engine)

        async def act() -> Answer:
            return verb(engine.deeds)

        return await asyncio.wrap_future(self._services.ask(act()))


def order_of(number: str) -> tuple[int, str]:
    """Numbers grow with time: the greater, the newer."""
    return len(number), number


def newest_first(numbers: Collection[str], at_once: int = _SORTED_AT_ONCE) -> list[str]:
    """In parts: to sort a million at once would hold up all other threads for seconds."""
    everything = list(numbers)
    parts = (everything[n : n + at_once] for n in range(0, len(everything), at_once))
    return list(merge(*(sorted(part, key=order_of, reverse=True) for part in parts), key=order_of, reverse=True))
