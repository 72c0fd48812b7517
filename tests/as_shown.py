"""A screen as a terminal shows it, with its own palette and no more colours than it has.

Textual's own screenshot draws the colours that were meant. Here every strip is rendered with the console of the app,
which rounds to so many colours, into the very codes that a terminal is sent; those are read back as a terminal reads
them, and drawn: what was lost on the way is lost in the picture.
"""

from __future__ import annotations

import io
from typing import Any

from rich.ansi import AnsiDecoder
from rich.console import Console
from rich.segment import Segment
from rich.terminal_theme import TerminalTheme
from textual._context import visible_screen_stack
from textual.app import App
from textual.strip import Strip


def codes(app: App[Any]) -> list[str]:
    """The lines of the screen as they are sent, each from a clean pen."""
    system = app.console._color_system
    assert system is not None

    def sent(segment: Segment) -> str:
        # A copy, because a style keeps the codes that it was first rendered to.
        return Strip.render_style(segment.style.copy(), segment.text, system) if segment.style else segment.text

    # Without this a screen that shines through is drawn, and kept, as an empty one.
    visible_screen_stack.set(app._background_screens)
    return ["".join(map(sent, strip)) for strip in app.screen._compositor.render_strips()]


def as_shown(app: App[Any], palette: TerminalTheme) -> str:
    """SVG of the whole screen."""
    console = Console(
        width=app.size.width, file=io.StringIO(), force_terminal=True, color_system="truecolor", record=True,
        legacy_windows=False, _environ={},
    )  # fmt: skip
    decoder = AnsiDecoder()
    for line in codes(app):
        console.print(decoder.decode_line(line), no_wrap=True, overflow="ignore", crop=False, highlight=False)
    return console.export_svg(title=app.title, theme=palette)
