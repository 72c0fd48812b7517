"""Covers as the terminal itself draws them, where somebody asked for that: from the setting to the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from textual.app import App

from tui.config import PROTOCOLS
from tui.cover_counter import Line
from tui.terminal.drawing import drawer, why_not
from tui.terminal.driver import GuardedDriver
from tui.terminal.fitness import over_ssh
from tui.terminal.pictures import Pictures, Protocol


class Picturing:
    """Owns the pictures of one program."""

    def __init__(self, images: str, environ: Mapping[str, str], tty: int = 1) -> None:
        self.why_blocks = why_not(images, environ) if images in PROTOCOLS else ""
        self.pictures: Pictures | None = None
        self.line = Line()
        self._is_line_asked = images == "auto" and over_ssh(environ)
        if images in PROTOCOLS and not self.why_blocks:
            protocol = cast(Protocol, images)
            self.pictures = Pictures(protocol, drawer(protocol, tty))

    def begin(self, app: App[Any]) -> None:
        """Has the terminal of this app draw them, or tells why it does not."""
        if self.why_blocks:
            app.notify(self.why_blocks, severity="warning", timeout=10, markup=False)
        pictures, driver = self.pictures, app._driver
        if not isinstance(driver, GuardedDriver):
            return
        if self._is_line_asked:
            driver.measure_line(self.line.told)
        if pictures is None:
            return
        canvas = driver.canvas
        canvas.hang(pictures)

        def look() -> None:
            if drawn := canvas.hung():
                driver.draw(drawn)
            if pictures.trouble:
                app.notify(pictures.trouble, severity="warning", timeout=10, markup=False)

        def ready() -> None:
            app.call_later(look)

        pictures.on_ready = ready
