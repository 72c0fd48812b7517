"""Words that may be longer than the screen: a box that scrolls by the keys that everything scrolls by."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll

from tui.widgets.motions import MOTIONS


class Scrolled(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Holds whatever it is given."""

    BINDINGS: ClassVar[list[BindingType]] = MOTIONS

    def action_move(self, lines: int) -> None:
        self.scroll_relative(y=lines, animate=False, force=True)

    def action_half(self, direction: int) -> None:
        self.action_move(direction * max(1, self.size.height // 2))

    def action_page(self, direction: int) -> None:
        self.action_move(direction * max(1, self.size.height - 1))

    def action_top(self) -> None:
        self.action_go_to(0)

    def action_bottom(self) -> None:
        self.action_go_to(self.max_scroll_y)

    def action_go_to(self, line: int) -> None:
        self.scroll_to(y=line, animate=False, force=True)
