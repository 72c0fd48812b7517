"""The bytes behind the library: originals and cover pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from tui.local.forms import parse_json
from tui.local.originals import made_up
from tui.local.pictures import picture
from tui.local.rows import UPLOADED, Stored
from tui.local.store import Store
from tui.local.wire import BUCKET, Refusal


@dataclass(frozen=True, slots=True)
class Storage:
    """Hands out what `store` keeps on disk, and pictures for videos that were made up."""

    store: Store
    now: Callable[[], float]

    async def download(self, request: Request) -> Response:
        """`GET /serve/api/v1/download?bucket=&blob=`: the original, under its own name."""
        bucket, blob = request.query_params.get("bucket"), request.query_params.get("blob")
        if not bucket or not blob:
            raise Refusal(f"{'Blob' if bucket else 'Bucket'} cannot be null or empty")
        video = await run_in_threadpool(self.store.stored_at, blob) if bucket == BUCKET else None
        return self._original(video, request, "Resource does not exist")

    async def download_video(self, request: Request) -> Response:
        """`POST /serve/api/v1/download`: the same by number."""
        asked = parse_json(await request.body())
        if not isinstance(asked, dict):
            raise Refusal("JSON parse error: Cannot deserialize value of type `DownloadRequest`")
        namespace = str(asked.get("unique_id") or "default")
        video = await run_in_threadpool(self.store.get, str(asked.get("video_no") or ""), namespace)
        return self._original(video, request, "video not found")

    async def video(self, request: Request) -> Response:
        """A `video_url`: the original, without a key, as from a CDN."""
        video = await run_in_threadpool(self.store.stored_at, request.path_params["blob"])
        path = self.store.file_path(video) if video else None
        if video is not None and video.origin != UPLOADED:
            return made_up(video, request, {})
        return FileResponse(path) if path and path.is_file() else Response(status_code=404)

    async def cover(self, request: Request) -> Response:
        """A `cover_url`: the frame taken from the file, or a picture made up from the number."""
        video = await run_in_threadpool(self.store.get, request.path_params["video_no"])
        if video is None or not video.covered or video.status_at(int(self.now() * 1000)) != "PARSE":
            return Response(status_code=404)
        taken = self.store.cover_path(video)
        if taken.is_file():
            return FileResponse(taken, media_type="image/jpeg")
        content, kind = await run_in_threadpool(picture, video.number, portrait=_upright(video))
        return Response(content, media_type=kind, headers={"cache-control": "max-age=86400"})

    def _original(self, video: Stored | None, request: Request, missing: str) -> Response:
        path = self.store.file_path(video) if video else None
        if video is None or path is None or (video.origin == UPLOADED and not path.is_file()):
            raise Refusal(missing)
        name = quote(f"{video.name}{path.suffix}", errors="replace")
        disposition = f"attachment; filename*=UTF-8''{name}"
        headers = {"content-disposition": disposition}
        if video.origin != UPLOADED:
            return made_up(video, request, headers)
        return FileResponse(path, media_type="application/octet-stream", headers=headers)


def _upright(video: Stored) -> bool:
    return bool(video.width and video.height and video.height > video.width)
