"""A choice between a few ways of doing something, on one line."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class Segments(Widget, can_focus=True):
    """`chosen` is the place of the chosen word. A word that can't be chosen says why."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "turn(1)", "Next", show=False, id="segments.next"),
        Binding("left,h", "turn(-1)", "Previous", show=False, id="segments.previous"),
        Binding("space,enter", "turn(1)", "Switch", id="segments.switch", tooltip="Files or a URL"),
    ]
    DEFAULT_CSS = """
    Segments { height: 1; width: auto; }
    """

    chosen: reactive[int] = reactive(0)

    class Changed(Message):
        """Another word was chosen."""

        def __init__(self, chosen: int) -> None:
            super().__init__()
            self.chosen = chosen

    def __init__(self, words: tuple[str, ...], *, chosen: int = 0, why_not: tuple[str, ...] = ()) -> None:
        """`why_not`: by place, why a word can't be chosen; empty where it can."""
        super().__init__(id="segments")
        self._words = words
        self._why_not = why_not or ("",) * len(words)
        self.set_reactive(Segments.chosen, chosen)

    def get_content_width(self, *_sizes: object) -> int:
        return sum(len(word) + 4 for word in self._words)

    def render(self) -> Content:
        focused = "reverse bold" if self.has_focus else "bold underline $text-accent"
        pieces: list[tuple[str, str] | str] = []
        for place, word in enumerate(self._words):
            style = (
                focused
                if place == self.chosen
                else "$foreground-disabled"
                if self._why_not[place]
                else "$foreground-muted"
            )
            pieces += [(f" {word} ", style), "  "]
        return Content.assemble(*pieces)

    def watch_chosen(self, chosen: int) -> None:
        self.post_message(self.Changed(chosen))

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.refresh()

    def action_turn(self, by: int) -> None:
        self.choose((self.chosen + by) % len(self._words))

    def choose(self, place: int) -> None:
        """Chooses, or says why not."""
        if self._why_not[place]:
            self.notify(self._why_not[place], severity="warning", markup=False)
        else:
            self.chosen = place

    def on_click(self, event: events.Click) -> None:
        start = 0
        for place, word in enumerate(self._words):
            if start <= event.x < start + len(word) + 2:
                self.choose(place)
            start += len(word) + 4
