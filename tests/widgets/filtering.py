"""A program that is nothing but the two editors of one query, for the tests that press keys in them."""

from __future__ import annotations

from datetime import date
from typing import Final

from textual import on
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.pilot import Pilot
from textual.reactive import reactive
from textual.widgets import Button

from tui.api.values import Status
from tui.library.query import Query
from tui.library.query_text import parse, text_of
from tui.library.values import Facets
from tui.widgets.filter_sidebar import FilterSidebar
from tui.widgets.query_bar import QueryBar

TODAY: Final = date(2025, 6, 15)
HOSTILE: Final = "[/red][@click=app.quit]\x1b]52;c;eA==\x07\nq"

FACETS: Final = Facets(
    statuses=((Status.READY, 1204), (Status.INDEXING, 12), (Status.FAILED, 7)),
    tags=(
        ("api", 1180),
        ("beach", 201),
        ("雪景 snow", 44),
        ("new york", 9),
        (HOSTILE, 3),
        *((f"tag {n}", 1) for n in range(40)),
    ),
    cameras=(("Canon EOS 5D", 310), ("iPhone 15 Pro", 88), ("GoPro HERO12", 5), ("DJI Mini", 4)),
    with_place=512,
)


class EditorsApp(App[None]):
    """Owns the query as the library screen does; remembers what the editors said."""

    looking_for: reactive[Query] = reactive(Query, init=False)

    def __init__(self, query: str = "", *, facets: Facets = FACETS, history: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.set_reactive(EditorsApp.looking_for, parse(query, today=TODAY))
        self.sidebar = FilterSidebar(today=lambda: TODAY)
        self.bar = QueryBar(today=lambda: TODAY, history=history)
        self.known = facets
        self.changes: list[str] = []
        self.submitted: list[str] = []
        self.left = 0
        self.here_asked = 0

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self.sidebar.data_bind(EditorsApp.looking_for)
            with Vertical():
                yield self.bar.data_bind(EditorsApp.looking_for)
                yield Button("elsewhere")

    def on_mount(self) -> None:
        self.sidebar.facets = self.bar.facets = self.known
        self.sidebar.focus()

    @on(FilterSidebar.Changed)
    @on(QueryBar.Changed)
    def _changed(self, event: FilterSidebar.Changed | QueryBar.Changed) -> None:
        self.changes.append(text_of(event.query))
        self.looking_for = event.query

    @on(QueryBar.Submitted)
    def _submitted(self, event: QueryBar.Submitted) -> None:
        self.submitted.append(text_of(event.query))

    @on(QueryBar.Left)
    def _left(self) -> None:
        self.left += 1

    @on(FilterSidebar.HerePlease)
    def _here(self) -> None:
        self.here_asked += 1
        self.sidebar.use_place(-33.8688, 151.2093)

    @property
    def text(self) -> str:
        """The query that is looked for."""
        return text_of(self.looking_for)

    @property
    def lines(self) -> list[str]:
        """What is on the screen."""
        return [strip.text for strip in self.screen._compositor.render_strips()]

    @property
    def seen(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Types each character as its own key, and waits until all of it has arrived."""
    for character in text:
        await pilot.press({" ": "space"}.get(character, character))
    await pilot.pause()
