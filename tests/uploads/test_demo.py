"""The demo has no socket: the same queue over a service in this process."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from tests.clips import make_clip
from tests.conditions import PATIENCE
from tests.uploads.hurried import HurriedClock
from tui.api.client import Client
from tui.api.values import UploadForm
from tui.local.service import Rules, make_service
from tui.local.store import Store
from tui.uploads.desk import Source
from tui.uploads.job import State
from tui.uploads.journal import Journal
from tui.uploads.queue import Uploads


async def test_a_file_becomes_ready_without_a_socket(tmp_path: Path) -> None:
    clock = HurriedClock()
    with Store(None) as store, Journal.open(tmp_path / "jobs.db") as journal:
        app = make_service(store, index_seconds=0.1, rules=Rules(key="demo"))
        client = Client(host="http://demo.invalid", key="demo", transport=httpx.ASGITransport(app=app), clock=clock)
        uploads = Uploads(client, journal, clock=clock)
        running = asyncio.create_task(uploads.run())
        uploads.add([Source(str(make_clip(tmp_path / "clip.mp4")), UploadForm())])
        async with asyncio.timeout(PATIENCE):
            while uploads.jobs[0].state is not State.READY:
                assert not uploads.jobs[0].is_finished
                await asyncio.sleep(0.005)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await client.aclose()
        assert [step.state for step in journal.steps(uploads.jobs[0].id)][-3:] == [
            State.SENT,
            State.INDEXING,
            State.READY,
        ]
