"""The one input of the filter sidebar, laid over the row that is being edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from tui.library.query import Query, Section
from tui.library.query_values import Unclear
from tui.pressing import press
from tui.widgets.filter_entry import FIELDS, entered, typed, understood
from tui.widgets.line_input import LineInput
from tui.widgets.lines import Tone


def made_ready() -> None:
    """Reads the names of cities, for which no key shall wait; in a thread, where somebody may be about to type one."""
    from tui.geo.places import places

    places().named("x")


class FilterInput(LineInput):
    """Reads what is typed into a section: a part of its values where it has many, a new value where it is a field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "drop", "Take back", id="filters.entry-drop"),
        Binding("enter,down,up", "keep", "Keep", id="filters.entry-keep", key_display="enter"),
        Binding("tab", "instead", "What was meant", id="filters.entry-turn", show=False),
        Binding("shift+tab", "keep", "Keep", show=False, id="filters.entry-keep"),
    ]

    class Narrowed(Message):
        """The values of a facet are to contain this text."""

        def __init__(self, section: Section, text: str) -> None:
            super().__init__()
            self.section = section
            self.text = text

    class Read(Message):
        """What is typed would make this query, or none yet; and what there is to say of it."""

        def __init__(self, section: Section, query: Query | None, said: str, tone: Tone) -> None:
            super().__init__()
            self.section = section
            self.query = query
            self.said = said
            self.tone = tone

    class Left(Message):
        """Editing is over; the query as it is to be, or None where it was not about the query."""

        def __init__(self, query: Query | None) -> None:
            super().__init__()
            self.query = query

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._section: Section = "name"
        self._before = Query()
        self._choices: tuple[str, ...] = ()
        """Names that could stand in place of what was typed; tab takes one after the other."""

    def begin(self, section: Section, query: Query, narrow: str) -> None:
        """Starts editing a field of the query, or what the values of a facet contain."""
        self._section, self._before, self._choices = section, query, ()
        if section == "place":
            self.run_worker(made_ready, thread=True, group="places", exclusive=True)
        self.placeholder = FIELDS.get(section, "part of a value")
        self.say(typed(query, section) if section in FIELDS else narrow)

    def on_input_changed(self, event: LineInput.Changed) -> None:
        event.stop()
        if self._section not in FIELDS:
            self.post_message(self.Narrowed(self._section, self.value))
            return
        try:
            query = self._entered()
        except Unclear as unclear:
            turned = f"The other way round? {press('filters.entry-turn', 'tab')}: {unclear.swapped}"
            said = turned if unclear.swapped else unclear.message
            self.post_message(self.Read(self._section, None, said, "muted"))
        else:
            self.post_message(self.Read(self._section, query, understood(query, self._section), "good"))

    def action_keep(self) -> None:
        if self._section not in FIELDS:
            self.post_message(self.Left(None))
            return
        try:
            self.post_message(self.Left(self._entered()))
        except Unclear as unclear:
            self.post_message(self.Read(self._section, None, unclear.message, "bad"))

    def action_drop(self) -> None:
        if self._section in FIELDS:
            self.post_message(self.Left(self._before))
        else:
            self.post_message(self.Narrowed(self._section, ""))
            self.post_message(self.Left(None))

    def action_instead(self) -> None:
        """What was probably meant: coordinates the other way round, or the next place of that name."""
        place, tilde, radius = self.value.partition("~")
        if place in self._choices:
            following = self._choices[(self._choices.index(place) + 1) % len(self._choices)]
            self.say(following + tilde + radius)
            return
        try:
            self._entered()
        except Unclear as unclear:
            self._choices = unclear.choices
            if unclear.swapped:
                self.say(str(unclear.swapped))
            elif unclear.choices:
                self.say(unclear.choices[0] + tilde + radius)

    def _entered(self) -> Query:
        return entered(self._before, self._section, self.value, today=self._today())
