"""What the interface may ask of the deeds; what comes of it is seen in their values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from tui.api.values import Video
from tui.deeds.deed import Clash, Confirmed, Target


class DeedDesk(Protocol):
    """The counter at which screens stand. Safe to call from the interface's thread."""

    @property
    def why_not_delete(self) -> str:
        """Why nothing can be deleted, in words; empty where it can."""

    @property
    def downloads(self) -> Path:
        """The folder that downloads usually go to."""

    def videos(self, numbers: Collection[str]) -> Iterator[Video]:
        """What is known of these videos, newest first. Blocks, and may raise OSError: for a thread."""

    async def targets(self, numbers: Collection[str]) -> Sequence[Target]:
        """Those of the videos that are known, newest first. Raises OSError."""

    async def there_already(self, folder: Path, numbers: Collection[str]) -> tuple[str, ...]:
        """Which of the names that these videos would have are taken in a folder. Raises OSError."""

    async def delete(self, confirmed: Confirmed) -> str:
        """Begins the countdown; answers with the deed's id. Raises PermissionError where nothing may be changed."""

    async def download(
        self, targets: Sequence[Target], folder: Path, clash: Clash, may_replace: Collection[str]
    ) -> str:
        """`may_replace`: the names that somebody was asked about. Answers with the deed's id."""

    async def export(self, numbers: Collection[str], path: Path, *, over: bool) -> str:
        """Writes a file; the suffix says of what kind. Answers with the deed's id."""

    async def retry(self, deed_id: str, *, any_size: bool = False) -> str | None:
        """Downloads again what did not succeed, or only what had another size, as it is; the new deed's id."""

    def undo(self, deed_id: str) -> None:
        """In time as long as nothing was sent."""

    def stop(self, deed_id: str) -> None:
        """What has not begun stays undone."""

    def clear(self) -> None:
        """Forgets the deeds that are over."""
