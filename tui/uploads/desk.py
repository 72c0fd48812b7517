"""What the interface may ask of uploads: nobody waits for the disk, and what comes of it is seen in the jobs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from tui.api.values import UploadForm, Video
from tui.frozen import dataclass
from tui.uploads.job import Step

Wish = Literal["cancel", "retry", "pause", "resume"]


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to upload: a path or a URL, with what accompanies it."""

    source: str
    form: UploadForm
    is_url: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What a video file says of itself. None means that it does not say, or that nothing here can read it."""

    container: str | None = None
    codec: str | None = None
    duration: float | None = None
    """Seconds."""
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    has_audio: bool | None = None
    taken: str | None = None
    """`yyyy-MM-dd HH:mm:ss`, UTC."""
    taken_from: str = ""
    """Where the capture time was found, in words."""
    camera: str | None = None
    camera_from: str = ""
    latitude: float | None = None
    longitude: float | None = None
    place_from: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file looked at before anything is sent."""

    path: Path
    size: int | None = None
    """Bytes."""
    facts: Facts | None = None
    problem: str = ""
    """Why it can't be sent, in plain words; empty when it can."""
    warnings: tuple[str, ...] = ()
    """What a person should know and may ignore: no audio track, a codec that nobody documents."""

    @property
    def sendable(self) -> bool:
        return not self.problem


class UploadDesk(Protocol):
    """The counter at which the interface stands. Safe to call from the interface's thread.

    What is begun is carried out, even if whoever awaits it is cancelled.
    """

    @property
    def at_once(self) -> int:
        """How many files are sent at the same time, 1 to 8."""

    @property
    def limit(self) -> int | None:
        """Bytes per second that all uploads together may take; None for as many as the line carries."""

    async def add(self, sources: Sequence[Source]) -> tuple[str, ...]:
        """Journals and queues them in this order; answers with the ids of the jobs, one per source."""

    def cancel(self, job_id: str) -> None: ...

    def retry(self, job_id: str) -> None: ...

    def pause(self, job_id: str) -> None: ...

    def resume(self, job_id: str) -> None: ...

    def adopt(self, job_id: str, video_no: str) -> None:
        """A person says that this unsure job became that video."""

    async def first(self, job_id: str) -> None:
        """Makes a waiting job the next to be sent."""

    async def sooner(self, job_id: str) -> None:
        """Swaps a waiting job with the one before it in `sending_order` (tui.uploads.order)."""

    async def later(self, job_id: str) -> None:
        """Swaps a waiting job with the one after it."""

    async def pause_all(self) -> int:
        """Pauses everything that waits or is half sent; answers with how many that are."""

    async def resume_all(self) -> int:
        """Undoes every pause; answers with how many that were."""

    async def retry_failed(self) -> int:
        """Tries everything again that failed; answers with how many that are."""

    async def set_at_once(self, count: int) -> None:
        """From now on so many at the same time; what is being sent goes on."""

    async def set_limit(self, bytes_per_second: int | None) -> None:
        """From now on, also for what is being sent."""

    async def clear_finished(self) -> None: ...

    async def look(self, paths: Sequence[Path]) -> tuple[Candidate, ...]:
        """Looks at files (never directories) without blocking anything; one answer per path, in order."""

    async def many(self, wish: Wish, job_ids: Sequence[str]) -> None:
        """What the wish does for one, for many, in their order."""

    async def steps(self, job_id: str) -> tuple[Step, ...]:
        """What happened to a job so far, oldest first; nothing if the journal can't be read."""

    def video(self, video_no: str) -> Video | None:
        """What this machine knows of a video."""
