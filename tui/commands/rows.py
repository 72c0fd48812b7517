"""Videos as lines: aligned columns for people, one JSON object each for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Final

from tui.api.values import Video
from tui.commands.output import Results
from tui.text import safe_text

_FIELDS: Final = tuple(field.name for field in fields(Video) if field.name != "raw")
_NAME: Final = 40
"""Cells; --json has names whole."""


class Rows:
    """Prints videos until there have been enough, or nobody reads any more."""

    def __init__(self, results: Results, *, as_json: bool, left: int | None) -> None:
        """`left`: how many may still be printed; None for any number."""
        self.left = left
        self.printed = False
        self._results = results
        self._as_json = as_json

    def put(self, videos: Iterable[Video]) -> bool:
        """Whether more are wanted."""
        for video in videos:
            if not self.wanted:
                return False
            if self._as_json:
                self._results.json({name: getattr(video, name) for name in _FIELDS})
            else:
                self._results.text(*_cells(video))
            self.printed = True
            if self.left is not None:
                self.left -= 1
        return self.wanted

    def flush(self) -> None:
        """Hands over what was put."""
        self._results.flush()

    @property
    def wanted(self) -> bool:
        return self.left != 0 and not self._results.closed


def _cells(video: Video) -> tuple[str, ...]:
    from tui.widgets.present import clock_text, duration_text, fit, name_text, size_text

    return (
        fit(name_text(video), _NAME),
        f"{video.status.value:8}",
        fit(duration_text(video.duration), 8, right=True),
        fit(size_text(video.size), 8, right=True),
        fit(clock_text(video.created), 16),
        safe_text(video.video_no, 60),
    )
