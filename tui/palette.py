"""Help and command palette in one: what can be done here and now, read off the live bindings; enter does it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.fuzzy import Matcher
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tui.text import safe_text
from tui.widgets.commands import Command
from tui.widgets.present import fit

_KEY_CELLS = 11
_TITLE_CELLS = 21


class Palette(ModalScreen[Command | None]):
    """Type to narrow, enter to run, esc to leave. Dismisses with the command."""

    CSS_PATH = "palette.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False),
        Binding("down,ctrl+n", "move('cursor_down')", "Next", show=False),
        Binding("up,ctrl+p", "move('cursor_up')", "Previous", show=False),
        Binding("pagedown", "move('page_down')", "Page down", show=False),
        Binding("pageup", "move('page_up')", "Page up", show=False),
    ]

    def __init__(self, title: str, commands: tuple[Command, ...]) -> None:
        super().__init__()
        self._title = title
        self._commands = commands
        self._found: tuple[Command, ...] = commands

    def compose(self) -> ComposeResult:
        with Vertical(id="card") as card:
            card.border_title = self._title
            card.border_subtitle = "type to narrow · enter does it · esc"
            wish = Input(placeholder="What would you like to do?", id="wish", compact=True)
            wish.cursor_blink = False
            yield wish
            yield OptionList(id="commands", compact=True)

    def on_mount(self) -> None:
        self.query_one("#commands").can_focus = False
        self._narrow("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._narrow(event.value)

    @on(Input.Submitted)
    def _entered(self) -> None:
        chosen = self.query_one(OptionList).highlighted
        self.dismiss(None if chosen is None else self._found[chosen])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._found[event.option_index])

    async def action_move(self, way: str) -> None:
        await self.query_one(OptionList).run_action(way)

    def _narrow(self, wish: str) -> None:
        self._found = narrowed(self._commands, wish)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(_line(command)) for command in self._found)
        if self._found:
            options.highlighted = 0


def narrowed(commands: tuple[Command, ...], wish: str) -> tuple[Command, ...]:
    """The commands that fit the wish, best first; all of them in their own order for an empty one."""
    if not wish.strip():
        return commands
    matcher = Matcher(wish.strip())
    scored = [(matcher.match(f"{each.title} {each.id} {each.explanation}"), each) for each in commands]
    return tuple(each for score, each in sorted(scored, key=lambda pair: -pair[0]) if score > 0)


def _line(command: Command) -> Content:
    style = "" if command.enabled else "$foreground-muted"
    return Content.assemble(
        (fit(command.key_text, _KEY_CELLS), "bold $primary" if command.enabled else style),
        (fit(command.title, _TITLE_CELLS), style),
        (" " + safe_text(command.explanation), "$foreground-muted"),
    )
