"""The two counters at which the interface stands: every verb hops to the engine's thread and returns at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tui.api.endpoints import CAPABILITIES, Capability
from tui.api.errors import ApiError
from tui.uploads.journal import JournalTrouble
from tui.widgets.present import homely

if TYPE_CHECKING:
    from tui.account import Account
    from tui.api.values import Video
    from tui.library.desk import First
    from tui.library.index import Index
    from tui.library.mark_book import MarkBook
    from tui.library.query import Query
    from tui.library.sync import Sync
    from tui.library.values import Known
    from tui.services import Services
    from tui.uploads.desk import Candidate, Source, Wish
    from tui.uploads.job import Step
    from tui.uploads.queue import Uploads

Answer = TypeVar("Answer")


def _reasons(account: Account, capability: Capability, names: tuple[str, ...]) -> dict[str, str]:
    reason = CAPABILITIES[account.dialect].why_not(capability)
    return dict.fromkeys(names, reason) if reason else {}


class LibraryCounter:
    """The library screen's counter (tui.library.desk.LibraryDesk)."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def why_not(self) -> Mapping[str, str]:
        account = self._services.account
        return {
            **_reasons(account, "metadata_filters", ("tag", "camera", "place", "taken")),
            **_reasons(account, "get_metadata", ("metadata",)),
        }

    @property
    def key(self) -> str:
        key = self._services.account.key
        return f"ends in {key.masked} and comes from {homely(key.origin)}"

    @property
    def index(self) -> Index:
        return self._services.index

    @property
    def marks(self) -> MarkBook:
        return self._services.marks

    @property
    def first(self) -> First | None:
        return self._services.first

    def sweep(self, query: Query) -> None:
        self._services.later(lambda: self._services.engine().sync.sweep(query))

    def refresh(self) -> None:
        self._on_sync(lambda sync: sync.refresh())

    def stop(self) -> None:
        self._on_sync(lambda sync: sync.stop())

    def extend(self) -> None:
        self._on_sync(lambda sync: sync.extend())

    async def metadata(self, video_no: str) -> Known | None:
        engine = self._services.engine()
        try:
            return await asyncio.wrap_future(self._services.ask(engine.sync.metadata(video_no)))
        except (ApiError, OSError) as error:
            self._services.mishaps.failed_look(video_no, error)
            raise

    def _on_sync(self, verb: Callable[[Sync], object]) -> None:
        engine = self._services.started
        if engine is not None:
            self._services.call(lambda: verb(engine.sync))


class UploadCounter:
    """The upload screens' counter (tui.uploads.desk.UploadDesk)."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def why_not(self) -> Mapping[str, str]:
        """Which fields of the form this dialect can't take, each with the reason in words."""
        account = self._services.account
        fields = ("tags", "camera", "taken", "place", "prompt", "keep_original")
        return {
            **_reasons(account, "upload_metadata", fields),
            **_reasons(account, "namespaces", ("namespace",)),
            **_reasons(account, "upload_url", ("url",)),
        }

    @property
    def at_once(self) -> int:
        started = self._services.started
        return started.uploads.at_once if started else self._services.config.uploads_at_once

    @property
    def limit(self) -> int | None:
        started = self._services.started
        return started.uploads.limit if started else self._services.config.uploads_limit

    async def add(self, sources: Sequence[Source]) -> tuple[str, ...]:
        return await self._done(lambda uploads: uploads.add_many(sources))

    def cancel(self, job_id: str) -> None:
        self._soon(lambda uploads: uploads.cancel(job_id))

    def retry(self, job_id: str) -> None:
        self._soon(lambda uploads: uploads.retry(job_id))

    def pause(self, job_id: str) -> None:
        self._soon(lambda uploads: uploads.pause(job_id))

    def resume(self, job_id: str) -> None:
        self._soon(lambda uploads: uploads.resume(job_id))

    def adopt(self, job_id: str, video_no: str) -> None:
        self._soon(lambda uploads: uploads.adopt(job_id, video_no))

    async def first(self, job_id: str) -> None:
        await self._done(lambda uploads: uploads.first(job_id))

    async def sooner(self, job_id: str) -> None:
        await self._done(lambda uploads: uploads.sooner(job_id))

    async def later(self, job_id: str) -> None:
        await self._done(lambda uploads: uploads.later(job_id))

    async def pause_all(self) -> int:
        return await self._done(lambda uploads: uploads.pause_all())

    async def resume_all(self) -> int:
        return await self._done(lambda uploads: uploads.resume_all())

    async def retry_failed(self) -> int:
        return await self._done(lambda uploads: uploads.retry_failed())

    async def set_at_once(self, count: int) -> None:
        await self._done(lambda uploads: uploads.set_at_once(count))

    async def set_limit(self, bytes_per_second: int | None) -> None:
        await self._done(lambda uploads: uploads.set_limit(bytes_per_second))

    async def clear_finished(self) -> None:
        await self._done(lambda uploads: uploads.clear_finished())

    async def look(self, paths: Sequence[Path]) -> tuple[Candidate, ...]:
        engine = self._services.engine()
        return await asyncio.wrap_future(self._services.ask(engine.uploads.look(paths)))

    async def many(self, wish: Wish, job_ids: Sequence[str]) -> None:
        await self._done(lambda uploads: uploads.many(wish, job_ids))

    async def steps(self, job_id: str) -> tuple[Step, ...]:
        journal = self._services.journal

        async def read() -> tuple[Step, ...]:
            try:
                return journal.steps(job_id)
            except JournalTrouble:
                return ()

        return await asyncio.wrap_future(self._services.ask(read()))

    def video(self, video_no: str) -> Video | None:
        try:
            known = self._services.index.get(video_no)
        except OSError:
            return None
        return known.video if known else None

    def _soon(self, verb: Callable[[Uploads], object]) -> None:
        """Nobody waits for the engine: it may be waiting for the disk."""
        uploads = self._services.engine().uploads
        self._services.call(lambda: verb(uploads))

    async def _done(self, verb: Callable[[Uploads], Coroutine[Any, Any, Answer]]) -> Answer:
        """Carried out to its end, even if whoever asked leaves meanwhile."""
        asked = self._services.ask(verb(self._services.engine().uploads))
        return await asyncio.shield(asyncio.wrap_future(asked))
