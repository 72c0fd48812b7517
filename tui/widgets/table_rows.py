"""What a list of videos needs to know of an answer, and what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual.message import Message

from tui.api.values import Video
from tui.library.values import Column

if TYPE_CHECKING:
    from tui.widgets.video_table import VideoTable


class Rows(Protocol):
    """Any number of videos; `tui.library.matches.Matches` is one."""

    @property
    def count(self) -> int: ...

    def row(self, n: int) -> Video | None:
        """Row n, at once; None if it has vanished meanwhile."""

    def position(self, video_no: str) -> int | None:
        """Where a video is now."""


class Highlighted(Message, namespace="video_table"):
    """The cursor is on another video, or the video under it is not what it was."""

    def __init__(self, table: VideoTable, video: Video | None, index: int) -> None:
        super().__init__()
        self.table = table
        self.video = video
        self.index = index

    @property
    def control(self) -> VideoTable:
        return self.table


class Chosen(Message, namespace="video_table"):
    """Enter, or a second click, on a video."""

    def __init__(self, table: VideoTable, video: Video) -> None:
        super().__init__()
        self.table = table
        self.video = video

    @property
    def control(self) -> VideoTable:
        return self.table


class SortAsked(Message, namespace="video_table"):
    """A title was clicked."""

    def __init__(self, table: VideoTable, column: Column) -> None:
        super().__init__()
        self.table = table
        self.column = column

    @property
    def control(self) -> VideoTable:
        return self.table
