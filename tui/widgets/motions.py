"""How everything that scrolls is moved in: one list of keys, so that a hand that knows one pane knows them all."""

from __future__ import annotations

from typing import Final

from textual.actions import parse
from textual.binding import Binding, BindingType

from tui.widgets.commands import Command

MOTION: Final = "move."
"""What the ids of all motions begin with. A number typed before one of them is a count."""
_TO_A_LINE: Final = frozenset({"move.first", "move.last"})
"""Those that a count turns into the line to go to, as in vim."""

MOTIONS: Final[list[BindingType]] = [
    Binding("j,down", "move(1)", "Down", show=False, id="move.down", tooltip="One line down, or as many as typed"),
    Binding("k,up", "move(-1)", "Up", show=False, id="move.up", tooltip="One line up"),
    Binding("ctrl+d", "half(1)", "Half a page down", show=False, id="move.half-down", tooltip="Half a page down"),
    Binding("ctrl+u", "half(-1)", "Half a page up", show=False, id="move.half-up", tooltip="Half a page up"),
    Binding("pagedown", "page(1)", "Page down", show=False, id="move.page-down", tooltip="One page down"),
    Binding("pageup", "page(-1)", "Page up", show=False, id="move.page-up", tooltip="One page up"),
    Binding("g", "app.chord('g')", "Go", show=False, id="app.go", tooltip="Go to a line, a pane or a place"),
    Binding("g>g,home", "top", "First line", show=False, id="move.first", tooltip="To the top, or the line typed"),
    Binding("G,end", "bottom", "Last line", show=False, id="move.last", tooltip="To the end, or the line typed"),
]
"""For BINDINGS. The widget has the actions: `move(by)`, `half(by)`, `page(by)`, `top`, `bottom`, and `go_to(line)`,
which takes the line's place from 0 on and goes to the last one where there are fewer."""


def counted(command: Command, count: int) -> str:
    """The action of a motion, so many times over."""
    if command.id in _TO_A_LINE:
        return f"go_to({count - 1})"
    _namespace, name, (by, *_rest) = parse(command.action)
    return f"{name}({int(str(by)) * count})"
