"""The cover of the video under the cursor: fetched and drawn once the cursor rests, shown and hidden by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.binding import Binding, BindingType

from tui.covers.desk import FAST, CoverDesk, Missing
from tui.pressing import press
from tui.screens.latest import Latest
from tui.widgets.cover_room import Cover

if TYPE_CHECKING:
    from tui.api.values import Video
    from tui.covers.thumbnail import Thumbnail
    from tui.widgets.details import Details

COVERING: Final[list[BindingType]] = [
    Binding("i", "cover", "Cover", id="library.cover", show=False, tooltip="Show or hide covers in the details"),
    Binding("g>c", "contact_sheet", "Contact sheet", id="go.contact_sheet", show=False, tooltip="A grid of covers"),
]


class Covering:
    """Keeps the cover in the details pane that of one video; an answer about any other is dropped."""

    def __init__(self, desk: CoverDesk, details: Details) -> None:
        self._desk = desk
        self._details = details
        self._video: Video | None = None
        self.shown = desk.manner.shown if desk.wished is None else desk.wished
        self._asker: Latest[Video, Thumbnail | Missing] = Latest(desk.cover, self._show, rest=desk.manner.rest)
        desk.when_line_is_told(self._line_carries)

    @property
    def idle(self) -> bool:
        """Whether everything that was asked for is there."""
        return self._asker.idle

    async def run(self) -> None:
        """Answers until cancelled."""
        await self._asker.run()

    def at(self, video: Video | None) -> None:
        """Shows what is known of its cover at once, and the rest as soon as it is found."""
        same = video is not None and self._video is not None and _cover(video) == _cover(self._video)
        self._video = video
        if not same:
            self._look()

    def toggle(self) -> str:
        """Shows or hides covers; answers with why they are not to be seen although they are shown now, if so."""
        self.shown = not self.shown
        self._desk.wish(shown=self.shown)
        self._look()
        return self._why_unseen() if self.shown else ""

    def _line_carries(self, kbit: float) -> None:
        if self._desk.manner.if_fast and self._desk.wished is None and kbit >= FAST:
            self.shown = True
            self._look()

    def _why_unseen(self) -> str:
        details = self._details
        if not details.region:
            key = press("go.details", "g d")
            return f"Covers stand in the details, which are not to be seen now: {key} goes there."
        if details.tab != "facts":
            return f"Covers stand above the facts: {press('details.tab', 'L')} in the details shows those."
        return "" if details.has_room_for_cover else "The details have too few lines for a cover."

    def _look(self) -> None:
        if not self.shown or self._video is None:
            self._details.cover = None
            self._asker.forget()
            return
        manner = self._desk.manner
        known = self._desk.known(self._video)
        # While the cursor is on its way nothing is drawn: a picture costs a slow line kilobytes.
        self._details.cover = Cover(manner, known if isinstance(known, Missing) else self._host_is_away)
        if isinstance(known, Missing):
            self._asker.forget()
        else:
            self._asker.ask(self._video)

    @property
    def _host_is_away(self) -> Missing | None:
        """Why the last video has no cover, where that is to be expected of this one."""
        shown = self._details.cover.found if self._details.cover is not None else None
        return shown if isinstance(shown, Missing) and shown.of_host else None

    def _show(self, video: Video, found: Thumbnail | Missing) -> None:
        if self.shown and self._video is not None and _cover(video) == _cover(self._video):
            self._details.cover = Cover(self._desk.manner, found)


def _cover(video: Video) -> tuple[str, str | None]:
    return video.video_no, video.cover_url
