"""What the upload screens want of the program around them."""

from __future__ import annotations

from textual.message import Message


class OpenVideo(Message):
    """A person wants to see this video in the library."""

    def __init__(self, video_no: str) -> None:
        super().__init__()
        self.video_no = video_no


class CopyText(Message):
    """Text that a person wants on the clipboard."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
