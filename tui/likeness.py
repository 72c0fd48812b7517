"""Watches for the moments at which the library looks as a start would begin, so that the next one can begin with it.

Few people leave with the cursor on the first row. So what is shown then is noted whenever that is so, at the price of
copying some lists, and compared when the program is left with what a start would find by then.

Private names that this leans on: `App._batch_count`, `App._notifications`, `App._sync_available`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from textual.app import App
from textual.css.query import NoMatches
from textual.geometry import Size
from textual.screen import Screen

from tui.frozen import dataclass
from tui.keepsake import Picture
from tui.library.connections import IndexTrouble
from tui.memory import remembered_query, remembered_sort, remembered_theme
from tui.screens.library import LibraryScreen
from tui.state import PaneWish
from tui.terminal.still import Box, taken
from tui.themes import AUTO, fitting
from tui.widgets.status_line import StatusLine
from tui.widgets.video_table import VideoTable

if TYPE_CHECKING:
    from tui.config import Config
    from tui.services import Services
    from tui.terminal.canvas import Canvas
    from tui.terminal.cells import Cell
    from tui.terminal.ground import Ground
    from tui.wardrobe import Wardrobe
    from tui.widgets.table_paint import Look

_BORDERED: Final = ("#filters", "#details")
"""What a first paint does not fill yet."""
_TELLING: Final = "#status"
"""What tells of the time and of the network."""
_GROUNDS: Final[tuple[Ground, ...]] = ("light", "dark")


@dataclass(frozen=True, slots=True)
class _Moment:
    """Everything that was to be seen, as it was written to the terminal."""

    rows: list[list[Cell | None]]
    size: Size
    hidden: tuple[Box, ...]
    looks: Mapping[int, Look]
    """The lines of the list."""
    count: int
    theme: str


class Likeness:
    """Notes and compares; what came of it is `picture`."""

    def __init__(self, app: App[Any], config: Config, services: Services, wardrobe: Wardrobe) -> None:
        self._app = app
        self._config = config
        self._services = services
        self._wardrobe = wardrobe
        self._moment: _Moment | None = None
        self.picture: Picture | None = None
        """What the next start may begin with, if it is the same until then."""
        self.edition = -1
        """Of the index, which it is true of."""

    def see(self, screen: Screen[Any], canvas: Canvas) -> None:
        """Something was painted."""
        app = self._app
        if not isinstance(screen, LibraryScreen) or app._batch_count or len(app._notifications):
            return
        table = screen.query_one(VideoTable)
        is_top = table.cursor == 0 and table.has_focus and table.scroll_offset.y == 0 and table.count
        is_alone = len(app.screen_stack) == 1 and screen.beside.furnished.is_set()
        if is_top and is_alone and self._stands_as_at_a_start(screen):
            boxes = [screen.query_one(each).content_region for each in _BORDERED]
            boxes.append(screen.query_one(_TELLING).region)
            hidden = tuple((each.x, each.y, each.width, each.height) for each in boxes)
            self._moment = _Moment(canvas.shown(), app.size, hidden, table.painted, table.count, app.theme)

    def take(self) -> None:
        """The program is being left."""
        moment, self._moment = self._moment, None
        screen = next((each for each in self._app.screen_stack if isinstance(each, LibraryScreen)), None)
        try:
            if moment is None or screen is None or not self._is_what_comes_back(screen, moment):
                return
        except (NoMatches, IndexTrouble):  # it is being closed already, or the disk is gone: then there is none
            return
        still = taken(moment.rows, moment.size.width, moment.hidden)
        if still is not None:
            self.picture = Picture(still, self._ground, self._app._sync_available)
            self.edition = self._services.index.edition

    def _is_what_comes_back(self, screen: LibraryScreen, moment: _Moment) -> bool:
        """Whether a start would find, and show, the same."""
        library = self._services.memory.library
        table = screen.query_one(VideoTable)
        matches = table.matches
        return (
            (moment.size, moment.theme) == (self._app.size, self._app.theme)
            and screen.looking_for == remembered_query(library)
            and screen.order == remembered_sort(library)
            and not screen.is_behind
            and screen.edition == self._services.index.edition
            and matches is not None
            and screen.finding.rows.idle
            and (matches.count, screen.query_one(StatusLine).new) == (moment.count, 0)
            and self._stands_as_at_a_start(screen)
            and self._wears_what_comes_back
            and table.begins_with(moment.looks)
        )

    def _stands_as_at_a_start(self, screen: LibraryScreen) -> bool:
        panes, state = screen.panes, self._services.memory.state
        wishes = {"wide": state.wide, "middle": state.middle, "one": PaneWish()}
        return not panes.maximised and panes.wishes == wishes

    @property
    def _wears_what_comes_back(self) -> bool:
        config = self._config
        is_for_now = config.origins.get("theme") == "flag"
        wanted = config.theme if is_for_now else remembered_theme(self._services.memory.state, config.theme)
        return self._wardrobe.wish == wanted and (self._app.theme == wanted or self._ground is not None)

    @property
    def _ground(self) -> Ground | None:
        """What the theme was chosen for, where it was chosen by that."""
        if self._wardrobe.wish != AUTO and not self._app.no_color:
            return None
        return next((ground for ground in _GROUNDS if fitting(ground) == self._app.theme), None)
