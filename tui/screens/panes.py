"""The panes of the library: which are to be seen, where, how large, and which has the focus."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from tui.pressing import press
from tui.screens.arranging import Arrangement, Mode, Pane, Room, arrange, has_pane, resized, with_pane
from tui.state import PaneWish, Placing, State

__all__ = ["Pane", "Panes"]

ORDER: Final[tuple[Pane, ...]] = ("filters", "table", "details")


class Panes(Horizontal):
    """Shows and focuses. Where there is no room for all, the one with the focus is seen and others make way."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "hide('details')", "Details", id="library.details", show=False, tooltip="Show or hide details"),
        Binding("P", "place", "Details beside/below", id="library.place", show=False, tooltip="Move the details pane"),
        Binding("M", "hide('filters')", "Filters", id="library.filters", show=False, tooltip="Show or hide filters"),
        Binding("m", "maximise", "Maximise", id="library.maximise", show=False, tooltip="All the room for this pane"),
        Binding("greater_than_sign", "resize(1)", "Larger pane", id="library.larger", show=False),
        Binding("less_than_sign", "resize(-1)", "Smaller pane", id="library.smaller", show=False),
        Binding("tab,l,right", "step(1)", "Next pane", id="library.next_pane", show=False),
        Binding("shift+tab,h,left", "step(-1)", "Previous pane", id="library.previous_pane", show=False),
    ]

    class Wished(Message):
        """The person wants them otherwise from now on."""

    def __init__(self, state: State | None = None, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """`state`: how they stood the last time."""
        super().__init__(id=id)
        state = state or State()
        self.wishes: dict[Mode, PaneWish] = {"wide": state.wide, "middle": state.middle, "one": PaneWish()}
        """How they should stand, by how many have room."""
        self.front: Pane = "table"
        self.maximised = False
        self._room = Room(0, 0)
        self._shown: Arrangement | None = None

    @property
    def narrow(self) -> bool:
        """Whether there is room for one pane at a time."""
        return self._room.mode == "one"

    @property
    def focused(self) -> Pane:
        """The pane in which the focus is; the list when it is in none."""
        focused = self.screen.focused
        for pane in ORDER:
            if focused is not None and self._widget(pane) in focused.ancestors_with_self:
                return pane
        return "table"

    def focus_pane(self, pane: Pane) -> None:
        """Shows a pane and gives it the focus."""
        self._want(with_pane(self._wish, pane))
        self._come_forward(pane)
        self._widget(pane).focus(scroll_visible=False)

    def fit(self, size: Size) -> None:
        """Arranges them for a whole screen of this size, if that is another."""
        self._room = Room(size.width, size.height)
        self._arrange()

    def remembered(self, state: State) -> State:
        """What was remembered, with how they stand now."""
        return replace(state, wide=self.wishes["wide"], middle=self.wishes["middle"])

    def on_resize(self) -> None:
        # A screen that is covered by another hears of its size from here alone.
        self.fit(self.screen.size)

    def on_descendant_focus(self) -> None:
        self._come_forward(self.focused)

    # What the keys do

    def action_hide(self, pane: Pane) -> None:
        """Shows what is hidden, hides what is shown; where it takes the place of others, it goes there and back."""
        if self._alone or (self._room.mode == "middle" and pane == "filters"):
            self.focus_pane("table" if self.focused == pane else pane)
            return
        there = has_pane(self._wish, pane)
        if there and self.focused == pane:
            self.focus_pane("table")
        self._want(with_pane(self._wish, pane, not there))

    def action_step(self, by: int) -> None:
        """To the next pane to the right, or to the left, of those that are to be seen or can be."""
        there = [pane for pane in ORDER if self._alone or self._can_be_seen(pane)]
        now = self.focused
        place = there.index(now) if now in there else there.index("table")
        self.focus_pane(there[(place + by) % len(there)])

    def action_maximise(self) -> None:
        if self.narrow:
            self._say(self._why_alone)
            return
        self.maximised = not self.maximised
        self._arrange()

    def action_place(self) -> None:
        if self._alone:
            self._say(self._why_alone)
            return
        other: Placing = "side" if self._room.place(self._wish.place) == "below" else "below"
        if self._room.place(other) != other:
            where = "beside" if other == "side" else "below"
            self._say(f"There is no room for the details {where} the list: the window is too small for that.")
            return
        self._want(replace(self._wish, place=other, details=True))

    def action_resize(self, by: int) -> None:
        if self._alone:
            self._say(self._why_alone)
            return
        wish = resized(self._room, self._wish, self.front, by)
        if wish == self._wish:
            grows = "larger: the others need the rest." if by > 0 else "smaller: that is the least it can be."
            self._say(f"This pane can't be {grows}")
            return
        self._want(wish)

    def restore(self) -> bool:
        """Gives the other panes their room again; answers whether they had none."""
        was, self.maximised = self.maximised, False
        self._arrange()
        return was

    # How they stand

    @property
    def _why_alone(self) -> str:
        if self.maximised:
            return f"One pane has all the room: {press('library.maximise', 'm')} gives the others theirs again."
        return f"There is room for one pane at a time: {press('library.next_pane', 'tab')} goes to the next."

    @property
    def _wish(self) -> PaneWish:
        return self.wishes[self._room.mode]

    @property
    def _alone(self) -> bool:
        """Whether one pane has all the room because there is no more, or because it was given it."""
        return self.narrow or self.maximised

    def _can_be_seen(self, pane: Pane) -> bool:
        return has_pane(self._wish, pane) or (pane == "filters" and self._room.mode == "middle")

    def _want(self, wish: PaneWish) -> None:
        if wish != self._wish:
            self.wishes = {**self.wishes, self._room.mode: wish}
            self._arrange()
            self.post_message(self.Wished())

    def _come_forward(self, pane: Pane) -> None:
        if pane != self.front:
            self.front = pane
            self._arrange()

    def _arrange(self) -> None:
        if not self._room.width or not self._room.height:
            return
        now = arrange(self._room, self._wish, self.front, maximised=self.maximised)
        if now != self._shown:
            self._shown = now
            self._show(now)

    def _show(self, now: Arrangement) -> None:
        screen, below = self.screen, now.place == "below"
        screen.set_class(now.flat, "-flat")
        screen.set_class(not now.status, "-no-status")
        screen.set_class(not now.keys, "-no-keys")
        self.set_class(now.alone is not None, "-alone")
        self.set_class(below, "-below")
        filters, details = self._widget("filters"), self._widget("details")
        filters.display = bool(now.filters) or now.alone == "filters"
        filters.styles.width = now.filters or "1fr"
        details.display = bool(now.details) or now.alone == "details"
        details.styles.width = now.details if now.details and not below else "1fr"
        details.styles.height = now.details if now.details and below else "1fr"
        self.query_one("#list").display = now.alone in (None, "table")
        self.query_one("#main").display = now.alone != "filters"

    def _widget(self, pane: Pane) -> Widget:
        return self.query_one(f"#{pane}")

    def _say(self, words: str) -> None:
        self.notify(words, markup=False, timeout=4)
