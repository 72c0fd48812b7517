"""A box to tick, as `[✓]`: to be read without colour, too, where Textual's own shows the same sign in another."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Checkbox


class Tick(Checkbox):
    """On one line, without a border."""

    DEFAULT_CSS = """
    Tick, Tick:focus {
        border: none; padding: 0; background: transparent; background-tint: transparent; width: auto; height: 1;
    }
    """

    def render(self) -> Content:
        tick = ("✓", "bold $text-accent") if self.value else " "
        label = self.label.pad(1, 1).stylize_before(self.get_visual_style("toggle--label"))
        return Content.assemble("[", tick, "]", label)
