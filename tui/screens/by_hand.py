"""Texts to be selected with the terminal's own mouse: the whole width, no frame, nothing else on their lines."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import ClassVar

from rich.cells import chop_cells
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from tui.pressing import press
from tui.text import safe_block
from tui.weblinks import shows_links, web_link
from tui.widgets.line_view import LineView
from tui.widgets.lines import Line, Tone

Texts = Sequence[tuple[str, str]]
"""Each with a title, which stands on a line of its own."""


class ByHand(ModalScreen[None]):
    """Shows the texts whole; an address is a link, where the terminal has such a thing."""

    CSS_PATH = "by_hand.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,Y,enter", "dismiss(None)", "Back", id="by-hand.back", tooltip="Back to where you were"),
    ]

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = tuple(texts)
        self._view = LineView()

    def compose(self) -> ComposeResult:
        yield self._view

    def on_mount(self) -> None:
        back = press("by-hand.back", "esc")
        self._view.head = ((f"Select with the mouse (shift+drag, if dragging does nothing) · {back} back", "muted"),)
        self._view.linking = shows_links(os.environ)
        self._view.focus()

    def on_line_view_sized(self) -> None:
        self._view.lines = text_lines(self._texts, self._view.width)


def text_lines(texts: Texts, width: int) -> tuple[Line, ...]:
    """The texts in lines of `width` cells, broken only where a line is full: a selection of them is the text."""
    lines: list[Line] = []
    for title, text in texts:
        lines += [(), ((title, "muted"),)]
        tone: Tone = "link" if web_link(text) else ""
        for line in safe_block(text).split("\n"):
            lines += [((piece, tone),) for piece in chop_cells(line, max(2, width)) or [""]]
    return tuple(lines)
