"""What stands between the app and the terminal: what is sent of a frame, what hangs over it, and what is kept of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen

from tui import early
from tui.likeness import Likeness
from tui.picturing import Picturing
from tui.terminal.driver import GuardedDriver

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tui.config import Config
    from tui.services import Services
    from tui.terminal.canvas import Canvas
    from tui.wardrobe import Wardrobe


class Glass:
    """One app's. Private name of Textual: `App._driver`, which is there once the app runs."""

    def __init__(self, app: App[Any], config: Config, services: Services | None, wardrobe: Wardrobe) -> None:
        self._app = app
        self._picturing = Picturing(config.images, os.environ)
        self.drawn = self._picturing.pictures, self._picturing.line
        """What pictures are drawn by, and what is known of the line."""
        self.likeness: Likeness | None = None
        """For the next start; the demo keeps none."""
        if services is not None and not services.account.demo:
            self.likeness = Likeness(app, config, services, wardrobe)

    @property
    def _canvas(self) -> Canvas | None:
        driver = self._app._driver
        return driver.canvas if isinstance(driver, GuardedDriver) else None

    def begin(self) -> None:
        """The app is there, and has not painted yet."""
        if not self._app.is_headless:
            self._app.call_after_refresh(early.settle, self._app)
        self._picturing.begin(self._app)

    def changes(self, frame: RenderableType | None) -> RenderableType | None:
        """What of a frame is not to be seen yet."""
        canvas = self._canvas
        return frame if canvas is None else canvas.changes(frame)

    def painted(self, screen: Screen[Any]) -> None:
        """It was sent."""
        canvas = self._canvas
        if self.likeness is not None and canvas is not None and not self._app.is_headless:
            self.likeness.see(screen, canvas)

    def resized(self) -> None:
        """A terminal that changes its size, and be it there and back, keeps of what it shows whatever it likes."""
        canvas = self._canvas
        # What a program is told of its size at first is no change of it.
        if canvas is not None and canvas.has_begun:
            canvas.forget()
        self._app.call_after_refresh(self._app.refresh)

    def redraw(self) -> None:
        """Paints all of it, whatever the terminal made of it."""
        if (canvas := self._canvas) is not None:
            canvas.forget()
        self._app.refresh(repaint=True, layout=True)

    def write(self, sequence: str) -> None:
        """What is no part of a frame, such as a bell."""
        if sequence and self._app._driver is not None:
            self._app._driver.write(sequence)

    def left(self) -> None:
        """The program is being left."""
        if self.likeness is not None:
            self.likeness.take()
