"""What no terminal is sent is not cut up for one: Textual throws that away in the end, and it is a fifth of a story.

Every widget still draws every line that would have been sent, at the same moment, so whatever goes wrong there still
does. Put off until somebody asks for the bytes is only how these lines are cut where one widget covers another.
"""

from __future__ import annotations

from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from textual._compositor import Compositor, CompositorUpdate
from textual._context import visible_screen_stack
from textual.geometry import Region
from textual.screen import Screen

_update = Compositor.render_update


class Unseen(CompositorUpdate):
    """What is due to be sent."""

    def __init__(self, compositor: Compositor, screens: list[Screen[Any]]) -> None:
        self._compositor = compositor
        self._screens = screens
        self.dirty = compositor._dirty_regions.copy()

    def render_segments(self, console: Console) -> str:
        since = self._compositor._dirty_regions
        self._compositor._dirty_regions = self.dirty
        try:
            update = _update(self._compositor, screen_stack=self._screens)
        finally:
            self._compositor._dirty_regions = since
        assert isinstance(update, CompositorUpdate)
        return update.render_segments(console)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self.render_segments(console)


def drawn(
    compositor: Compositor, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
) -> RenderableType | None:
    """Stands in for `Compositor.render_update`."""
    if full:
        return _update(compositor, full, screen_stack, simplify)
    if not compositor._dirty_regions:
        return None
    screens = screen_stack or []
    visible_screen_stack.set(screens)
    due = Unseen(compositor, screens)
    crop = Region.from_union(due.dirty).intersection(compositor.size.region)
    compositor._dirty_regions.clear()
    for _ in compositor._get_renders(crop):
        """Each is drawn as its turn comes."""
    return due
