"""Finds out whether the library already has a file, or is about to: before a byte of it is sent.

What this account's journal saw arrive is compared by SHA-256. What came by other ways can't be: the service tells
no checksum, and may keep a video in another shape than it was sent. There the same number of bytes and the same
name are taken as evidence enough to ask a person, and nothing less is; what is not found that way is sent.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.api.errors import ApiError
from tui.api.pacing import Urgency
from tui.api.values import Status, Video
from tui.frozen import dataclass
from tui.uploads.job import Job, State
from tui.uploads.ledger import Ledger
from tui.uploads.naming import is_named
from tui.uploads.prints import quick_print, whole_print

if TYPE_CHECKING:
    from tui.api.client import Client

_SENT: Final = "Already in your library as {}: you sent the same file before."
_FOUND: Final = "Already in your library as {}: the same name and the same number of bytes."


@dataclass(frozen=True, slots=True)
class Twin:
    """A video that is this file already, and how that is known, in words."""

    video_no: str
    words: str


class Twins:
    """Compares with every file that this account's journal ever saw arrive, and with the library."""

    def __init__(
        self,
        client: Client,
        ledger: Ledger,
        known: Callable[[str], bool],
        same_size: Callable[[int], Sequence[Video]],
    ) -> None:
        """What the index has of the client's own namespace: this number, and videos of so many bytes."""
        self._client = client
        self._ledger = ledger
        self._known = known
        self._same_size = same_size
        self._waiting: dict[str, str] = {}
        self._cleared: dict[str, set[str]] = {}
        """By job, the jobs that arrived with what looked like the same bytes, and were not or are gone."""

    async def of(self, job: Job) -> Twin | None:
        """Where the library already has this file, in words. OSError if the file can't be read."""
        sent = await self._sent(job)
        if sent is not None and sent.video_no:
            return Twin(sent.video_no, _SENT.format(sent.video_no))
        found = await self._found(job)
        return None if found is None else Twin(found.video_no, _FOUND.format(found.video_no))

    async def _sent(self, job: Job) -> Job | None:
        """The job that already brought the same bytes to the same namespace."""
        digest = ""
        cleared = self._cleared[job.id] = set()
        for other in self._ledger.journal.alike(job):
            if other.state not in {State.INDEXING, State.READY} or not other.video_no:
                continue
            digest = digest or await _digest(Path(job.source))
            theirs = other.digest or await self._their_digest(other)
            is_known = other.state is State.INDEXING or self._known(other.video_no)
            if theirs in {"", digest} and (is_known or await self._is_there(other.video_no, job)):
                self._ledger.change(job.id, digest=digest)
                return other
            cleared.add(other.id)
        return None

    def cleared(self, job_id: str) -> Set[str]:
        """What `of` has found to be no obstacle; what arrived while it looked is not among it."""
        return self._cleared.pop(job_id, frozenset())

    def wait_for(self, job_id: str, twin: Job) -> None:
        """The same bytes are on their way already: this job's turn comes when that one's fate is known."""
        self._waiting[job_id] = twin.id
        if self._ledger.get(twin.id) is None:
            self._ledger.reload()  # another process's, which has just begun it
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

    async def _found(self, job: Job) -> Video | None:
        """A video of the library that looks like this file and that no job of ours brought."""
        if job.size is None or job.form.namespace not in {None, self._client.namespace}:
            return None
        try:
            videos = await asyncio.to_thread(self._same_size, job.size)
        except OSError:
            return None  # the index is a mirror: without it there is no evidence, and that is no reason not to send
        for video in videos:
            if video.status is Status.FAILED or not is_named(video, job):
                continue
            if self._ledger.journal.knows(video.video_no):
                continue  # what we sent was compared byte by byte
            if await self._is_there(video.video_no, job):
                return video
        return None

    async def _is_there(self, video_no: str, job: Job) -> bool:
        """Whether the service still has it: people delete videos. While it can't be asked, what we know holds."""
        try:
            found = await self._client.get_metadata(video_no, namespace=job.form.namespace, urgency=Urgency.TRACKING)
        except ApiError:
            return True
        return found is not None


async def _digest(path: Path) -> str:
    stop = threading.Event()
    try:
        return await asyncio.to_thread(whole_print, path, stop)
    finally:
        stop.set()
