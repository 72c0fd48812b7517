"""Where commands lead from any screen: to another place, and back to the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen

from tui import namespaces, opening
from tui.screens.library import LibraryScreen

if TYPE_CHECKING:
    from pathlib import Path

    from tui.config import Config
    from tui.cover_counter import Line
    from tui.palette.verb import Reach
    from tui.services import Services
    from tui.terminal.pictures import Pictures
    from tui.widgets.upload_draft import UploadDraft


class Doors:
    """Opens screens above the one that is seen. Owns the draft of an upload, which outlives its screen."""

    def __init__(
        self,
        app: App[Any],  # Any: what an app returns is no concern of this
        services: Services | None,
        config: Config,
        config_file: Path,
        bind: Callable[[Screen[Any]], Screen[Any]],
        options: Sequence[str],
    ) -> None:
        """Without services there is no key, and most doors stay shut.

        `bind` gives a screen what the app owns. `options`: the words after the program's name.
        """
        self._app = app
        self._services = services
        self._config = config
        self._config_file = config_file
        self._bind = bind
        self._options = tuple(options)
        self._draft: UploadDraft | None = None

    def first(self, pictures: Pictures | None, line: Line) -> Screen[None]:
        """Where the program begins."""
        services = self._services
        if services is None:
            from tui.screens.welcome import Welcome

            return Welcome(str(self._config_file))
        headless = self._app.is_headless
        screen = opening.library(services, self._config, self._options, pictures, line, headless=headless)
        self._bind(screen)
        return screen

    async def upload(self, path: str = "") -> None:
        """The upload form, with this path or URL in it."""
        from tui.screens.upload import UploadModal

        if self._services is None or isinstance(self._app.screen, UploadModal):
            return
        if self._config.read_only:
            self._app.notify("This session is read-only: nothing is sent. Start without --read-only to upload.")
            return
        self._draft = await self._app.push_screen_wait(self._bind(opening.upload(self._services, self._draft, path)))

    def jobs(self) -> None:
        """All uploads."""
        from tui.screens.uploads import UploadsScreen

        if self._services is not None and not isinstance(self._app.screen, UploadsScreen):
            self._app.push_screen(self._bind(opening.jobs(self._services)))

    def deeds(self) -> None:
        """What is done to many videos."""
        from tui.screens.deeds import DeedsScreen

        library, is_there = self._app.screen_stack[0], isinstance(self._app.screen, DeedsScreen)
        if self._services is not None and isinstance(library, LibraryScreen) and not is_there:
            self._app.push_screen(self._bind(opening.deeds(self._services, library.marking.replace)))

    def by_hand(self, text: str) -> None:
        """What was copied last, where the screen itself has nothing better."""
        from tui.screens.by_hand import ByHand

        if text:
            self._app.push_screen(ByHand([("Copied last", text)]))
        else:
            self._app.notify("Nothing was copied yet.", markup=False)

    def trouble(self, *, fair: bool) -> None:
        """What went wrong, if anything did. `fair`: the service answers."""
        services = self._services
        if services is None or (fair and not services.mishaps.all):
            self._app.notify("Nothing is wrong: the service answers.", markup=False)
        else:
            self._app.push_screen(self._bind(opening.mishaps(services, self._copy_again)))

    def _copy_again(self) -> str:
        self._app.copy_to_clipboard(self._app.clipboard)
        return "Copying it again …"

    def log(self) -> None:
        """The log file."""
        from tui.screens.log import LogScreen

        if not isinstance(self._app.screen, LogScreen):
            self._app.push_screen(opening.log(self._services))

    def doctor(self) -> None:
        """Health, and what to change."""
        size, tty = self._app.size, not self._app.is_headless
        here = opening.doctor(self._services, self._config, self._config_file, size=size, is_terminal=tty)
        self._app.push_screen(here)

    def video(self, video_no: str) -> None:
        """The library, with the cursor on this video."""
        self.library()
        if isinstance(self._app.screen, LibraryScreen):
            self._app.screen.go_to(video_no)

    def library(self) -> None:
        """Closes what is above the library, each screen with its answer: somebody may be waiting for that."""
        from tui.screens.upload import UploadModal

        while len(self._app.screen_stack) > 1:
            if isinstance(self._app.screen, UploadModal):
                self._app.screen.action_close()
            else:
                self._app.screen.dismiss(None)

    def reach(self, *, send: Callable[[str], object], wear: Callable[[str], None]) -> Reach:
        """What the verbs of the palette can get at."""
        from tui.counters import LibraryCounter
        from tui.palette.verb import Reach

        services = self._services
        desk = LibraryCounter(services) if services else None
        names = namespaces.known(services).seen if services else ()
        return Reach(self._app, desk, opening.here(), back=self.library, send=send, wear=wear, namespaces=names)
