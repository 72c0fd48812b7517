"""What can be done here, read off the live keys of the focused pane; type to search, enter does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Final, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tui.palette.finding import command_line, narrowed
from tui.pressing import press
from tui.text import safe_text
from tui.widgets.commands import Command
from tui.widgets.motions import MOTION

Scope = Literal["all", "pane", "yours"]
_SCOPES: Final[tuple[Scope, ...]] = ("all", "pane", "yours")
_WORDS: Final[Mapping[Scope, str]] = {"all": "everything", "pane": "this pane", "yours": "your own keys"}

Group = tuple[str, tuple[Command, ...]]


def grouped(commands: tuple[Command, ...], screen: Screen[object]) -> tuple[Group, ...]:
    """The commands of the focused pane, how to move in it, those of the screen, and those that are everywhere."""
    focused = _pane(screen.focused)
    pane = [each for each in commands if each.node in focused and not each.id.startswith((MOTION, "app."))]
    moving = [each for each in commands if each.id.startswith(MOTION)]
    left = [each for each in commands if each not in [*pane, *moving]]
    of_screen = [each for each in left if isinstance(each.node, Widget) and not each.id.startswith("app.")]
    rest = [each for each in left if each not in of_screen]
    groups = ((_title(screen.focused), pane), ("This screen", of_screen), ("Everywhere", rest), ("Moving", moving))
    return tuple((title, tuple(each)) for title, each in groups if each)


def _pane(focused: Widget | None) -> tuple[DOMNode, ...]:
    """What has the focus, and what is around it as far as its border."""
    found: list[DOMNode] = []
    for node in focused.ancestors_with_self if focused is not None else ():
        if not isinstance(node, Widget) or isinstance(node, Screen):
            break
        found.append(node)
        if node.border_title:
            break
    return tuple(found)


def _title(focused: Widget | None) -> str:
    """What the pane calls itself on its border."""
    around = focused.ancestors_with_self if focused is not None else ()
    titles = (str(node.border_title) for node in around if isinstance(node, Widget) and node.border_title)
    title = next(titles, "").split(" · ")[0].lstrip("0123456789 ")
    return f"This pane: {title}" if title else "This pane"


class Help(ModalScreen[Command | None]):
    """Dismisses with the command to run."""

    CSS_PATH = "palette.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False, id="help.close"),
        Binding("tab", "scope(1)", "Show less or more", show=False, id="help.scope"),
        Binding("down,ctrl+n", "move('cursor_down')", "Next", show=False, id="help.next"),
        Binding("up,ctrl+p", "move('cursor_up')", "Previous", show=False, id="help.previous"),
        Binding("pagedown", "move('page_down')", "Page down", show=False, id="help.page-down"),
        Binding("pageup", "move('page_up')", "Page up", show=False, id="help.page-up"),
    ]

    def __init__(self, groups: tuple[Group, ...], own: Iterable[str] = ()) -> None:
        """`own`: the ids of those whose keys somebody has chosen."""
        super().__init__()
        self._groups = groups
        self._own = frozenset(own)
        self._scope: Scope = "all"
        self._by_line: dict[int, Command] = {}
        self._wish = Input(placeholder="type to search: a word, a key, a name for [keys]", id="wish", compact=True)
        self._wish.cursor_blink = False
        self._list = OptionList(id="commands", compact=True)
        self._list.can_focus = False

    def compose(self) -> ComposeResult:
        with Vertical(id="card", classes="help"):
            yield self._wish
            yield self._list

    def on_mount(self) -> None:
        self._show()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._show()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.dismiss(self._by_line.get(self._list.highlighted if self._list.highlighted is not None else -1))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._by_line.get(event.option_index))

    @on(OptionList.OptionHighlighted)
    def _name_it(self) -> None:
        command = self._by_line.get(self._list.highlighted if self._list.highlighted is not None else -1)
        name = f"{command.id} · " if command is not None else ""
        self.query_one("#card").border_subtitle = Content(
            f"{safe_text(name)}enter does it · {press('help.close', 'esc')}"
        )

    async def action_move(self, way: str) -> None:
        await self._list.run_action(way)

    def action_scope(self, by: int) -> None:
        self._scope = _SCOPES[(_SCOPES.index(self._scope) + by) % len(_SCOPES)]
        self._show()

    def _show(self) -> None:
        card = self.query_one("#card")
        card.border_title = Content(
            f"Help · {_WORDS[self._scope]} · {press('help.scope', 'tab')} shows {_WORDS[self._next]}"
        )
        self._list.clear_options()
        self._by_line = {}
        for title, commands in self._shown():
            self._list.add_option(Option(Content.styled(title, "bold $text-accent"), disabled=True))
            for command in commands:
                self._by_line[self._list.option_count] = command
                self._list.add_option(Option(command_line(command)))
        if not self._by_line:
            self._list.add_option(Option(Content.styled(self._why_nothing(), "$foreground-muted"), disabled=True))
        self._list.highlighted = min(self._by_line, default=None)
        self._name_it()

    @property
    def _next(self) -> Scope:
        return _SCOPES[(_SCOPES.index(self._scope) + 1) % len(_SCOPES)]

    def _shown(self) -> tuple[Group, ...]:
        groups = self._groups[:1] if self._scope == "pane" else self._groups
        if self._scope == "yours":
            groups = tuple((title, tuple(each for each in its if each.id in self._own)) for title, its in groups)
        wish = self._wish.value
        if wish.strip():
            found = narrowed(tuple(command for _title, its in groups for command in its), wish)
            groups = (("Best first", found),)
        return tuple((title, its) for title, its in groups if its)

    def _why_nothing(self) -> str:
        if self._wish.value.strip():
            go, ask = press("library.next_pane", "tab"), press("app.help", "?")
            return f"Nothing here is called that. Other panes have other keys: {go} there, then {ask}"
        return "No key of your own here yet: [keys] in the settings takes them, by the names below each line."
