"""A service that no longer says when a video came: what may be ours is asked about, and never sent a second time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.clips import make_clip
from tests.standin import KEY, standin
from tests.uploads.line import bad_line
from tests.uploads.rig import copies, running
from tui.api.values import UploadForm
from tui.local.server import Server
from tui.uploads.desk import Source
from tui.uploads.job import State


class Undated:
    """Wraps a service; its lists and its metadata lose every time."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        held: list[Message] = []

        async def without_times(message: Message) -> None:
            if message["type"] == "http.response.start":
                held.append(message)
                return
            body = json.dumps(_stripped(json.loads(message.get("body") or b"null"))).encode()
            start = held.pop()
            kept = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
            await send({**start, "headers": [*kept, (b"content-length", str(len(body)).encode())]})
            await send({"type": "http.response.body", "body": body})

        is_read = scope["type"] == "http" and not scope["path"].endswith(("/upload", "/upload_url"))
        await self._app(scope, receive, without_times if is_read else send)


def _stripped(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _stripped(each) for name, each in value.items() if name != "create_time"}
    return [_stripped(each) for each in value] if isinstance(value, list) else value


@pytest.mark.row("N9", "U8")
@pytest.mark.parametrize("is_url", [False, True], ids=["a file", "an address"])
async def test_what_may_be_it_is_asked_about(tmp_path: Path, is_url: bool) -> None:
    clip = make_clip(tmp_path / "clip.mp4")
    source = "https://example.com/films/ski.mp4" if is_url else str(clip)
    with standin() as service, Server(Undated(service.faults)) as undated:
        async with bad_line(undated.url) as line:
            line.fates = ["answer lost"]
            async with running(line.url, tmp_path / "jobs.db", speed=1000, key=KEY) as rig:
                (job_id,) = rig.uploads.add([Source(source, UploadForm(), is_url=is_url)])
                await rig.eventually(lambda: bool(rig.job(job_id).candidates), "a question")
                job = rig.job(job_id)
                assert job.state is State.UNSURE
                assert job.problem.startswith("One video in the library may be it: VI")
                rig.uploads.adopt(job_id, job.candidates[0])
                assert (await rig.until(job_id, State.READY)).attempts == 1
        assert line.stored == await copies(service) == 1
