"""The details of the video under the cursor: from the index at once, from the service once the cursor rests."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from tui.api.values import Video
from tui.library.connections import IndexTrouble
from tui.library.desk import LibraryDesk
from tui.library.values import Known
from tui.screens.covering import Covering
from tui.screens.finding import Look
from tui.screens.latest import Latest
from tui.screens.nearby import Nearby
from tui.widgets.details import Details

_FRESH: Final = 30.0
"""Seconds for which an answer of `get_metadata` is not asked for again."""


class Looking:
    """Keeps the details pane on one video; answers about any other are dropped."""

    def __init__(
        self,
        desk: LibraryDesk,
        metadata: Latest[str, Look],
        details: Details,
        covering: Covering,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._desk = desk
        self._metadata = metadata
        self._details = details
        self._now = now
        self.nearby = Nearby(details)
        self._covering = covering

    def at(self, video: Video | None) -> None:
        """Shows what is known of it, and asks the service unless it was asked just now."""
        details = self._details
        known = self._known(video) if video is not None else None
        same = known is not None and details.known is not None and details.known.video.video_no == known.video.video_no
        details.known = known
        self.nearby.at(known.video if known else None)
        self._covering.at(known.video if known else None)
        if same:
            return
        details.problem = ""
        details.asking = known is not None and self._now() - (known.metadata_at or 0.0) > _FRESH
        if known is not None and details.asking:
            self._metadata.ask(known.video.video_no)
        else:
            self._metadata.forget()

    def _known(self, video: Video) -> Known | None:
        try:
            return self._desk.index.get(video.video_no)
        except IndexTrouble:  # the list says so
            return None

    def show(self, look: Look) -> None:
        """What came of asking, if it is about the video that is shown."""
        details = self._details
        if details.known is None or details.known.video.video_no != look.video_no:
            return
        details.asking = False
        details.problem = str(look.error) if look.error is not None else ""
        if look.known is not None:
            details.known = look.known
            self.nearby.at(look.known.video)
            self._covering.at(look.known.video)
