"""The command line of the program: commands by name, with arguments, completed and checked while they are typed."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.frozen import dataclass
from tui.palette.finding import KEY_CELLS, TITLE_CELLS, named_line, narrowed
from tui.palette.verb import Deed, Offer, Reach, Verb, Wrong, meant
from tui.pressing import press
from tui.text import safe_text
from tui.widgets.commands import Command
from tui.widgets.motions import MOTION
from tui.widgets.present import fit

_OFFERED: Final = 46
"""Cells of a completion before its note."""

Chosen = Command | Deed
"""What the palette ends with: a command of the place where it was opened, or what a verb wants done."""


@dataclass(frozen=True, slots=True)
class _Awaited:
    """Tab came before there was anything to complete with: no key waits for the index or the disk."""

    line: tuple[str, int]
    """What stood there then: once it is something else, nothing is put there any more."""
    then_run: bool = False
    """Enter has followed."""


class Palette(ModalScreen[Chosen | None]):
    """Type a command and its argument; enter runs it, tab completes it, esc leaves."""

    CSS_PATH = "palette.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False, id="palette.close"),
        Binding("tab", "complete", "Complete", show=False, id="palette.complete"),
        Binding("down,ctrl+n", "move('cursor_down')", "Next", show=False, id="palette.next"),
        Binding("up,ctrl+p", "move('cursor_up')", "Previous", show=False, id="palette.previous"),
        Binding("pagedown", "move('page_down')", "Page down", show=False, id="palette.page-down"),
        Binding("pageup", "move('page_up')", "Page up", show=False, id="palette.page-up"),
    ]

    def __init__(self, commands: tuple[Command, ...], verbs: Sequence[Verb], reach: Reach) -> None:
        super().__init__()
        self._commands = tuple(sorted(commands, key=lambda each: each.id.startswith(MOTION)))
        self._verbs = tuple(verbs)
        self._reach = reach
        self._found: Sequence[Verb | Command | Offer] = ()
        self._found_for = ""
        """The text that this was found for: keys may be faster than what looks for offers."""
        self._awaited: _Awaited | None = None
        self._wish = Input(placeholder="a command, or what you would like to do", id="wish", compact=True)
        self._wish.cursor_blink = False
        self._wish.select_on_focus = False
        self._said = Static(id="said", markup=False)
        self._list = OptionList(id="commands", compact=True)
        self._list.can_focus = False

    def compose(self) -> ComposeResult:
        with Vertical(id="card") as card:
            card.border_title = "Commands"
            card.border_subtitle = (
                f"enter runs · {press('palette.complete', 'tab')} completes · ↑ ↓ · {press('palette.close', 'esc')}"
            )
            yield self._wish
            yield self._said
            yield self._list

    def on_mount(self) -> None:
        self._look("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._look(event.value)

    # What is typed

    def _split(self, text: str) -> tuple[Verb | None, str]:
        """The verb that is being given its argument, and that argument."""
        word, space, argument = text.lstrip().partition(" ")
        return (meant(self._verbs, word), argument.lstrip()) if space else (None, "")

    def _look(self, text: str) -> None:
        verb, argument = self._split(text)
        if verb is not None:
            self._say(Content.assemble((verb.title, "bold"), "  ", (verb.explanation, "$foreground-muted")))
            self._list.highlighted = None
            self._offer(verb, argument)
            return
        wish = text.strip()
        verbs = [each for each in self._verbs if each.name.startswith(wish)]
        self._show([*verbs, *narrowed(self._commands, wish)])
        self._found_for = text
        if self._found:
            self._list.highlighted = 0
            self._say(Content(""))
        else:
            self._say(Content.styled(self._unknown(wish), "$text-error"))

    @work(exclusive=True, group="offer")
    async def _offer(self, verb: Verb, argument: str) -> None:
        try:
            offers = await verb.offer(self._reach, argument)
        except (Wrong, OSError):
            offers = ()
        if self._split(self._wish.value) == (verb, argument):
            alike = narrowed(self._commands, self._wish.value) if argument else ()
            self._show([*offers, *alike])
            self._found_for = self._wish.value
            self._go_on()

    def _unknown(self, wish: str) -> str:
        names = [verb.name for verb in self._verbs] + [command.title.casefold() for command in self._commands]
        near = difflib.get_close_matches(wish.split(" ")[0].casefold(), names, n=1, cutoff=0.5)
        hint = f"Did you mean {near[0]}?" if near else "An empty line shows what there is."
        return f"There is no command {safe_text(wish, 40)}. {hint}"

    # What is done

    @on(Input.Submitted)
    def _entered(self) -> None:
        if self._awaited is not None and self._awaited.line == self._line:
            self._awaited = _Awaited(self._line, then_run=True)
            return
        verb, argument = self._split(self._wish.value)
        at = self._list.highlighted
        if at is not None:
            self._take(self._found[at])
        elif verb is not None:
            self._run(verb, argument)
        elif alone := meant(self._verbs, self._wish.value.strip()):
            self._run(alone, "")

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._take(self._found[event.option_index])

    def _take(self, found: Verb | Command | Offer) -> None:
        if isinstance(found, Command):
            self.dismiss(found)
        elif isinstance(found, Offer):
            verb, _argument = self._split(self._wish.value)
            if verb is not None:
                self._run(verb, found.argument)
        elif found.hint and found.needs:
            self._put(f"{found.name} ")
        else:
            self._run(found, "")

    @work(exclusive=True, group="run")
    async def _run(self, verb: Verb, argument: str) -> None:
        self._say(Content.styled("one moment …", "$foreground-muted"))
        try:
            deed = await verb.run(self._reach, argument)
        except Wrong as wrong:
            self._say(Content.styled(safe_text(wrong, 300), "$text-error"))
        else:
            self.dismiss(deed)

    async def action_move(self, way: str) -> None:
        self._awaited = None
        await self._list.run_action(way)

    def action_complete(self) -> None:
        verb, argument = self._split(self._wish.value)
        if verb is not None and self._found_for != self._wish.value:
            self._awaited = _Awaited(self._line)
            self._offer(verb, argument)
            return
        if self._found_for != self._wish.value:
            self._look(self._wish.value)
        if self._found:
            self._complete(verb)

    @property
    def _line(self) -> tuple[str, int]:
        """What stands there, and where in it somebody is."""
        return self._wish.value, self._wish.cursor_position

    def _go_on(self) -> None:
        """What was asked for while offers were looked for; nothing if another key came since."""
        awaited, self._awaited = self._awaited, None
        if awaited is None or awaited.line != self._line:
            return
        if self._found:
            self._complete(self._split(self._wish.value)[0])
        if awaited.then_run:
            self._entered()

    def _complete(self, verb: Verb | None) -> None:
        found = self._found[self._list.highlighted or 0]
        if isinstance(found, Offer) and verb is not None:
            self._put(f"{verb.name} {found.argument}")
        elif isinstance(found, Verb):
            self._put(f"{found.name} " if found.hint else found.name)
        elif isinstance(found, Command):
            self._put(found.title)

    def _put(self, text: str) -> None:
        self._wish.value = text
        self._wish.cursor_position = len(text)

    # What is seen

    def _say(self, words: Content) -> None:
        self._said.update(words)

    def _show(self, found: Sequence[Verb | Command | Offer]) -> None:
        if list(found) == list(self._found):
            return
        at = self._list.highlighted
        chosen = self._found[at] if at is not None else None
        self._found = found
        self._list.clear_options()
        self._list.add_options(Option(_line(each)) for each in found)
        self._list.display = bool(found)
        if chosen in found:
            # Somebody has moved to it while the rest of them were looked for.
            self._list.highlighted = found.index(chosen)


def _line(found: Verb | Command | Offer) -> Content:
    if isinstance(found, Command):
        return named_line(found)
    if isinstance(found, Verb):
        name = fit(found.title, TITLE_CELLS + KEY_CELLS)
        return Content.assemble((name, "bold"), (" " + found.explanation, "$foreground-muted"))
    return Content.assemble((fit(found.label, _OFFERED), ""), ("  " + safe_text(found.note), "$foreground-muted"))
