"""The calls that read and thin out the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tui.local.filters import Filters
from tui.local.forms import Listing, parse_json, read_legacy_listing, read_listing
from tui.local.rows import Stored
from tui.local.store import Store
from tui.local.wire import Refusal, legacy_item, list_item, metadata_item, page_of, success

MOST_DELETED: Final = 100


@dataclass(frozen=True, slots=True)
class Library:
    """Answers from `store` as of `now()` seconds; uploads show `visible_after` seconds late."""

    store: Store
    now: Callable[[], float]
    visible_after: float = 0.0

    async def list_videos(self, request: Request) -> Response:
        listing = read_listing(await _json_object(request))
        base = str(request.base_url).rstrip("/")
        if listing.filters.namespace is not None:
            await run_in_threadpool(self.store.touch_namespace, listing.filters.namespace)
        return await self._page(listing, lambda video, now: list_item(video, now, base))

    async def list_legacy(self, request: Request) -> Response:
        """The table says query, the sample sends JSON: both are taken."""
        asked = {**request.query_params, **await _json_object(request)}
        return await self._page(read_legacy_listing(asked, self.store.namespaces()), legacy_item)

    async def get_metadata(self, request: Request) -> Response:
        """Null for what does not exist, is elsewhere, or is too new to be seen."""
        video_no = request.query_params.get("video_no", "")
        namespace = request.query_params.get("unique_id", "default")
        if not video_no or not namespace:
            raise Refusal(f"{'unique_id' if video_no else 'video_no'} must not be empty")
        video = await run_in_threadpool(self.store.get, video_no, namespace)
        now = self._milliseconds()
        if video is None or video.created > self._shown_until(now):
            return success(None)
        return success(metadata_item(video, now))

    async def list_unique_ids(self, _: Request) -> Response:
        return success({"unique_ids": sorted(self.store.namespaces().values())})

    async def get_folder(self, _: Request) -> Response:
        """The legacy word for namespaces, as strings: the default one is -1."""
        folders = [
            {
                "id": "-1" if name == "default" else str(number),
                "foldersName": "Default folder" if name == "default" else name,
                "parentId": "0",
                "level": "1",
            }
            for number, name in self.store.namespaces().items()
        ]
        return success(folders)

    async def delete_videos(self, request: Request) -> Response:
        """A raw array of numbers; success proves nothing."""
        video_nos = parse_json(await request.body())
        namespace = request.query_params.get("unique_id", "default")
        if not isinstance(video_nos, list) or not all(isinstance(item, str) for item in video_nos):
            raise Refusal("JSON parse error: Cannot deserialize value of type `java.util.List`")
        if len(video_nos) > MOST_DELETED:
            raise Refusal(f"The number of videos cannot exceed {MOST_DELETED}")
        await run_in_threadpool(self.store.delete, video_nos, namespace)
        return success(None)

    async def _page(self, listing: Listing, item: Callable[[Stored, int], dict[str, object]]) -> Response:
        now = self._milliseconds()
        filters: Filters = replace(
            listing.filters, created_until=self._shown_until(now) if self.visible_after else None
        )
        page, size = listing.page, listing.size
        videos, total = await run_in_threadpool(self.store.page, filters, page=page, size=size, now=now)
        return success(page_of([item(video, now) for video in videos], page=page, size=size, total=total))

    def _milliseconds(self) -> int:
        return int(self.now() * 1000)

    def _shown_until(self, now: int) -> int:
        return now - int(self.visible_after * 1000)


async def _json_object(request: Request) -> Mapping[str, object]:
    kind = request.headers.get("content-type", "application/json").split(";")[0].strip().lower()
    body = await request.body()
    if not body and request.url.path.startswith("/serve/api/video/"):
        return {}
    if kind != "application/json":
        raise Refusal(f"Content-Type '{kind}' is not supported")
    asked = parse_json(body)
    if not isinstance(asked, dict):
        raise Refusal("JSON parse error: Cannot deserialize value of type `ListVideosRequest`")
    return asked
