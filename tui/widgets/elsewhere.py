"""A key that does nothing here, and something in another pane of the same screen: where, and what."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen
from textual.widget import Widget

from tui.widgets.commands import key_word


def meant_elsewhere(screen: Screen[Any], key: str) -> str:  # Any: what a screen returns
    """What to say of a key that nobody took; nothing if it is no key of this screen at all."""
    for widget in screen.query(Widget):
        bindings = widget._bindings.copy()
        bindings.apply_keymap(screen.app._keymap)
        for binding in bindings.key_to_bindings.get(key, ()):
            if binding.id and binding.description and widget.region:
                return f"{key_word(key)} is “{binding.description}”{_where(widget)}, and nothing here."
    return ""


def _where(widget: Widget) -> str:
    titles = (str(each.border_title or "") for each in widget.ancestors_with_self if isinstance(each, Widget))
    title = next(filter(None, titles), "").split(" · ")[0]
    return f" in {title}" if title else " elsewhere"
