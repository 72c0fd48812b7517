"""The service as typed calls, which fail only with errors that say what was."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import httpx

from tui.api.asking import list_body, upload_fields
from tui.api.calling import Caller
from tui.api.clock import Clock, SystemClock
from tui.api.endpoints import CALLS, CAPABILITIES, MOST_DELETED, Capabilities
from tui.api.errors import Refused
from tui.api.limits import Limits
from tui.api.models import read_namespaces, read_page, read_receipt, read_video
from tui.api.pacing import Urgency
from tui.api.source import opened
from tui.api.values import Asked, Dialect, Receipt, UploadForm, Video, VideoPage, Weather
from tui.api.wire import Wire

_EVERYTHING: Final = Asked()
_DONE_BEFORE: Final = "0409"


def _tell_nobody(_: int = 0) -> None:
    """For callers that do not watch."""


class Client:
    """One account's library. Belongs to the event loop on which it is first used."""

    def __init__(
        self,
        *,
        host: str,
        key: str,
        namespace: str = "default",
        dialect: Dialect = "v1",
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Clock | None = None,
        on_weather: Callable[[Weather], None] | None = None,
        limits: Limits | None = None,
    ) -> None:
        """`transport` replaces the network (the demo). ValueError for a key or a host that can't be used.
        An empty `namespace` is not sent.

        That plain http is for loopback alone is a matter of the configuration: here the host is taken as given.
        """
        self.namespace = namespace
        self.transport = transport
        self.dialect: Dialect = dialect
        self.can: Capabilities = CAPABILITIES[dialect]
        self._calls = CALLS[dialect]
        self._wire = Wire(host=host, key=key, transport=transport, limits=limits or Limits())
        self._caller = Caller(self._wire, clock or SystemClock(), on_weather)
        self.pacing = self._caller.pacing
        self.their_time = self._caller.their_time

    @property
    def host(self) -> str:
        """`https://name[:port][/prefix]`."""
        return self._wire.host

    @property
    def skew(self) -> float | None:
        """The service's clock minus ours in seconds, by its last answer; None until there is one."""
        return self.their_time.skew

    async def list_videos(
        self,
        asked: Asked = _EVERYTHING,
        *,
        page: int = 1,
        size: int = 200,
        namespace: str | None = None,
        urgency: Urgency = Urgency.ASKED,
    ) -> VideoPage:
        """One page, newest first. Refused where the dialect cannot ask that: see `can.expressible`.

        `namespace` None means the client's own.
        """
        if asked.video_nos and not self.can.video_nos:
            return await self._list_each(asked, page, size, namespace, urgency)
        body = list_body(asked, page=page, size=size, namespace=namespace or self.namespace, can=self.can)
        return await self._caller.ask(
            self._calls.list_videos, lambda data: read_page(data, page=page, size=size), urgency, content=body
        )

    async def get_metadata(
        self, video_no: str, *, namespace: str | None = None, urgency: Urgency = Urgency.ASKED
    ) -> Video | None:
        """Everything about one video; None while the service does not show it (yet, or to this account)."""
        if self._calls.get_metadata is None:
            found = await self.list_videos(Asked(video_no=video_no), size=1, urgency=urgency)
            return next((video for video in found.videos if video.video_no == video_no), None)
        space = namespace or self.namespace
        params = {"video_no": video_no} | ({"unique_id": space} if space else {})
        return await self._caller.ask(
            self._calls.get_metadata, lambda data: read_video(data, video_no), urgency, params=params
        )

    async def namespaces(self) -> tuple[str, ...]:
        """The account's namespaces as the service lists them, which not every generation of it does (then Refused)."""
        endpoint = self._calls.list_unique_ids
        if endpoint is None:
            raise Refused(self.can.why_not("namespaces"), advice="Nothing was asked.")
        return await self._caller.ask(endpoint, read_namespaces, Urgency.ASKED)

    async def upload(
        self,
        path: Path,
        form: UploadForm,
        *,
        on_sent: Callable[[int], None] = _tell_nobody,
        on_last: Callable[[], None] = _tell_nobody,
        pace: Callable[[int], Awaitable[int]] | None = None,
    ) -> Receipt:
        """Sends a file, once. What may have arrived is Interrupted, and the caller's to settle: never retried here.

        `on_sent` is told, a few times a second, how many bytes of the file the other end has; `on_last`
        just before the last line leaves: until then the service can't have it whole. `pace` is asked before bytes
        leave, and returns how many of so many may, as soon as they may.
        """
        fields = upload_fields(form, namespace=self.namespace, can=self.can)
        endpoint = self._calls.upload
        async with opened(path) as source:
            return await self._caller.send(
                endpoint, read_receipt, lambda: self._wire.send_file(endpoint, source, fields, on_sent, on_last, pace)
            )

    async def upload_url(self, url: str, form: UploadForm) -> Receipt:
        """Has the service fetch a video from a URL, once; the same holds as for `upload`."""
        fields = [("url", url), *upload_fields(form, namespace=self.namespace, can=self.can)]
        endpoint = self._calls.upload_url
        return await self._caller.send(endpoint, read_receipt, lambda: self._wire.send_form(endpoint, fields))

    async def delete_videos(self, video_nos: Sequence[str], *, namespace: str | None = None) -> None:
        """Asks for up to MOST_DELETED videos to be deleted for good. Its success proves nothing: look afterwards.

        The service takes it twice without harm, so what got no answer is asked again. ValueError for too many.
        """
        endpoint = self._calls.delete_videos
        if endpoint is None or len(video_nos) > MOST_DELETED:
            raise ValueError(self.can.why_not("delete_videos") or f"{len(video_nos)} videos are too many for one call")
        space = namespace or self.namespace
        params = {"unique_id": space} if space else {}
        content = json.dumps(list(video_nos)).encode("ascii")
        try:
            await self._caller.ask(endpoint, lambda _data: None, Urgency.ASKED, content=content, params=params)
        except Refused as error:
            if error.code != _DONE_BEFORE:
                raise

    async def aclose(self) -> None:
        await self._wire.aclose()

    async def _list_each(
        self, asked: Asked, page: int, size: int, namespace: str | None, urgency: Urgency
    ) -> VideoPage:
        """What takes several calls in a dialect without `video_nos`."""
        numbers = asked.video_nos[(page - 1) * size : page * size]
        found = [
            await self.list_videos(
                replace(asked, video_nos=(), video_no=number), size=1, namespace=namespace, urgency=urgency
            )
            for number in numbers
        ]
        videos = tuple(video for one in found for video in one.videos)
        total = len(videos) if len(numbers) == len(asked.video_nos) else None
        return VideoPage(videos, total, page, size, sum(one.skipped for one in found))
