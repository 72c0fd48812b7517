"""The query as one line of text above the list: chips to read, and a line to edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from tui.library.query import Near, Query, near_text
from tui.library.query_text import Completion, QueryProblem, complete, parse, settled, text_of
from tui.library.query_values import utc_today
from tui.library.values import Facets
from tui.pressing import press
from tui.widgets.query_tint import PARTS, Part, QueryTint, chips, offered_line, reading_line

if TYPE_CHECKING:
    from tui.widgets.query_input import QueryInput


class QueryBar(Widget):
    """Shows `looking_for`; `edit()` opens it. While it is typed, `Changed` follows every text that is a query."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"query--{part}" for part in PARTS}
    DEFAULT_CSS = """
    QueryBar {
        height: auto; padding: 0 1;
        & > Horizontal { height: 1; }
        & .prompt { width: 2; color: $text-muted; }
        & .shown { width: 1fr; }
        & QueryInput { width: 1fr; display: none; background: $boost; }
        & > .beneath { height: auto; min-height: 1; max-height: 3; padding-left: 2; display: none; }
        & .prompt.-filtered { color: $text-accent; }
        &.-editing {
            & .prompt { color: $text-primary; text-style: bold; }
            & .shown { display: none; }
            & QueryInput { display: block; }
            & > .beneath { display: block; }
        }
        & > .query--key { color: $foreground-muted; }
        & > .query--value { color: $text-accent; }
        & > .query--minus { color: $text-error; }
        & > .query--word { text-style: bold; }
        & > .query--wrong { color: $text-error; text-style: underline; }
    }
    """

    looking_for: reactive[Query] = reactive(Query, init=False, repaint=False)
    facets: reactive[Facets] = reactive(Facets, init=False, repaint=False)

    class Changed(Message):
        """The text is another query now; more may follow at once."""

        def __init__(self, query: Query) -> None:
            super().__init__()
            self.query = query

    class Submitted(Message):
        """The query was kept by enter."""

        def __init__(self, query: Query) -> None:
            super().__init__()
            self.query = query

    class Left(Message):
        """Editing is over, with or without a change; the focus belongs elsewhere again."""

    def __init__(
        self,
        *,
        history: Sequence[str] = (),
        today: Callable[[], date] = utc_today,
        late: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """`history`: earlier queries as text, the oldest first. `late`: the line to edit is missing until `furnish`."""
        super().__init__(id=id, classes=classes)
        self._is_bare = late
        self._today = today
        self._known = Facets()
        self._problem: QueryProblem | None = None
        self._read: Query | None = None
        """What stands there means, while it means anything."""
        self._before: Query | None = None
        """What editing goes back to; None while nothing is edited."""
        self._history = history
        self._tint = QueryTint(self._part_style)
        self._prompt = Static("/", classes="prompt", markup=False)
        self._shown = Static("", classes="shown", markup=False)
        self._beneath = Static("", classes="beneath", markup=False)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self._prompt
            yield self._shown
            if not self._is_bare:
                yield self._input
        if not self._is_bare:
            yield self._beneath

    @cached_property
    def _input(self) -> QueryInput:
        from tui.widgets.query_input import QueryInput  # not before the first paint

        line = QueryInput(self._typed, self._candidates, self._history)
        line.highlighter = self._tint
        return line

    async def furnish(self) -> None:
        """Makes the line to edit."""
        self._is_bare = False
        await self.query_one(Horizontal).mount(self._input)
        await self.mount(self._beneath)

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        self._show()

    def on_click(self) -> None:
        self.edit()

    @property
    def editing(self) -> bool:
        """Whether somebody is typing."""
        return self._before is not None

    def edit(self) -> None:
        """Opens the line with the present query as text."""
        if self.editing or self._is_bare:
            return
        from tui.widgets.filter_input import made_ready

        self._before = self.looking_for
        self._known = self.facets
        self.run_worker(made_ready, thread=True, group="places", exclusive=True)
        text = text_of(self.looking_for)
        self.add_class("-editing")
        self._input.begin(text + " " if text else "")
        self._input.focus()
        self._judge()

    def watch_looking_for(self) -> None:
        self._show()

    def watch_facets(self, facets: Facets) -> None:
        """A condition that is half typed finds nothing and so leaves no values to complete it with: they add up."""
        self._known = _both(self._known, facets) if self.editing else facets
        if self.editing:
            self._say()

    def _typed(self) -> None:
        if not self.editing:
            return
        self._judge()
        query = settled(self._input.value, self._input.cursor_position, self._known, today=self._today())
        if query is not None:
            self._change(query)

    def on_query_input_left(self, event: QueryInput.Left) -> None:
        event.stop()
        if self._before is None:
            return
        query = self._judge() if event.kept else self._before
        if query is None:
            self._say(insist=True)
            return
        self._change(query)
        if event.kept:
            self._input.remember(text_of(query))
            self.post_message(self.Submitted(query))
        self._close()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Whoever goes elsewhere with the mouse keeps what he typed."""
        if event.widget is self._input and self.editing and self.app.app_focus:
            self._close()

    def _close(self) -> None:
        self._before = None
        self.remove_class("-editing")
        if self._input.has_focus:
            self.screen.set_focus(None)
        self._show()
        self.post_message(self.Left())

    def _judge(self) -> Query | None:
        """Reads what stands there; shows what is wrong with it, or what it could become."""
        self._problem = self._read = None
        try:
            self._read = parse(self._input.value, today=self._today())
        except QueryProblem as problem:
            self._problem = problem
        self._say()
        return self._read

    def _candidates(self, text: str, cursor: int) -> list[Completion]:
        problem = self._problem
        if problem and problem.swapped:
            # Coordinates the wrong way round: the other reading is one tab away.
            insert = near_text(Near(problem.swapped.latitude, problem.swapped.longitude)).removeprefix("near:")
            return [Completion(insert, problem.start, problem.end, str(problem.swapped))]
        return complete(text, cursor, self._known)

    def _change(self, query: Query) -> None:
        if query != self.looking_for:
            self.looking_for = query
            # Straight to the screen: on the way through those around it the next paint would come first.
            self.screen.post_message(self.Changed(query))

    # What is shown

    def _show(self) -> None:
        query = self.looking_for
        self._prompt.set_class(not query.is_empty, "-filtered")
        hint = Content.styled("to search", "$foreground-muted")
        self._shown.update(hint if query.is_empty else chips(query, max(20, self.size.width - 4)), layout=False)

    def _say(self, *, insist: bool = False) -> None:
        """The line beneath: what is wrong, or what could stand at the cursor."""
        found, taken = self._input.offered
        problem = self._problem
        # While the cursor is still in it, a mistake may be on its way to becoming right.
        young = problem is not None and (problem.unfinished or problem.end == self._input.cursor_position)
        blamed = problem is not None and (insist or not young)
        self._tint.wrong = (problem.start, problem.end) if problem and blamed else None
        self._input.refresh()
        if problem and (blamed or not found):
            tab = _tab(found[0].label, problem.message) if found else ""
            style = "$text-error" if blamed else "$foreground-muted"
            self._say_beneath(Content.assemble((problem.message, style), (tab, "$text-accent")))
        else:
            width = max(20, self.size.width - 4)
            read = reading_line(self._read)
            room = max(20, width - read.cell_length - 3) if read else width
            self._say_beneath(Content("   ").join(part for part in (read, offered_line(found, taken, room)) if part))

    def _say_beneath(self, words: Content) -> None:
        """Another line there is no other layout: only its height would be, and mostly it is one line, or none."""
        before, room = self._beneath.content, self._beneath.content_size.width
        lines_stay = all(isinstance(each, Content) and each.cell_length <= room for each in (before, words))
        self._beneath.update(words, layout=not lines_stay)

    def _part_style(self, part: Part) -> Style:
        return self.get_component_rich_style(f"query--{part}", partial=True)


def _tab(label: str, said: str) -> str:
    """What tab would do, without saying anything twice."""
    key = press("query.complete", "tab")
    return f"  {key} takes it" if label in said else f"  {key}: {label}"


def _both(earlier: Facets, later: Facets) -> Facets:
    """The values of both, in the order and with the counts of the earlier where it has them."""
    return Facets(
        statuses=earlier.statuses or later.statuses,
        tags=earlier.tags + _new(earlier.tags, later.tags),
        cameras=earlier.cameras + _new(earlier.cameras, later.cameras),
        with_place=earlier.with_place,
    )


def _new(earlier: tuple[tuple[str, int], ...], later: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    known = {value for value, _count in earlier}
    return tuple((value, count) for value, count in later if value not in known)
