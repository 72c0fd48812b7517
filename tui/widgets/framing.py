"""Words on borders, set only when they are others: setting one repaints the whole widget, whatever it says."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget


def subtitle(widget: Widget, words: Content) -> None:
    """Makes `words` those on the lower border."""
    if widget.border_subtitle != words.markup:
        widget.border_subtitle = words
