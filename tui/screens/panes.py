"""Which panes of the library are to be seen, and which has the focus: three side by side, or one at a time."""

from __future__ import annotations

from typing import Final, Literal

from textual.screen import Screen
from textual.widget import Widget

Pane = Literal["filters", "table", "details"]

ORDER: Final[tuple[Pane, ...]] = ("filters", "table", "details")


class Panes:
    """Shows and focuses. In a narrow screen filters and details take the list's place while they have the focus."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._hidden: set[Pane] = set()

    @property
    def narrow(self) -> bool:
        return self._screen.has_class("-narrow")

    def focus(self, pane: Pane) -> None:
        """Shows a pane and gives it the focus."""
        self._hidden.discard(pane)
        self._screen.set_class(pane == "filters", "-filters-first")
        self._screen.set_class(pane == "details", "-details-first")
        self._apply()
        self._widget(pane).focus(scroll_visible=False)

    def step(self, by: int) -> None:
        """Focuses the next pane to the right, or to the left, of those that are to be seen or can be."""
        there = [pane for pane in ORDER if self.narrow or pane not in self._hidden]
        now = self.focused
        place = there.index(now) if now in there else there.index("table")
        self.focus(there[(place + by) % len(there)])

    def toggle(self, pane: Pane) -> None:
        """Shows what is hidden, hides what is shown; in a narrow screen it goes there and back."""
        if self.narrow:
            self.focus("table" if self.focused == pane else pane)
            return
        self._hidden ^= {pane}
        self._apply()
        if self.focused == pane:
            self.focus("table")

    @property
    def focused(self) -> Pane:
        """The pane in which the focus is; the list when it is in none."""
        focused = self._screen.focused
        for pane in ORDER:
            if focused is not None and self._widget(pane) in focused.ancestors_with_self:
                return pane
        return "table"

    def _apply(self) -> None:
        for pane in ("filters", "details"):
            self._screen.set_class(pane in self._hidden, f"-no-{pane}")

    def _widget(self, pane: Pane) -> Widget:
        return self._screen.query_one(f"#{pane}")
