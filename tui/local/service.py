"""The documented API as an ASGI app: which path does what, who may come in, and how often."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tui.local.library import Library
from tui.local.storage import Storage
from tui.local.store import Store
from tui.local.uploading import Uploading
from tui.local.wire import Refusal, failure, limited

LARGEST_FILE: Final = 3 * 1024**3
LARGEST_DOWNLOAD: Final = 1024**3

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Rules:
    """How strict the stand-in is, and how it says so."""

    key: str | None = field(default=None, repr=False)
    """None lets everybody in."""
    unauthorized_status: int = 401
    """401 as the newer pages say, or 200 with code 0401 as the older ones do."""
    limited_status: int = 200
    """200 with code 0429 as recorded, or 429."""
    uploads_per_minute: int | None = None
    credits: int | None = None
    """Uploads that the account can still pay for; None for any number."""


@dataclass(slots=True)
class Door:
    """Lets requests in or turns them away, before any of their body is read."""

    rules: Rules
    now: Callable[[], float]
    _recent: deque[float] = field(default_factory=deque)
    _spent: int = 0

    def stop(self, request: Request) -> Response | None:
        """Everything but pictures and videos needs the key: raw, without Bearer."""
        key = self.rules.key
        if key is not None and request.headers.get("authorization") != key:
            return failure("0401", "Authorization invalid or incorrect", self.rules.unauthorized_status)
        return None

    def stop_upload(self, request: Request) -> Response | None:
        if turned_away := self.stop(request):
            return turned_away
        if self.rules.credits is not None and self._spent >= self.rules.credits:
            return failure("0402", "You don't have enough points")
        now = self.now()
        while self._recent and self._recent[0] <= now - 60:
            self._recent.popleft()
        if self.rules.uploads_per_minute is not None and len(self._recent) >= self.rules.uploads_per_minute:
            return limited(self.rules.limited_status)
        self._recent.append(now)
        self._spent += 1
        return None


def make_service(
    store: Store,
    *,
    now: Callable[[], float] = time.time,
    index_seconds: float = 8.0,
    key: str | None = None,
    rules: Rules | None = None,
    visible_after: float = 0.0,
    bare_receipts: bool = False,
    largest_file: int = LARGEST_FILE,
    largest_download: int = LARGEST_DOWNLOAD,
) -> ASGIApp:
    """The service over `store`. `key` None lets everybody in; `rules` says more and replaces `key`.

    An upload is indexed `index_seconds` later at the latest, and shows in lists and metadata `visible_after`
    seconds after it was made. `bare_receipts` leaves status and time out of receipts, as recorded ones do.
    """
    door = Door(rules or Rules(key=key), now)
    library = Library(store, now, visible_after)
    storage = Storage(store, now)
    uploading = Uploading(store, now, index_seconds, bare_receipts, largest_file, largest_download)

    def api(path: str, method: str, handler: Handler, stop: Callable[[Request], Response | None] = door.stop) -> Route:
        return Route(path, _guarded(handler, stop), methods=[method])

    v1, legacy = "/serve/api/v1", "/serve/api/video"
    routes = [
        api(f"{v1}/list_videos", "POST", library.list_videos),
        api(f"{v1}/get_metadata", "GET", library.get_metadata),
        api(f"{v1}/list_unique_ids", "GET", library.list_unique_ids),
        api(f"{v1}/delete_videos", "POST", library.delete_videos),
        api(f"{v1}/upload", "POST", uploading.upload, door.stop_upload),
        api(f"{v1}/upload_url", "POST", uploading.upload_url, door.stop_upload),
        api(f"{v1}/download", "GET", storage.download),
        api(f"{v1}/download", "POST", storage.download_video),
        api(f"{legacy}/list_videos", "POST", library.list_legacy),
        api(f"{legacy}/get_folder", "GET", library.get_folder),
        api(f"{legacy}/upload", "POST", uploading.upload_legacy, door.stop_upload),
        api(f"{legacy}/upload_url", "POST", uploading.upload_url_legacy, door.stop_upload),
        Route("/covers//{video_no}/{frame}", storage.cover),
        Route("/covers/{video_no}/{frame}", storage.cover),
        Route("/videos/{blob}", storage.video),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _no_such_thing})
    app.router.redirect_slashes = False
    return _dated(app, now)


def _guarded(handler: Handler, stop: Callable[[Request], Response | None]) -> Handler:
    async def answer(request: Request) -> Response:
        if turned_away := stop(request):
            return turned_away
        try:
            return await handler(request)
        except Refusal as refusal:
            return failure(refusal.code, refusal.message)
        except ClientDisconnect:
            return Response(status_code=499)  # nobody reads it

    return answer


async def _no_such_thing(request: Request, problem: Exception) -> Response:
    """What the service says about unknown paths and methods, with HTTP 200."""
    if isinstance(problem, HTTPException) and problem.status_code == 405:
        return failure("0001", f"Request method '{request.method}' is not supported")
    return failure("0001", f"No static resource {request.url.path.strip('/')}.")


def _dated(app: ASGIApp, now: Callable[[], float]) -> ASGIApp:
    """Every answer says what the service's clock shows."""

    async def with_date(scope: Scope, receive: Receive, send: Send) -> None:
        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = formatdate(now(), usegmt=True).encode()
                message["headers"] = [*message.get("headers", ()), (b"date", date)]
            await send(message)

        await app(scope, receive, dated)

    return with_date
