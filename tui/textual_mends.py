"""What Textual keeps and should not: mended here, in one place, for the release that is pinned."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from textual._styles_cache import StylesCache
from textual.dom import DOMNode


def forget_what_is_closed() -> None:
    """Lets go of the pictures of widgets that are gone. May be called again.

    A cache of two colours there is keyed by the widget's own cache, too, which it never looks at: a thousand of these,
    each with every line that its widget last drew, stayed for as long as the program ran (50 MB after some hours).
    Named `cls` where it is defined, it was meant for the class: so it is one for the class.
    """
    kept = StylesCache.__dict__["get_inner_outer"]
    if not isinstance(kept, classmethod):
        cached: Any = lru_cache(1024)(kept.__wrapped__)  # Any: a cache is no function, for its type
        setattr(StylesCache, "get_inner_outer", classmethod(cached))  # noqa: B010 - typed as a method


def forget_closed_watchers(node: DOMNode) -> None:
    """Lets go of closed screens that were bound to a value of `node`: Textual does when that value changes, if ever."""
    bound: dict[str, list[tuple[DOMNode, object]]] = getattr(node, "__watchers", {})
    for watchers in bound.values():
        watchers[:] = [(watcher, callback) for watcher, callback in watchers if not watcher._closing]
