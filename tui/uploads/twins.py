"""Finds out whether the library already has a file, or is about to: before a byte of it is sent."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tui.api.errors import ApiError
from tui.api.pacing import Urgency
from tui.uploads.job import Job, State
from tui.uploads.ledger import Ledger
from tui.uploads.prints import quick_print, whole_print

if TYPE_CHECKING:
    from tui.api.client import Client


class Twins:
    """Compares with every file that this account's journal ever saw arrive."""

    def __init__(self, client: Client, ledger: Ledger, known: Callable[[str], bool]) -> None:
        """`known`: whether the index has a video of this number."""
        self._client = client
        self._ledger = ledger
        self._known = known
        self._waiting: dict[str, str] = {}

    async def of(self, job: Job) -> Job | None:
        """The job that already brought the same bytes to the same namespace. OSError if the file can't be read."""
        digest = ""
        for other in self._ledger.journal.alike(job):
            if other.state not in {State.INDEXING, State.READY} or not other.video_no:
                continue
            digest = digest or await _digest(Path(job.source))
            theirs = other.digest or await self._their_digest(other)
            if theirs in {"", digest} and await self._is_there(other):
                self._ledger.change(job.id, digest=digest)
                return other
        return None

    def wait_for(self, job_id: str, twin: Job) -> None:
        """The same bytes are on their way already: this job's turn comes when that one's fate is known."""
        self._waiting[job_id] = twin.id
        self._ledger.show(job_id, problem=f"The same file is being sent as {twin.name}.")

    def is_waiting(self, job_id: str) -> bool:
        """Whether another job's fate must be known first."""
        twin = self._ledger.get(self._waiting.get(job_id, ""))
        if twin is not None and (twin.is_sending or twin.state is State.UNSURE):
            return True
        if self._waiting.pop(job_id, None) is not None:
            self._ledger.show(job_id, problem="")
        return False

    async def _their_digest(self, other: Job) -> str:
        """Of the file that the other job sent, if it is still what it was."""
        path = Path(other.source)
        try:
            if await asyncio.to_thread(quick_print, path) == other.print:
                return await _digest(path)
        except OSError:
            return ""
        return ""

    async def _is_there(self, other: Job) -> bool:
        """Whether the service still has it: people delete videos."""
        assert other.video_no is not None
        if other.state is State.INDEXING or self._known(other.video_no):
            return True
        try:
            found = await self._client.get_metadata(
                other.video_no, namespace=other.form.namespace, urgency=Urgency.TRACKING
            )
        except ApiError:
            return True
        return found is not None


async def _digest(path: Path) -> str:
    stop = threading.Event()
    try:
        return await asyncio.to_thread(whole_print, path, stop)
    finally:
        stop.set()
