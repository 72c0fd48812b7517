"""The calls that bring videos in: a file's bytes, or a URL to fetch."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from starlette.requests import Request
from starlette.responses import Response

from tui.local.fetching import Fetched, fetch
from tui.local.forms import Particulars, check_file, read_particulars
from tui.local.ids import LEGACY_PREFIX, PREFIX
from tui.local.intake import Received, receive
from tui.local.media import Reading, read_media
from tui.local.rows import Stored
from tui.local.store import Store
from tui.local.wire import Refusal, receipt, success

_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Uploading:
    """Puts uploads into `store`; sizes in bytes, `now()` and `index_seconds` in seconds."""

    store: Store
    now: Callable[[], float]
    index_seconds: float
    bare_receipts: bool
    largest_file: int
    largest_download: int

    async def upload(self, request: Request) -> Response:
        return await self._upload(request, PREFIX)

    async def upload_legacy(self, request: Request) -> Response:
        return await self._upload(request, LEGACY_PREFIX)

    async def upload_url(self, request: Request) -> Response:
        return await self._upload_url(request, PREFIX)

    async def upload_url_legacy(self, request: Request) -> Response:
        return await self._upload_url(request, LEGACY_PREFIX)

    async def _upload(self, request: Request, prefix: str) -> Response:
        content_type = request.headers.get("content-type", "")
        received = await receive(content_type, request.stream(), self.store.incoming, self.largest_file)
        try:
            name = _checked_name(received)
            about = read_particulars(received.fields)
            return await self._take(received.path, name, prefix, about if prefix == PREFIX else Particulars())
        finally:
            received.path.unlink(missing_ok=True)

    async def _upload_url(self, request: Request, prefix: str) -> Response:
        form = await _form(request)
        url = dict(form).get("url", "").strip()
        if not url:
            raise Refusal("url must not be empty")
        about = read_particulars(form)
        fetched = await asyncio.to_thread(fetch, url, self.store.incoming, self.largest_download)
        about = about if prefix == PREFIX else Particulars()
        if fetched.path is None:
            return await self._record(self._made_up(fetched, about, prefix), about)
        try:
            return await self._take(fetched.path, fetched.file_name, prefix, about)
        finally:
            fetched.path.unlink(missing_ok=True)

    async def _take(self, path: Path, file_name: str, prefix: str, about: Particulars) -> Response:
        """Moves the bytes at `path` into the library and answers with a receipt."""
        video = self._new(PurePosixPath(file_name).stem, prefix, about)
        suffix = PurePosixPath(file_name).suffix.lower()
        size = path.stat().st_size
        reading = await asyncio.to_thread(read_media, path, self.store.cover_path(video))
        video = _as_read(replace(video, size=size, blob=f"{video.video_no}{suffix}"), reading, about)
        if about.keep_original:
            assert video.blob is not None
            path.replace(self.store.files / video.blob)
        else:
            video = replace(video, blob=None)
        return await self._record(video, about)

    async def _record(self, video: Stored, about: Particulars) -> Response:
        await asyncio.to_thread(self.store.touch_namespace, about.namespace)
        await asyncio.to_thread(self.store.add, [video])
        return success(receipt(video, bare=self.bare_receipts))

    def _new(self, name: str, prefix: str, about: Particulars) -> Stored:
        created = int(self.now() * 1000)
        number = self.store.next_number(created)
        # Between 60 and 100 % of the time, so that several uploads do not turn ready at one stroke.
        takes = self.index_seconds * 1000 * (0.6 + 0.4 * (number * 2_654_435_761 % 997) / 997)
        return Stored(
            number=number,
            created=created,
            ready_at=created + int(takes),
            name=name[:_LONGEST_NAME],
            namespace=about.namespace,
            prefix=prefix,
            taken=about.taken,
            camera=about.camera,
            latitude=about.latitude,
            longitude=about.longitude,
        )

    def _made_up(self, fetched: Fetched, about: Particulars, prefix: str) -> Stored:
        video = self._new(PurePosixPath(fetched.file_name).stem, prefix, about)
        video = replace(video, size=fetched.size, blob=f"{video.video_no}.mp4")
        return _as_read(video, fetched.reading, about)


def _as_read(video: Stored, reading: Reading, about: Particulars) -> Stored:
    return replace(
        video,
        outcome="FAIL" if reading.cause else "PARSE",
        cause=reading.cause,
        duration=reading.duration,
        fps=reading.fps,
        width=reading.width,
        height=reading.height,
        covered=reading.covered,
        tags=tuple(dict.fromkeys((*about.tags, *reading.traits, "api"))),
    )


def _checked_name(received: Received) -> str:
    if received.file_name is None:
        raise Refusal("Required part 'file' is not present.")
    name = received.file_name.replace("\\", "/").rsplit("/", 1)[-1]
    check_file(name, received.content_type)
    if not received.size:
        raise Refusal("File cannot be empty")
    return name


async def _form(request: Request) -> list[tuple[str, str]]:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Refusal(f"Content-Type '{kind}' is not supported")
    async with request.form() as form:
        return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
