"""Everything about the highlighted video: the facts in words, or the service's own answer."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.reactive import reactive

from tui.library.values import Known
from tui.pressing import press
from tui.weblinks import shows_links
from tui.widgets.cover_room import Cover, cover_lines, filled
from tui.widgets.details_facts import NOTHING, View, fact_lines
from tui.widgets.line_view import LineView
from tui.widgets.lines import Line

if TYPE_CHECKING:
    from tui.widgets.find_inside import FindInside
    from tui.widgets.name_filter import NameFilter

Tab = Literal["facts", "json"]


class Details(Vertical):
    """Shows `known`. The border belongs to this container, so that a line that changes is repainted without it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("L,right_square_bracket", "tab(1)", "Facts/JSON", id="details.tab", tooltip="Facts, or all of it"),
        Binding("H,left_square_bracket", "tab(-1)", "Previous tab", show=False, id="details.previous-tab"),
        Binding("slash", "find", "Find", id="details.find", tooltip="Find words in these details"),
        Binding("n", "find_next(1)", "Next", show=False, id="move.next-match", tooltip="To the next place with them"),
        Binding("N", "find_next(-1)", "Before", show=False, id="move.previous-match", tooltip="To the place before"),
    ]

    DEFAULT_CSS = """
    Details {
        border: round $border-blurred;
        border-title-color: $text-muted;
        padding: 0 0 0 1;
        &:focus-within {
            border: round $primary;
            border-title-color: $text-primary;
            border-title-style: bold;
        }
    }
    """

    known: reactive[Known | None] = reactive[Known | None](None, init=False, repaint=False)
    now: reactive[float] = reactive(0.0, init=False, repaint=False)
    """Seconds since the epoch."""
    asking: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether the service is being asked about this video."""
    problem: reactive[str] = reactive("", init=False, repaint=False)
    """Why it could not be asked, in plain words."""
    nearby: reactive[str] = reactive("", init=False, repaint=False)
    """How far from which city it was taken, in words."""
    cover: reactive[Cover | None] = reactive[Cover | None](None, init=False, repaint=False)
    """Its cover, with room for it above the facts; None where covers are not shown."""
    untold: reactive[str] = reactive("", init=False, repaint=False)
    """What to say in place of metadata, where the service has no such thing."""
    tab: reactive[Tab] = reactive[Tab]("facts", init=False, repaint=False)

    def __init__(
        self,
        *,
        late: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """`late`: there is nothing in it until `furnish` is called."""
        super().__init__(id=id, classes=classes)
        self.border_title = f"{press('go.details', '3')} Details"
        self._is_bare = late
        self._view = LineView()

    def compose(self) -> ComposeResult:
        if not self._is_bare:
            yield self._view
            yield self._words

    async def furnish(self) -> None:
        """Makes what is in it."""
        self._is_bare = False
        await self.recompose()

    @cached_property
    def _inside(self) -> FindInside:
        from tui.widgets.find_inside import FindInside  # like what is typed into, not before the first paint

        return FindInside(self._view)

    @cached_property
    def _words(self) -> NameFilter:
        from tui.widgets.name_filter import NameFilter

        return NameFilter("words in these details")

    @property
    def has_room_for_cover(self) -> bool:
        """Whether there are lines enough for one beside the facts."""
        return cover_lines(self._view.width, self._view.size.height) > 0

    def on_line_view_sized(self) -> None:
        self._update()

    def on_descendant_focus(self) -> None:
        # Only here are addresses links: while a cursor moves through the list, each would cost the line its length.
        self._view.linking = shows_links(os.environ)

    def on_descendant_blur(self) -> None:
        self._view.linking = False

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focuses what scrolls."""
        self._view.focus(scroll_visible)
        return self

    def scroll_detail(self, lines: int) -> None:
        """Scrolls by so many lines, from wherever the focus is."""
        self._view.scroll_by(lines)

    def action_tab(self, direction: int) -> None:  # noqa: ARG002 - there are two, so both directions lead to the other
        self.tab = "json" if self.tab == "facts" else "facts"

    def action_find(self) -> None:
        self._words.open(self._inside.text)

    def action_find_next(self, by: int) -> None:
        if reason := self._inside.step(by):
            self.notify(reason, markup=False, timeout=4)

    def on_name_filter_changed(self, event: NameFilter.Changed) -> None:
        event.stop()
        self._inside.look_for(event.text)
        self._update()

    def on_name_filter_left(self, event: NameFilter.Left) -> None:
        event.stop()
        self._words.remove_class("-open")
        self._view.focus()
        if self._inside.text and (reason := self._inside.look_for(self._inside.text)):
            self.notify(reason, markup=False, timeout=4)

    def watch_known(self, before: Known | None, now: Known | None) -> None:
        if self._is_bare:
            return
        if before is None or now is None or before.video.video_no != now.video.video_no:
            self._view.action_top()
        self._update()

    def watch_now(self) -> None:
        self._update()

    def watch_asking(self) -> None:
        self._update()

    def watch_problem(self) -> None:
        self._update()

    def watch_nearby(self) -> None:
        self._update()

    def watch_cover(self) -> None:
        self._update()

    def watch_untold(self) -> None:
        self._update()

    def watch_tab(self) -> None:
        self._view.action_top()
        self._update()

    def _update(self) -> None:
        if self._is_bare or not self._view.width:
            return
        view = self._view
        shows = self.cover is not None and self.known is not None and self.tab == "facts"
        room, art = filled(self.cover, view.width, view.size.height) if self.cover and shows else ((), ())
        view.head = _tab_line(self.tab)
        view.lines = self._inside.marked((*room, *self._lines(view.width)))
        view.art = art

    def _lines(self, width: int) -> tuple[Line, ...]:
        if self.known is None:
            return NOTHING
        if self.tab == "json":
            from tui.widgets.details_json import json_lines

            return json_lines(self.known.raw or self.known.video.raw, width)
        view = View(self.known, self.now, self.asking, self.problem, nearby=self.nearby, untold=self.untold)
        return fact_lines(view, width)


def _tab_line(tab: Tab) -> Line:
    return (
        ("Facts", "strong" if tab == "facts" else "muted"),
        (" │ ", "muted"),
        ("JSON", "strong" if tab == "json" else "muted"),
    )
